"""Expert-scored answers as they were published last. Who reads them from files stands above."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from grading.models import ExpertSet, RubricVersion
from grading.schemas import digest_of
from grading.services.measuring import pool_again


def publish_expert_set(
    *,
    slug: str,
    title: str,
    number: int,
    kind: ExpertSet.Kind,
    rubric: RubricVersion,
    answers: Sequence[dict[str, Any]],
    now: datetime,
) -> None:
    """Bring one set up to its files; without answers there is none. Nothing is graded here: the sweeper sees to that.

    An answer: `id`, `sections`, `diagram`, `bands` {step: 0-4}, `overall`, `second` {bands, overall} or None.
    """
    if not answers:
        ExpertSet.objects.filter(slug=slug, kind=kind).delete()
        return
    digest = digest_of(list(answers))
    values = {"title": title, "number": number, "rubric": rubric, "digest": digest, "answers": list(answers)}
    found = ExpertSet.objects.filter(slug=slug, kind=kind).defer("answers").first()
    is_known = found is not None and (found.digest, found.rubric_id) == (digest, rubric.pk)
    if is_known:
        ExpertSet.objects.filter(slug=slug, kind=kind).update(title=title, number=number)
    else:
        ExpertSet.objects.update_or_create(
            slug=slug, kind=kind, defaults=values | {"published_at": now, "due_at": None}
        )


def retire_expert_sets(*, keep: Iterable[str], now: datetime) -> int:
    """Forget the sets of interviews that are gone; how many. What was measured stays, the sums are done again."""
    gone = ExpertSet.objects.exclude(slug__in=list(keep)).delete()[0]
    if gone:
        pool_again(now=now)
    return gone
