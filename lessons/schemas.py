"""The shape of a lesson's front matter and of every fence, as docs/authoring.md describes them."""

from __future__ import annotations

import datetime
import math
import re
from collections import Counter
from collections.abc import Iterable
from typing import Annotated, Any, Final, Literal, Self

from pydantic import Field, HttpUrl, model_validator

from grading.schemas import Criterion
from lessons.compiler.validation import Strict
from lessons.formulas import FUNCTIONS, FormulaError, Tree, evaluate, names_in, parse_formula

Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Line = Annotated[str, Field(min_length=1, max_length=200)]
Text = Annotated[str, Field(min_length=1, max_length=4_000)]
Finite = Annotated[float, Field(allow_inf_nan=False, ge=-1e30, le=1e30)]


class Reference(Strict):
    title: Line
    authors: Annotated[str, Field(max_length=200)] = ""
    year: Annotated[int, Field(ge=1900, le=2100)] | Literal["living"]
    venue: Annotated[str, Field(max_length=200)] = ""
    url: HttpUrl | None = None


class FrontMatter(Strict):
    slug: Slug
    objectives: list[Line] = Field(min_length=1, max_length=8)
    references: list[Reference] = Field(default=[], max_length=40)


class Fence(Strict):
    id: Slug


def doubled(values: Iterable[str]) -> list[str]:
    """What is there twice."""
    return [value for value, count in Counter(values).items() if count > 1]


class Diagram(Fence):
    title: Line
    description: Annotated[str, Field(min_length=20, max_length=2_000)]
    caption: Annotated[str, Field(max_length=400)] = ""


class Option(Strict):
    text: Text
    right: bool = False
    why: Text


class _Choice(Strict):
    id: Slug
    prompt: Text
    options: list[Option] = Field(min_length=2, max_length=8)

    @model_validator(mode="after")
    def has_options_apart(self) -> Self:
        same = [text[:40] for text in doubled(option.text for option in self.options)]
        return self.require(not same, f"the option {same} twice", "options that differ", "options")

    @property
    def right_count(self) -> int:
        return sum(option.right for option in self.options)


class SingleChoice(_Choice):
    kind: Literal["single"]

    @model_validator(mode="after")
    def has_one_right_option(self) -> Self:
        return self.require(
            self.right_count == 1, f"{self.right_count} right options", "exactly one `right: true`", "options"
        )


class MultipleChoice(_Choice):
    kind: Literal["multiple"]
    choose: Annotated[int, Field(ge=1, le=7)]

    @model_validator(mode="after")
    def has_as_many_right_options_as_it_says(self) -> Self:
        found = f"{self.right_count} right options with `choose: {self.choose}`"
        return self.require(self.right_count == self.choose, found, "as many right options as `choose` says", "choose")


class Numeric(Strict):
    id: Slug
    kind: Literal["numeric"]
    prompt: Text
    answer: Finite
    unit: Annotated[str, Field(max_length=40)] = ""
    tolerance: Annotated[float, Field(ge=0, le=0.5)] = 0.02
    why: Text


Question = Annotated[SingleChoice | MultipleChoice | Numeric, Field(discriminator="kind")]


class Quiz(Fence):
    title: Line = ""
    questions: list[Question] = Field(min_length=1, max_length=12)

    @model_validator(mode="after")
    def has_questions_apart(self) -> Self:
        same = doubled(question.id for question in self.questions)
        return self.require(not same, f"the question id {same} twice", "ids that differ", "questions")


class Ordering(Fence):
    title: Line
    prompt: Text
    steps: list[Line] = Field(min_length=3, max_length=8)
    why: Text

    @model_validator(mode="after")
    def has_steps_apart(self) -> Self:
        return self.require(not doubled(self.steps), "a step twice", "steps that differ", "steps")


class Pair(Strict):
    left: Line
    right: Line
    why: Annotated[str, Field(max_length=2_000)] = ""


class Matching(Fence):
    title: Line
    prompt: Text
    pairs: list[Pair] = Field(min_length=2, max_length=8)
    decoys: list[Line] = Field(default=[], max_length=6)
    why: Annotated[str, Field(max_length=2_000)] = ""

    @model_validator(mode="after")
    def has_sides_apart(self) -> Self:
        rights = [*(pair.right for pair in self.pairs), *self.decoys]
        self.require(not doubled(rights), f"{doubled(rights)} twice", "right-hand sides that differ", "pairs")
        lefts = [pair.left for pair in self.pairs]
        return self.require(not doubled(lefts), f"{doubled(lefts)} twice", "left-hand sides that differ", "pairs")


class Input(Strict):
    name: Name
    label: Line
    default: Finite
    unit: Annotated[str, Field(max_length=40)] = ""
    min: Finite
    max: Finite
    scale: Literal["linear", "log"] = "linear"

    @model_validator(mode="after")
    def has_a_range(self) -> Self:
        self.require(self.min < self.max, f"min {self.min:g} and max {self.max:g}", "min below max", "min")
        self.require(self.scale == "linear" or self.min > 0, f"min {self.min:g}", "min above 0 on a log scale", "min")
        inside = self.min <= self.default <= self.max
        return self.require(inside, f"default {self.default:g}", f"{self.min:g} to {self.max:g}", "default")


class Formula(Strict):
    name: Name
    label: Line
    formula: Annotated[str, Field(min_length=1, max_length=400)]
    unit: Annotated[str, Field(max_length=40)] = ""
    expect: Finite


EXPECT_TOLERANCE: Final = 0.005


class Estimate(Fence):
    title: Line
    inputs: list[Input] = Field(min_length=1, max_length=12)
    formulas: list[Formula] = Field(min_length=1, max_length=16)
    result: Name
    says: Annotated[str, Field(max_length=400)] = ""

    @model_validator(mode="after")
    def adds_up(self) -> Self:
        names = [*(one.name for one in self.inputs), *(one.name for one in self.formulas)]
        self.require(not doubled(names), f"the name {doubled(names)} twice", "names that differ", "formulas")
        functions = sorted(set(names) & set(FUNCTIONS))
        self.require(not functions, f"a name {functions} that is a function", "another name", "formulas")
        values = {one.name: one.default for one in self.inputs}
        for number, formula in enumerate(self.formulas):
            values[formula.name] = self._value(number, formula, values)
        strangers = sorted(set(re.findall(r"\{(\w+)\}", self.says)) - set(values))
        self.require(not strangers, f"{{{', '.join(strangers)}}} in `says`", "names of inputs and formulas", "says")
        is_formula = self.result in {one.name for one in self.formulas}
        return self.require(is_formula, f"result `{self.result}`", "the name of a formula", "result")

    def _value(self, number: int, formula: Formula, values: dict[str, float]) -> float:
        where = ("formulas", number, "formula")
        try:
            tree = parse_formula(formula.formula)
            unknown = sorted(names_in(tree) - set(values))
            self.require(not unknown, f"the unknown name {', '.join(unknown)}", "inputs and earlier formulas", *where)
            value = evaluate(tree, values)
        except FormulaError as error:
            self.require(False, str(error), "a formula with a value for the defaults", *where)
        close = math.isclose(value, formula.expect, rel_tol=EXPECT_TOLERANCE, abs_tol=1e-12)
        found = f"{formula.formula} = {value:.6g}"
        self.require(close, found, f"{formula.expect:g}, as `expect` says, within 0.5 %", "formulas", number, "expect")
        return value

    @property
    def trees(self) -> dict[str, Tree]:
        return {one.name: parse_formula(one.formula) for one in self.formulas}


class Simulation(Fence):
    title: Line
    params: dict[Name, bool | int | float | str | list[float | str]] = Field(default={})
    caption: Annotated[str, Field(max_length=400)] = ""
    fallback: Text


class Scenario(Fence):
    title: Line
    prompt: Text
    words: Annotated[int, Field(ge=20, le=400)] = 120
    minutes: Annotated[int, Field(ge=1, le=20)] = 4
    criteria: list[Criterion] = Field(min_length=2, max_length=4)
    model_answer: Text

    @model_validator(mode="after")
    def can_be_graded(self) -> Self:
        same = doubled(one.id for one in self.criteria)
        self.require(not same, f"the criterion {same} twice", "ids that differ", "criteria")
        for number, one in enumerate(self.criteria):
            self.require(bool(one.groups), f"`{one.id}` without groups", "hint groups", "criteria", number)
        return self


class Check(Strict):
    id: Slug
    kind: Literal["json_schema", "must", "must_not", "max_tokens"]
    schema_: dict[str, Any] | None = Field(default=None, alias="schema")
    any: list[Line] = Field(default=[], max_length=20)
    pattern: Annotated[str, Field(max_length=200)] = ""
    tokens: Annotated[int, Field(ge=1, le=100_000)] | None = None
    why: Text

    @model_validator(mode="after")
    def has_what_its_kind_needs(self) -> Self:
        needs = {"json_schema": "schema", "max_tokens": "tokens"}.get(self.kind, "any or pattern")
        has = {
            "schema": self.schema_ is not None,
            "tokens": self.tokens is not None,
            "any or pattern": bool(self.any) != bool(self.pattern),
        }
        return self.require(has[needs], f"a check of kind {self.kind}", f"`{needs}`", "kind")


class Run(Strict):
    prompt: Text
    output: Annotated[str, Field(min_length=1, max_length=8_000)]
    model: Line
    date: datetime.date
    note: Annotated[str, Field(max_length=400)] = ""


class Prompt(Fence):
    title: Line
    task: Text
    input: Text
    starter: Text
    checks: list[Check] = Field(min_length=1, max_length=8)
    runs: list[Run] = Field(default=[], max_length=6)


class LabTest(Strict):
    id: Slug
    name: Line
    code: Text
    edge: bool = False


class Misconception(Strict):
    id: Slug
    test: Slug
    name: Line
    code: Text
    nudges: list[Text] = Field(min_length=3, max_length=3)


class Complexity(Strict):
    time: Line
    memory: Line
    why: Text


class Lab(Fence):
    title: Line
    task: Text
    starter: Text
    tests: list[LabTest] = Field(min_length=1, max_length=20)
    misconceptions: list[Misconception] = Field(default=[], max_length=10)
    solution: Text
    complexity: Complexity

    @model_validator(mode="after")
    def names_its_tests(self) -> Self:
        tests = {test.id for test in self.tests}
        for number, one in enumerate(self.misconceptions):
            where = ("misconceptions", number, "test")
            self.require(one.test in tests, f"the unknown test `{one.test}`", "the id of a test", *where)
        return self


FENCES: Final[dict[str, type[Fence]]] = {
    "quiz": Quiz,
    "ordering": Ordering,
    "matching": Matching,
    "estimate": Estimate,
    "simulation": Simulation,
    "scenario": Scenario,
    "prompt": Prompt,
    "lab": Lab,
}
"""Name of the fence → its schema. `mermaid` is apart: only its head is YAML."""
