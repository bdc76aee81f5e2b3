"""A small rubric and an answer to it, for tests of everything that isn't about judging well."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts.models import User
from grading.models import GradingRun, RubricVersion, Submission
from grading.reshaded import COMMUNICATION, STEP_KEYS
from grading.services import freeze_submission, publish_rubric, request_grading

IDEAS = {
    "cache": ["cache", "cached", "keep a copy"],
    "queue": ["queue", "buffer", "backlog"],
    "replica": ["replica", "second copy", "standby"],
}
TEXT = """For {key} we put a cache before the store because 95 % of 40,000 requests per second are reads.
A queue takes the writes of {key}; when it is full for 5 s we answer 429 rather than lose anything.
Each shard of {key} has a replica in another zone: if a node fails, reads go to the replica within 2 s."""


def criterion(key: str, **changed: Any) -> dict[str, Any]:
    return {
        "id": key,
        "title": f"About {key}",
        "weight": 2,
        "bands": {
            0: "Nothing about it.",
            1: "Named.",
            2: "Covered in part, without a reason.",
            3: "Covered with a reason or a number.",
            4: "Covered with its price and what happens when it fails.",
        },
        "evidence": "A sentence that proposes it.",
        "looks_for": ["number", "reason"],
        "groups": [{"name": name, "any": words} for name, words in IDEAS.items()],
        "lesson": "scaling",
    } | changed


def rubric_data(**changed: Any) -> dict[str, Any]:
    steps: dict[str, Any] = {
        key: {"criteria": [criterion(f"{key.replace('_', '-')}-{n}") for n in (1, 2, 3)]} for key in STEP_KEYS
    }
    steps[COMMUNICATION.key] = {"criteria": [criterion("com-replies", groups=[])]}
    flag = {
        "id": "no-copies",
        "text": "Keeps one copy of everything",
        "severity": 5,
        "groups": [{"name": "one copy", "any": ["single copy of all data"]}],
    }
    return {"interview": "small", "steps": steps, "red_flags": [flag]} | changed


def make_rubric(now: datetime, **changed: Any) -> RubricVersion:
    return publish_rubric(slug="small", data=rubric_data(**changed), now=now)


def make_submission(now: datetime, owner: User | None = None, **sections: str) -> Submission:
    texts = dict.fromkeys(STEP_KEYS, "") | {key: TEXT.format(key=key) for key in STEP_KEYS} | sections
    return freeze_submission(owner=owner, sections=texts, diagram={}, transcript=[], now=now)


def make_run(now: datetime, owner: User | None = None, steps: list[str] | None = None, **more: Any) -> GradingRun:
    return request_grading(
        submission=make_submission(now, owner),
        rubric=make_rubric(now),
        steps=steps or [*STEP_KEYS, COMMUNICATION.key],
        now=now,
        **more,
    )
