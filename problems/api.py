"""The API's answers to what goes wrong: always JSON with `code` and `detail`."""

from typing import Any

from rest_framework.exceptions import APIException, ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler

from problems import Problem


def handle_exception(exception: Exception, context: dict[str, Any]) -> Response | None:
    if isinstance(exception, Problem):
        return Response(exception.as_json(), status=exception.status)
    response = exception_handler(exception, context)
    if response is None:
        return None
    if isinstance(exception, ValidationError):
        response.data = {"code": "invalid", "detail": sentence_of(exception.detail), "fields": exception.detail}
    elif isinstance(exception, APIException):
        response.data = {"code": exception.default_code, "detail": str(exception.detail)}
    else:  # Django's own 404 and 403
        response.data = {"code": "not_found" if response.status_code == 404 else "forbidden", **response.data}
    return response


def sentence_of(detail: Any, field: str = "") -> str:
    """Nested complaints as one line: `minutes: A valid integer is required. level: "x" is not a valid choice.`"""
    if isinstance(detail, dict):
        return " ".join(sentence_of(inner, name) for name, inner in detail.items())
    if isinstance(detail, list):
        return " ".join(sentence_of(inner, field) for inner in detail)
    return f"{field}: {detail}" if field and field != "non_field_errors" else str(detail)
