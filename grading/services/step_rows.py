"""The statements that every step passes through, written out: building them anew costs more than running them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import chain
from typing import Any

from django.contrib.auth import get_user_model
from django.db import DEFAULT_DB_ALIAS
from django.db.models import Field, JSONField, Model

from grading.judges.answer import CriterionOutcome, StepOutcome
from grading.models import CriterionVerdict, GradingRun, RubricVersion, StepVerdict, Submission
from grading.scoring import StepScore
from llm.rows import execute, fetch, moment

MODELS: tuple[type[Model], ...] = (StepVerdict, GradingRun, Submission, RubricVersion, get_user_model())
STEP, RUN, SUBMISSION, RUBRIC, PERSON = (model._meta.db_table for model in MODELS)
CRITERION = CriterionVerdict._meta.db_table
OURS = "id = %s AND state = 'running' AND lease_token = %s"

CLAIM = f"""
UPDATE {STEP} SET state = 'running', lease_token = %s, lease_until = %s, due_at = %s, tries = tries + 1,
       crashes = crashes + CASE WHEN state = 'running' THEN 1 ELSE 0 END
WHERE id = %s AND ((state = 'queued' AND due_at <= %s) OR (state = 'running' AND lease_until < %s))
  AND EXISTS (SELECT 1 FROM {RUN} run WHERE run.id = {STEP}.run_id AND run.state IN ('queued', 'running'))
"""  # noqa: S608 - names of our own tables
NEEDED = (
    {"id", "run_id", "step", "tries", "crashes"},
    {"id", "submission_id", "rubric_id", "state", "note", "judge", "model", "parameters", "purpose", "replicate"},
    {"id", "owner_id", "sections", "diagram", "transcript"},
    {"id", "digest"},
    {"id", "is_guest", "network"},
)
"""What a judge needs of each of MODELS."""
FIELDS = [
    [one for one in model._meta.concrete_fields if one.attname in needed]
    for model, needed in zip(MODELS, NEEDED, strict=True)
]
COLUMNS = ", ".join(f"{one.model._meta.db_table}.{one.column}" for fields in FIELDS for one in fields)
READ = f"""
SELECT {COLUMNS} FROM {STEP} JOIN {RUN} ON {RUN}.id = {STEP}.run_id
  JOIN {SUBMISSION} ON {SUBMISSION}.id = {RUN}.submission_id JOIN {RUBRIC} ON {RUBRIC}.id = {RUN}.rubric_id
  LEFT JOIN {PERSON} ON {PERSON}.id = {SUBMISSION}.owner_id
WHERE {STEP}.id = %s
"""  # noqa: S608
RENEW = f"UPDATE {STEP} SET lease_until = %s, due_at = %s WHERE {OURS}"  # noqa: S608
FINISH = f"""
UPDATE {STEP} SET state = 'done', lease_token = '', lease_until = NULL, is_assessed = %s, score = %s, band = %s,
       readings = %s, red_flags = %s, notes = %s, error = '', done_at = %s
WHERE {OURS}
"""  # noqa: S608
START = f"UPDATE {RUN} SET state = 'running', started_at = %s WHERE id = %s AND state = 'queued'"  # noqa: S608
ADD = f"""
INSERT INTO {CRITERION} (step_verdict_id, criterion, number, band, score, evidence, why, finding, confidence, readings,
       flags, raised_by) VALUES
"""  # noqa: S608
WAITING = f"SELECT 1 FROM {STEP} WHERE run_id = %s AND state IN ('queued', 'running') LIMIT 1"  # noqa: S608

ROWS_AT_ONCE = 4
"""psycopg takes a statement of more than 50 parameters apart anew each time."""


def claim_row(*, pk: int, token: str, until: datetime, now: datetime) -> bool:
    """Queued and due, or its lease has run out; a step whose worker went silent counts one crash more."""
    end, at = moment(until), moment(now)
    return bool(execute(CLAIM, (token, end, end, pk, at, at)))


def read_step(pk: int) -> StepVerdict:
    """The step with its run, rubric, submission and owner, as far as a judge needs them."""
    values = iter(fetch(READ, (pk,))[0])
    step: StepVerdict
    step, run, submission, rubric, owner = (_build(fields, values) for fields in FIELDS)
    submission.owner = owner if submission.owner_id else None
    run.submission, run.rubric, step.run = submission, rubric, run
    return step


def _build(fields: list[Field[Any, Any]], values: Iterator[Any]) -> Any:
    loaded = [json.loads(next(values)) if isinstance(one, JSONField) else next(values) for one in fields]
    return fields[0].model.from_db(DEFAULT_DB_ALIAS, [one.attname for one in fields], loaded)


def start_run(*, pk: int, now: datetime) -> None:
    """The worker of its first step does it; another one may have been quicker."""
    execute(START, (moment(now), pk))


def renew_row(*, pk: int, token: str, until: datetime) -> bool:
    end = moment(until)
    return bool(execute(RENEW, (end, end, pk, token)))


def finish_row(*, pk: int, token: str, score: StepScore | None, outcome: StepOutcome, now: datetime) -> bool:
    told: tuple[Any, ...] = (score is not None, score.score if score else None, score.band if score else None)
    lists = tuple(json.dumps(one) for one in (outcome.readings, outcome.red_flags, outcome.notes))
    return bool(execute(FINISH, (*told, *lists, moment(now), pk, token)))


def add_criteria(pk: int, outcomes: Sequence[CriterionOutcome]) -> None:
    rows = []
    for number, one in enumerate(outcomes, start=1):
        told = (pk, one.criterion, number, one.band, one.score, json.dumps(one.evidence), one.why, one.finding)
        rows.append((*told, one.confidence, json.dumps(one.readings), json.dumps(one.flags), one.raised_by))
    for at in range(0, len(rows), ROWS_AT_ONCE):
        some = rows[at : at + ROWS_AT_ONCE]
        execute(ADD + ", ".join([f"({', '.join(['%s'] * len(some[0]))})"] * len(some)), tuple(chain(*some)))


def is_waiting(run_id: int) -> bool:
    return bool(fetch(WAITING, (run_id,)))
