"""Freezing what a person hands in, and forgetting it when they ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from grading.models import Submission
from grading.schemas import digest_of

if TYPE_CHECKING:
    from accounts.models import User


def freeze_submission(
    *,
    owner: User | None,
    sections: Mapping[str, str],
    diagram: Mapping[str, Any] | None = None,
    transcript: Sequence[Mapping[str, Any]] = (),
    now: datetime,
) -> Submission:
    """An immutable copy of an answer with the digest of all of it."""
    content = {
        "sections": dict(sections),
        "diagram": dict(diagram or {}),
        "transcript": [dict(one) for one in transcript],
    }
    return Submission.objects.create(owner=owner, digest=digest_of(content), submitted_at=now, **content)


def delete_submissions(*, owner: User) -> int:
    """Delete everything that a person handed in, with every grade of it; how many submissions there were."""
    with transaction.atomic():
        _, rows = Submission.objects.filter(owner=owner).delete()
    return rows.get("grading.Submission", 0)
