"""Reading the folder of an interview: every mistake in every file in one go, each with its file and line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from grading.reshaded import STEP_KEYS, STEPS
from grading.schemas import Rubric
from lessons.compiler.documents import split_front_matter
from lessons.compiler.errors import ContentError, ContentErrors
from lessons.compiler.validation import parse, validate
from mock_interviews.expert_files import HeldOut, SecondReader, read_held_out, read_second_reader
from mock_interviews.schemas import BRIEF_WORDS, TITLES, BriefMeta, Interviewer, Sample, doubled

T = TypeVar("T")
M = TypeVar("M", bound=BaseModel)
HEADING = re.compile(r"^## +(.+?) *$")
FENCE = re.compile(r"^ {0,3}(```+|~~~+)")


@dataclass(frozen=True)
class Markdown:
    """A piece of Markdown and where it stands."""

    text: str
    file: str
    line: int


@dataclass(frozen=True)
class InterviewSource:
    """An interview as its author wrote it, checked but not compiled."""

    slug: str
    meta: BriefMeta
    brief: Markdown
    interviewer: Interviewer
    rubric: Rubric
    model_answer: dict[str, Markdown]
    samples: list[Sample]
    second_reader: SecondReader | None = None
    held_out: tuple[HeldOut, ...] = ()


def read_interview(folder: Path) -> InterviewSource:
    """Everything in `interviews/<slug>/`. Raises ContentErrors with all that is wrong in it."""
    trouble = _Trouble()
    head = trouble.collect(lambda: read_brief(folder / "brief.md"))
    interviewer = trouble.collect(lambda: _parse(Interviewer, folder / "interviewer.yaml"))
    rubric = trouble.collect(lambda: read_rubric(folder / "rubric.yaml"))
    answer = trouble.collect(lambda: read_model_answer(folder / "model-answer.md"))
    samples = trouble.collect(lambda: read_samples(folder / "samples"))
    held_out = trouble.collect(lambda: read_all_held_out(folder / "heldout")) or ()
    known = {one.id for one in (*(samples or ()), *held_out)}
    second = trouble.collect(lambda: read_bands(folder / "second-reader.yaml", known)) if samples else None
    named = {
        "brief.md": head[0].slug if head else None,
        "interviewer.yaml": interviewer.interview if interviewer else None,
        "rubric.yaml": rubric.interview if rubric else None,
        "second-reader.yaml": second.interview if second else None,
        **{f"heldout/{one.id}.json": one.interview for one in held_out},
    }
    for file, slug in named.items():
        if slug is not None and slug != folder.name:
            trouble.add(folder / file, 1, f"`{slug}`", f"`{folder.name}`, the name of the folder")
    if trouble.errors or not (head and interviewer and rubric and answer and samples):
        raise ContentErrors(trouble.errors)
    return InterviewSource(
        slug=folder.name,
        meta=head[0],
        brief=head[1],
        interviewer=interviewer,
        rubric=rubric,
        model_answer=answer,
        samples=samples,
        second_reader=second,
        held_out=held_out,
    )


def read_all_held_out(folder: Path) -> tuple[HeldOut, ...]:
    """By name; an interview without the folder has none."""
    trouble = _Trouble()
    read = [trouble.collect(partial(_held_out, path)) for path in sorted(folder.glob("*.json"))]
    if trouble.errors:
        raise ContentErrors(trouble.errors)
    return tuple(one for one in read if one is not None)


def _held_out(path: Path) -> HeldOut:
    return read_held_out(path, _text(path), name=_name)


def read_bands(path: Path, known: set[str]) -> SecondReader | None:
    return read_second_reader(path, _text(path), name=_name, known=known) if path.exists() else None


def read_brief(path: Path) -> tuple[BriefMeta, Markdown]:
    document, body, line = split_front_matter(_text(path), file=_name(path))
    meta = validate(BriefMeta, document)
    words = len(body.split())
    if not 0 < words <= BRIEF_WORDS:
        raise ContentErrors.of(_name(path), line, f"a brief of {words} words", f"1 to {BRIEF_WORDS} words")
    return meta, Markdown(body, _name(path), line)


def read_model_answer(path: Path) -> dict[str, Markdown]:
    """Step key → its section, the heading left out."""
    name = _name(path)
    sections: dict[str, Markdown] = {}
    for title, text, line in _sections(_text(path)):
        key = TITLES.get(title)
        if key is None or key in sections:
            found = f"the heading “{title}”" if key is None else f"“{title}” for the second time"
            raise ContentErrors.of(name, line, found, f"each once: {', '.join(TITLES)}")
        if not text.strip():
            raise ContentErrors.of(name, line, f"nothing below “{title}”", "the model answer of this step")
        sections[key] = Markdown(text, name, line + 1)
    missing = [step.title for step in STEPS if step.key not in sections]
    if missing:
        raise ContentErrors.of(name, 1, f"no section {', '.join(missing)}", f"`## {missing[0]}` and its answer")
    drawn = sections["high_level_design"]
    if "```mermaid" not in drawn.text:
        raise ContentErrors.of(name, drawn.line, "a high-level design without a drawing", "a mermaid fence in it")
    return {key: sections[key] for key in STEP_KEYS}


def _sections(text: str) -> Iterator[tuple[str, str, int]]:
    """Title, text and line of each `## ` section; headings inside fences are text."""
    fence, start, title = "", 0, ""
    lines = text.replace("\r\n", "\n").split("\n")
    for number, line in enumerate([*lines, "## end"], 1):
        mark = FENCE.match(line)
        if mark and (not fence or mark.group(1).startswith(fence)):
            fence = "" if fence else mark.group(1)
        heading = HEADING.match(line)
        if (heading and not fence) or number > len(lines):
            if title:
                yield title, "\n".join(lines[start : number - 1]), start
            start, title = number, heading.group(1) if heading else ""


def read_rubric(path: Path) -> Rubric:
    return _parse(Rubric, path)


def read_samples(folder: Path) -> list[Sample]:
    trouble = _Trouble()
    paths = sorted(folder.glob("*.yaml"))
    read = [trouble.collect(partial(_parse, Sample, path)) for path in paths]
    samples = [sample for sample in read if sample is not None]
    for twice in doubled(sample.id for sample in samples):
        trouble.add(folder, 1, f"the sample `{twice}` twice", "ids that differ")
    for level in ("mid", "senior", "staff"):
        if not trouble.errors and level not in {sample.level for sample in samples}:
            trouble.add(folder, 1, f"no sample of level {level}", "at least one of each level")
    if trouble.errors:
        raise ContentErrors(trouble.errors)
    return samples


class _Trouble:
    """Collects the mistakes of several files, so that an author sees all of them at once."""

    def __init__(self) -> None:
        self.errors: list[ContentError] = []

    def collect(self, read: Callable[[], T]) -> T | None:
        try:
            return read()
        except ContentErrors as problem:
            self.errors += problem.errors
            return None

    def add(self, path: Path, line: int, found: str, expected: str) -> None:
        self.errors.append(ContentError(_name(path), line, found, expected))


def _parse(model: type[M], path: Path) -> M:
    return parse(model, _text(path), file=_name(path))[0]


def _name(path: Path) -> str:
    """Relative to the folder that holds `content/`, as all content errors are."""
    parts = path.parts
    start = max(index for index, part in enumerate(parts) if part == "interviews") if "interviews" in parts else 2
    return "/".join(parts[max(0, start - 2) :])


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ContentErrors.of(_name(path), 1, "no file", f"`{path.name}` beside the other files") from None
    except UnicodeDecodeError:
        raise ContentErrors.of(_name(path), 1, "bytes that are not UTF-8", "a text in UTF-8") from None
