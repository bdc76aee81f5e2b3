"""Estimate: a calculator whose lines can be recomputed. Nothing is right or wrong; the inputs are kept."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from lessons import schemas
from lessons.exercises.base import Answer, BadAnswer, Outcome, Spec, View, require_mapping
from lessons.exercises.quiz import read_number
from lessons.formulas import FormulaError, Tree, evaluate, parse_formula, write
from lessons.units import show_number, show_plain

SLIDER_STEPS = 1000
LONG_UNIT = 10
"""A unit with more letters stands below the name instead of in the field."""


@dataclass(frozen=True)
class Result:
    name: str
    label: str
    value: float
    shown: str


@dataclass(frozen=True)
class EstimateOutcome(Outcome):
    results: list[Result] = field(default_factory=list)
    says: str = ""


def texts(fence: schemas.Estimate) -> list[str]:
    return []


def blocks(fence: schemas.Estimate) -> list[str]:
    return []


def view(spec: Spec, outcome: dict[str, Any] | None = None, values: Mapping[str, float] | None = None) -> View:
    """With `values` (or the defaults) put in and every line worked out."""
    inputs = {one["name"]: float(one["default"]) for one in spec["inputs"]} | dict(values or {})
    results = _compute(spec, inputs)
    known = inputs | results
    return {
        "title": spec["title"],
        "inputs": [_input_view(one, inputs[one["name"]]) for one in spec["inputs"]],
        "lines": [_line_view(spec, one, known) for one in _lines_in_order(spec)],
        "says": _says(spec, known),
        "model": json.dumps(model(spec), ensure_ascii=False, separators=(",", ":")),
        "outcome": outcome,
    }


def model(spec: Spec) -> dict[str, Any]:
    """What the page computes with."""
    return {
        "inputs": [
            {name: one[name] for name in ("name", "label", "unit", "default", "min", "max", "scale")}
            for one in spec["inputs"]
        ],
        "formulas": [
            {"name": one["name"], "unit": one["unit"], "tree": parse_formula(one["formula"])}
            for one in spec["formulas"]
        ],
        "says": spec["says"],
    }


def _lines_in_order(spec: Spec) -> list[dict[str, Any]]:
    """The result stands last, below the ink rule."""
    return sorted(spec["formulas"], key=lambda one: one["name"] == spec["result"])


def _input_view(one: dict[str, Any], value: float) -> View:
    return {
        **one,
        "value": _field_text(value),
        "position": round(position(one, value) * SLIDER_STEPS),
        "is_unit_long": len(one["unit"]) > LONG_UNIT,
    }


def _field_text(value: float) -> str:
    return f"{value:,.10g}"


def position(one: Mapping[str, Any], value: float) -> float:
    """Where the slider stands, 0 to 1."""
    low, high = float(one["min"]), float(one["max"])
    if one["scale"] == "log":
        return math.log(value / low) / math.log(high / low)
    return (value - low) / (high - low)


def _line_view(spec: Spec, one: dict[str, Any], known: Mapping[str, float]) -> View:
    tree = parse_formula(one["formula"])
    return {
        "name": one["name"],
        "label": one["label"],
        "work": write(tree, lambda part: show_plain(known[part] if isinstance(part, str) else part)),
        "shown": show_number(known[one["name"]], one["unit"]),
        "is_result": one["name"] == spec["result"],
    }


def _units(spec: Spec) -> dict[str, str]:
    return {one["name"]: one["unit"] for one in (*spec["inputs"], *spec["formulas"])}


def _says(spec: Spec, known: Mapping[str, float]) -> str:
    units = _units(spec)
    return re.sub(r"\{(\w+)\}", lambda match: show_number(known[match[1]], units[match[1]]), spec["says"])


def _compute(spec: Spec, inputs: Mapping[str, float]) -> dict[str, float]:
    """Raises FormulaError where a value does not exist."""
    known = dict(inputs)
    for one in spec["formulas"]:
        tree: Tree = parse_formula(one["formula"])
        known[one["name"]] = evaluate(tree, known)
    return {one["name"]: known[one["name"]] for one in spec["formulas"]}


def read_form(spec: Spec, data: QueryDict) -> Answer:
    given = {one["name"]: data.get(one["name"], "") for one in spec["inputs"]}
    return {"values": {name: read_number(text) for name, text in given.items() if text}}


def clean(spec: Spec, answer: Any) -> Answer:
    values = require_mapping(answer, "Send the inputs as name → number.").get("values")
    values = require_mapping(values, "Send the inputs as name → number.")
    inputs = {one["name"]: one for one in spec["inputs"]}
    if not set(values) <= set(inputs):
        raise BadAnswer("These are not the inputs of this calculator. Reload the page and try again.")
    cleaned = {name: _clean_input(one, values.get(name, one["default"])) for name, one in inputs.items()}
    try:
        _compute(spec, cleaned)
    except FormulaError as error:
        raise BadAnswer(f"With these values there is no result: {error}. Change one of them.") from None
    return {"values": cleaned}


def _clean_input(one: dict[str, Any], value: Any) -> float:
    if type(value) not in {int, float} or not one["min"] <= value <= one["max"]:
        raise BadAnswer(f"{one['label']} takes a number from {show_plain(one['min'])} to {show_plain(one['max'])}.")
    return float(value)


def check(spec: Spec, answer: Answer) -> EstimateOutcome:
    results = _compute(spec, answer["values"])
    known = answer["values"] | results
    units = _units(spec)
    shown = [
        Result(one["name"], one["label"], results[one["name"]], show_number(results[one["name"]], units[one["name"]]))
        for one in spec["formulas"]
    ]
    return EstimateOutcome(is_right=None, results=shown, says=_says(spec, known))
