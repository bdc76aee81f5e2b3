"""Formulas of calculators: what they give, what they refuse, and that the page computes the same."""

from __future__ import annotations

import contextlib
import json
import math
import re
import time

import pytest
import quickjs
from hypothesis import given
from hypothesis import strategies as st

from lessons.formulas import FormulaError, Tree, evaluate, names_in, parse_formula, write
from lessons.units import show_number, show_plain
from tests.lessons.sources import ROOT

VALUES = {"rate": 2000.0, "time": 15.0, "x": 0.5}


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("rate * time", 30000),
        ("-x + 2 ** 3", 7.5),
        ("ceil(rate / 64) - floor(x) + round(2.5)", 35),
        ("max(rate, time, 3) / min(time, 5)", 400),
        ("sqrt(16) + log2(8) + log10(100) + ln(1) + exp(0) + abs(-1)", 11),
        ("(rate + time) * (1 - x)", 1007.5),
    ],
)
def test_a_formula_has_its_value(formula: str, result: float) -> None:
    assert evaluate(parse_formula(formula), VALUES) == pytest.approx(result)


@pytest.mark.parametrize(
    "formula",
    ["9**9**9", "9**9**9**9", "1/0", "(-1)**0.5", "sqrt(-1)", "ln(0)", "exp(10000)", "10.0**400"],
)
def test_without_a_value_it_says_so_at_once(formula: str) -> None:
    started = time.perf_counter()
    with pytest.raises(FormulaError):
        evaluate(parse_formula(formula), VALUES)
    assert time.perf_counter() - started < 0.1


@pytest.mark.parametrize(
    "formula",
    [
        "__import__('os')", "rate.real", "[1] * 9", "lambda: 1", "rate if x else 1", "'a' * 9", "1 and 2", "True",
        "open('x')", "max()", "sqrt(1, 2)", "max(a=1)", "", "1 +", "(" * 150 + ")" * 150, "1+" * 150 + "1", "a" * 500,
        "f'{x}'", "x := 1", "1j", "~x", "x // 2", "x % 2", "1e999",
    ],
)  # fmt: skip
def test_it_is_arithmetic_and_nothing_else(formula: str) -> None:
    with pytest.raises(FormulaError):
        parse_formula(formula)


def test_it_is_written_as_people_write_it() -> None:
    def shown(formula: str) -> str:
        return write(parse_formula(formula), lambda part: part if isinstance(part, str) else show_plain(part))

    assert shown("rate * time") == "rate × time"
    assert shown("a - (b - c) / (d * e)") == "a − (b − c) / (d × e)"
    assert shown("(a + b) * 2000000 ** -x") == "(a + b) × 2,000,000^(−x)"
    assert shown("max(a + 1, 2)") == "max(a + 1, 2)"


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (30000, "streams", "30,000 streams"),
        (9.35, "s", "9.35 s"),
        (0.025, "s", "25 ms"),
        (0.00005, "s", "50 µs"),
        (36_000, "s", "10 h"),
        (864_000, "s", "10 days"),
        (0.67, "GB", "670 MB"),
        (6000, "GB", "6 TB"),
        (327_680, "KiB", "320 MiB"),
        (1200, "MB/s", "1.2 GB/s"),
        (2_500_000_000, "prompts", "2.5 billion prompts"),
        (12.625, "times", "12.63 times"),
        (0.008, "$", "$0.008"),
        (-1234.5, "$ per day", "−$1,235 per day"),
        (12.6, "%", "12.6%"),
        (999.99, "", "1000"),
        (0, "GB", "0 GB"),
        (1.5e18, "", "1.5 × 10¹⁸"),
        (0.00001, "m", "1 × 10⁻⁵ m"),
    ],
)
def test_numbers_carry_units_that_read_well(value: float, unit: str, shown: str) -> None:
    assert show_number(value, unit) == shown


class Page:
    """The scripts of the page, run in QuickJS."""

    def __init__(self) -> None:
        self.context = quickjs.Context()
        for name in ("formula.js", "units.js"):
            source = (ROOT / "static/src/exercises" / name).read_text(encoding="utf-8")
            self.context.eval(re.sub(r"^export ", "", source, flags=re.MULTILINE))
        self.context.eval(
            "function evaluateJson(tree, values) { return evaluate(JSON.parse(tree), JSON.parse(values)); }"
            "const show = (part) => (typeof part === 'string' ? part : showPlain(part));"
            "function writeJson(tree) { return write(JSON.parse(tree), show); }"
        )

    def evaluate(self, tree: Tree) -> float:
        return float(self.context.get("evaluateJson")(json.dumps(tree), json.dumps(VALUES)))

    def write(self, tree: Tree) -> str:
        return str(self.context.get("writeJson")(json.dumps(tree)))

    def show(self, value: float, unit: str) -> str:
        return str(self.context.get("showNumber")(value, unit))


@pytest.fixture(scope="module")
def page() -> Page:
    return Page()


TREES: st.SearchStrategy[Tree] = st.recursive(
    st.one_of(st.sampled_from(sorted(VALUES)), st.floats(0.001, 1e6)),
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(["+", "-", "*", "/", "**"]), inner, inner).map(list),
        st.tuples(st.sampled_from(["ceil", "floor", "round", "sqrt", "ln", "log2", "log10", "abs", "exp"]), inner).map(
            list
        ),
        st.tuples(st.sampled_from(["min", "max"]), inner, inner, inner).map(list),
    ),
    max_leaves=8,
)


@given(TREES)
def test_the_page_computes_what_the_server_computes(page: Page, tree: Tree) -> None:
    try:
        expected = evaluate(tree, VALUES)
    except FormulaError:
        return  # the page shows "no result" where Python refuses; it may differ only in how far it gets
    assert page.evaluate(tree) == pytest.approx(expected, rel=1e-9, nan_ok=True)
    assert page.write(tree) == write(tree, lambda part: part if isinstance(part, str) else show_plain(part))


@given(
    st.floats(-1e20, 1e20, allow_nan=False),
    st.sampled_from(["", "s", "ms", "GB", "KiB", "MB/s", "$", "$ per day", "%", "streams", "bit", "FLOP/s", "s/day"]),
)
def test_the_page_shows_numbers_as_the_server_does(page: Page, value: float, unit: str) -> None:
    assert page.show(value, unit) == show_number(value, unit)


@given(st.text(max_size=80))
def test_any_text_is_a_formula_or_refused(text: str) -> None:
    try:
        tree = parse_formula(text)
    except FormulaError:
        return
    names = dict.fromkeys(names_in(tree), 2.0)
    with contextlib.suppress(FormulaError):
        assert math.isfinite(evaluate(tree, names))
