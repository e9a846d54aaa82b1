"""The sentences of a survey in English and Spanish: decided, and left open."""

from dataclasses import dataclass
from typing import Final

from swsim.validation.result import Messages


@dataclass(frozen=True, kw_only=True)
class Note:
    """One thing that a survey decided, or could not decide."""

    key: str
    decided: bool
    messages: Messages

    def message(self, lang: str = "en") -> str:
        """Return the sentence in a language, else in English."""
        texts = dict(self.messages)
        return texts.get(lang) or texts["en"]


def note(key: str, *, decided: bool, **facts: str) -> Note:
    """Return the note of `key` with its facts filled in."""
    english, spanish = (_DECIDED if decided else _OPEN)[key]
    messages = (("en", english.format(**facts)), ("es", spanish.format(**facts)))
    return Note(key=key, decided=decided, messages=messages)


_DECIDED: Final[dict[str, tuple[str, str]]] = {
    "encoding": (
        "{file} is in {encoding}; it is read as it is.",
        "{file} está en {encoding}; se lee tal cual.",
    ),
    "location": (
        "{file} imports {import}; {here} is the only file here with that namespace and"
        " stands for it.",
        "{file} importa {import}; {here} es el único archivo de aquí con ese espacio de"
        " nombres y ocupa su lugar.",
    ),
    "envelope": (
        "{root} ({file}) is the envelope: it is the only root whose strict xs:any takes"
        " the other documents.",
        "{root} ({file}) es el sobre: es la única raíz cuyo xs:any estricto admite los"
        " demás documentos.",
    ),
    "no-envelope": (
        "No root has a strict xs:any: documents come without an envelope.",
        "Ninguna raíz tiene un xs:any estricto: los documentos vienen sin sobre.",
    ),
    "document": (
        "{root} ({file}) is a document: no other element holds it.",
        "{root} ({file}) es un documento: ningún otro elemento lo contiene.",
    ),
    "bare": (
        "{root} ({file}) is a document without an envelope: the envelope does not take"
        " its namespace.",
        "{root} ({file}) es un documento sin sobre: el sobre no admite su espacio de"
        " nombres.",
    ),
    "simple": (
        "{root} ({file}) holds a mere value and is not taken for a document.",
        "{root} ({file}) contiene un mero valor y no se toma por un documento.",
    ),
    "shared-root": (
        "{documents} share the root {root}; they are told apart by {when}.",
        "{documents} comparten la raíz {root}; se distinguen por {when}.",
    ),
    "shared-namespace": (
        "{documents} share the namespace {namespace}; each is compiled on its own.",
        "{documents} comparten el espacio de nombres {namespace}; cada uno se compila"
        " por separado.",
    ),
    "annotation-wco_id": (
        "WCO ids are read from {name} in the annotations.",
        "Los identificadores de la OMA se leen de {name} en las anotaciones.",
    ),
    "annotation-format": (
        "Formats are read from {name} in the annotations.",
        "Los formatos se leen de {name} en las anotaciones.",
    ),
    "no-ids": (
        "The schemas have no annotations with ids: pointers consist of element names.",
        "Los esquemas no tienen anotaciones con identificadores: los punteros constan"
        " de nombres de elementos.",
    ),
    "rules": (
        "{file} belongs to {documents}: these have every element that its rules name.",
        "{file} corresponde a {documents}: tienen todos los elementos que nombran sus"
        " reglas.",
    ),
}

_OPEN: Final[dict[str, tuple[str, str]]] = {
    "unreadable": (
        "{file} {why}. Repair it, then run init again with --force.",
        "{file} {why}. Corríjalo y ejecute init de nuevo con --force.",
    ),
    "location": (
        "{file}, line {line}: {import} cannot be loaded: {why}. Write under locations:"
        " {import}: FILE, with a file of this folder.",
        "{file}, línea {line}: {import} no puede cargarse: {why}. Escriba en locations:"
        " {import}: ARCHIVO, con un archivo de esta carpeta.",
    ),
    "envelope": (
        "Several roots have a strict xs:any: {roots}. If one is the envelope, write it"
        " under envelope and take it from documents.",
        "Varias raíces tienen un xs:any estricto: {roots}. Si una es el sobre,"
        " escríbala en envelope y quítela de documents.",
    ),
    "no-documents": (
        "No element looks like the root of a document. Write the documents yourself.",
        "Ningún elemento parece la raíz de un documento. Escriba los documentos usted.",
    ),
    "shared-root": (
        "{documents} share the root {root}, and nothing in the schemas tells them"
        " apart. Write for each a when: an XPath that is true for it alone.",
        "{documents} comparten la raíz {root} y nada en los esquemas los distingue."
        " Escriba para cada uno un when: un XPath que solo se cumpla para él.",
    ),
    "ids": (
        "No known annotation holds WCO ids; pointers consist of element names. If one"
        " of these does, write annotations: {{wco_id: NAME}}: {names}.",
        "Ninguna anotación conocida contiene identificadores de la OMA; los punteros"
        " constan de nombres de elementos. Si alguna de estas los tiene, escriba"
        " annotations: {{wco_id: NOMBRE}}: {names}.",
    ),
    "rules": (
        "{file}: no document has all the elements that its rules name ({names}). Write"
        " it under rules of the document that it belongs to.",
        "{file}: ningún documento tiene todos los elementos que nombran sus reglas"
        " ({names}). Escríbalo en rules del documento al que corresponde.",
    ),
    "rules-refused": (
        "{file} cannot be used as it is: {why}",
        "{file} no puede usarse tal como está: {why}",
    ),
    "codelist": (
        "{name} ({file}, {number} codes): no file says which elements it is for. Write"
        " under codelists of a document: Parent/Element: {name}.",
        "{name} ({file}, {number} códigos): ningún archivo dice para qué elementos es."
        " Escriba en codelists de un documento: Padre/Elemento: {name}.",
    ),
    "codelist-refused": (
        "{file} cannot be used as it is: {why}",
        "{file} no puede usarse tal como está: {why}",
    ),
    "check": (
        "swsim package check says: {why}",
        "swsim package check dice: {why}",
    ),
}
