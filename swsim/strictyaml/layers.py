"""Changes data that was read before it is held against a model; lines stay known.

A layer is a mapping with what is to be otherwise: mappings are merged, lists whose
entries have an `id` are merged by it, all else takes the place of what was there.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from io import StringIO

from ruamel.yaml import YAML
from ruamel.yaml.representer import SafeRepresenter

from swsim.strictyaml.reading import Data, Loc, Located, Node, whole


def layered(located: Located, loc: Loc, without: Sequence[str] = ()) -> Located:
    """Return the data with the mapping at `loc` laid over all of it.

    `without` are keys of the whole that go. Raises LookupError where `loc` is not
    there.
    """
    top = located.root
    for part in loc:
        if part not in top.children:
            raise LookupError(".".join(map(str, loc)))
        top = top.children[part]
    base = _mapping(
        located.root,
        {
            key: each
            for key, each in located.root.children.items()
            if key not in without
        },
    )
    return Located(located.file, _over(base, top), located.problems)


def _over(base: Node, top: Node) -> Node:
    if isinstance(base.value, dict) and isinstance(top.value, dict):
        merged = dict(base.children)
        for key, each in top.children.items():
            merged[key] = _over(merged[key], each) if key in merged else each
        return _mapping(top, merged)
    if _have_ids(base) and _have_ids(top):
        return _merged(base, top)
    return top


def _have_ids(node: Node) -> bool:
    return isinstance(node.value, list) and all(
        "id" in _keys(each) for each in _list(node)
    )


def _keys(node: Node) -> Mapping[str | int, Node]:
    return node.children if isinstance(node.value, dict) else {}


def _list(node: Node) -> list[Node]:
    return list(node.children.values())


def _merged(base: Node, top: Node) -> Node:
    """Merge two lists by the ids of their entries; one with `drop` goes."""
    entries = {str(each.children["id"].value): each for each in _list(base)}
    for each in _list(top):
        name = str(each.children["id"].value)
        if "drop" in each.children:
            entries.pop(name, None)
        else:
            entries[name] = _over(entries[name], each) if name in entries else each
    return _sequence(top, list(entries.values()))


def replaced(located: Located, change: Callable[[str], str | list[str]]) -> Located:
    """Return the data with every text that is a value changed.

    A text that becomes several is spliced into the list it stands in, or becomes one.
    """
    return Located(located.file, _replaced(located.root, change), located.problems)


def _replaced(node: Node, change: Callable[[str], str | list[str]]) -> Node:
    if isinstance(node.value, str):
        new = change(node.value)
        if isinstance(new, str):
            return replace(node, value=new)
        return _sequence(node, [_scalar(node, each) for each in new])
    if isinstance(node.value, dict):
        return _mapping(
            node, {key: _replaced(each, change) for key, each in node.children.items()}
        )
    entries: list[Node] = []
    for each in _list(node):
        new_node = _replaced(each, change)
        spliced = isinstance(each.value, str) and isinstance(new_node.value, list)
        entries += _list(new_node) if spliced else [new_node]
    return _sequence(node, entries) if isinstance(node.value, list) else node


def _scalar(like: Node, text: str) -> Node:
    return Node(line=like.line, value=text, children={})


def _mapping(like: Node, children: dict[str | int, Node]) -> Node:
    values: Data = {str(name): child.value for name, child in children.items()}
    return whole(like.line, values, children)


def _sequence(like: Node, entries: Sequence[Node]) -> Node:
    values: Data = [each.value for each in entries]
    return whole(like.line, values, dict(enumerate(entries)))


class _Representer(SafeRepresenter):
    """Writes a key without a value as one: the word null would read back as text."""


_Representer.add_representer(
    type(None), lambda made, _: made.represent_scalar("tag:yaml.org,2002:null", "")
)


def written(data: Data) -> str:
    """Return data as YAML that reads back the same."""
    yaml = YAML(typ="safe", pure=True)
    yaml.Representer = _Representer
    yaml.default_flow_style = False
    yaml.allow_unicode = True
    yaml.width = 88
    out = StringIO()
    yaml.dump(data, out)
    return out.getvalue()
