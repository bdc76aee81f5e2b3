"""Grading a folder of answer files without rows, attempts or accounts, and measuring it against experts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from grading import agreement
from grading.judges.answer import Answer, StepOutcome, criteria_of
from grading.judges.offline.judge import judge_step
from grading.reshaded import JUDGED_KEYS
from grading.schemas import AnyRubric, read_rubric
from grading.scoring import Flag, Marked, Result, compute_result, score_step

Judge = Callable[[AnyRubric, str, Answer], StepOutcome]


@dataclass(frozen=True)
class AnswerFile:
    id: str
    interview: str
    answer: Answer
    bands: dict[str, int]
    """The expert's, by step; empty where none were given."""
    overall: float | None


@dataclass(frozen=True)
class Marks:
    """One answer's bands by step and its total, each (judge, expert)."""

    bands: dict[str, tuple[int, int]]
    total: tuple[float, float] | None

    def as_json(self) -> dict[str, Any]:
        return {"bands": self.bands, "total": self.total}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Marks:
        total = data["total"]
        bands = {key: (int(one), int(other)) for key, (one, other) in data["bands"].items()}
        return cls(bands, (float(total[0]), float(total[1])) if total else None)


@dataclass(frozen=True)
class Graded:
    file: AnswerFile
    outcomes: dict[str, StepOutcome]
    result: Result
    flags: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.file.id,
            "sections": {
                one.key: {"band": one.band, "score": one.score, "criteria": self._criteria(one.key)}
                for one in self.result.steps
            },
            "total": self.result.total,
            "flags": self.flags,
        }

    def marks(self) -> Marks:
        ours = {step.key: step.band for step in self.result.steps}
        bands = {key: (ours[key], theirs) for key, theirs in self.file.bands.items() if key in ours}
        overall = self.file.overall
        return Marks(bands, None if overall is None else (self.result.total, float(overall)))

    def _criteria(self, step: str) -> list[dict[str, Any]]:
        return [
            {"id": one.criterion, "band": one.band, "score": one.score, "confidence": one.confidence}
            for one in self.outcomes[step].criteria
        ]


def read_answers(folder: Path) -> list[AnswerFile]:
    """Every `.json` (and sample `.yaml`) below a folder, by name. ValueError names a file that can't be read."""
    paths = sorted(path for path in folder.rglob("*") if path.suffix in {".json", ".yaml"})
    return [read_answer_file(path) for path in paths]


def read_answer_file(path: Path) -> AnswerFile:
    try:
        raw = path.read_text(encoding="utf-8")
        data = json.loads(raw) if path.suffix == ".json" else yaml.safe_load(raw)
        expert = data.get("expert") or {}
        sections = {key: str(text) for key, text in data["sections"].items()}
        if data.get("wrap_up"):
            sections["wrap_up"] = str(data["wrap_up"])
        marks = expert.get("sections", {}).items()
        bands = {key: int(mark["band"] if isinstance(mark, dict) else mark) for key, mark in marks}
        return AnswerFile(
            id=str(data.get("id", path.stem)),
            interview=str(data.get("interview") or path.parent.parent.name),
            answer=Answer(sections, data.get("diagram") or {}, data.get("transcript") or []),
            bands=bands,
            overall=expert.get("overall"),
        )
    except (ValueError, KeyError, TypeError, AttributeError, yaml.YAMLError) as error:
        raise ValueError(f"{path}: not an answer file ({error}); it is described in docs/grading.md") from error


def find_rubric(slug: str, content: Path) -> AnyRubric:
    """The rubric of an interview as it stands in `content/`; LookupError when there is none."""
    paths = sorted(content.glob(f"*/interviews/{slug}/rubric.yaml"))
    if not paths:
        raise LookupError(f"no interview {slug!r} with a rubric.yaml under {content}")
    return read_rubric(yaml.safe_load(paths[0].read_text(encoding="utf-8")))


def find_given(slug: str, content: Path) -> tuple[str, ...]:
    """What a candidate of this interview is given: its brief, and each fact as the interviewer tells it."""
    briefs = [path.read_text(encoding="utf-8") for path in content.glob(f"*/interviews/{slug}/brief.md")]
    sheets = [yaml.safe_load(path.read_bytes()) for path in content.glob(f"*/interviews/{slug}/interviewer.yaml")]
    return (*briefs, *(str(fact["answer"]) for sheet in sheets for fact in sheet.get("facts", [])))


def grade_file(file: AnswerFile, rubric: AnyRubric, judge: Judge = judge_step) -> Graded:
    """One answer, graded on every step it has a section for; communication always, where it can be judged."""
    steps = [key for key in JUDGED_KEYS if key in rubric.steps]
    outcomes: dict[str, StepOutcome] = {
        key: judge(rubric, key, file.answer) if criteria_of(rubric, key, file.answer) else StepOutcome([])
        for key in steps
    }
    scores = {}
    for key, outcome in outcomes.items():
        weights = {one.id: one.weight for one in rubric.steps[key].criteria}
        marks = [Marked(one.score, weights[one.criterion]) for one in outcome.criteria]
        scores[key] = score_step(marks) if marks else None
    raised = {one["id"]: one["evidence"] for outcome in outcomes.values() for one in outcome.red_flags}
    flags = [Flag(one.id, one.text, one.severity, raised[one.id]) for one in rubric.red_flags if one.id in raised]
    notes = list(dict.fromkeys(note for outcome in outcomes.values() for note in outcome.notes))
    return Graded(file, outcomes, compute_result(scores=scores, flags=flags), [*(one.id for one in flags), *notes])


def summarise(graded: Iterable[Graded]) -> dict[str, Any]:
    """Agreement per step and in total, with n and 95 % intervals; only over answers that an expert has marked."""
    return summarise_marks([one.marks() for one in graded if one.file.bands])


def summarise_marks(answers: Sequence[Marks]) -> dict[str, Any]:
    """The same from bands alone."""
    totals = [one.total for one in answers if one.total is not None]
    return {
        "steps": {
            key: describe([[one.bands[key]] for one in answers if key in one.bands])
            for key in JUDGED_KEYS
            if any(key in one.bands for one in answers)
        },
        "all_steps": describe([list(one.bands.values()) for one in answers]),
        "totals": {
            "n": len(totals),
            "mean_error": _round(agreement.mean_error(totals)),
            "mean_error_interval": _between(agreement.interval(totals, agreement.mean_error)),
            "bias": _round(agreement.bias(totals)),
            "ordered": _round(agreement.share_ordered(totals)),
        },
    }


def describe(answers: Sequence[Sequence[tuple[int, int]]]) -> dict[str, Any]:
    """Agreement over the (judge, expert) bands of some answers; `n` counts bands, `answers` those who have any."""
    marked = [one for one in answers if one]
    pairs = _flat(marked)
    return {
        "n": len(pairs),
        "answers": len(marked),
        "qwk": _round(agreement.quadratic_weighted_kappa(pairs)),
        "qwk_interval": _between(agreement.interval(marked, _kappa)),
        "exact": _round(agreement.share_exact(pairs)),
        "within_one": _round(agreement.share_within_one(pairs)),
        "mean_error": _round(agreement.mean_error(pairs)),
        "bias": _round(agreement.bias(pairs)),
    }


def _flat(answers: Sequence[Sequence[tuple[int, int]]]) -> list[tuple[int, int]]:
    return [pair for one in answers for pair in one]


def _kappa(answers: Sequence[Sequence[tuple[int, int]]]) -> float | None:
    return agreement.quadratic_weighted_kappa(_flat(answers))


def _between(found: tuple[float, float] | None) -> list[float | None] | None:
    return [_round(one) for one in found] if found else None


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
