"""What the API and the open page are told."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from mock_interviews.models import Attempt, Draft
from mock_interviews.queries.diagrams import EMPTY_DIGEST
from mock_interviews.services.diagrams import read_diagram
from mock_interviews.steps import DIAGRAM


def closes_ms(attempt: Attempt, now: datetime) -> int:
    """Milliseconds until a draft on its way is refused; the clock never shows this."""
    left = attempt.closes_at - (attempt.paused_at or now)
    return max(0, int(left / timedelta(milliseconds=1)))


def read_clock(attempt: Attempt, *, now: datetime) -> dict[str, Any]:
    """What an open page asks for now and then: state, time left, and the newest rev of each step."""
    return {
        "state": attempt.state,
        "remaining_ms": attempt.remaining_ms(now),
        "closes_ms": closes_ms(attempt, now),
        "deadline_at": attempt.deadline_at.isoformat(),
        "is_paused": attempt.paused_at is not None,
        "revs": dict(attempt.drafts.values_list("step", "rev")),
    }


def show_draft(draft: Draft) -> dict[str, Any]:
    return {
        "text": draft.text,
        "rev": draft.rev,
        "digest": draft.digest or EMPTY_DIGEST,
        "received_at": draft.received_at.isoformat() if draft.received_at else None,
    }


def show_attempt(attempt: Attempt, *, now: datetime) -> dict[str, Any]:
    """An attempt with its texts, for the API. One query beyond the attempt."""
    drafts = {draft.step: draft for draft in attempt.drafts.all()}
    return {
        "id": attempt.public_id,
        "interview": attempt.interview.slug,
        "level": attempt.level,
        "mode": attempt.mode,
        "minutes": attempt.minutes,
        "is_drill": attempt.is_drill,
        "state": attempt.state,
        "started_at": attempt.started_at.isoformat(),
        "deadline_at": attempt.deadline_at.isoformat(),
        "ended_at": attempt.ended_at.isoformat() if attempt.ended_at else None,
        "brief": attempt.version.data["brief_text"],
        "remaining_ms": attempt.remaining_ms(now),
        "is_paused": attempt.paused_at is not None,
        "steps": [
            {**step, **_texts(drafts[step["key"]]), "active_ms": drafts[step["key"]].active_ms}
            for step in attempt.steps
        ],
        "diagram": _diagram(drafts) if DIAGRAM in drafts else None,
    }


def _diagram(drafts: dict[str, Draft]) -> dict[str, Any]:
    counting = read_diagram(drafts)
    return {
        **_texts(drafts[DIAGRAM]),
        "counts": counting.key,
        "graph": counting.sketch.as_graph(),
        "unread": [asdict(one) for one in counting.sketch.unread],
    }


def _texts(draft: Draft) -> dict[str, Any]:
    return {"text": draft.text, "rev": draft.rev, "digest": draft.digest or EMPTY_DIGEST}
