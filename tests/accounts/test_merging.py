"""The written rules by which a guest's rows join an account."""

from datetime import datetime, timedelta

import pytest
from django.apps import apps

from accounts.merging import RULES, merge_guest
from accounts.models import User
from grading.models import Submission
from learning.models import LessonProgress
from llm.models import LlmCall
from mock_interviews.models import Attempt
from tests import factories

pytestmark = pytest.mark.django_db


def test_every_table_that_points_at_a_person_has_a_rule() -> None:
    pointing = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model is User
    }
    of_the_person = {"accounts.User_groups.user", "accounts.User_user_permissions.user"}
    assert pointing - of_the_person == set(RULES)


def test_two_running_attempts_at_one_interview_both_survive(alice: User, guest: User, now: datetime) -> None:
    interview = factories.make_interview()
    hers = factories.make_attempt(alice, interview)
    theirs = factories.make_attempt(guest, interview)
    factories.make_draft(theirs, text="Written as a guest.")
    other = factories.make_attempt(guest)
    merge_guest(guest=guest, account=alice, now=now)
    for attempt in (hers, theirs, other):
        attempt.refresh_from_db()
        assert attempt.user_id == alice.pk
    assert (hers.state, other.state) == (Attempt.State.ACTIVE, Attempt.State.ACTIVE)
    assert theirs.state != Attempt.State.ACTIVE
    assert theirs.is_closed_copy
    assert theirs.drafts.get(step="requirements").text == "Written as a guest."
    assert not Submission.objects.exclude(owner=alice).exists()


def test_progress_joins_lesson_by_lesson(alice: User, guest: User, now: datetime) -> None:
    ahead, behind, only = (factories.make_lesson() for _ in range(3))
    early, late = now - timedelta(days=2), now - timedelta(days=1)
    factories.make_progress(alice, ahead, percent=90, anchor="old", completed_at=late, updated_at=early)
    factories.make_progress(guest, ahead, percent=30, anchor="new", completed_at=early, updated_at=late)
    factories.make_progress(alice, behind, percent=20, anchor="mine", updated_at=late)
    factories.make_progress(guest, behind, percent=70, anchor="theirs", updated_at=early)
    factories.make_progress(guest, only, percent=50)
    merge_guest(guest=guest, account=alice, now=now)
    rows = {row.lesson_id: row for row in LessonProgress.objects.filter(user=alice)}
    assert len(rows) == LessonProgress.objects.count() == 3
    assert (rows[ahead.pk].percent, rows[ahead.pk].anchor, rows[ahead.pk].completed_at) == (90, "new", early)
    assert (rows[behind.pk].percent, rows[behind.pk].anchor) == (70, "mine")
    assert rows[only.pk].percent == 50


def test_a_completion_taken_back_last_stays_taken_back(alice: User, guest: User, now: datetime) -> None:
    lesson = factories.make_lesson()
    factories.make_progress(alice, lesson, completed_at=now - timedelta(days=2), updated_at=now - timedelta(days=2))
    factories.make_progress(guest, lesson, was_undone=True, updated_at=now)
    merge_guest(guest=guest, account=alice, now=now)
    row = LessonProgress.objects.get()
    assert (row.completed_at, row.was_undone) == (None, True)


def test_answers_submissions_calls_and_reviews_move(alice: User, guest: User, now: datetime) -> None:
    answer, submission = factories.make_answer(guest), factories.make_submission(guest)
    call = LlmCall.objects.create(
        purpose="check",
        user=guest,
        day=now.date(),
        host="localhost",
        model="m",
        request_digest="d",
        reserved_tokens=1,
        opened_at=now,
        deadline_at=now,
    )
    assert merge_guest(guest=guest, account=alice, now=now) == 3
    for row in (answer, submission, call):
        row.refresh_from_db()
    assert (answer.user, submission.owner, call.user) == (alice, alice, alice)
    assert not User.objects.filter(pk=guest.pk).exists()


def test_only_a_guest_is_merged_and_only_once(alice: User, charlie: User, guest: User, now: datetime) -> None:
    factories.make_progress(charlie)
    assert merge_guest(guest=charlie, account=alice, now=now) == 0
    assert User.objects.filter(pk=charlie.pk).exists()
    factories.make_progress(guest)
    assert merge_guest(guest=guest, account=alice, now=now) == 1
    assert merge_guest(guest=guest, account=charlie, now=now) == 0


def test_it_is_all_or_nothing(alice: User, guest: User, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule that breaks leaves the guest and all of their rows as they were."""
    progress = factories.make_progress(guest)

    def breaks(**_: object) -> int:
        raise RuntimeError

    monkeypatch.setitem(RULES, "llm.LlmCall.user", breaks)
    with pytest.raises(RuntimeError):
        merge_guest(guest=guest, account=alice, now=now)
    progress.refresh_from_db()
    assert progress.user_id == guest.pk
