"""The answer with its evidence marked: text cut into pieces, never into HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from grading.reporting.report import Piece

_PARAGRAPH = re.compile(r"\n[ \t]*\n+")


@dataclass(frozen=True)
class Mark:
    """A span of the section and the number of the criterion that rests on it."""

    start: int
    end: int
    number: int


def mark_text(text: str, marks: Iterable[Mark], prefix: str) -> list[list[Piece]]:
    """Paragraphs of pieces. Overlapping marks are cut where one begins or ends; each number has one anchor."""
    usable = [one for one in marks if 0 <= one.start < one.end <= len(text)]
    anchored: set[int] = set()
    blocks = []
    for start, end in _paragraphs(text):
        inside = {edge for one in usable for edge in (one.start, one.end) if start < edge < end}
        cuts = pairwise(sorted({start, end} | inside))
        blocks.append([_piece(text, one, other, usable, prefix, anchored) for one, other in cuts])
    return blocks


def _paragraphs(text: str) -> list[tuple[int, int]]:
    spans = []
    at = 0
    for gap in (*(found.span() for found in _PARAGRAPH.finditer(text)), (len(text), len(text))):
        if text[at : gap[0]].strip():
            spans.append((at, gap[0]))
        at = gap[1]
    return spans


def _piece(text: str, start: int, end: int, marks: list[Mark], prefix: str, anchored: set[int]) -> Piece:
    over = [one for one in marks if one.start <= start and end <= one.end]
    fresh = sorted({one.number for one in over} - anchored)
    anchored.update(fresh)
    return Piece(
        text=text[start:end],
        is_marked=bool(over),
        numbers=tuple(sorted({one.number for one in over if one.end == end})),
        anchors=tuple(anchor_of(prefix, number) for number in fresh),
    )


def anchor_of(prefix: str, number: int) -> str:
    return f"{prefix}-evidence-{number}"
