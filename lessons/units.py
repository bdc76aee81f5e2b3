"""Numbers with units as people read them: `30,000 streams`, `8.75 s`, `44.8 GB`, `$0.008`.

`static/src/exercises/units.js` says the same in the page; a test compares the two.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final

FOUR: Final = Context(prec=4, rounding=ROUND_HALF_UP)
THREE: Final = Context(prec=3, rounding=ROUND_HALF_UP)
WORDS: Final = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
SUPERSCRIPTS: Final = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
FAMILIES: Final[tuple[tuple[float, tuple[str, ...]], ...]] = (
    (1000.0, ("B", "kB", "MB", "GB", "TB", "PB", "EB")),
    (1024.0, ("B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB")),
    (1000.0, ("bit", "kbit", "Mbit", "Gbit", "Tbit")),
    (1000.0, ("FLOP", "kFLOP", "MFLOP", "GFLOP", "TFLOP", "PFLOP", "EFLOP")),
    (1000.0, ("W", "kW", "MW", "GW")),
)
SECONDS: Final = {"µs": 1e-6, "us": 1e-6, "ms": 1e-3, "s": 1.0}


def show_plain(value: float) -> str:
    """A number by itself: four significant digits, thousands grouped, words from ten million on."""
    size = abs(value)
    sign = "−" if value < 0 else ""
    if size == 0:
        return "0"
    if size >= 1e15 or size < 1e-4:
        return sign + _scientific(size)
    if size >= 1e7:
        scale, word = next((scale, word) for scale, word in WORDS if size >= scale)
        return f"{sign}{_four_digits(size / scale)} {word}"
    return sign + _four_digits(size)


def _four_digits(size: float) -> str:
    if size >= 1000:
        return f"{int(Decimal(size).quantize(Decimal(1), ROUND_HALF_UP)):,}"
    text = f"{FOUR.create_decimal_from_float(size):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _scientific(size: float) -> str:
    mantissa, _, exponent = f"{THREE.create_decimal_from_float(size):e}".partition("e")
    mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
    return f"{mantissa} × 10{str(int(exponent)).translate(SUPERSCRIPTS)}"


def show_number(value: float, unit: str) -> str:
    """A number with its unit, in the unit that reads best: 0.67 GB is 670 MB, 0.025 s is 25 ms."""
    value, unit = _scaled(value, unit)
    if unit.startswith("$"):
        sign = "−" if value < 0 else ""
        return f"{sign}${show_plain(abs(value))}{unit[1:]}"
    if unit == "%":
        return f"{show_plain(value)}%"
    return f"{show_plain(value)} {unit}".strip()


def _scaled(value: float, unit: str) -> tuple[float, str]:
    match = re.match(r"[^\s/]+", unit)
    head = match.group() if match else ""
    rest = unit[len(head) :]
    if value == 0:
        return value, unit
    if head in SECONDS and not rest:
        return _time(value * SECONDS[head])
    for base, names in FAMILIES:
        if head in names:
            return _in_family(value, head, rest, base, names)
    return value, unit


def _in_family(value: float, head: str, rest: str, base: float, names: tuple[str, ...]) -> tuple[float, str]:
    total = value * base ** names.index(head)
    index = 0
    while index + 1 < len(names) and abs(total) / base ** (index + 1) >= 1:
        index += 1
    return total / base**index, names[index] + rest


def _time(seconds: float) -> tuple[float, str]:
    size = abs(seconds)
    if size >= 172_800:
        return seconds / 86_400, "days"
    if size >= 10_000:
        return seconds / 3_600, "h"
    if size >= 1:
        return seconds, "s"
    return (seconds * 1e3, "ms") if size >= 1e-3 else (seconds * 1e6, "µs")
