"""Rubrics as authors write them: nine steps for an interview, a few criteria for a short scenario."""

from __future__ import annotations

import hashlib
import json
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from grading.reshaded import ANSWER_KEY, COMMUNICATION, JUDGED_KEYS, STEP_KEYS

Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Text = Annotated[str, Field(min_length=1, max_length=2_000)]
Phrase = Annotated[
    str,
    # `429` in a YAML list is a number; as a phrase it is the word.
    BeforeValidator(lambda value: str(value) if type(value) in {int, float} else value),
    Field(min_length=1, max_length=80),
]
Depth = Literal["number", "reason", "tradeoff", "failure", "mechanism"]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, frozen=True)


class HintGroup(Strict):
    """One idea and the ways to say it, matched word by word on stems, in order."""

    name: Text
    any: list[Phrase] = Field(min_length=1, max_length=40)


class Criterion(Strict):
    id: Slug
    title: Text
    weight: Literal[1, 2, 3] = 1
    bands: dict[int, Text]
    """0 absent, 1 weak, 2 partial, 3 solid, 4 outstanding: observable content."""
    evidence: Text
    """What counts as a quote."""
    looks_for: list[Depth] = []
    """What depth means here."""
    groups: list[HintGroup] = Field(default=[], max_length=8)
    lesson: Slug | None = None
    from_text: bool = False
    """A communication criterion that may be judged without a dialogue."""

    @field_validator("bands")
    @classmethod
    def has_five_bands(cls, bands: dict[int, str]) -> dict[int, str]:
        if sorted(bands) != [0, 1, 2, 3, 4]:
            raise ValueError("bands are exactly 0, 1, 2, 3 and 4")
        return dict(sorted(bands.items()))


def _unique(ids: list[str], what: str) -> None:
    doubled = sorted({one for one in ids if ids.count(one) > 1})
    if doubled:
        raise ValueError(f"{what} is there twice: {', '.join(doubled)}")


class StepRubric(Strict):
    criteria: list[Criterion] = Field(min_length=1, max_length=6)


class RedFlag(Strict):
    """Something proposed or kept, never an omission. It is raised where one sentence hits every group."""

    id: Slug
    text: Text
    severity: Literal[2, 5]
    """Points; 5 is critical and caps the level at mid."""
    groups: list[HintGroup] = Field(min_length=1, max_length=4)


class Twist(Strict):
    id: Slug
    text: Text
    groups: list[HintGroup] = Field(default=[], max_length=8)


class Rubric(Strict):
    """Of an interview."""

    interview: Slug
    steps: dict[str, StepRubric]
    red_flags: list[RedFlag] = []
    twists: list[Twist] = []
    siblings: list[Slug] = []

    @model_validator(mode="after")
    def is_whole(self) -> Self:
        strangers = sorted(set(self.steps) - set(JUDGED_KEYS))
        missing = [key for key in JUDGED_KEYS if key not in self.steps]
        if strangers or missing:
            found = f"unknown {', '.join(strangers)}" if strangers else f"without {', '.join(missing)}"
            raise ValueError(f"steps are {', '.join(JUDGED_KEYS)}; found {found}")
        for key in STEP_KEYS:
            if not 3 <= len(self.steps[key].criteria) <= 6:
                raise ValueError(f"{key} has {len(self.steps[key].criteria)} criteria; a step has 3 to 6")
        _unique([one.id for key in JUDGED_KEYS for one in self.steps[key].criteria], "criterion")
        _unique([*(one.id for one in self.red_flags), *(one.id for one in self.twists)], "red flag or twist")
        self._check_groups()
        return self

    def _check_groups(self) -> None:
        for key in JUDGED_KEYS:
            for one in self.steps[key].criteria:
                if key != COMMUNICATION.key and one.from_text:
                    raise ValueError(f"{one.id}: from_text is for communication; every other step is judged from text")
                if not one.groups and (key != COMMUNICATION.key or one.from_text):
                    raise ValueError(f"{one.id}: no hint groups, so the offline judge could never find it")


class MiniRubric(Strict):
    """Of a short scenario inside a lesson: one section, two to four criteria."""

    criteria: list[Criterion] = Field(min_length=1, max_length=4)

    @model_validator(mode="after")
    def is_whole(self) -> Self:
        _unique([one.id for one in self.criteria], "criterion")
        for one in self.criteria:
            if not one.groups:
                raise ValueError(f"{one.id}: no hint groups, so the offline judge could never find it")
        return self

    @property
    def steps(self) -> dict[str, StepRubric]:
        return {ANSWER_KEY: StepRubric(criteria=self.criteria)}

    @property
    def red_flags(self) -> list[RedFlag]:
        return []

    @property
    def twists(self) -> list[Twist]:
        return []


AnyRubric = Rubric | MiniRubric


def read_rubric(data: dict[str, Any]) -> AnyRubric:
    """A rubric from its stored or authored form: with steps it is an interview's, else a scenario's."""
    return Rubric.model_validate(data) if "steps" in data else MiniRubric.model_validate(data)


def canonical_json(value: Any) -> str:
    """The same text for the same data, whatever the order of keys."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(value: Any) -> str:
    return hashlib.sha256(canonical_json(value).encode()).hexdigest()


def rubric_digest(rubric: AnyRubric) -> str:
    """Content and structure: another order of criteria is another rubric, another order of YAML keys is not."""
    return digest_of(rubric.model_dump(mode="json"))
