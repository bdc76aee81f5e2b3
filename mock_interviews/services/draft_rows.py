"""The three statements of a save, written out: building them anew each time costs more than running them.

`tests/mock_interviews/test_drafts.py` holds the condition of the UPDATE against its twin, `taking_drafts`.
"""

from __future__ import annotations

import json
import threading
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection, transaction

from mock_interviews.deltas import join_deltas
from mock_interviews.models import Attempt, Draft, DraftChange

DRAFT, CHANGE, ATTEMPT = (model._meta.db_table for model in (Draft, DraftChange, Attempt))

FIND = f"""
SELECT d.id, d.text, d.rev, d.digest, d.client_id, d.client_seq, d.received_at,
       a.id, a.deadline_at, a.closes_at, a.paused_at, a.state
FROM {DRAFT} d JOIN {ATTEMPT} a ON a.id = d.attempt_id
WHERE a.public_id = %s AND a.user_id = %s AND d.step = %s
"""  # noqa: S608 - names of our own tables
STORE = f"""
UPDATE {DRAFT}
SET text = %s, rev = rev + 1, digest = %s, client_id = %s, client_seq = %s, active_ms = active_ms + %s, received_at = %s
WHERE id = %s AND rev = %s AND EXISTS (
  SELECT 1 FROM {ATTEMPT} WHERE id = %s AND state = 'active' AND (closes_at >= %s OR paused_at IS NOT NULL) {{lock}}
)
"""  # noqa: S608
NOTE = f"INSERT INTO {CHANGE} (draft_id, rev, delta, received_at) VALUES (%s, %s, %s, %s)"  # noqa: S608
LOCK = "FOR NO KEY UPDATE"
"""PostgreSQL: a hand-in at the same moment either comes first, and then nothing is stored, or it waits and freezes this
text. SQLite has one writer at a time anyway."""

COARSE_SECONDS = 10
"""A drawing's history has at most one row in each ten seconds of the clock."""

_writer = threading.Lock()


@dataclass(frozen=True)
class StoredDraft:
    """What a save has to know of the stored row."""

    pk: int
    text: str
    rev: int
    digest: str
    client_id: str
    client_seq: int
    received_at: datetime | None
    attempt: Attempt


def find_row(*, user_id: int, public_id: str, step: str) -> StoredDraft | None:
    with connection.cursor() as cursor:
        cursor.execute(FIND, (public_id, user_id, step))
        row = cursor.fetchone()
    if row is None:
        return None
    pk, text, rev, digest, client_id, client_seq, saved_at, attempt_id, *moments, state = row
    # In the order of the model's fields, as `from_db` wants them; what isn't named stays deferred.
    names = ["id", "deadline_at", "closes_at", "paused_at", "state"]
    attempt = Attempt.from_db(connection.alias, names, [attempt_id, *map(_moment, moments), state])
    return StoredDraft(pk, text, rev, digest, client_id, client_seq, _moment(saved_at), attempt)


def store_row(
    draft: StoredDraft,
    *,
    text: str,
    digest: str,
    client_id: str,
    client_seq: int,
    active_ms: int,
    delta: tuple[int, int, str],
    received_at: datetime,
    is_coarse: bool = False,
) -> bool:
    """The conditional UPDATE, and the history row in the same transaction. False if the row or the attempt moved on.

    With `is_coarse` the last row of the history takes the change in if it is of the same ten seconds.
    """
    at = connection.ops.adapt_datetimefield_value(received_at)
    new = (text, digest, client_id, client_seq, active_ms, at)
    sql = STORE.format(lock="" if connection.vendor == "sqlite" else LOCK)
    with writer_turn(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, (*new, draft.pk, draft.rev, draft.attempt.pk, at))
        if cursor.rowcount != 1:
            return False
        if is_coarse and join_last_change(draft.pk, draft.rev + 1, delta, text, received_at):
            return True
        cursor.execute(NOTE, (draft.pk, draft.rev + 1, json.dumps(delta), at))
    return True


def join_last_change(pk: int, rev: int, delta: tuple[int, int, str], text: str, received_at: datetime) -> bool:
    last = DraftChange.objects.filter(draft_id=pk).order_by("-rev").first()
    if last is None or _slot(last.received_at) != _slot(received_at):
        return False
    joined = join_deltas(last.delta, delta, text)
    DraftChange.objects.filter(pk=last.pk).update(rev=rev, delta=joined, received_at=received_at)
    return True


def _slot(moment: datetime) -> int:
    return int(moment.timestamp()) // COARSE_SECONDS


def writer_turn() -> AbstractContextManager[object]:
    """SQLite has one writer at a time and lets the others sleep and try again; threads of one process queue up here."""
    return _writer if connection.vendor == "sqlite" and not connection.in_atomic_block else nullcontext()


def _moment(value: datetime | None) -> datetime | None:
    """SQLite's driver hands out UTC without saying so, PostgreSQL's says it."""
    return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value
