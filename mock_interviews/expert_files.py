"""Answers and bands that measure a judge: what the second reader gave, and answers that no learner is shown.

`second-reader.yaml` and `heldout/*.json` of an interview; both may be missing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, model_validator

from grading.reshaded import STEP_KEYS
from lessons.compiler.documents import Document
from lessons.compiler.errors import ContentErrors
from lessons.compiler.validation import Strict, parse, validate
from mock_interviews.schemas import Answer, Diagram, Slug

Band = Annotated[int, Field(ge=0, le=4)]
BareBand = Annotated[Band, BeforeValidator(lambda value: value.get("band") if isinstance(value, dict) else value)]
"""An expert's band, with its reason beside it or without."""
Name = Callable[[Path], str]


class ReaderBands(Strict):
    """What a second reader gave one answer without seeing the expert's bands."""

    requirements: Band
    estimation: Band
    storage_schema: Band
    high_level_design: Band
    api_design: Band
    detailed_design: Band
    evaluation: Band
    distinctive_component: Band
    overall: int = Field(ge=0, le=100)

    @property
    def bands(self) -> dict[str, int]:
        return {key: getattr(self, key) for key in STEP_KEYS}


class SecondReader(Strict):
    interview: Slug
    answers: dict[Slug, ReaderBands] = Field(min_length=1)


class HeldOutExpert(Strict):
    sections: dict[str, BareBand]
    overall: int = Field(ge=0, le=100)


class HeldOut(Strict):
    """An answer file as docs/grading.md describes it, scored by whoever wrote it."""

    id: Slug
    interview: Slug
    sections: dict[str, Answer]
    wrap_up: Answer = ""
    diagram: Diagram = Diagram()
    expert: HeldOutExpert

    @model_validator(mode="after")
    def has_all_steps(self) -> Self:
        for where, found in (("sections", set(self.sections)), ("expert", set(self.expert.sections))):
            strangers, missing = sorted(found - set(STEP_KEYS)), [key for key in STEP_KEYS if key not in found]
            words = f"unknown {', '.join(strangers)}" if strangers else f"without {', '.join(missing)}"
            self.require(not strangers and not missing, words, f"exactly {', '.join(STEP_KEYS)}", where)
        return self

    def texts(self) -> dict[str, str]:
        return {**self.sections, **({"wrap_up": self.wrap_up} if self.wrap_up else {})}


def read_second_reader(path: Path, text: str, *, name: Name, known: set[str]) -> SecondReader:
    """Raises ContentErrors; `known` are the ids of the answers that there are."""
    reader, document = parse(SecondReader, text, file=name(path))
    for answer in reader.answers:
        if answer not in known:
            line = document.line_of(("answers", answer))
            found = f"bands for `{answer}`"
            raise ContentErrors.of(name(path), line, found, f"one of {', '.join(sorted(known))}")
    return reader


def read_held_out(path: Path, text: str, *, name: Name) -> HeldOut:
    """Raises ContentErrors."""
    answer = validate(HeldOut, read_json(text, file=name(path)))
    if answer.id != path.stem:
        raise ContentErrors.of(name(path), 1, f"`id`: “{answer.id}”", f"`{path.stem}`, the name of the file")
    return answer


def read_json(text: str, *, file: str) -> Document:
    """A JSON object with the line of each key. Raises ContentErrors."""
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise ContentErrors.of(file, error.lineno, f"JSON that can't be read ({error.msg})", "valid JSON") from None
    if not isinstance(value, dict):
        raise ContentErrors.of(file, 1, "no object", "an object with id, interview, sections, diagram and expert")
    return Document(value, file, 1, dict(_lines_of(text, value)))


def _lines_of(text: str, value: Any) -> Iterator[tuple[tuple[str | int, ...], int]]:
    """Keys stand in the text in the order in which they are read; a quote inside a string has a backslash before it."""
    at = 0

    def walk(inner: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], int]]:
        nonlocal at
        children = inner.items() if isinstance(inner, dict) else enumerate(inner) if isinstance(inner, list) else ()
        for key, child in children:
            if isinstance(key, str):
                found = re.compile(rf"(?<!\\){re.escape(json.dumps(key))}\s*:").search(text, at)
                at = found.end() if found else at
            yield (*path, key), text.count("\n", 0, at) + 1
            yield from walk(child, (*path, key))

    yield from walk(value, ())
