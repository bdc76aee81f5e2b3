"""The API's answers to what goes wrong: always JSON with `code` and `detail`."""

from typing import Any

from rest_framework.response import Response
from rest_framework.views import exception_handler

from problems import Problem


def handle_exception(exception: Exception, context: dict[str, Any]) -> Response | None:
    if isinstance(exception, Problem):
        return Response(exception.as_json(), status=exception.status)
    return exception_handler(exception, context)
