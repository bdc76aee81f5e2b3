"""Saving and handing in at the same moment, on a database with many writers."""

from __future__ import annotations

import threading
from datetime import datetime

import pytest
from django.db import connection, connections

from accounts.models import User
from mock_interviews.errors import AttemptOver
from mock_interviews.models import Attempt
from mock_interviews.services import Save, save_draft, submit_attempt
from tests.mock_interviews.conftest import Start

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time: this race can't happen"),
]
ROUNDS = 25


def test_a_save_that_was_acknowledged_is_in_what_is_handed_in(alice: User, start: Start, now: datetime) -> None:
    for _ in range(ROUNDS):
        attempt = start(alice)
        acknowledged: list[str] = []
        typist = threading.Thread(target=type_on, args=(attempt, acknowledged, now))
        typist.start()
        while len(acknowledged) < 5:
            pass
        submit_attempt(attempt=Attempt.objects.get(pk=attempt.pk), now=now)
        typist.join()
        attempt.refresh_from_db()
        assert attempt.submission is not None
        assert attempt.submission.sections["requirements"] == acknowledged[-1]


def type_on(attempt: Attempt, acknowledged: list[str], now: datetime) -> None:
    """Save after save until the server says that it is over."""
    try:
        for number in range(1, 10_000):
            text = f"Sentence {number}."
            save = Save(step="requirements", text=text, base_rev=0, client_id="tab", client_seq=number)
            save_draft(user_id=attempt.user_id, public_id=attempt.public_id, save=save, received_at=now)
            acknowledged.append(text)
    except AttemptOver:
        pass
    finally:
        connections.close_all()


def test_two_devices_never_overwrite_each_other(alice: User, start: Start, now: datetime) -> None:
    attempt = start(alice)
    won: list[str] = []
    threads = [threading.Thread(target=save_once, args=(attempt, f"device {one}", won, now)) for one in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1
    assert attempt.drafts.get(step="requirements").text == won[0]
    assert attempt.kept_texts.count() == 7


def save_once(attempt: Attempt, text: str, won: list[str], now: datetime) -> None:
    save = Save(step="requirements", text=text, base_rev=0, client_id=text, client_seq=1)
    try:
        save_draft(user_id=attempt.user_id, public_id=attempt.public_id, save=save, received_at=now)
        won.append(text)
    except Exception:
        pass
    finally:
        connections.close_all()
