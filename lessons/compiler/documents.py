"""Reading YAML and front matter so that every value knows its line, and nothing hostile costs more than its size.

Scalars follow YAML 1.2: only `true` and `false` are booleans (`no` and `on` stay words), and `2.5e9` is a number.
Anchors, aliases, tags and merge keys are refused, and so are keys that stand twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import yaml

from lessons.compiler.errors import ContentError, ContentErrors

MAX_BYTES = 1_000_000
MAX_LINE = 10_000
MAX_DEPTH = 20

type_of_event = yaml.events
Path = tuple[str | int, ...]

INT = re.compile(r"[-+]?[0-9]+\Z")
FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass
class Document:
    """A value read from YAML, and the line of each of its keys and items."""

    value: Any
    file: str
    first_line: int
    lines: dict[Path, int] = field(default_factory=dict)

    def line_of(self, location: Path) -> int:
        """The line of what stands at `location`, or of the nearest thing around it that is there."""
        return self.lines.get(self.nearest(location), self.first_line)

    def nearest(self, location: Path) -> Path:
        """`location` without the parts that are not in the document, such as the branches of a union."""
        known: Path = ()
        for part in location:
            if (*known, part) in self.lines:
                known = (*known, part)
        return known


def check_size(text: str, *, file: str, most: int = MAX_BYTES) -> None:
    """Refuse what no author writes before anything else looks at it."""
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > most:
        raise ContentErrors.of(file, 1, f"a file of {size:,} bytes", f"at most {most:,} bytes")
    if "\x00" in text:
        line = text[: text.index("\x00")].count("\n") + 1
        raise ContentErrors.of(file, line, "a NUL character", "text")
    for number, line_text in enumerate(text.split("\n"), 1):
        if len(line_text) > MAX_LINE:
            raise ContentErrors.of(
                file, number, f"a line of {len(line_text):,} characters", f"at most {MAX_LINE:,} characters a line"
            )


@lru_cache(maxsize=256)
def read_yaml(text: str, *, file: str, first_line: int = 1) -> Document:
    """The value of a YAML text; raises ContentErrors naming `file` and the line, counted from `first_line`.

    The same text is read once: nobody may change the value.
    """
    check_size(text, file=file)
    reader = _Reader(file, first_line)
    try:
        return reader.read(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + (mark.line if mark else 0)
        found = " ".join(str(error.problem or "something else").split())
        raise ContentErrors.of(file, line, f"YAML that can't be read ({found})", _hint(text, mark)) from None
    except yaml.YAMLError as error:
        found = " ".join(str(error).split())[:120]
        raise ContentErrors.of(file, first_line, f"YAML that can't be read ({found})", "valid YAML") from None


def split_front_matter(text: str, *, file: str) -> tuple[Document, str, int]:
    """Front matter between two `---` lines, what follows, and the line on which that begins."""
    check_size(text, file=file)
    text = text.replace("\r\n", "\n").removeprefix("\ufeff")
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        raise ContentErrors.of(file, 1, f"{_short(lines[0])}", "front matter: a line `---`, YAML, and a line `---`")
    for number in range(1, len(lines)):
        if lines[number].rstrip() == "---":
            head = "\n".join(lines[1:number])
            return read_yaml(head, file=file, first_line=2), "\n".join(lines[number + 1 :]), number + 2
    raise ContentErrors.of(file, 1, "front matter without an end", "a second line `---`")


class _Reader:
    """Builds values from parser events, so that depth and aliases are seen before anything grows."""

    def __init__(self, file: str, first_line: int) -> None:
        self.file = file
        self.first_line = first_line
        self.lines: dict[Path, int] = {}

    def read(self, text: str) -> Document:
        events: Iterator[Any] = iter(yaml.parse(text, Loader=LOADER))
        value: Any = None
        documents = 0
        for event in events:
            if isinstance(event, type_of_event.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.refuse(event, "a second YAML document", "one document")
                value = self.node(next(events), events, (), 0)
        return Document(value, self.file, self.first_line, self.lines)

    def refuse(self, event: Any, found: str, expected: str) -> None:
        raise ContentErrors.of(self.file, self.line(event), found, expected)

    def line(self, event: Any) -> int:
        return self.first_line + int(event.start_mark.line)

    def node(self, event: Any, events: Iterator[Any], path: Path, depth: int) -> Any:
        self.lines.setdefault(path, self.line(event))
        if isinstance(event, type_of_event.AliasEvent):
            self.refuse(event, f"the alias `*{event.anchor}`", "the value itself (anchors and aliases are not used)")
        if event.anchor is not None:
            self.refuse(event, f"the anchor `&{event.anchor}`", "no anchors")
        if event.tag is not None and event.tag != "!":
            self.refuse(event, f"the tag `{event.tag}`", "no tags")
        if depth > MAX_DEPTH:
            self.refuse(event, f"nesting deeper than {MAX_DEPTH}", f"at most {MAX_DEPTH} levels")
        if isinstance(event, type_of_event.MappingStartEvent):
            return self.mapping(events, path, depth)
        if isinstance(event, type_of_event.SequenceStartEvent):
            return self.sequence(events, path, depth)
        return event.value if event.style or event.tag == "!" else _scalar(event.value)

    def mapping(self, events: Iterator[Any], path: Path, depth: int) -> dict[Any, Any]:
        result: dict[Any, Any] = {}
        for event in events:
            if isinstance(event, type_of_event.MappingEndEvent):
                break
            if not isinstance(event, type_of_event.ScalarEvent):
                self.refuse(event, "a key that is not a word", "a word before the colon")
            key = self.node(event, events, (*path, event.value), depth + 1)
            if key == "<<":
                self.refuse(event, "a merge key `<<`", "the keys themselves")
            if key in result:
                self.refuse(event, f"the key `{key}` for the second time", "each key once")
            self.lines[(*path, key)] = self.line(event)
            result[key] = self.node(next(events), events, (*path, key), depth + 1)
        return result

    def sequence(self, events: Iterator[Any], path: Path, depth: int) -> list[Any]:
        result: list[Any] = []
        for event in events:
            if isinstance(event, type_of_event.SequenceEndEvent):
                break
            result.append(self.node(event, events, (*path, len(result)), depth + 1))
        return result


def _scalar(text: str) -> Any:
    if text in WORDS:
        return WORDS[text]
    if len(text) < 32 and text[0] in "+-.0123456789":
        if INT.match(text):
            return int(text)
        if FLOAT.match(text):
            return float(text)
    return text


def _short(text: str) -> str:
    return f"`{text[:60]}…`" if len(text) > 60 else f"`{text}`" if text else "an empty line"


def _hint(text: str, mark: Any) -> str:
    lines = text.split("\n")
    line = lines[mark.line] if mark and mark.line < len(lines) else ""
    if "\t" in line:
        return "spaces, not tabs, at the beginning of a line"
    if re.search(r":\s", line.partition(":")[2]) or "`" in line:
        return "quotes around a text that contains a colon, a backtick, # or braces"
    return "valid YAML (indentation, quotes and brackets that match)"


__all__ = ["ContentError", "ContentErrors", "Document", "check_size", "read_yaml", "split_front_matter"]
