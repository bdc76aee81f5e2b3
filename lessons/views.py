"""One exercise as a page of its own (the way without JavaScript), and the answers that scripts send."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from guests import ensure_person
from lessons.access import get_exercise, newest_answer_of
from lessons.errors import AnswerNotJson, AnswerTooLarge, BadAnswer
from lessons.exercises import KINDS
from lessons.models import Exercise
from lessons.queries import live_outcome
from lessons.services import answer_exercise
from lessons.showing import show_exercise
from problems.middleware import wants_json

MAX_BODY_BYTES = 64 * 1024


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def exercise_answer(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """GET: the exercise with the newest answer. POST: answer it. JSON for scripts, pages for everybody else."""
    exercise = get_exercise(slug, key)
    if request.method == "POST":
        return _post(request, exercise)
    answer = newest_answer_of(request.user, exercise) if request.user.is_authenticated else None
    if wants_json(request):
        return JsonResponse({"answer": answer.answer, "outcome": live_outcome(answer)} if answer else {"answer": None})
    is_again = bool(request.GET)
    context = show_exercise(exercise, None if is_again else answer, picked=request.GET)
    return render(request, "lessons/exercise.html", context)


def _post(request: HttpRequest, exercise: Exercise) -> HttpResponse:
    if int(request.headers.get("content-length") or 0) > MAX_BODY_BYTES:
        raise AnswerTooLarge
    kind = KINDS[exercise.kind]
    # The answer is judged before a stranger becomes a guest: a refused one leaves nothing behind.
    if wants_json(request):
        cleaned = kind.clean(exercise.spec, _read_json(request))
        row = answer_exercise(user=ensure_person(request), exercise=exercise, answer=cleaned, now=timezone.now())
        return JsonResponse({"answer": row.answer, "outcome": row.outcome})
    try:
        cleaned = kind.clean(exercise.spec, kind.read_form(exercise.spec, request.POST))
    except BadAnswer as problem:
        context = show_exercise(exercise, None, picked=request.POST) | {"problem": problem.text}
        return render(request, "lessons/exercise.html", context, status=problem.status)
    answer_exercise(user=ensure_person(request), exercise=exercise, answer=cleaned, now=timezone.now())
    return redirect("lessons:exercise-answer", exercise.lesson.slug, exercise.key)


def _read_json(request: HttpRequest) -> Any:
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        raise AnswerNotJson from None
    if not isinstance(body, dict) or "answer" not in body:
        raise AnswerNotJson
    return body["answer"]
