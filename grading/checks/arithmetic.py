"""Sums in an estimation, computed again. Says nothing where it isn't sure what was meant.

Understood: numbers with k, M, B, "million", 2.5e9, 10^9; + - × x * / ( ); %; bytes and bits with their powers (KB is
1,000, KiB 1,024). Other words after a number are labels. Units of time are tried as labels and as seconds; one reading
that fits is enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Final

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:e[+-]?\d+)?"
_SCALES: Final = {
    "k": 1e3, "K": 1e3, "M": 1e6, "m": 1e6, "B": 1e9, "b": 1e9, "bn": 1e9, "T": 1e12,
    "thousand": 1e3, "million": 1e6, "mio": 1e6, "billion": 1e9, "trillion": 1e12,
}  # fmt: skip
_POWERS: Final = {"": 1.0, "k": 1e3, "m": 1e6, "g": 1e9, "t": 1e12, "p": 1e15}
_BINARY: Final = {"ki": 2.0**10, "mi": 2.0**20, "gi": 2.0**30, "ti": 2.0**40, "pi": 2.0**50}
_MINUTE, _HOUR, _DAY = 60.0, 3600.0, 86400.0
_TIMES: Final = {
    "ms": 1e-3, "min": _MINUTE, "mins": _MINUTE, "minute": _MINUTE, "minutes": _MINUTE, "h": _HOUR, "hour": _HOUR,
    "hours": _HOUR, "day": _DAY, "days": _DAY, "week": 7 * _DAY, "weeks": 7 * _DAY, "month": 30 * _DAY,
    "months": 30 * _DAY, "year": 365 * _DAY, "years": 365 * _DAY,
}  # fmt: skip
_DATA = re.compile(r"(ki|mi|gi|ti|pi|[kmgtp])?(b|bit|bits|byte|bytes|bps)", re.IGNORECASE)
_TOKEN = re.compile(
    rf"(?P<number>{_NUMBER})|(?P<op>[x×*·](?=[\s\d($~])|[+−–-](?=[\s\d($~])|/(?=\s*[\d($~])|\^)|(?P<open>\()|(?P<close>\))"
    r"|(?P<percent>%)|(?P<word>[A-Za-z][A-Za-z.-]*(?:/[A-Za-z]+)*|/\s?[A-Za-z]+)|(?P<soft>[~$≈\s]+)"
)
_EQUALS = re.compile(r"(?<![<>=!])(?:=|≈|->|=>|→)\s*(?P<soft>~|≈|about |around |roughly |ca\.? )?\s*\$?\s*(?=\d)")
_RESULT = re.compile(rf"(?P<number>{_NUMBER})\s?(?P<unit>%|[A-Za-z]+)?(?P<per>\s?/\s?[A-Za-z]+| per [a-z]+)?")
_BREAKS: Final = frozenset("of at to and or from with for if in so then is are was by on per than vs out about".split())  # noqa: SIM905
MAX_LABEL: Final = 4


@dataclass(frozen=True)
class Sum:
    """One sum of the answer, and what it really comes to."""

    start: int
    end: int
    text: str
    stated: float
    computed: float
    is_right: bool

    @property
    def factor(self) -> float:
        """Stated over computed."""
        return self.stated / self.computed


@dataclass(frozen=True)
class _Value:
    value: float
    data: int = 0
    """Power of bytes: 1 for an amount of data, 0 for a plain number."""


class _Unsure(Exception):
    pass


def check_sums(text: str) -> list[Sum]:
    """Every sum that is understood, right or wrong, in the order of the text."""
    found = []
    for line_start, line in _lines(text):
        begin = 0
        for equals in _EQUALS.finditer(line):
            one = _check(line, begin, equals)
            begin = equals.end()
            if one is not None:
                shift = line_start
                found.append(Sum(one.start + shift, one.end + shift, one.text, one.stated, one.computed, one.is_right))
    return found


def _lines(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    for line in text.split("\n"):
        yield at, line
        at += len(line) + 1


def _check(line: str, begin: int, equals: re.Match[str]) -> Sum | None:
    result = _RESULT.match(line, equals.end())
    if result is None:
        return None
    try:
        stated, spread = _read_result(result, is_soft=bool(equals["soft"]) or equals.group().startswith("≈"))
        start, readings = _read_left(line, begin, equals.start())
    except (_Unsure, ZeroDivisionError, OverflowError, ValueError):
        return None
    fitting = [one.value for one in readings if one.data == stated.data and one.value > 0]
    if not fitting or stated.value <= 0:
        return None
    nearest = min(fitting, key=lambda value: abs(value / stated.value - 1))
    is_right = abs(nearest / stated.value - 1) <= spread
    unit = result["unit"] or ""
    is_unit = unit in {*_SCALES, *_TIMES, "s", "%"} or _DATA.fullmatch(unit) is not None
    end = result.end() if result["per"] or is_unit else result.end("number")
    return Sum(start, end, line[start:end].strip(), stated.value, nearest, is_right)


def _read_result(result: re.Match[str], *, is_soft: bool) -> tuple[_Value, float]:
    """The stated value, and how far it may be off: 5 %, 15 % for "about", or half of its last digit up to a quarter."""
    raw, unit = result["number"].replace(",", ""), result["unit"] or ""
    factor, data = _unit(unit) if unit else (1.0, 0)
    value = float(raw)
    digits = re.sub(r"e.*|\.", "", raw).lstrip("0")
    significant = len(digits.rstrip("0")) if "." not in raw else len(digits)
    half = 0.5 * 10 ** -(max(1, significant) - 1) / float(f"{digits[0]}.{digits[1:] or '0'}") if digits else 0.0
    spread = max(0.15 if is_soft else 0.05, min(0.25, half))
    return _Value(value * factor, data), spread


def _unit(word: str) -> tuple[float, int]:
    """Factor and power of bytes of a unit or scale; an unknown word is a label."""
    if word == "%":
        return 0.01, 0
    if word in _SCALES:
        return _SCALES[word], 0
    data = _DATA.fullmatch(word)
    if data is None:
        return 1.0, 0
    if word in {"bit", "Bit", "bps"} or (data[1] or "").lower() in {*_POWERS, *_BINARY}:
        power = (data[1] or "").lower()
        # Gb and Mb are bits to some and bytes to others.
        if data[2] == "b" and not power.endswith("i") and power not in {"k"}:
            raise _Unsure
        is_bits = data[2].lower() in {"bit", "bits", "bps"}
        return (_BINARY.get(power) or _POWERS[power]) / (8 if is_bits else 1), 1
    return 1.0, 1


def _read_left(line: str, begin: int, end: int) -> tuple[int, list[_Value]]:
    """The longest expression that ends at `end`, in each of its readings. Without an operator nothing is claimed."""
    for start in _starts(line, begin, end):
        try:
            operands, shape = _parse(line[start:end])
        except _Unsure:
            continue
        if len(operands) < 2:
            break
        if len(operands) > 6:
            raise _Unsure
        return start, [_evaluate(shape, list(choice)) for choice in product(*operands)]
    raise _Unsure


def _starts(line: str, begin: int, end: int) -> list[int]:
    """Where an expression could begin, the leftmost first: at a number or a bracket that follows nothing of a sum."""
    starts = []
    for found in re.finditer(rf"\(*\s*[$~]?{_NUMBER}", line[begin:end]):
        before = line[begin : begin + found.start()].rstrip(" ~$(")
        if not before or before[-1] not in "x×*·/+-−–^.,0123456789" or before[-1] == ",":
            starts.append(begin + found.start())
    return starts


def _parse(text: str) -> tuple[list[list[_Value]], list[str]]:
    """Operands with their readings, and the shape: operators, brackets and "n" for an operand."""
    operands: list[list[_Value]] = []
    shape: list[str] = []
    at = labels = 0
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None:
            raise _Unsure
        kind, raw, at = str(token.lastgroup), token.group(), token.end()
        if kind == "number":
            if shape and shape[-1] in {"n", ")"}:
                raise _Unsure
            operands.append([_Value(float(raw.replace(",", "")))])
            shape.append("n")
            labels = 0
        elif kind in {"op", "open", "close"}:
            shape.append(raw)
        elif kind in {"word", "percent"}:
            labels += 1
            if not shape or shape[-1] not in {"n", ")"} or labels > MAX_LABEL or raw.lower() in _BREAKS:
                raise _Unsure
            if shape[-1] == "n":
                operands[-1] = _with_unit(
                    operands[-1], raw, is_first=labels == 1, is_glued=text[token.start() - 1].isdigit()
                )
    if not shape or shape[-1] not in {"n", ")"}:
        raise _Unsure
    return operands, shape


def _with_unit(readings: list[_Value], word: str, *, is_first: bool, is_glued: bool) -> list[_Value]:
    if word in {"B", "b", "m", "T"} and not is_glued:  # bytes, metres, or billions: who knows
        raise _Unsure
    if word.startswith("/"):
        return readings
    bare = word.split("/")[0].rstrip(".")
    if bare.lower() in _TIMES and is_first:
        return [*readings, *(_Value(one.value * _TIMES[bare.lower()], one.data) for one in readings)]
    factor, data = _unit(bare)
    if "bit" in bare.lower() and data:  # "10 Gbit / 8": the 8 is the writer's own way from bits to bytes
        return [_Value(one.value * factor * by, one.data + data) for one in readings for by in (1.0, 8.0)]
    if (factor != 1.0 or data) and any(one.data for one in readings):
        raise _Unsure
    return [_Value(one.value * factor, one.data + data) for one in readings]


class _Reader:
    """Evaluates a parsed expression by precedence; adding data to plain numbers is unsure."""

    def __init__(self, shape: list[str], operands: list[_Value]) -> None:
        self.tokens = [*shape, ""]
        self.operands = iter(operands)
        self.at = 0

    def takes(self, *signs: str) -> str:
        """The current sign if it is one of these, taken; else nothing."""
        sign = self.tokens[self.at]
        if sign not in signs:
            return ""
        self.at += 1
        return sign

    def whole(self) -> _Value:
        value = self.total()
        if self.tokens[self.at]:
            raise _Unsure
        return value

    def total(self) -> _Value:
        left = self.term()
        while sign := self.takes("+", "-", "−", "–"):
            right = self.term()
            if left.data != right.data:
                raise _Unsure
            left = _Value(left.value + (right.value if sign == "+" else -right.value), left.data)
        return left

    def term(self) -> _Value:
        left = self.power()
        while sign := self.takes("x", "×", "*", "·", "/"):
            right = self.power()
            if sign == "/":
                left = _Value(left.value / right.value, left.data - right.data)
            else:
                left = _Value(left.value * right.value, left.data + right.data)
        return left

    def power(self) -> _Value:
        base = self.atom()
        return _Value(base.value ** self.atom().value, base.data) if self.takes("^") else base

    def atom(self) -> _Value:
        if self.takes("("):
            inside = self.total()
            if not self.takes(")"):
                raise _Unsure
            return inside
        if not self.takes("n"):
            raise _Unsure
        return next(self.operands)


def _evaluate(shape: list[str], operands: list[_Value]) -> _Value:
    return _Reader(shape, operands).whole()
