"""Saving: one conditional UPDATE decides, and what it refuses is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from mock_interviews.deltas import apply_delta, make_delta
from mock_interviews.errors import AttemptOver, Conflict, TooLong
from mock_interviews.models import GRACE, Attempt, Draft, DraftChange, KeptText
from mock_interviews.services import Save, Saved, save_draft, submit_attempt
from mock_interviews.services.drafts import KEPT_AT_MOST, MOST_BYTES, digest_of, note_time
from problems import NotThere
from tests.mock_interviews.conftest import Start

TEXT = "Chat for 100M weekly users, streaming."
FIRST = Save(step="requirements", text=TEXT, base_rev=0, client_id="tab-1", client_seq=1)


def put(attempt: Attempt, save: Save, at: datetime) -> Saved:
    return save_draft(user_id=attempt.user_id, public_id=attempt.public_id, save=save, received_at=at)


def stored(attempt: Attempt, step: str = "requirements") -> Draft:
    return Draft.objects.get(attempt=attempt, step=step)


def test_it_stores_the_text_and_answers_with_rev_digest_and_time(alice: User, start: Start, now: datetime) -> None:
    attempt = start(alice)
    saved = put(attempt, FIRST, now + timedelta(minutes=5))
    assert (saved.rev, saved.digest, saved.remaining_ms) == (1, digest_of(TEXT), 40 * 60_000)
    draft = stored(attempt)
    assert (draft.text, draft.rev, draft.received_at) == (TEXT, 1, now + timedelta(minutes=5))


def test_the_same_save_again_is_answered_alike_and_stored_once(alice: User, start: Start, now: datetime) -> None:
    attempt = start(alice)
    once, twice = put(attempt, FIRST, now), put(attempt, FIRST, now + timedelta(seconds=1))
    assert (once.rev, once.digest) == (twice.rev, twice.digest)
    assert DraftChange.objects.count() == 1


def test_a_page_goes_on_from_its_own_save_whose_answer_got_lost(alice: User, start: Start, now: datetime) -> None:
    attempt = start(alice)
    put(attempt, FIRST, now)
    later = replace(FIRST, text=f"{TEXT} More.", client_seq=2)
    assert put(attempt, later, now).rev == 2
    assert stored(attempt).text == f"{TEXT} More."


def test_an_older_save_that_arrives_late_does_not_replace_a_newer_one(alice: User, start: Start, now: datetime) -> None:
    attempt = start(alice)
    put(attempt, replace(FIRST, text="newer", client_seq=2), now)
    answer = put(attempt, replace(FIRST, text="older", client_seq=1), now)
    assert answer.digest == digest_of("newer")
    assert stored(attempt).text == "newer"


def test_a_conflict_keeps_both_texts_and_returns_them(alice: User, start: Start, now: datetime) -> None:
    attempt = start(alice)
    put(attempt, FIRST, now)
    other = replace(FIRST, text="From the laptop.", client_id="tab-2")
    with pytest.raises(Conflict) as refusal:
        put(attempt, other, now)
    assert refusal.value.status == 409
    assert refusal.value.extra["theirs"]["text"] == TEXT
    assert refusal.value.extra["theirs"]["rev"] == 1
    assert refusal.value.extra["yours"]["text"] == "From the laptop."
    assert stored(attempt).text == TEXT
    kept = KeptText.objects.get(attempt=attempt)
    assert (kept.text, kept.reason) == ("From the laptop.", KeptText.Reason.CONFLICT)


def test_a_conflict_is_settled_by_saving_on_the_rev_it_named(alice: User, start: Start, now: datetime) -> None:
    attempt = start(alice)
    put(attempt, FIRST, now)
    with pytest.raises(Conflict):
        put(attempt, replace(FIRST, text="Mine.", client_id="tab-2"), now)
    assert put(attempt, replace(FIRST, text="Mine.", client_id="tab-2", client_seq=2, base_rev=1), now).rev == 2


def test_it_takes_a_draft_up_to_the_end_of_the_grace_and_not_after(alice: User, start: Start, now: datetime) -> None:
    attempt = start(alice)
    put(attempt, FIRST, attempt.closes_at)
    with pytest.raises(AttemptOver):
        put(attempt, replace(FIRST, text="Late.", client_seq=2), attempt.closes_at + timedelta(milliseconds=1))
    assert stored(attempt).text == TEXT
    assert KeptText.objects.get(attempt=attempt).reason == KeptText.Reason.LATE
    assert attempt.closes_at == attempt.deadline_at + GRACE


def test_a_repeat_of_what_is_stored_is_fine_even_when_it_is_over(alice: User, start: Start, now: datetime) -> None:
    attempt = start(alice)
    put(attempt, FIRST, now)
    submit_attempt(attempt=attempt, now=now)
    assert put(attempt, FIRST, now).rev == 1
    assert not KeptText.objects.exists()


def test_a_tab_that_goes_on_after_hand_in_is_refused_and_kept(alice: User, start: Start, now: datetime) -> None:
    attempt = start(alice)
    put(attempt, FIRST, now)
    submit_attempt(attempt=attempt, now=now)
    with pytest.raises(AttemptOver) as refusal:
        put(attempt, replace(FIRST, text="One more thing.", client_seq=2), now)
    assert refusal.value.extra["theirs"]["text"] == TEXT
    attempt.refresh_from_db()
    assert attempt.submission is not None
    assert attempt.submission.sections["requirements"] == TEXT


def test_somebody_elses_attempt_is_not_there(alice: User, charlie: User, start: Start, now: datetime) -> None:
    attempt = start(alice)
    with pytest.raises(NotThere):
        save_draft(user_id=charlie.pk, public_id=attempt.public_id, save=FIRST, received_at=now)
    with pytest.raises(NotThere):
        put(attempt, replace(FIRST, step="communication"), now)


def test_a_text_of_48_kb_fits_and_one_byte_more_does_not(alice: User, start: Start, now: datetime) -> None:
    attempt = start(alice)
    put(attempt, replace(FIRST, text="ü" * (MOST_BYTES // 2)), now)
    with pytest.raises(TooLong):
        put(attempt, replace(FIRST, text="x" * (MOST_BYTES + 1), client_seq=2), now)


def test_refused_texts_do_not_fill_the_disk(alice: User, start: Start, now: datetime) -> None:
    attempt = start(alice)
    put(attempt, FIRST, now)
    for number in range(KEPT_AT_MOST + 5):
        with pytest.raises(Conflict):
            put(attempt, replace(FIRST, text=f"Version {number}", client_id="tab-2", client_seq=number + 1), now)
    assert KeptText.objects.count() == KEPT_AT_MOST
    assert KeptText.objects.filter(text=f"Version {KEPT_AT_MOST + 4}").exists()


def test_the_history_replays_to_what_is_stored(alice: User, start: Start, now: datetime) -> None:
    attempt = start(alice)
    texts = ["Chat.", "Chat for many users.", "Chat for many users, streamed.", "Streamed chat.", ""]
    for number, text in enumerate(texts):
        put(attempt, replace(FIRST, text=text, base_rev=number, client_seq=number + 1), now)
    replayed = ""
    for change in DraftChange.objects.filter(draft__attempt=attempt).order_by("rev"):
        replayed = apply_delta(replayed, change.delta)
    assert replayed == stored(attempt).text == ""


@given(before=st.text(max_size=60), after=st.text(max_size=60))
def test_every_delta_leads_from_one_text_to_the_other(before: str, after: str) -> None:
    assert apply_delta(before, make_delta(before, after)) == after


def test_a_save_costs_one_read_one_update_and_one_history_row(alice: User, start: Start, now: datetime) -> None:
    attempt = start(alice)
    with CaptureQueriesContext(connection) as queries:
        put(attempt, FIRST, now)
    verbs = [query["sql"].split()[0] for query in queries]
    statements = [verb for verb in verbs if verb in {"SELECT", "UPDATE", "INSERT"}]
    assert statements == ["SELECT", "UPDATE", "INSERT"]


def test_time_in_front_of_a_step_adds_up_and_a_repeat_adds_none(alice: User, start: Start, now: datetime) -> None:
    attempt = start(alice)
    timed = replace(FIRST, active_ms=4_000)
    put(attempt, timed, now)
    put(attempt, timed, now)
    who: dict[str, Any] = {"user_id": alice.pk, "public_id": attempt.public_id, "step": "requirements"}
    note_time(active_ms=6_000, received_at=now, **who)
    note_time(active_ms=6_000, received_at=attempt.closes_at + timedelta(seconds=1), **who)
    assert stored(attempt).active_ms == 10_000


def test_the_predicate_and_its_twins_agree(alice: User, start: Start, now: datetime) -> None:
    attempt = start(alice, mode="practice")
    moments = [attempt.closes_at + timedelta(milliseconds=shift) for shift in (-60_000, -1, 0, 1, 60_000)]
    for paused_at in (None, now):
        for state in Attempt.State.values:
            Attempt.objects.filter(pk=attempt.pk).update(state=state, paused_at=paused_at)
            attempt.refresh_from_db()
            for moment in moments:
                is_over = Attempt.objects.over(moment).filter(pk=attempt.pk).exists()
                takes = Attempt.objects.taking_drafts(moment).filter(pk=attempt.pk).exists()
                assert is_over == (attempt.state == "active" and attempt.is_over(moment))
                assert takes == attempt.takes_drafts(moment)
                assert not (is_over and takes)
