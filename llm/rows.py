"""The statements of a call that is paid and answered, written out: building them anew costs more than running them.

Their twins in the ORM would be one conditional `update` each; `tests/llm/test_services.py` holds what they do.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from django.db import connection

from llm.models import KeptReply, LlmCall, TokenBudget

CALL, KEPT, BUDGET = (model._meta.db_table for model in (LlmCall, KeptReply, TokenBudget))

RESERVE = f"UPDATE {BUDGET} SET tokens = tokens + %s WHERE day = %s AND spender = %s AND tokens <= %s"  # noqa: S608
OPEN = f"""
INSERT INTO {CALL} (purpose, subject, user_id, spender, key, day, state, host, model, parameters, request_digest,
       reserved_tokens, cost_micros, error, is_outage, opened_at, deadline_at)
VALUES (%s, %s, %s, %s, %s, %s, 'open', %s, %s, %s, %s, %s, %s, '', %s, %s, %s)
ON CONFLICT DO NOTHING RETURNING id
"""  # noqa: S608
SETTLE = f"""
UPDATE {BUDGET} SET tokens = CASE WHEN tokens + %s > 0 THEN tokens + %s ELSE 0 END WHERE day = %s AND spender = %s
"""  # noqa: S608 - names of our own tables
CLOSE = f"""
UPDATE {CALL} SET state = 'closed', prompt_tokens = %s, completion_tokens = %s, cost_micros = %s, parameters = %s,
       error = %s, closed_at = %s
WHERE id = %s AND state IN ('open', 'lost')
"""  # noqa: S608
KEEP = f"""
INSERT INTO {KEPT} (key, call_id, user_id, text, forget_at) VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (key) DO UPDATE
SET call_id = excluded.call_id, user_id = excluded.user_id, text = excluded.text, forget_at = excluded.forget_at
"""  # noqa: S608
FIND = f"SELECT text FROM {KEPT} WHERE key = %s AND forget_at > %s"  # noqa: S608
NEWEST = f"""
SELECT is_outage, closed_at, retry_at FROM {CALL} WHERE host = %s AND state IN ('closed', 'failed')
ORDER BY closed_at DESC LIMIT %s
"""  # noqa: S608


def execute(sql: str, values: tuple[Any, ...]) -> int:
    """How many rows it changed."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.rowcount)


def fetch(sql: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def moment(value: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(value)


def reserve_row(*, day: date, spender: str, tokens: int, limit: int) -> bool:
    """False where the day's share doesn't hold it, and where the row isn't there yet."""
    at = connection.ops.adapt_datefield_value(day)
    return bool(execute(RESERVE, (tokens, at, spender, limit - tokens)))


def settle_row(*, day: date, spender: str, difference: int) -> None:
    at = connection.ops.adapt_datefield_value(day)
    execute(SETTLE, (difference, difference, at, spender))


def open_row(call: LlmCall) -> int | None:
    """The new row's id; None while a call of the same key is in flight."""
    who = (call.purpose, call.subject, call.user_id, call.spender, call.key)
    at = connection.ops.adapt_datefield_value(call.day)
    what = (call.host, call.model, json.dumps(call.parameters), call.request_digest)
    price, moments = (call.reserved_tokens, call.cost_micros, False), (moment(call.opened_at), moment(call.deadline_at))
    found = fetch(OPEN, (*who, at, *what, *price, *moments))
    return int(found[0][0]) if found else None


def close_row(
    call: LlmCall, *, prompt: int, completion: int, micros: int, parameters: dict[str, Any], error: str, at: datetime
) -> bool:
    values = (prompt, completion, micros, json.dumps(parameters), error, moment(at), call.pk)
    return bool(execute(CLOSE, values))


def keep_row(*, key: str, call_id: int, owner_id: int | None, text: str, until: datetime) -> None:
    execute(KEEP, (key, call_id, owner_id, text, moment(until)))
