"""What the page of one exercise shows: the exercise, what was picked, and the newest outcome."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

from lessons.exercises import KINDS, estimate
from lessons.exercises.base import BadAnswer, View
from lessons.models import Exercise, ExerciseAnswer
from lessons.queries import live_outcome


def show_exercise(exercise: Exercise, answer: ExerciseAnswer | None, *, picked: QueryDict) -> dict[str, Any]:
    """The context of exercise.html. `picked` are choices not yet handed in, from the address or a refused form."""
    outcome = live_outcome(answer) if answer else None
    view = KINDS[exercise.kind].view(exercise.spec, outcome)
    if exercise.kind == "estimate":
        view = _computed(exercise, answer, picked)
    _mark_picked(exercise, view, picked)
    if exercise.kind == "scenario" and answer:
        view["text"] = answer.answer["text"]
    return {
        "exercise": exercise,
        "lesson": exercise.lesson.slug,
        "lesson_row": exercise.lesson,
        "key": exercise.key,
        "digest": exercise.digest[:12],
        "number": exercise.number,
        "view": view,
        "problem": view.get("problem", ""),
        "template": f"lessons/_{exercise.kind}.html",
        "is_stored": False,
        "is_answered": answer is not None,
        "is_waiting": bool(outcome and outcome.get("state") in {"queued", "running"}),
    }


def _computed(exercise: Exercise, answer: ExerciseAnswer | None, picked: QueryDict) -> View:
    """A calculator computes with what the address says; without script that is its button."""
    values: dict[str, float] = answer.answer["values"] if answer else {}
    if picked:
        try:
            values = estimate.clean(exercise.spec, estimate.read_form(exercise.spec, picked))["values"]
        except BadAnswer as problem:
            return estimate.view(exercise.spec) | {"problem": problem.text}
    return estimate.view(exercise.spec, None, values)


def _mark_picked(exercise: Exercise, view: View, picked: QueryDict) -> None:
    if exercise.kind == "quiz":
        for question in view["questions"]:
            given = picked.getlist(question["id"])
            question["picked"] = (given[0][:40] if given else "") if question["kind"] == "numeric" else given
    elif exercise.kind == "ordering":
        for step in view["steps"]:
            place = picked.get(step["id"], "")
            step["place"] = int(place) if place.isdecimal() and len(place) < 3 else None
    elif exercise.kind == "matching":
        for pair in view["pairs"]:
            pair["picked"] = pair["outcome"]["given"] if pair["outcome"] else picked.get(pair["id"], "")
    elif exercise.kind == "scenario":
        view["text"] = picked.get("text", "")[:6000]
