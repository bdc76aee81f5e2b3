"""Saving a draft: one conditional UPDATE decides, and whatever it refuses is kept."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from django.db.models import F

from mock_interviews.deltas import make_delta
from mock_interviews.errors import AttemptOver, Conflict, DiagramTooLong, SceneTooLong, TooLong
from mock_interviews.models import Attempt, Draft, KeptText
from mock_interviews.services.draft_rows import StoredDraft, find_row, store_row
from mock_interviews.steps import DIAGRAM, SCENE
from problems import NotThere

MOST_BYTES = 48 * 1024
MOST_DIAGRAM_BYTES = 20 * 1024
MOST_SCENE_BYTES = 1_000_000
MOST_ACTIVE_MS = int(timedelta(minutes=20) / timedelta(milliseconds=1))
"""One save can't claim more time in front of a step than this."""
KEPT_AT_MOST = 40
"""Refused texts kept of one attempt and reason; beyond that the newest takes the place of the one before."""
SCENES_KEPT_AT_MOST = 4
"""The same for drawings, which are larger."""
TRIES = 5


@dataclass(frozen=True)
class Save:
    """What a page sends. `step` may be `diagram`; `client_id` names one opened page, `client_seq` counts its saves."""

    step: str
    text: str
    base_rev: int
    client_id: str
    client_seq: int
    active_ms: int = 0
    """How long the step was in front of the candidate since this page's last acknowledged save of it."""


@dataclass(frozen=True)
class Saved:
    rev: int
    digest: str
    remaining_ms: int
    received_at: datetime
    deadline_at: datetime
    state: str

    def as_json(self) -> dict[str, Any]:
        return {
            "rev": self.rev,
            "digest": self.digest,
            "remaining_ms": self.remaining_ms,
            "received_at": self.received_at.isoformat(),
            "deadline_at": self.deadline_at.isoformat(),
            "state": self.state,
        }


class Verdict(Enum):
    NEXT = "it follows what is stored"
    DUPLICATE = "it is stored already"
    CONFLICT = "somebody else's text is stored"


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def save_draft(*, user_id: int, public_id: str, save: Save, received_at: datetime) -> Saved:
    """Store the text of one step if it arrived in time and follows what is stored.

    A repeat is answered like the first time. Raises NotThere, TooLong, AttemptOver (the text is kept as late text) and
    Conflict (both texts are kept and go along).
    """
    check_length(save)
    digest = digest_of(save.text)
    for _ in range(TRIES):
        draft = find_draft(user_id=user_id, public_id=public_id, step=save.step)
        verdict = judge(draft, save, digest)
        if verdict is Verdict.DUPLICATE:
            return reply(draft, draft.rev, draft.digest, received_at)
        if not draft.attempt.takes_drafts(received_at):
            keep_text(draft.attempt, save, digest, KeptText.Reason.LATE, received_at)
            raise AttemptOver(state=draft.attempt.state, **_theirs(draft))
        if verdict is Verdict.CONFLICT:
            break
        if store(draft, save, digest, received_at):
            return reply(draft, draft.rev + 1, digest, received_at)
    keep_text(draft.attempt, save, digest, KeptText.Reason.CONFLICT, received_at)
    yours = {"text": save.text, "digest": digest, "is_kept": True}
    raise Conflict(yours=yours, remaining_ms=draft.attempt.remaining_ms(received_at), **_theirs(draft))


def check_length(save: Save) -> None:
    size = len(save.text.encode())
    if save.step == DIAGRAM and size > MOST_DIAGRAM_BYTES:
        raise DiagramTooLong
    if save.step == SCENE and size > MOST_SCENE_BYTES:
        raise SceneTooLong
    if save.step != SCENE and size > MOST_BYTES:
        raise TooLong


def note_time(*, user_id: int, public_id: str, step: str, active_ms: int, received_at: datetime) -> Saved:
    """Time that passed in front of a step in which nothing was typed. Too late, it is not counted."""
    draft = find_draft(user_id=user_id, public_id=public_id, step=step)
    if active_ms > 0 and draft.attempt.takes_drafts(received_at):
        Draft.objects.filter(pk=draft.pk).update(active_ms=F("active_ms") + min(active_ms, MOST_ACTIVE_MS))
    return reply(draft, draft.rev, draft.digest, received_at)


def find_draft(*, user_id: int, public_id: str, step: str) -> StoredDraft:
    draft = find_row(user_id=user_id, public_id=public_id, step=step)
    if draft is None:
        raise NotThere
    return draft


def judge(draft: StoredDraft, save: Save, digest: str) -> Verdict:
    """How a save stands to the stored draft. A page's own later save follows its earlier one, whose answer got lost."""
    is_same_page = bool(draft.client_id) and draft.client_id == save.client_id
    if (is_same_page and save.client_seq <= draft.client_seq) or digest == (draft.digest or digest_of("")):
        return Verdict.DUPLICATE
    if save.base_rev == draft.rev or is_same_page:
        return Verdict.NEXT
    return Verdict.CONFLICT


def store(draft: StoredDraft, save: Save, digest: str, received_at: datetime) -> bool:
    return store_row(
        draft,
        text=save.text,
        digest=digest,
        client_id=save.client_id,
        client_seq=save.client_seq,
        active_ms=max(0, min(save.active_ms, MOST_ACTIVE_MS)),
        delta=make_delta(draft.text, save.text),
        received_at=received_at,
        is_coarse=save.step == SCENE,
    )


def keep_text(attempt: Attempt, save: Save, digest: str, reason: KeptText.Reason, received_at: datetime) -> None:
    """Nothing that somebody typed is thrown away, and one attempt can't fill the disk."""
    kept = attempt.kept_texts.filter(reason=reason)
    if kept.filter(step=save.step, digest=digest).exists():
        return
    is_full = kept.count() >= KEPT_AT_MOST
    if save.step == SCENE:
        is_full = kept.filter(step=SCENE).count() >= SCENES_KEPT_AT_MOST
    if is_full and (last := kept.filter(step=save.step).order_by("-received_at").first()):
        KeptText.objects.filter(pk=last.pk).update(text=save.text, digest=digest, received_at=received_at)
        return
    row = KeptText(
        attempt=attempt, step=save.step, text=save.text, digest=digest, reason=reason, received_at=received_at
    )
    KeptText.objects.bulk_create([row], ignore_conflicts=True)


def reply(draft: StoredDraft, rev: int, digest: str, received_at: datetime) -> Saved:
    attempt = draft.attempt
    return Saved(
        rev=rev,
        digest=digest or digest_of(""),
        remaining_ms=attempt.remaining_ms(received_at),
        received_at=received_at,
        deadline_at=attempt.deadline_at,
        state=attempt.state,
    )


def _theirs(draft: StoredDraft) -> dict[str, Any]:
    at = draft.received_at.isoformat() if draft.received_at else None
    theirs = {"text": draft.text, "rev": draft.rev, "digest": draft.digest or digest_of(""), "received_at": at}
    return {"theirs": theirs}
