"""What stands behind a number: thousands and millions, bytes and bits, seconds and days; in each of its readings.

KB is 1,000 bytes and KiB 1,024; `B` after a space is bytes to some and billions to others; Gb and Mb are bits or bytes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

SCALES: Final = {
    "k": 1e3, "K": 1e3, "M": 1e6, "m": 1e6, "B": 1e9, "b": 1e9, "bn": 1e9, "T": 1e12,
    "thousand": 1e3, "million": 1e6, "mio": 1e6, "mn": 1e6, "billion": 1e9, "trillion": 1e12,
}  # fmt: skip
_MINUTE, _HOUR, _DAY = 60.0, 3600.0, 86400.0
TIMES: Final = {
    "ns": 1e-9, "us": 1e-6, "µs": 1e-6, "μs": 1e-6, "ms": 1e-3,
    "s": 1.0, "sec": 1.0, "second": 1.0, "seconds": 1.0, "min": _MINUTE, "mins": _MINUTE,
    "minute": _MINUTE, "minutes": _MINUTE, "h": _HOUR, "hr": _HOUR, "hour": _HOUR, "hours": _HOUR, "d": _DAY,
    "day": _DAY, "days": _DAY, "week": 7 * _DAY, "weeks": 7 * _DAY, "month": 30 * _DAY, "months": 30 * _DAY,
    "year": 365 * _DAY, "years": 365 * _DAY, "yr": 365 * _DAY,
}  # fmt: skip
_POWERS: Final = {"k": 1e3, "m": 1e6, "g": 1e9, "t": 1e12, "p": 1e15, "e": 1e18}
_BINARY: Final = {"ki": 2.0**10, "mi": 2.0**20, "gi": 2.0**30, "ti": 2.0**40, "pi": 2.0**50}
_DATA = re.compile(r"(?P<power>ki|mi|gi|ti|pi|[kmgtpe])?(?P<what>bits|bit|bps|bytes|byte|b)", re.IGNORECASE)


@dataclass(frozen=True)
class Unit:
    """One reading of a unit: what to multiply by, and the power of bytes (1 for data, 0 for a plain number)."""

    factor: float
    data: int = 0


NONE: Final = Unit(1.0)


def readings_of(word: str, *, is_glued: bool) -> list[Unit]:
    """Each way to read the word after a number; an unknown word is a label. No reading at all: who knows."""
    if word == "%":
        return [Unit(0.01)]
    if word in {"m", "T"} and not is_glued:  # metres, minutes, or millions
        return []
    if word in {"B", "b"}:
        return [Unit(SCALES[word])] if is_glued else [Unit(SCALES[word]), Unit(1.0, 1)]
    if word in SCALES:
        return [Unit(SCALES[word])]
    data = _DATA.fullmatch(word)
    return [NONE] if data is None else _data_readings(data["power"] or "", data["what"])


def _data_readings(power: str, what: str) -> list[Unit]:
    factor = _BINARY.get(power.lower()) or _POWERS.get(power.lower(), 1.0)
    if what.lower() in {"bit", "bits", "bps"}:
        return [Unit(factor / 8, 1)]
    is_ambiguous = what == "b" and power and power.lower() not in {*_BINARY, "k"}
    return [Unit(factor, 1), Unit(factor / 8, 1)] if is_ambiguous else [Unit(factor, 1)]


def is_unit(word: str) -> bool:
    return word in {*SCALES, *TIMES, "%"} or _DATA.fullmatch(word) is not None
