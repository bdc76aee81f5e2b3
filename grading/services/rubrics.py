"""Rubrics become rows that never change."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from grading.models import RubricVersion
from grading.schemas import AnyRubric, read_rubric, rubric_digest

_KEEP: Final = 64
_read: dict[str, AnyRubric] = {}


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


def rubric_of(version: RubricVersion) -> AnyRubric:
    """The rubric of a row, read once a process: rows never change. `data` may be deferred."""
    known = _read.get(version.digest)
    if known is None:
        known = read_rubric(version.data)
        if len(_read) >= _KEEP:
            _read.clear()
        _read[version.digest] = known
    return known
