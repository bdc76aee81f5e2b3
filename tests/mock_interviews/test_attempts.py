"""Starting, handing in, running out of time, and what happens around it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from grading.models import GradingRun, Submission
from grading.reshaded import JUDGED_KEYS, LENGTHS, ROOM_KEYS, STEP_KEYS
from mock_interviews import services
from mock_interviews.errors import BadStart, CannotPause, NotEnded, NotRunning
from mock_interviews.models import GRACE, Attempt, AttemptChange, Draft, Interview, KeptText
from mock_interviews.ruler import draw_ruler
from mock_interviews.services import Save, save_draft
from mock_interviews.services.attempts import plan_steps
from tests import factories
from tests.mock_interviews.conftest import Start


def write(attempt: Attempt, text: str, at: datetime, step: str = "requirements") -> None:
    draft = Draft.objects.get(attempt=attempt, step=step)
    save = Save(step=step, text=text, base_rev=draft.rev, client_id="t", client_seq=draft.rev + 1)
    save_draft(user_id=attempt.user_id, public_id=attempt.public_id, save=save, received_at=at)


@pytest.mark.parametrize("length", LENGTHS)
def test_the_minute_table_adds_up(length: int) -> None:
    steps = plan_steps(minutes=length, drill="")
    assert [step["key"] for step in steps] == list(ROOM_KEYS)
    assert sum(step["minutes"] for step in steps) == length
    ruler = draw_ruler(steps, length)
    assert ruler.blocks[0].x == "0.000%"
    assert sum(float(block.width.rstrip("%")) for block in ruler.blocks) == pytest.approx(100, abs=0.01)
    assert len(ruler.ticks) == length + 1


@pytest.mark.parametrize(
    ("minutes", "drill"), [(40, ""), (0, ""), (3, "estimation"), (13, "estimation"), (8, "wrap_up"), (8, "nonsense")]
)
def test_it_refuses_other_lengths_and_steps(minutes: int, drill: str) -> None:
    with pytest.raises(BadStart):
        plan_steps(minutes=minutes, drill=drill)


def test_a_start_pins_version_and_deadline(alice: User, interview: Interview, start: Start, now: datetime) -> None:
    attempt = start(alice, extra_seconds=675)
    assert attempt.version_id == interview.current_id
    assert attempt.deadline_at == now + timedelta(minutes=45, seconds=675)
    assert attempt.closes_at == attempt.deadline_at + GRACE
    assert set(attempt.drafts.values_list("step", flat=True)) == {*ROOM_KEYS, "diagram", "scene"}
    assert attempt.changes.get().what == "started"


def test_a_running_attempt_is_continued_with_a_sentence(
    alice: User, interview: Interview, start: Start, now: datetime
) -> None:
    first = start(alice)
    again = services.start_attempt(
        user=alice, interview=interview, level="mid", mode="timed", minutes=8, drill="estimation", now=now
    )
    assert (again.attempt, again.is_new) == (first, False)
    assert "running already" in again.sentence


def test_one_that_ran_out_makes_room_for_a_new_one(alice: User, start: Start, now: datetime) -> None:
    first = start(alice)
    second = start(alice, now=now + timedelta(hours=1))
    first.refresh_from_db()
    assert second != first
    assert first.ended_at == first.deadline_at
    assert first.state in {Attempt.State.GRADING, Attempt.State.GRADED}


def test_the_database_allows_one_active_attempt(alice: User, interview: Interview, start: Start) -> None:
    start(alice)
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.make_attempt(alice, interview)


def test_a_retired_interview_cannot_be_started(alice: User, interview: Interview, start: Start, now: datetime) -> None:
    interview.retired_at = now
    with pytest.raises(Exception, match="nothing here"):
        start(alice)


def test_handing_in_freezes_what_is_saved_and_asks_for_the_grade(alice: User, start: Start, now: datetime) -> None:
    attempt = start(alice)
    write(attempt, "Users write and read.", now)
    later = now + timedelta(minutes=30)
    services.submit_attempt(attempt=attempt, now=later, by=alice)
    assert attempt.submission is not None
    assert attempt.submission.sections["requirements"] == "Users write and read."
    assert attempt.submission.submitted_at == attempt.ended_at == later
    assert attempt.run is not None
    assert attempt.run.steps == list(JUDGED_KEYS)
    assert [change.what for change in attempt.changes.all()][:3] == ["started", "submitted", "grading"]


def test_handing_in_twice_is_handing_in_once(alice: User, start: Start, now: datetime) -> None:
    attempt = start(alice)
    stale = Attempt.objects.get(pk=attempt.pk)
    services.submit_attempt(attempt=attempt, now=now)
    services.submit_attempt(attempt=stale, now=now + timedelta(seconds=1))
    assert Submission.objects.count() == GradingRun.objects.count() == 1
    assert AttemptChange.objects.filter(attempt=attempt, what="submitted").count() == 1


def test_handing_in_after_the_time_is_an_expiry_at_the_deadline(alice: User, start: Start, now: datetime) -> None:
    attempt = start(alice)
    services.submit_attempt(attempt=attempt, now=now + timedelta(hours=2))
    assert attempt.ended_at == attempt.deadline_at
    assert AttemptChange.objects.filter(attempt=attempt, what="expired").exists()


def test_the_sweeper_closes_what_ran_out_with_nobody_online(alice: User, start: Start, now: datetime) -> None:
    attempt = start(alice)
    write(attempt, "Users write.", now)
    assert services.sweep_attempts(now=attempt.closes_at + timedelta(seconds=1)) == 0, "a draft may be on its way"
    assert services.sweep_attempts(now=attempt.closes_at + timedelta(minutes=1)) == 1
    attempt.refresh_from_db()
    assert attempt.ended_at == attempt.deadline_at
    assert attempt.submission is not None
    assert attempt.submission.submitted_at == attempt.deadline_at
    assert services.sweep_attempts(now=attempt.closes_at + timedelta(minutes=2)) == 0


def test_the_sweeper_asks_for_a_grade_that_was_forgotten(alice: User, start: Start, now: datetime) -> None:
    attempt = start(alice)
    services.submit_attempt(attempt=attempt, now=now)
    GradingRun.objects.all().delete()
    Attempt.objects.filter(pk=attempt.pk).update(state=Attempt.State.SUBMITTED)
    assert services.sweep_attempts(now=now + timedelta(minutes=1)) == 1
    attempt.refresh_from_db()
    assert attempt.run is not None


def test_a_bad_row_does_not_stop_the_sweep(
    alice: User, charlie: User, start: Start, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = start(alice), start(charlie)
    Attempt.objects.filter(pk=bad.pk).update(steps=[{"minutes": 4}])
    services.sweep_attempts(now=now + timedelta(hours=2))
    good.refresh_from_db()
    bad.refresh_from_db()
    assert good.state != Attempt.State.ACTIVE
    assert bad.state == Attempt.State.ACTIVE


@pytest.mark.django_db(transaction=True)
def test_a_graded_run_moves_its_attempt(alice: User, start: Start, now: datetime) -> None:
    attempt = start(alice)
    write(attempt, "There are 100 million users.", now)
    services.submit_attempt(attempt=attempt, now=now)
    attempt.refresh_from_db()
    assert attempt.state == Attempt.State.GRADED
    assert attempt.run is not None
    assert "total" in attempt.run.result


def test_a_drill_is_graded_on_its_step_alone(alice: User, start: Start, now: datetime) -> None:
    attempt = start(alice, minutes=8, drill="estimation")
    assert attempt.is_drill
    assert attempt.step_keys == ["estimation"]
    services.submit_attempt(attempt=attempt, now=now)
    assert attempt.run is not None
    assert attempt.run.steps == ["estimation"]
    assert STEP_KEYS.index("estimation") == 1


def test_an_extension_moves_the_whole_clock_of_a_running_attempt(
    alice: User, bob: User, start: Start, now: datetime
) -> None:
    attempt = start(alice)
    before = attempt.deadline_at
    services.extend_attempt(attempt=attempt, seconds=600, by=bob, why="fire alarm", now=now)
    assert attempt.deadline_at == before + timedelta(minutes=10)
    assert attempt.closes_at == attempt.deadline_at + GRACE
    assert attempt.extra_seconds == 600
    change = attempt.changes.get(what="extended")
    assert (change.by, change.detail) == (bob, {"seconds": 600, "why": "fire alarm"})
    with pytest.raises(NotRunning):
        services.extend_attempt(attempt=attempt, seconds=600, by=bob, why="", now=now + timedelta(hours=3))


def test_practice_can_be_paused_and_loses_no_time(alice: User, start: Start, now: datetime) -> None:
    attempt = start(alice, mode="practice")
    at = now + timedelta(minutes=10)
    services.pause_attempt(attempt=attempt, now=at)
    services.pause_attempt(attempt=attempt, now=at + timedelta(minutes=1))
    assert attempt.remaining_ms(at + timedelta(hours=5)) == 35 * 60_000
    assert not attempt.is_over(at + timedelta(hours=5))
    services.resume_attempt(attempt=attempt, now=at + timedelta(hours=5))
    assert attempt.remaining_ms(at + timedelta(hours=5)) == 35 * 60_000
    assert [change.what for change in attempt.changes.all()] == ["started", "paused", "resumed"]


def test_a_timed_interview_cannot_be_paused(alice: User, start: Start, now: datetime) -> None:
    with pytest.raises(CannotPause):
        services.pause_attempt(attempt=start(alice), now=now)


def test_a_person_may_let_a_late_text_count(alice: User, bob: User, start: Start, now: datetime) -> None:
    attempt = start(alice)
    late_at = attempt.closes_at + timedelta(seconds=2)
    with pytest.raises(Exception, match="over"):
        write(attempt, "There are 100 million users.", late_at)
    kept = KeptText.objects.get(attempt=attempt)
    with pytest.raises(NotEnded):
        services.accept_late_text(kept=kept, by=bob, now=late_at)
    services.expire_attempt(attempt=attempt, now=late_at)
    first = attempt.submission
    accepted = services.accept_late_text(kept=kept, by=bob, now=late_at)
    assert accepted.submission is not None
    assert accepted.submission != first
    assert accepted.submission.sections["requirements"] == "There are 100 million users."
    assert accepted.changes.filter(what="late_text_accepted", by=bob).exists()


def test_an_illegal_move_does_nothing(alice: User, bob: User, start: Start, now: datetime) -> None:
    attempt = start(alice)
    assert services.void_attempt(attempt=attempt, by=bob, why="test run", now=now)
    assert not services.void_attempt(attempt=attempt, by=bob, why="again", now=now)
    services.submit_attempt(attempt=attempt, now=now)
    attempt.refresh_from_db()
    assert attempt.state == Attempt.State.VOID
    assert attempt.submission is None


def test_every_state_stands_in_the_table_of_legal_moves() -> None:
    assert set(Attempt.LEGAL_MOVES) == set(Attempt.State)
    assert Attempt.LEGAL_MOVES[Attempt.State.GRADED] == {Attempt.State.VOID}


def test_a_guests_attempts_join_the_account_and_both_running_ones_survive(
    alice: User, guest: User, start: Start, now: datetime
) -> None:
    hers, guests = start(alice), start(guest)
    write(guests, "From the phone.", now)
    assert services.move_rows(source=guest, target=alice, now=now) == 0
    hers.refresh_from_db()
    guests.refresh_from_db()
    assert (hers.state, guests.state) == (Attempt.State.ACTIVE, Attempt.State.SUBMITTED)
    assert guests.user == alice
    assert guests.is_closed_copy
    assert guests.submission is not None
    assert guests.submission.sections["requirements"] == "From the phone."
    assert guests.submission.owner == alice
    assert services.sweep_attempts(now=now + timedelta(minutes=5)) == 0, "a closed copy is not graded by itself"


def test_a_guests_only_attempt_goes_on_in_the_account(alice: User, guest: User, start: Start, now: datetime) -> None:
    attempt = start(guest)
    assert services.move_rows(source=guest, target=alice, now=now) == 1
    attempt.refresh_from_db()
    assert (attempt.user, attempt.state, attempt.is_closed_copy) == (alice, Attempt.State.ACTIVE, False)


def test_the_export_holds_every_text_and_its_history(alice: User, start: Start, now: datetime) -> None:
    attempt = start(alice)
    write(attempt, "One.", now)
    write(attempt, "One. Two.", now)
    (row,) = services.export_rows(alice)
    draft = next(draft for draft in row["drafts"] if draft["step"] == "requirements")
    assert draft["text"] == "One. Two."
    assert len(draft["history"]) == 2
    assert services.delete_rows(user=alice) == 1
    assert not Draft.objects.exists()
