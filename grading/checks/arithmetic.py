"""Sums in an estimation, computed again. Says nothing where it isn't sure what was meant.

Understood: numbers with k, M, B, "million", 2.5e9, 10^9; + - × x * / ( ); %; bytes and bits with their powers (KB is
1,000, KiB 1,024). Other words after a number are labels. Units of time are tried as labels and as seconds; one reading
that fits is enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from typing import Final

from grading.checks.rates import check_rates
from grading.checks.shorthand import is_shorthand
from grading.checks.sums import NUMBER, Sum
from grading.checks.units import TIMES, Unit, is_unit, readings_of

_TOKEN = re.compile(
    rf"(?P<number>{NUMBER})|(?P<op>[x×*·](?=[\s\d($~])|[+−–-](?=[\s\d($~])|/(?=\s*[\d($~])|\^)|(?P<open>\()|(?P<close>\))"
    r"|(?P<percent>%)|(?P<word>[A-Za-zµμ][A-Za-z.-]*(?:/[A-Za-z]+)*|/\s?[A-Za-z]+)|(?P<soft>[~$≈\s]+)"
)
_EQUALS = re.compile(r"(?<![<>=!])(?:=|≈|->|=>|→)\s*(?P<soft>~|≈|about |around |roughly |ca\.? )?\s*\$?\s*(?=\d)")
_RESULT = re.compile(rf"(?P<number>{NUMBER})\s?(?P<unit>%|[A-Za-z]+)?(?P<per>\s?/\s?[A-Za-z]+| per [a-z]+)?")
_BREAKS: Final = frozenset("of at to and or from with for if in so then is are was by on per than vs out about".split())  # noqa: SIM905
_FORMULA: Final = re.compile(r"\$(?=\S)[^$\n]*?\S\$(?!\d)")
"""Math as Markdown has it. An amount in dollars has no second sign right behind it."""
_DOTTED: Final = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")
"""694.000 is a number of thousands to half of the world."""
MAX_LABEL: Final = 4


@dataclass(frozen=True)
class _Value:
    value: float
    data: int = 0
    """Power of bytes: 1 for an amount of data, 0 for a plain number."""


class _Unsure(Exception):
    pass


def check_sums(text: str) -> list[Sum]:
    """Every sum and every rate told twice that is understood, right or wrong, in the order of the text."""
    text = _FORMULA.sub(lambda formula: " " * len(formula.group()), text)
    found = list(_sums(text))
    ends = {one.end for one in found}
    rates = [one for one in check_rates(text) if not any(one.start <= end <= one.end for end in ends)]
    return sorted([*found, *rates], key=lambda one: one.start)


def _sums(text: str) -> Iterator[Sum]:
    for line_start, line in _lines(text):
        begin = 0
        for equals in _EQUALS.finditer(line):
            one = _check(line, begin, equals)
            begin = equals.end()
            if one is not None:
                yield replace(one, start=one.start + line_start, end=one.end + line_start)


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
    fitting = [(one.value, other.value) for one in readings for other in stated if _can_be(one, other)]
    if not fitting:
        return None
    computed, claimed = min(fitting, key=lambda pair: abs(pair[0] / pair[1] - 1))
    is_right = abs(computed / claimed - 1) <= spread
    if not is_right and is_shorthand(line[start : equals.start()], equals, result, computed / claimed):
        return None
    end = result.end() if result["per"] or is_unit(result["unit"] or "") else result.end("number")
    return Sum(start, end, line[start:end].strip(), claimed, computed, is_right)


def _can_be(one: _Value, other: _Value) -> bool:
    return one.data == other.data and one.value > 0 and other.value > 0


def _read_result(result: re.Match[str], *, is_soft: bool) -> tuple[list[_Value], float]:
    """The stated value in each reading, and how far it may be off.

    That is 5 %, 15 % for "about", or half of its last digit up to a quarter.
    """
    raw, unit = result["number"].replace(",", ""), result["unit"] or ""
    units = readings_of(unit, is_glued=result.start("unit") == result.end("number")) if unit else [Unit(1.0)]
    digits = re.sub(r"e.*|\.", "", raw).lstrip("0")
    significant = len(digits.rstrip("0")) if "." not in raw else len(digits)
    half = 0.5 * 10 ** -(max(1, significant) - 1) / float(f"{digits[0]}.{digits[1:] or '0'}") if digits else 0.0
    spread = max(0.15 if is_soft else 0.05, min(0.25, half))
    values = [float(raw), float(raw.replace(".", ""))] if _DOTTED.fullmatch(raw) else [float(raw)]
    return [_Value(value * one.factor, one.data) for value in values for one in units], spread


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
    for found in re.finditer(rf"\(*\s*[$~]?{NUMBER}", line[begin:end]):
        before = line[begin : begin + found.start()].rstrip(" ~$(")
        if found.group().startswith("(") and line[begin + found.start() - 1 : begin + found.start()].isalpha():
            return []  # the bracket of a function
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
    if word.startswith("/"):
        return readings
    bare = word.split("/")[0].rstrip(".")
    if bare.lower() in TIMES and is_first:
        return [*readings, *(_Value(one.value * TIMES[bare.lower()], one.data) for one in readings)]
    units = readings_of(bare, is_glued=is_glued)
    if not units:
        raise _Unsure
    is_plain = units == [Unit(1.0)]
    if not is_plain and any(one.data for one in readings):
        raise _Unsure
    if "bit" in bare.lower() and units[0].data:  # "10 Gbit / 8": the 8 is the writer's own way from bits to bytes
        units = [*units, *(Unit(one.factor * 8, one.data) for one in units)]
    return [_Value(one.value * unit.factor, one.data + unit.data) for one in readings for unit in units]


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
