"""The profile of the eight steps as two drawings, for wide pages and for phones. All numbers are SVG attributes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from grading.reshaded import LEVEL_BARS, STEPS

LEFT: Final = 24
RIGHT: Final = 680
TOP: Final = 22
BOTTOM: Final = 198
BAR: Final = 38
COLUMN: Final = 82
PHONE_LEFT: Final = 112
PHONE_BAND: Final = 44.5
PHONE_ROW: Final = 34


@dataclass(frozen=True)
class Column:
    letter: str
    title: str
    short: str
    label: str
    """The score, or a dash while it isn't there."""
    is_under: bool
    x: float
    middle: float
    y: float
    height: float
    phone_y: float
    phone_middle: float
    phone_text_y: float
    phone_width: float


@dataclass(frozen=True)
class Line:
    band: int
    y: float
    text_y: float
    phone_x: float


@dataclass(frozen=True)
class Profile:
    columns: list[Column]
    lines: list[Line]
    bar_title: str
    bar_value: str
    bar_y: float
    bar_text_y: float
    bar_phone_x: float


def draw_profile(scores: Mapping[str, float | None], level: str) -> Profile:
    """Bars per step, 0-4, against the bar of the level; a missing score has no bar."""
    bar = next((one for one in LEVEL_BARS if one.key == level), LEVEL_BARS[1])
    value = bar.total / 25
    return Profile(
        columns=[_column(at, scores.get(step.key), value) for at, step in enumerate(STEPS)],
        lines=[Line(band, _y(band), _y(band) + 4, PHONE_LEFT + band * PHONE_BAND) for band in range(5)],
        bar_title=f"{bar.title.lower()} bar",
        bar_value=f"{value:.1f}",
        bar_y=round(_y(value), 1),
        bar_text_y=round(_y(value) + 4, 1),
        bar_phone_x=round(PHONE_LEFT + value * PHONE_BAND, 1),
    )


def _y(score: float) -> float:
    return BOTTOM - score * (BOTTOM - TOP) / 4


def _column(at: int, score: float | None, bar: float) -> Column:
    step = STEPS[at]
    value = score or 0.0
    x = LEFT + 22 + at * COLUMN
    phone_y = 29 + at * PHONE_ROW
    return Column(
        letter=step.letter,
        title=step.title,
        short=step.short,
        label="–" if score is None else f"{score:.1f}",
        is_under=value < bar,
        x=x,
        middle=x + BAR / 2,
        y=round(_y(value), 1),
        height=round(BOTTOM - _y(value), 1),
        phone_y=phone_y,
        phone_middle=phone_y + 8,
        phone_text_y=phone_y + 12,
        phone_width=round(value * PHONE_BAND, 1),
    )
