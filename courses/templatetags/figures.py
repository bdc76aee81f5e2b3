"""Figures that are computed, not drawn by hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template

from courses.batching import Schedule, schedule_continuous, schedule_static

register = template.Library()


@dataclass(frozen=True)
class Sheet:
    """The measures of one drawing, in SVG units."""

    id: str
    width: int
    steps: int
    now: int
    left: int
    row: int
    bar: int
    is_short: bool

    @property
    def unit(self) -> float:
        return (self.width - self.left - 2) / self.steps


WIDE = Sheet(id="wide", width=568, steps=44, now=36, left=8, row=16, bar=13, is_short=False)
PHONE = Sheet(id="phone", width=342, steps=27, now=22, left=2, row=18, bar=15, is_short=True)
TITLE_ROOM = 34
BETWEEN = 28


@register.inclusion_tag("courses/batching.svg")
def batching_drawing(kind: str) -> dict[str, Any]:
    """`kind` is `wide` or `phone`."""
    sheet = WIDE if kind == "wide" else PHONE
    lanes = [("Static batch", schedule_static()), ("Continuous batch", schedule_continuous())]
    blocks = [_draw(sheet, title, schedule, order) for order, (title, schedule) in enumerate(lanes)]
    bottom = blocks[-1]["bottom"]
    return {
        "sheet": sheet,
        "blocks": blocks,
        "now": round(sheet.left + sheet.now * sheet.unit, 1),
        "right": sheet.width - 2,
        "span": sheet.width - 2 - sheet.left,
        "dot": bottom + 6,
        "foot": bottom + 24,
        "height": bottom + 30,
        "statement": state_outcome(sheet.now),
    }


@register.simple_tag
def batching_outcome(kind: str) -> str:
    return state_outcome((WIDE if kind == "wide" else PHONE).now)


def state_outcome(step: int) -> str:
    static, continuous = schedule_static(), schedule_continuous()
    return (
        f"After {step} decode steps, with the same requests on the same five slots, waiting for the longest answer "
        f"has finished {static.done_by(step)}; refilling each slot at once has finished {continuous.done_by(step)}."
    )


def _draw(sheet: Sheet, title: str, schedule: Schedule, order: int) -> dict[str, Any]:
    top = TITLE_ROOM + order * (TITLE_ROOM + BETWEEN + (schedule.slots - 1) * sheet.row)
    done, busy = schedule.done_by(sheet.now), round(schedule.busy_until(sheet.now) * 100)
    words = f"{done} done, {busy} % busy" if sheet.is_short else f"{done} answers done, slots {busy} % busy"
    return {
        "title": title,
        "words": words,
        "text": top - 10,
        "top": top - 2,
        "slots": [top + slot * sheet.row for slot in range(schedule.slots)],
        "bars": _bars(sheet, schedule, top),
        "bottom": top + schedule.slots * sheet.row - (sheet.row - sheet.bar),
    }


def _bars(sheet: Sheet, schedule: Schedule, top: int) -> list[dict[str, Any]]:
    bars: list[dict[str, Any]] = []
    for run in schedule.runs:
        if run.start >= sheet.steps:
            continue
        y = top + run.slot * sheet.row
        end = min(run.end, sheet.steps)
        done = max(run.start, min(end, sheet.now))
        if done > run.start:
            bars.append(_bar(sheet, run.start, done, y, "run odd" if run.number % 2 == 0 else "run", run.number))
        if end > done:
            bars.append(_bar(sheet, done, end, y, "later"))
        next_start = min((r.start for r in schedule.runs if r.slot == run.slot and r.start >= run.end), default=run.end)
        if next_start > run.end and run.end < sheet.steps:
            bars.append(_bar(sheet, run.end, min(next_start, sheet.steps), y, "idle"))
    return bars


def _bar(sheet: Sheet, start: int, end: int, y: int, kind: str, number: int = 0) -> dict[str, Any]:
    return {
        "x": round(sheet.left + start * sheet.unit + 0.75, 1),
        "y": y,
        "width": round((end - start) * sheet.unit - 1.5, 1),
        "kind": kind,
        "name": f"r{number}" if number and (end - start) * sheet.unit > 40 else "",
        "baseline": y + sheet.bar - 3,
    }
