"""A run as a report, whatever state it is in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from grading.effective import answer_of
from grading.judges.answer import criteria_of
from grading.models import GradingRun, StepVerdict
from grading.reporting.debrief import build_debrief
from grading.reporting.people import read_people
from grading.reporting.profile import Profile, draw_profile
from grading.reporting.receipt import build_receipt
from grading.reporting.report import FlagReport, LessonLink, LevelReport, NextStep, Report, StepReport
from grading.reporting.steps import build_step
from grading.reshaded import BY_KEY, COMMUNICATION, STEP_KEYS
from grading.schemas import AnyRubric, read_rubric
from grading.scoring import scale_weights

State = GradingRun.State
NEXT_STEPS = 3
STATE_TEXTS = {
    State.QUEUED: "Waiting for its turn.",
    State.RUNNING: "Being graded.",
    State.GRADED: "Graded.",
    State.NEEDS_REVIEW: "Waiting for a person.",
    State.STOPPED: "Stopped.",
}


def build_report(run: GradingRun, *, level: str = "", lessons: Mapping[str, LessonLink] | None = None) -> Report:
    """Everything that a page shows of a run. Steps without a verdict yet have their text and their state.

    `level` overrides the run's own, for a second attempt with the same answer; `lessons` holds the published lessons
    that criteria may link to, by slug.
    """
    verdicts = list(run.step_verdicts.prefetch_related("criteria"))
    rubric = read_rubric(run.rubric.data)
    links: Mapping[str, LessonLink] = {} if lessons is None else lessons
    people = read_people(run, rubric)
    assessed = [one.step for one in verdicts if one.is_assessed]
    weights = scale_weights(assessed) if assessed else {}
    steps = [build_step(run, one, rubric, weights.get(one.step, 0.0), links, people) for one in verdicts]
    result: dict[str, Any] = run.result if run.state == State.GRADED else {}
    return Report(
        run_id=run.pk,
        state=run.state,
        state_text=STATE_TEXTS[State(run.state)],
        note=run.note,
        judge=run.judge,
        is_complete=bool(result),
        done_count=sum(one.state == StepVerdict.State.DONE for one in steps),
        step_count=len(verdicts),
        total=result.get("total"),
        rubric_total=result.get("rubric_total"),
        deductions=result.get("deductions", []),
        flags=_flags(result),
        flag_points=result.get("flag_points", 0),
        levels=[_level(one) for one in result.get("levels", [])],
        level=result.get("level", ""),
        remarks=[*_remarks(result, verdicts), *_remarks_on_talk(run, rubric, verdicts)],
        steps=steps,
        profile=_profile(steps, level or run.level),
        next_steps=_next_steps(steps),
        receipt=build_receipt(run, [one.pk for one in verdicts]),
        debrief=build_debrief(steps) if result else None,
        judge_total=run.judge_result.get("total"),
    )


def _flags(result: dict[str, Any]) -> list[FlagReport]:
    return [
        FlagReport(
            one["id"], one["text"], one["severity"], [spot["text"] for spot in one["evidence"] if spot.get("text")]
        )
        for one in result.get("flags", [])
    ]


def _level(one: dict[str, Any]) -> LevelReport:
    return LevelReport(one["key"], one["title"], one["is_reached"], _level_text(one))


def _level_text(one: dict[str, Any]) -> str:
    """`65, passed by 2`; else what is missing."""
    by = abs(one["by"])
    missed = [gate for gate in one["gates"] if gate["state"] == "missed"]
    if one["is_reached"]:
        return f"{one['bar']}, passed by {by:g}"
    if one["by"] < 0:
        return f"{one['bar']}, {by:g} to go"
    if missed:
        return f"{BY_KEY[missed[0]['step']].short} {missed[0]['has']:.1f}, needs {missed[0]['needs']:.1f}"
    return str(one["note"]).rstrip(".")


def _remarks(result: dict[str, Any], verdicts: list[StepVerdict]) -> list[str]:
    remarks = []
    unassessed = [one.step for one in verdicts if not one.is_assessed]
    if "communication" in unassessed:
        remarks.append(
            "Communication was not assessed: there was no dialogue, and nothing of it can be judged from text alone. "
            "The other weights scale to 100 and its gate is waived."
        )
    notes = [one["note"] for one in result.get("levels", []) if one["note"]]
    return remarks + notes


def _remarks_on_talk(run: GradingRun, rubric: AnyRubric, verdicts: list[StepVerdict]) -> list[str]:
    """Which part of communication counts where nobody talked; the rule of docs/decisions/0004."""
    answer = answer_of(run)
    is_judged = any(one.step == COMMUNICATION.key and one.is_assessed for one in verdicts)
    if answer.has_dialogue or not is_judged:
        return []
    every = rubric.steps[COMMUNICATION.key].criteria
    counted = {one.id for one in criteria_of(rubric, COMMUNICATION.key, answer)}
    left_out = [one.title for one in every if one.id not in counted]
    if not counted or not left_out:
        return []
    return [
        f"There was no dialogue. Communication rests on the {len(counted)} of its {len(every)} criteria that show in "
        f"what you wrote; left out: {', '.join(left_out)}."
    ]


def _profile(steps: list[StepReport], level: str) -> Profile | None:
    scores = {one.key: one.score for one in steps}
    return draw_profile(scores, level) if all(key in scores for key in STEP_KEYS) else None


def _next_steps(steps: list[StepReport]) -> list[NextStep]:
    """The three criteria where one band more brings most points, at most one a step."""
    chances = [
        NextStep(step.title, one.title, one.lift, round(one.of / 4, 1), one.lesson)
        for step in steps
        if step.is_done
        for one in step.criteria
        if one.lift and one.is_counted
    ]
    best: dict[str, NextStep] = {}
    for chance in sorted(chances, key=lambda one: -one.gain):
        best.setdefault(chance.step, chance)
    return list(best.values())[:NEXT_STEPS]
