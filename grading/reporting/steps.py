"""One step of a report: the answer with its marks, the criteria, what lifts them, and the checks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from grading.checks.arithmetic import check_sums
from grading.checks.diagram import dangling_edges, unconnected_nodes
from grading.models import CriterionVerdict, GradingRun, StepVerdict
from grading.reporting.marking import Mark, anchor_of, mark_text
from grading.reporting.report import CriterionReport, LessonLink, Quote, Remark, StepReport
from grading.reshaded import BAND_WORDS, BY_KEY, title_of
from grading.schemas import AnyRubric, Criterion
from grading.scoring import Marked, kept_indexes


def build_step(
    run: GradingRun, verdict: StepVerdict, rubric: AnyRubric, weight: float, lessons: Mapping[str, LessonLink]
) -> StepReport:
    rows = list(verdict.criteria.all())
    authored = {one.id: one for one in rubric.steps[verdict.step].criteria}
    criteria = build_criteria(verdict.step, rows, authored, weight, lessons)
    known = BY_KEY.get(verdict.step)
    return StepReport(
        key=verdict.step,
        letter=known.letter if known else "",
        title=title_of(verdict.step),
        short=known.short if known else title_of(verdict.step),
        state=verdict.state,
        state_text=_state_text(verdict),
        is_assessed=verdict.is_assessed,
        score=verdict.score,
        band=verdict.band or 0,
        weight=round(weight, 2),
        points=round(verdict.score / 4 * weight, 2) if verdict.score is not None else None,
        line=_line(verdict, criteria),
        blocks=mark_text(run.submission.sections.get(verdict.step, ""), _marks(verdict.step, rows), verdict.step),
        criteria=criteria,
        remarks=_remarks(verdict.step, run.submission.sections.get(verdict.step, ""), run.submission.diagram),
        notes=list(verdict.notes),
    )


def build_criteria(
    step: str,
    rows: Sequence[CriterionVerdict],
    authored: Mapping[str, Criterion],
    weight: float,
    lessons: Mapping[str, LessonLink],
) -> list[CriterionReport]:
    marks = [Marked(row.score, authored[row.criterion].weight) for row in rows]
    kept = kept_indexes(marks)
    whole = sum(marks[at].weight for at in kept) or 1
    return [
        _criterion(step, row, authored[row.criterion], at in kept, weight * marks[at].weight / whole, lessons)
        for at, row in enumerate(rows)
    ]


def _criterion(
    step: str,
    row: CriterionVerdict,
    authored: Criterion,
    is_counted: bool,
    share: float,
    lessons: Mapping[str, LessonLink],
) -> CriterionReport:
    of = share if is_counted else 0.0
    has_mark = any(spot.get("section") == step for spot in row.evidence)
    return CriterionReport(
        number=row.number,
        id=row.criterion,
        title=authored.title,
        weight=authored.weight,
        band=row.band,
        score=row.score,
        points=round(row.score / 4 * of, 2),
        of=round(of, 2),
        is_counted=is_counted,
        why=row.why,
        finding=row.finding,
        confidence=row.confidence,
        flags=list(row.flags),
        anchor=anchor_of(step, row.number) if has_mark else "",
        quotes=[_quote(row.number, spot) for spot in row.evidence if spot.get("section") != step],
        lift=read_lift(authored.bands.get(row.band + 1, "")),
        evidence_rule=authored.evidence,
        lesson=lessons.get(authored.lesson or ""),
    )


def read_lift(band_text: str) -> str:
    """A band's text as what is still missing: "As 3, and gives a number." begins at "Gives"."""
    rest = re.sub(r"^As \d,?\s*(?:(?:and|but|with|plus)\s+)?", "", band_text)
    return rest[:1].upper() + rest[1:]


def _quote(number: int, spot: dict[str, Any]) -> Quote:
    if "section" in spot:
        return Quote(number, spot["text"], SAID if spot["section"] == "talk" else title_of(spot["section"]))
    return Quote(number, spot.get("text") or spot.get("edge") or spot.get("node", ""), "diagram")


SAID = "what you said"


def _marks(step: str, rows: Sequence[CriterionVerdict]) -> list[Mark]:
    return [
        Mark(spot["start"], spot["end"], row.number)
        for row in rows
        for spot in row.evidence
        if spot.get("section") == step
    ]


def _state_text(verdict: StepVerdict) -> str:
    if verdict.state == StepVerdict.State.DONE and not verdict.is_assessed:
        return "Not assessed"
    return str(StepVerdict.State(verdict.state).label)


def _line(verdict: StepVerdict, criteria: Sequence[CriterionReport]) -> str:
    """The step in one line: its best and its weakest criterion by name; else why there is no score."""
    if not criteria:
        return verdict.error or _state_text(verdict)
    best = max(criteria, key=lambda one: (one.score, -one.number))
    worst = min(criteria, key=lambda one: (one.score, one.number))
    if best.band == worst.band:
        return f"All {len(criteria)} {BAND_WORDS[best.band]}." if len(criteria) > 1 else f"{best.title}: {best.word}."
    return f"{best.title}: {BAND_WORDS[best.band]}. {worst.title}: {BAND_WORDS[worst.band]}."


def _remarks(step: str, text: str, diagram: dict[str, Any]) -> list[Remark]:
    if step == "estimation":
        return _sums(text)
    if step == "high_level_design":
        alone = [Remark(f"Diagram: {label} has no arrow") for label in unconnected_nodes(diagram)]
        return alone + [Remark(f"Diagram: the arrow {edge} has a loose end") for edge in dangling_edges(diagram)]
    return []


def _sums(text: str) -> list[Remark]:
    found = check_sums(text)
    wrong = [one for one in found if not one.is_right]
    if not found:
        return []
    if not wrong:
        count = "The one sum recomputes" if len(found) == 1 else f"All {len(found)} sums recompute"
        return [Remark(count, is_fine=True)]
    return [Remark(f"{one.text}: it comes to {shorten(one.computed)}") for one in wrong]


def shorten(value: float) -> str:
    """`26.1 M`, as people write it."""
    for size, sign in ((1e12, " T"), (1e9, " B"), (1e6, " M"), (1e4, " k")):
        if value >= size:
            return f"{value / (1e3 if size == 1e4 else size):.4g}{sign}"
    return f"{value:.4g}"
