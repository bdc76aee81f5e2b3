"""Rates told twice: "2.5B/day = 29k/s" holds no operator, and still one of the two numbers may be wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from grading.checks.sums import NUMBER, Sum
from grading.checks.units import TIMES, is_unit, readings_of

_TIME = "|".join(sorted(TIMES, key=len, reverse=True))


def _rate(side: int) -> str:
    return (
        rf"(?P<number{side}>{NUMBER})(?P<gap{side}>\s?)(?P<unit{side}>%|[A-Za-z]+)?"
        rf"(?:\s(?P<label{side}>(?!per\b|an?\b|each\b)[a-z]+))?"
        rf"(?:\s?/\s?|\s(?:per|an?|each)\s)(?P<time{side}>{_TIME})\b"
    )


_SIGN = r"=>|->|→|=|≈|~|,?\s(?:so|that is|which is|i\.e\.|is|are|means|makes)\s"
_BETWEEN: Final = rf"\s*(?:on average|in the mean|mean)?\s*(?:{_SIGN})\s*(?:~|≈|about |around |roughly |ca\.? )?\s*"
_PATTERN: Final = re.compile(rf"(?<![\w.,^*/×+]){_rate(1)}{_BETWEEN}{_rate(2)}")
_OPERATOR: Final = re.compile(r"[x×*/+·^-]\s*\Z")
SPREAD: Final = 0.25
"""86,400 is often taken for 100,000, and the result rounded."""
PEAK: Final = 12.0
"""Up to here, more than the mean may be a peak; less may be a share."""


def check_rates(text: str) -> Iterator[Sum]:
    """Each pair of rates of different times: right, or off by a factor that no peak explains."""
    for found in _PATTERN.finditer(text):
        if _OPERATOR.search(text[max(0, found.start() - 4) : found.start()]):
            continue
        if TIMES[found["time1"]] == TIMES[found["time2"]] or "\n" in found.group():
            continue
        if _is_of_other_things(found):
            continue
        pairs = [(one, other) for one in _per_second(found, 1) for other in _per_second(found, 2)]
        if not pairs:
            continue
        left, right = min(pairs, key=lambda pair: abs(pair[0] / pair[1] - 1))
        is_right = abs(left / right - 1) <= SPREAD
        if not is_right and 1 / PEAK <= left / right <= PEAK:
            continue
        time = TIMES[found["time2"]]
        yield Sum(found.start(), found.end(), found.group().strip(), right * time, left * time, is_right)


def _is_of_other_things(found: re.Match[str]) -> bool:
    """Whether users became requests on the way."""
    first, second = (_label(found, side) for side in (1, 2))
    return bool(first and second and first.rstrip("s") != second.rstrip("s"))


def _label(found: re.Match[str], side: int) -> str:
    unit = found[f"unit{side}"] or ""
    return found[f"label{side}"] or ("" if is_unit(unit) else unit)


def _per_second(found: re.Match[str], side: int) -> list[float]:
    unit = found[f"unit{side}"] or ""
    value = float(found[f"number{side}"].replace(",", "")) / TIMES[found[f"time{side}"]]
    if not value:
        return []
    readings = readings_of(unit, is_glued=not found[f"gap{side}"]) if unit else readings_of("x", is_glued=True)
    return [value * one.factor for one in readings]
