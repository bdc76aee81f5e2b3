"""Reading lessons is open to everyone; answers belong to who gave them."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import api_view, authentication_classes, permission_classes
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from lessons.access import get_exercise, get_lesson, newest_answer_of
from lessons.api.serializers import AnswerRequest, AnswerResult, ExerciseDetail, LessonDetail
from lessons.errors import AnswerNotJson, AnswerTooLarge
from lessons.exercises import KINDS
from lessons.models import ExerciseAnswer
from lessons.queries import live_outcome
from lessons.services import answer_exercise

MAX_BODY_BYTES = 64 * 1024


@extend_schema(responses=LessonDetail)
@api_view(["GET"])
@authentication_classes([])
@permission_classes([AllowAny])
def show_lesson(request: Request, slug: str) -> Response:
    """A published lesson: its text, contents and exercises."""
    lesson = get_lesson(slug)
    exercises = lesson.exercises.filter(retired_at=None).only("key", "kind", "number")
    fields = {name: getattr(lesson, name) for name in ("slug", "title", "kind", "line", "minutes")}
    data: dict[str, Any] = {**lesson.compiled, **fields, "module": lesson.module.slug, "exercises": exercises}
    return Response(LessonDetail(data).data)


@extend_schema(responses=ExerciseDetail)
@api_view(["GET"])
@authentication_classes([])
@permission_classes([AllowAny])
def show_exercise(request: Request, slug: str, key: str) -> Response:
    """An exercise without its key."""
    exercise = get_exercise(slug, key)
    view = KINDS[exercise.kind].view(exercise.spec)
    data = {"key": exercise.key, "kind": exercise.kind, "number": exercise.number, "view": view}
    return Response(ExerciseDetail(data).data)


@extend_schema(methods=["GET"], responses=AnswerResult)
@extend_schema(methods=["POST"], request=AnswerRequest, responses={201: AnswerResult})
@api_view(["GET", "POST"])
def newest_answer(request: Request, slug: str, key: str) -> Response:
    """GET: your newest answer and what came of it, null before the first. POST: answer."""
    exercise = get_exercise(slug, key)
    if request.method == "GET":
        return Response(_result(newest_answer_of(request.user, exercise)))  # type: ignore[arg-type]
    if int(request.headers.get("content-length") or 0) > MAX_BODY_BYTES:
        raise AnswerTooLarge
    if not isinstance(request.data, dict) or "answer" not in request.data:
        raise AnswerNotJson
    answer = answer_exercise(
        user=request.user,  # type: ignore[arg-type]
        exercise=exercise,
        answer=request.data["answer"],
        now=timezone.now(),
    )
    return Response(_result(answer), status=status.HTTP_201_CREATED)


def _result(answer: ExerciseAnswer | None) -> dict[str, Any]:
    if answer is None:
        return {"answer": None, "outcome": None, "is_right": None, "answered_at": None}
    return AnswerResult(
        {
            "answer": answer.answer,
            "outcome": live_outcome(answer),
            "is_right": answer.is_right,
            "answered_at": answer.created_at,
        }
    ).data
