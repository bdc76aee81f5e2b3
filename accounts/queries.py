"""The one personal request: who is here, how far they are, and what is running."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts.models import User
from learning.queries import PersonState, read_state
from mock_interviews.queries import read_last_report, read_taken


def read_me(user: User | None, *, lesson_slug: str, interview: str = "", now: datetime) -> dict[str, Any]:
    """The body of `/me.json` without its CSRF token; a stranger (None) costs no query, everybody else the same few.

    `interview` is a slug or `all`, for pages that show how one did: `taken`, and for a slug `report` as well.
    """
    if user is None:
        return {"person": None, **PersonState().as_json(lesson_slug)}
    state = read_state(user, lesson_slug=lesson_slug, now=now)
    person = {
        "name": user.display_name,
        "initials": user.initials,
        "is_guest": user.is_guest,
        "level": user.level,
        "time_zone": user.time_zone,
        "is_staff": user.is_staff,
    }
    told = {"person": person, **state.as_json(lesson_slug)}
    if interview:
        told["taken"] = read_taken(user)
    if interview not in {"", "all"}:
        told["report"] = read_last_report(user, interview)
    return told
