"""How a grading run reads inside a lesson: the outcome of a scenario."""

from __future__ import annotations

from typing import Any, Final

from grading.effective import read_overrides
from grading.models import CriterionVerdict, GradingRun, Override
from grading.reshaded import BAND_WORDS
from grading.schemas import read_rubric
from lessons.access import published_lessons
from lessons.exercises.base import Spec, html_of
from lessons.exercises.scenario import CriterionOutcome, ScenarioOutcome

State = GradingRun.State
NOTES: Final[dict[str, str]] = {
    State.QUEUED: "Handed in. It is graded in a moment.",
    State.RUNNING: "Being graded.",
    State.STOPPED: "Grading was stopped. Your answer is saved; hand it in again to have it graded.",
    State.NEEDS_REVIEW: "Your answer is saved. It could not be graded yet and waits for a person.",
}
CHECKLIST: Final = "A checklist estimate. It may miss unusual wording."


def read_outcome(spec: Spec, run: GradingRun) -> ScenarioOutcome:
    """What the run says so far."""
    verdicts = list(CriterionVerdict.objects.filter(step_verdict__run=run)) if run.state == State.GRADED else []
    given = read_overrides(run, read_rubric(run.rubric.data)) if verdicts else {}
    authored = {one["id"]: one for one in spec["criteria"]}
    lessons = {one["lesson"] for one in spec["criteria"] if one.get("lesson")} if verdicts else set()
    written = set(published_lessons().filter(slug__in=lessons).values_list("slug", flat=True)) if lessons else set()
    return ScenarioOutcome(
        is_right=None,
        state=run.state,
        note=run.note or NOTES.get(run.state, ""),
        judge=CHECKLIST if run.judge == "offline" else f"Graded by {run.model}.",
        criteria=[
            _criterion(authored[one.criterion], one, given.get(one.criterion), written)
            for one in verdicts
            if one.criterion in authored
        ],
        model_answer=html_of(spec, spec["model_answer"]),
    )


def _criterion(
    authored: dict[str, Any], verdict: CriterionVerdict, given: Override | None, written: set[str]
) -> CriterionOutcome:
    """As the judge found it, unless a person has set the band above it."""
    bands = {int(band): text for band, text in authored["bands"].items()}
    band = verdict.band if given is None or given.new_band is None else given.new_band
    return CriterionOutcome(
        title=authored["title"],
        band=band,
        word=BAND_WORDS[band] if given else verdict.finding or BAND_WORDS[band],
        finding="" if given else verdict.finding,
        why=f"Set by a person: {given.reason}" if given else verdict.why,
        quotes=[one["text"] for one in verdict.evidence if one.get("text")],
        lift=bands.get(band + 1, ""),
        lesson=authored["lesson"] if authored.get("lesson") in written else "",
    )
