"""Rubrics become rows that never change."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from grading.models import RubricVersion
from grading.schemas import read_rubric, rubric_digest


def publish_rubric(*, slug: str, data: dict[str, Any], now: datetime) -> RubricVersion:
    """The row of this rubric: the one there is when nothing changed, else a new one beside the old.

    `data` is checked (pydantic's ValidationError) and stored in its normal form.
    """
    rubric = read_rubric(data)
    version, _ = RubricVersion.objects.get_or_create(
        digest=rubric_digest(rubric),
        defaults={"slug": slug, "data": rubric.model_dump(mode="json"), "created_at": now},
    )
    return version
