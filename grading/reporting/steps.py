"""One step of a report: the answer with its marks, the criteria, what lifts them, and the checks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from grading.effective import CriterionMark, answer_of, is_settled, marks_of, score_of
from grading.models import CriterionVerdict, GradingRun, StepVerdict
from grading.reporting.marking import Mark, anchor_of, mark_text
from grading.reporting.people import People
from grading.reporting.remarks import remarks_of
from grading.reporting.report import CriterionReport, LessonLink, Quote, StepReport
from grading.reshaded import BAND_WORDS, BY_KEY, title_of
from grading.schemas import AnyRubric
from grading.scoring import Marked, band_of, kept_indexes


def build_step(
    run: GradingRun,
    verdict: StepVerdict,
    rubric: AnyRubric,
    weight: float,
    lessons: Mapping[str, LessonLink],
    people: People,
) -> StepReport:
    rows = list(verdict.criteria.all())
    marks = marks_of(verdict, rubric, answer_of(run), people.overrides)
    score = score_of(verdict, marks)
    criteria = build_criteria(verdict, marks, weight, lessons, people)
    known = BY_KEY.get(verdict.step)
    by_people = verdict.state != StepVerdict.State.DONE and is_settled(verdict, marks)
    return StepReport(
        key=verdict.step,
        letter=known.letter if known else "",
        title=title_of(verdict.step),
        short=known.short if known else title_of(verdict.step),
        state=StepVerdict.State.DONE if by_people else verdict.state,
        state_text="Banded by a person" if by_people else _state_text(verdict),
        is_assessed=verdict.is_assessed,
        score=score.score if score else None,
        band=score.band if score else 0,
        weight=round(weight, 2),
        points=round(score.score / 4 * weight, 2) if score else None,
        line=_line(verdict, [one for one in criteria if one.has_band]),
        blocks=mark_text(run.submission.sections.get(verdict.step, ""), _marks(verdict.step, rows), verdict.step),
        criteria=criteria,
        remarks=remarks_of(verdict.step, run.submission.sections, run.submission.diagram),
        notes=list(verdict.notes),
    )


def build_criteria(
    verdict: StepVerdict,
    marks: Sequence[CriterionMark],
    weight: float,
    lessons: Mapping[str, LessonLink],
    people: People,
) -> list[CriterionReport]:
    """Every criterion that a judge or a person has banded; of a failed step all, since a person may band them."""
    rows = {row.criterion: row for row in verdict.criteria.all()}
    is_failed = verdict.state == StepVerdict.State.FAILED
    shown = [one for one in marks if one.score is not None or is_failed]
    scored = [Marked(one.score or 0.0, one.criterion.weight) for one in shown]
    kept = kept_indexes(scored) if all(one.score is not None for one in shown) else set()
    whole = sum(scored[at].weight for at in kept) or 1
    return [
        _criterion(
            verdict.step,
            mark,
            rows.get(mark.criterion.id) or CriterionVerdict(criterion=mark.criterion.id, number=at + 1),
            weight * scored[at].weight / whole if at in kept else 0.0,
            lessons,
            people,
        )
        for at, mark in enumerate(shown)
    ]


def _criterion(
    step: str,
    mark: CriterionMark,
    row: CriterionVerdict,
    of: float,
    lessons: Mapping[str, LessonLink],
    people: People,
) -> CriterionReport:
    authored = mark.criterion
    score = mark.score or 0.0
    band = band_of(score)
    has_mark = any(spot.get("section") == step for spot in row.evidence)
    return CriterionReport(
        number=row.number,
        id=row.criterion,
        title=authored.title,
        weight=authored.weight,
        band=band,
        score=score,
        points=round(score / 4 * of, 2),
        of=round(of, 2),
        is_counted=of > 0,
        why=row.why,
        finding=row.finding,
        confidence=row.confidence,
        flags=list(row.flags),
        anchor=anchor_of(step, row.number) if has_mark else "",
        quotes=[_quote(row.number, spot) for spot in row.evidence if spot.get("section") != step],
        lift=read_lift(authored.bands.get(band + 1, "")),
        evidence_rule=authored.evidence,
        lesson=lessons.get(authored.lesson or ""),
        readings=list(row.readings),
        judged=None if mark.judged is None else band_of(mark.judged),
        has_band=mark.score is not None,
        is_given=mark.override is not None,
        given=people.given.get(row.criterion, []),
        disputes=people.disputes.get(row.criterion, []),
        evidence=[_quote(row.number, spot).text for spot in row.evidence],
        raised_by=row.raised_by,
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
