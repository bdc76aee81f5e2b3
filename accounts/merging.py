"""What happens to a guest's rows when the guest signs in to an account: one written rule for each table.

`tests/accounts/test_merging.py` fails when a table that points at a person has no rule here.
"""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from django.db import transaction
from django.db.models import Model

from accounts.models import User
from courses.models import Rating
from grading.models import Submission
from learning.merging import move_rows as move_progress
from lessons.merging import move_rows as move_answers
from llm.models import KeptReply, LlmCall
from mock_interviews.models import AttemptChange
from mock_interviews.services import move_rows as move_attempts


class Rule(Protocol):
    def __call__(self, *, source: User, target: User, now: datetime) -> int:
        """Move what `source` has to `target`; how many rows there were."""


def all_of(model: type[Model], field: str) -> Rule:
    """Nothing can collide in this table: every row changes hands."""

    def move(*, source: User, target: User, now: datetime) -> int:
        return model._default_manager.filter(**{field: source}).update(**{field: target})

    return move


def nothing(*, source: User, target: User, now: datetime) -> int:
    """Guests can't have such rows; what there should be goes away with the guest."""
    return 0


def move_ratings(*, source: User, target: User, now: datetime) -> int:
    """One review a person and course: the account's own stays."""
    taken = Rating.objects.filter(user=target).values("course")
    return Rating.objects.filter(user=source).exclude(course__in=taken).update(user=target)


RULES: dict[str, Rule] = {
    # Two running attempts at one interview both survive, the guest's as a closed copy.
    "mock_interviews.Attempt.user": move_attempts,
    "mock_interviews.AttemptChange.by": all_of(AttemptChange, "by"),
    # After the attempts: closing a copy freezes one more submission.
    "grading.Submission.owner": all_of(Submission, "owner"),
    # What staff said about grades; a guest is no staff.
    "grading.Dispute.decided_by": nothing,
    "grading.GradingRun.reviewed_by": nothing,
    "grading.Override.by": nothing,
    "grading.RegradeBatch.created_by": nothing,
    "grading.RegradeBatch.decided_by": nothing,
    # All answers are kept, the newest is shown.
    "lessons.ExerciseAnswer.user": move_answers,
    # Greater percent, earlier completion, place of whoever read last.
    "learning.LessonProgress.user": move_progress,
    "courses.Rating.user": move_ratings,
    "courses.Rating.decided_by": nothing,
    # The calls were made for this person; tomorrow's budget is counted on the account.
    "llm.LlmCall.user": all_of(LlmCall, "user"),
    "llm.KeptReply.user": all_of(KeptReply, "user"),
    "accounts.ApiToken.user": nothing,
    "account.EmailAddress.user": nothing,
    "admin.LogEntry.user": nothing,
}
"""`app.Model.field` → what becomes of a guest's rows, in the order in which they move."""


def merge_guest(*, guest: User, account: User, now: datetime) -> int:
    """Move all that the guest did to the account and forget the guest, at once or not at all; how many rows moved.

    A guest who became an account or was merged in the meantime is left alone.
    """
    with transaction.atomic():
        rows = User.objects.select_for_update().filter(pk__in=[guest.pk, account.pk]).order_by("pk")
        people = {row.pk: row for row in rows}
        source, target = people.get(guest.pk), people.get(account.pk)
        if source is None or target is None or not source.is_guest or target.is_guest:
            return 0
        moved = sum(rule(source=source, target=target, now=now) for rule in RULES.values())
        source.delete()
    return moved
