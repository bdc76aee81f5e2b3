"""The statements that every step passes through, written out: building them anew costs more than running them."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from grading.judges.answer import StepOutcome
from grading.models import GradingRun, StepVerdict
from grading.scoring import StepScore
from llm.rows import execute, fetch, moment

STEP, RUN = StepVerdict._meta.db_table, GradingRun._meta.db_table
OURS = "id = %s AND state = 'running' AND lease_token = %s"

CLAIM = f"""
UPDATE {STEP} SET state = 'running', lease_token = %s, lease_until = %s, due_at = %s, tries = tries + 1,
       crashes = crashes + CASE WHEN state = 'running' THEN 1 ELSE 0 END
WHERE id = %s AND ((state = 'queued' AND due_at <= %s) OR (state = 'running' AND lease_until < %s))
  AND EXISTS (SELECT 1 FROM {RUN} run WHERE run.id = {STEP}.run_id AND run.state IN ('queued', 'running'))
"""  # noqa: S608 - names of our own tables
RENEW = f"UPDATE {STEP} SET lease_until = %s, due_at = %s WHERE {OURS}"  # noqa: S608
FINISH = f"""
UPDATE {STEP} SET state = 'done', lease_token = '', lease_until = NULL, is_assessed = %s, score = %s, band = %s,
       readings = %s, red_flags = %s, notes = %s, error = '', done_at = %s
WHERE {OURS}
"""  # noqa: S608
WAITING = f"SELECT 1 FROM {STEP} WHERE run_id = %s AND state IN ('queued', 'running') LIMIT 1"  # noqa: S608


def claim_row(*, pk: int, token: str, until: datetime, now: datetime) -> bool:
    """Queued and due, or its lease has run out; a step whose worker went silent counts one crash more."""
    end, at = moment(until), moment(now)
    return bool(execute(CLAIM, (token, end, end, pk, at, at)))


def renew_row(*, pk: int, token: str, until: datetime) -> bool:
    end = moment(until)
    return bool(execute(RENEW, (end, end, pk, token)))


def finish_row(*, pk: int, token: str, score: StepScore | None, outcome: StepOutcome, now: datetime) -> bool:
    told: tuple[Any, ...] = (score is not None, score.score if score else None, score.band if score else None)
    lists = tuple(json.dumps(one) for one in (outcome.readings, outcome.red_flags, outcome.notes))
    return bool(execute(FINISH, (*told, *lists, moment(now), pk, token)))


def is_waiting(run_id: int) -> bool:
    return bool(fetch(WAITING, (run_id,)))
