"""The ruler of an interview: its minutes to scale, as percentages for an SVG without a view box."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from grading.reshaded import BY_KEY, WRAP_UP

WIDE = 0.14
"""Blocks of at least this share of the whole carry the full title."""


@dataclass(frozen=True)
class Block:
    key: str
    letter: str
    label: str
    minutes: int
    x: str
    width: str
    middle: str


@dataclass(frozen=True)
class Tick:
    x: str
    label: str
    """Only every five minutes."""
    anchor: str


@dataclass(frozen=True)
class Ruler:
    minutes: int
    blocks: list[Block]
    ticks: list[Tick]


def percent(part: float, whole: float) -> str:
    return f"{part / whole * 100:.3f}%"


def label_of(key: str, share: float) -> str:
    if key == WRAP_UP.key:
        return "End"
    return BY_KEY[key].title if share >= WIDE else BY_KEY[key].short


def draw_ruler(steps: list[dict[str, Any]], total_minutes: int) -> Ruler:
    """Blocks in the order of `steps` [{key, minutes}]; time beyond their sum (an extension) stays free at the end."""
    blocks, at = [], 0
    for step in steps:
        minutes = step["minutes"]
        blocks.append(
            Block(
                key=step["key"],
                letter=BY_KEY[step["key"]].letter,
                label=label_of(step["key"], minutes / total_minutes),
                minutes=minutes,
                x=percent(at, total_minutes),
                width=percent(minutes, total_minutes),
                middle=percent(at + minutes / 2, total_minutes),
            )
        )
        at += minutes
    return Ruler(total_minutes, blocks, [_tick(minute, total_minutes) for minute in range(total_minutes + 1)])


def _tick(minute: int, total: int) -> Tick:
    anchor = "start" if minute == 0 else "end" if minute == total else "middle"
    every = 1 if total <= 12 else 5
    return Tick(percent(minute, total), str(minute) if minute % every == 0 else "", anchor)
