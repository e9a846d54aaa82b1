"""The sentences of the layers before the rules, in English and Spanish.

A rule's own sentences stand beside it in its Schematron file. Keys are the rule ids of
findings, with a suffix where one id has several sentences.
"""

from typing import Final, TypeAlias

from swsim.validation.result import Messages

_TEXTS: Final[dict[str, tuple[str, str]]] = {
    # --- parse --------------------------------------------------------------------
    "XML-size": (
        "The document has more than {limit} bytes; no more are read."
        " Split it or leave out what is not data.",
        "El documento tiene más de {limit} bytes; no se leen más."
        " Divídalo o quite lo que no sea información.",
    ),
    "XML-empty": (
        "The document is empty; expected an XML document.",
        "El documento está vacío; se esperaba un documento XML.",
    ),
    "XML-not-xml": (
        "This is {value}, not XML; expected text that begins with '<'.",
        "Esto es {value}, no XML; se esperaba un texto que empiece por '<'.",
    ),
    "XML-doctype": (
        "The document has a DOCTYPE; remove it. Document types and entities are"
        " refused because they can read files and fill the memory.",
        "El documento tiene un DOCTYPE; elimínelo. Los tipos de documento y las"
        " entidades se rechazan porque pueden leer archivos y llenar la memoria.",
    ),
    "XML-depth": (
        "The elements are nested more than {limit} levels deep.",
        "Los elementos están anidados a más de {limit} niveles.",
    ),
    "XML-elements": (
        "The document has {value} elements; at most {limit} are accepted.",
        "El documento tiene {value} elementos; se aceptan como máximo {limit}.",
    ),
    "XML-attributes": (
        "An element has more than {limit} attributes.",
        "Un elemento tiene más de {limit} atributos.",
    ),
    "XML-text": (
        "A text has more than {limit} characters.",
        "Un texto tiene más de {limit} caracteres.",
    ),
    "XML-encoding": (
        "The bytes here do not fit the encoding of the document ({value});"
        " save it as UTF-8.",
        "Los bytes aquí no corresponden a la codificación del documento ({value});"
        " guárdelo como UTF-8.",
    ),
    "XML-entity": (
        "The entity used here is not defined; write & as &amp; and letters as they"
        " are.",
        "La entidad usada aquí no está definida; escriba & como &amp; y las letras"
        " tal cual.",
    ),
    "XML-truncated": (
        "The document ends too early; was it cut off on the way?",
        "El documento termina antes de tiempo; ¿se cortó en el camino?",
    ),
    "XML-limit": (
        "The document exceeds a limit of the XML parser.",
        "El documento excede un límite del analizador XML.",
    ),
    "XML-syntax": (
        "The document is not well-formed XML here.",
        "El documento no es XML bien formado en este punto.",
    ),
    # --- identify -----------------------------------------------------------------
    "ID-root": (
        "The root element {value} is no known document; expected {expected}.{hint}",
        "El elemento raíz {value} no es un documento conocido; se esperaba"
        " {expected}.{hint}",
    ),
    "ID-payload": (
        "The envelope carries {value}, which is no known document;"
        " expected {expected}.{hint}",
        "El sobre lleva {value}, que no es un documento conocido;"
        " se esperaba {expected}.{hint}",
    ),
    "ID-when": (
        "{value} is the root of several documents, and no condition of the catalogue"
        " holds for this one; expected {expected}.",
        "{value} es la raíz de varios documentos y ninguna condición del catálogo se"
        " cumple para este; se esperaba {expected}.",
    ),
    "ID-empty": (
        "The envelope carries no document; expected {expected}.",
        "El sobre no lleva ningún documento; se esperaba {expected}.",
    ),
    # --- signature ----------------------------------------------------------------
    "SIG-metadata": (
        "The communication metadata cannot be read, so nobody knows who has to have"
        " signed.",
        "Los metadatos de comunicación no se pueden leer, así que no se sabe quién"
        " tiene que haber firmado.",
    ),
    "SIG-missing": (
        "The message has no signature; {value} has to sign it.",
        "El mensaje no lleva firma; {value} tiene que firmarlo.",
    ),
    "SIG-several": (
        "The message has more than one signature; expected exactly one.",
        "El mensaje lleva más de una firma; se esperaba exactamente una.",
    ),
    "SIG-place": (
        "The signature stands elsewhere than at the end of the envelope, where it"
        " covers the whole message.",
        "La firma no está al final del sobre, donde cubre el mensaje entero.",
    ),
    "SIG-form": (
        "The signature has {value} where {expected} is expected; one form is accepted"
        " and no other.",
        "La firma tiene {value} donde se esperaba {expected}; se acepta una sola"
        " forma.",
    ),
    "SIG-algorithm": (
        "{name} of the signature has {value}; expected {expected}, and nothing else"
        " is accepted.",
        "{name} de la firma tiene {value}; se esperaba {expected} y no se acepta"
        " nada más.",
    ),
    "SIG-reference": (
        "The reference of the signature has {value}; expected {expected}: it has to"
        " cover the whole message.",
        "La referencia de la firma tiene {value}; se esperaba {expected}: tiene que"
        " cubrir el mensaje entero.",
    ),
    "SIG-issuer": (
        "The certificate is of the authority {value}; trusted is {expected} alone.",
        "El certificado es de la autoridad {value}; solo se confía en {expected}.",
    ),
    "SIG-unknown": (
        "The trust list has no certificate with the serial number {value}.",
        "La lista de confianza no tiene ningún certificado con el número de serie"
        " {value}.",
    ),
    "SIG-revoked": (
        "The certificate of {value} is revoked since {expected}.",
        "El certificado de {value} está revocado desde el {expected}.",
    ),
    "SIG-content": (
        "The signature does not hold: the message was altered, or signed with another"
        " key than that of {value}.",
        "La firma no es válida: el mensaje fue alterado, o firmado con otra clave que"
        " la de {value}.",
    ),
    "SIG-early": (
        "The message was prepared at {value}, before its certificate became valid at"
        " {expected}.",
        "El mensaje se preparó el {value}, antes de que su certificado fuera válido,"
        " el {expected}.",
    ),
    "SIG-expired": (
        "The message was prepared at {value}, when its certificate had expired at"
        " {expected}.",
        "El mensaje se preparó el {value}, cuando su certificado había caducado el"
        " {expected}.",
    ),
    "SIG-signer": (
        "The message is signed by {value}, but says that it is from {expected}.",
        "El mensaje lo firma {value}, pero dice que es de {expected}.",
    ),
    "hint": (" Did you mean {nearest}?", " ¿Quiso decir {nearest}?"),
    # --- XSD ----------------------------------------------------------------------
    "XSD-maxLength": (
        "{name} has {size} characters; at most {limit} are allowed.",
        "{name} tiene {size} caracteres; se permiten como máximo {limit}.",
    ),
    "XSD-minLength": (
        "{name} has {size} characters; at least {limit} are needed.",
        "{name} tiene {size} caracteres; se necesitan al menos {limit}.",
    ),
    "XSD-length": (
        "{name} has {size} characters; exactly {limit} are needed.",
        "{name} tiene {size} caracteres; se necesitan exactamente {limit}.",
    ),
    "XSD-pattern": (
        "{name} is {value!r}, which has not the form it must have: {expected}.{hint}",
        "{name} es {value!r}, que no tiene la forma debida: {expected}.{hint}",
    ),
    "XSD-pattern.blank": (
        "{name} is blank; write a value or leave the element out.",
        "{name} está en blanco; escriba un valor u omita el elemento.",
    ),
    "XSD-enumeration": (
        "{name} is {value!r}; allowed: {expected}.{hint}",
        "{name} es {value!r}; se permite: {expected}.{hint}",
    ),
    "XSD-totalDigits": (
        "{name} is {value!r}; at most {limit} digits are allowed.",
        "{name} es {value!r}; se permiten como máximo {limit} dígitos.",
    ),
    "XSD-fractionDigits": (
        "{name} is {value!r}; at most {limit} decimals are allowed.",
        "{name} es {value!r}; se permiten como máximo {limit} decimales.",
    ),
    "XSD-minInclusive": (
        "{name} is {value!r}; it must be {limit} or more.",
        "{name} es {value!r}; debe ser {limit} o más.",
    ),
    "XSD-maxInclusive": (
        "{name} is {value!r}; it must be {limit} or less.",
        "{name} es {value!r}; debe ser {limit} o menos.",
    ),
    "XSD-minExclusive": (
        "{name} is {value!r}; it must be more than {limit}.",
        "{name} es {value!r}; debe ser mayor que {limit}.",
    ),
    "XSD-maxExclusive": (
        "{name} is {value!r}; it must be less than {limit}.",
        "{name} es {value!r}; debe ser menor que {limit}.",
    ),
    "XSD-type": (
        "{name} is {value!r}, which is not {expected}.",
        "{name} es {value!r}, que no es {expected}.",
    ),
    "XSD-element": (
        "{name} is not expected here; expected {expected}.{hint}",
        "{name} no se espera aquí; se esperaba {expected}.{hint}",
    ),
    "XSD-element.none": (
        "{name} is not expected here; nothing more may stand in {parent}.",
        "{name} no se espera aquí; en {parent} no puede haber nada más.",
    ),
    "XSD-element.missing": (
        "{name} is not complete; {expected} is missing.",
        "{name} no está completo; falta {expected}.",
    ),
    "XSD-element.undeclared": (
        "{name} is not declared in the schema of this document.",
        "{name} no está declarado en el esquema de este documento.",
    ),
    "XSD-attribute": (
        "{name} has the attribute {attribute}, which is not allowed there.",
        "{name} tiene el atributo {attribute}, que no se permite ahí.",
    ),
    "XSD-attribute.missing": (
        "{name} needs the attribute {attribute}.",
        "{name} necesita el atributo {attribute}.",
    ),
    "XSD-content": (
        "{name} holds text where only elements are allowed, or elements where only"
        " text is.",
        "{name} contiene texto donde solo se permiten elementos, o elementos donde"
        " solo se permite texto.",
    ),
    "XSD-other": (
        "{name} does not fit the schema.",
        "{name} no se ajusta al esquema.",
    ),
    # --- code lists ---------------------------------------------------------------
    "CL": (
        "{name} is {value!r}, which is not in the code list {list}.{hint}",
        "{name} es {value!r}, que no está en la lista de códigos {list}.{hint}",
    ),
    "CL-fictional": (
        "{name} is {value!r}, which is not in the code list {list}: it is the code of"
        " a fictional administration. Documents of a run with a fictional cast are"
        " checked with --cast fictional.",
        "{name} es {value!r}, que no está en la lista de códigos {list}: es el código"
        " de una administración ficticia. Los documentos de una ejecución con reparto"
        " ficticio se comprueban con --cast fictional.",
    ),
    "CL-subset": (
        "{name} is {value!r}, which swsim does not know: its code list {list} has only"
        " some codes of the standard, so this one could not be checked.",
        "{name} es {value!r}, que swsim no conoce: su lista de códigos {list} tiene"
        " solo algunos códigos de la norma, así que este no se pudo comprobar.",
    ),
}

# Words that stand inside a sentence: (English, Spanish).
WORDS: Final[dict[str, tuple[str, str]]] = {
    "pdf": ("a PDF file", "un archivo PDF"),
    "zip": ("a ZIP or Office file", "un archivo ZIP o de Office"),
    "gzip": ("a gzip file", "un archivo gzip"),
    "image": ("an image", "una imagen"),
    "json": ("JSON", "JSON"),
    "edifact": ("an EDIFACT message", "un mensaje EDIFACT"),
    "other": ("something else", "otra cosa"),
    "decimal": ("a number", "un número"),
    "integer": ("a whole number", "un número entero"),
    "positive": ("a whole number of at least 1", "un número entero de 1 o más"),
    "natural": ("a whole number of at least 0", "un número entero de 0 o más"),
    "date": ("a date", "una fecha"),
    "boolean": ("true or false", "true ni false"),
    "element": ("an element", "un elemento"),
    "value": ("a value of the type it must have", "un valor del tipo debido"),
}


_LANGS: Final = ("en", "es")

# What fills a placeholder: a text or number, or a pair (English, Spanish).
Fact: TypeAlias = str | int | tuple[str, str] | None


def say(key: str, *, nearest: Fact = None, **facts: Fact) -> Messages:
    """Return the sentence of `key` in both languages.

    `nearest` fills the placeholder {hint}: what was probably meant, if anything.
    """
    return tuple(
        (lang, _TEXTS[key][place].format(**_in(place, nearest, facts)))
        for place, lang in enumerate(_LANGS)
    )


def outline(key: str) -> Messages:
    """Return the sentence of `key` with dots for all that it says of one document.

    Nothing where there is no such sentence.
    """
    if key not in _TEXTS:
        return ()
    sentences = (text.format_map(_Blank()) for text in _TEXTS[key])
    return tuple(zip(_LANGS, sentences, strict=True))


class _Blank(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "" if name == "hint" else "…"


def _in(
    place: int, nearest: Fact, facts: dict[str, Fact]
) -> dict[str, str | int | None]:
    hint = _TEXTS["hint"][place].format(nearest=nearest) if nearest else ""
    said = {
        name: fact[place] if isinstance(fact, tuple) else fact
        for name, fact in facts.items()
    }
    return {"hint": hint, **said}
