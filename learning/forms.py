"""What a lesson page may report."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest

from courses.models import Rating
from learning.errors import BadProgress

ANCHOR_LENGTH = 120


@dataclass(frozen=True)
class Report:
    percent: int | None = None
    """How far the reader got, 0-100."""
    anchor: str = ""
    completed: bool | None = None
    """Set when the lesson is to be marked, or the mark to be taken back."""


def read_report(request: HttpRequest) -> Report:
    """From JSON, or from a form whose `completed` is `yes` or `no`. Raises BadProgress."""
    data = _read_json(request) if request.content_type == "application/json" else _read_form(request)
    completed, percent, anchor = data.get("completed"), data.get("percent"), data.get("anchor", "")
    if completed is None and percent is None:
        raise BadProgress
    is_fine = isinstance(completed, bool | None) and (percent is None or _is_percent(percent)) and _is_anchor(anchor)
    if not is_fine:
        raise BadProgress
    return Report(percent=None if percent is None else int(percent), anchor=anchor, completed=completed)


def _is_percent(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 100


def _is_anchor(value: object) -> bool:
    return isinstance(value, str) and len(value) <= ANCHOR_LENGTH and "\0" not in value


def _read_json(request: HttpRequest) -> dict[str, Any]:
    try:
        data = json.loads(request.body)
    except (ValueError, RecursionError):
        raise BadProgress from None
    if not isinstance(data, dict):
        raise BadProgress
    return data


def _read_form(request: HttpRequest) -> dict[str, Any]:
    data: dict[str, Any] = {"anchor": request.POST.get("anchor", "")}
    if "completed" in request.POST:
        data["completed"] = {"yes": True, "no": False}.get(request.POST["completed"], "?")
    if "percent" in request.POST:
        try:
            data["percent"] = int(request.POST["percent"])
        except ValueError:
            raise BadProgress from None
    return data


class ReviewForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Rating
        fields = ("stars", "text")
        labels = {"text": "What helped, and what didn't"}  # noqa: RUF012 - Django's own shape


class DecisionForm(forms.Form):
    """`written_at` names the text that staff read, so that a newer one isn't approved unseen."""

    written_at = forms.DateTimeField()
    decision = forms.ChoiceField(choices=[("approve", "Approve"), ("reject", "Reject")])
