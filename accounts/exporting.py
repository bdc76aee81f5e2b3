"""Everything that is kept of a person, as one archive of JSON files."""

from __future__ import annotations

import json
import tempfile
import zipfile
from collections.abc import Callable
from datetime import datetime
from typing import IO, Any

from allauth.account.models import EmailAddress

from accounts.models import User
from courses.ratings import export_rows as export_ratings
from grading.exporting import export_rows as export_submissions
from learning.exporting import export_rows as export_progress
from lessons.merging import export_rows as export_answers
from llm.models import LlmCall
from mock_interviews.services import export_rows as export_attempts

README = """What Tradeoff keeps of you, as of {now}.

profile.json      who you are here, your API keys (without the keys themselves)
progress.json     lessons: how far, where, when completed
answers.json      every answer to an exercise, and what was said about it
attempts.json     interviews: every step's text with its history, texts that came too late, changes of the clock
submissions.json  what you handed in, frozen, with every grade: bands, quotes, reasons, receipts
reviews.json      what you wrote about the course
model-calls.json  calls to a model made for you: what for, tokens, cost; never their text

All times are ISO 8601 with their offset. Texts are yours; do with them what you like.
"""
IN_MEMORY = 8 * 1024 * 1024


def write_archive(*, user: User, now: datetime) -> IO[bytes]:
    """A zip, rewound to its start; on disk once it outgrows 8 MB."""
    target = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - handed on, closed by the response
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", README.format(now=now.isoformat(timespec="seconds")))
        for name, export_rows in PARTS.items():
            archive.writestr(name, json.dumps(export_rows(user), ensure_ascii=False, indent=1))
    target.seek(0)
    return target


def export_profile(user: User) -> dict[str, Any]:
    return {
        "email": user.email,
        "addresses": [
            {"email": row.email, "confirmed": row.verified, "primary": row.primary}
            for row in EmailAddress.objects.filter(user=user).order_by("pk")
        ],
        "name": user.name,
        "time_zone": user.time_zone,
        "level": user.level,
        "is_guest": user.is_guest,
        "is_staff": user.is_staff,
        "since": user.created_at.isoformat(),
        "last_login": user.last_login.isoformat() if user.last_login else None,
        "api_keys": [
            {
                "name": token.name,
                "made_at": token.created_at.isoformat(),
                "last_used_at": token.last_used_at.isoformat() if token.last_used_at else None,
            }
            for token in user.api_tokens.order_by("pk")
        ],
    }


def export_calls(user: User) -> list[dict[str, Any]]:
    return [
        {
            "purpose": call.purpose,
            "state": call.state,
            "model": call.model,
            "prompt_tokens": call.prompt_tokens,
            "completion_tokens": call.completion_tokens,
            "cost_micros": call.cost_micros,
            "opened_at": call.opened_at.isoformat(),
        }
        for call in LlmCall.objects.filter(user=user).order_by("opened_at")
    ]


PARTS: dict[str, Callable[[User], object]] = {
    "profile.json": export_profile,
    "progress.json": export_progress,
    "answers.json": export_answers,
    "attempts.json": export_attempts,
    "submissions.json": export_submissions,
    "reviews.json": export_ratings,
    "model-calls.json": export_calls,
}
