"""Names that a design uses in one place and not in another: API against tables, text against diagram.

Silent unless both sides are clearly there: at least two tables, calls with a path, a diagram of three nodes or more.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from grading.judges.offline.text import words_of
from grading.judges.offline.thesaurus import classes_of, plain_stem
from grading.wordlists import read_words

_TABLE: Final = re.compile(
    r"^\s*(?:[-*•]|\d+[.)])?\s*(?:table\s+)?`?(?P<name>[A-Za-z_]{3,40})`?\s*(?:\(|:\s*\w+\s*,|\{)", re.MULTILINE
)
_CALL: Final = re.compile(r"\b(?:GET|POST|PUT|PATCH|DELETE)\s+(?P<path>/[\w/{}:.<>?=&-]*)")
_ITEM: Final = re.compile(r"/(?P<name>[a-z][a-z_-]{2,40})/(?:\{|:|<)")
_ARROW: Final = re.compile(r"\s*(?:<?[-=]{1,2}[\w ]{0,20}[-=]{0,2}>|→|⟶)\s*")
_CHAIN_PART: Final = re.compile(r"^[^\n.;:()]{2,40}$")
MIN_TABLES: Final = 2
MIN_NODES: Final = 3
MIN_CHAIN: Final = 4
_VERBS: Final = frozenset("download upload search login stream batch admin internal users me".split())  # noqa: SIM905
_NOT_TABLES: Final = frozenset("key index primary note table store query queries unique partition".split())  # noqa: SIM905


def resources_without_table(sections: Mapping[str, str]) -> list[str]:
    """Things with an id in the API that the storage schema never mentions, as in the path: `/runs/{…}` → `runs`."""
    storage = sections.get("storage_schema", "")
    tables = {one["name"].lower() for one in _TABLE.finditer(storage)} - _NOT_TABLES
    if len(tables) < MIN_TABLES:
        return []
    known = _stems(storage.replace("_", " "))
    paths = [one["path"] for one in _CALL.finditer(sections.get("api_design", ""))]
    names = dict.fromkeys(item["name"] for path in paths for item in _ITEM.finditer(path))
    nouns = [name for name in names if name not in _VERBS]
    return [name for name in nouns if not _is_known(name.replace("-", " ").replace("_", " "), known)]


def parts_not_drawn(sections: Mapping[str, str], diagram: Mapping[str, Any]) -> list[str]:
    """Links of a chain in the high-level text ("client -> gateway -> router") that no node of the diagram names."""
    labels = [str(node.get("label") or "") for node in diagram.get("nodes", [])]
    if len(labels) < MIN_NODES:
        return []
    drawn = _stems(" ".join(labels))
    missing = []
    for line in sections.get("high_level_design", "").split("\n"):
        parts = [part.strip(" -*`[]") for part in _ARROW.split(line)]
        if len(parts) < MIN_CHAIN or not all(_CHAIN_PART.match(part) for part in parts[:-1]):
            continue
        missing += [part for part in parts[:-1] if len(part.split()) <= 3 and not _is_known(part, drawn)]
    return list(dict.fromkeys(missing))


def nodes_not_told(sections: Mapping[str, str], diagram: Mapping[str, Any]) -> list[str]:
    """Labels of nodes of which no word stands anywhere in the text."""
    nodes = diagram.get("nodes", [])
    if len(nodes) < MIN_NODES or not any(text.strip() for text in sections.values()):
        return []
    told = _stems(" ".join(sections.values()))
    labels = [str(node.get("label") or "") for node in nodes if node.get("kind") != "client"]
    return [label for label in labels if label and not _is_known(label, told)]


def _stems(text: str) -> set[str]:
    stems = {word.stem for word in words_of(text)}
    return stems | {name for stem in stems for name in classes_of(stem)}


def _is_known(name: str, known: set[str]) -> bool:
    """Whether any word of the name, joined or alone, or a synonym, is among the known ones. Nameless is known."""
    words = [word for word in words_of(name) if word.text not in read_words("function_words")]
    joined = plain_stem("".join(word.text for word in words))
    stems = {word.stem for word in words} | {joined}
    return not words or any(stem in known or not known.isdisjoint(classes_of(stem)) for stem in stems)
