"""Page-shaped reads of the room: the room itself, the report around a grade, the list of attempts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from grading.reshaded import BY_KEY, JUDGED_KEYS, WEIGHTS, title_of
from mock_interviews.models import Attempt, Draft, Interview, InterviewVersion, KeptText
from mock_interviews.ruler import Ruler, draw_ruler
from mock_interviews.services.drafts import digest_of
from mock_interviews.steps import STEP_LINES

if TYPE_CHECKING:
    from accounts.models import User

EMPTY_DIGEST = digest_of("")


@dataclass(frozen=True)
class CriterionRow:
    title: str
    weight: int


@dataclass(frozen=True)
class JudgedStep:
    """A step as the public rubric shows it: its share of 100 and what is looked at, without the bands."""

    key: str
    letter: str
    title: str
    weight: int
    criteria: list[CriterionRow]


@dataclass(frozen=True)
class StepView:
    """One step in the room."""

    key: str
    number: int
    minutes: int
    draft: Draft
    criteria: list[CriterionRow]
    is_current: bool
    url: str
    save_url: str
    api_url: str
    next_key: str
    """Empty at the last step."""

    @property
    def next_title(self) -> str:
        return title_of(self.next_key)

    @property
    def next_url(self) -> str:
        return self.url.replace(f"?step={self.key}", f"?step={self.next_key}")

    @property
    def letter(self) -> str:
        return BY_KEY[self.key].letter

    @property
    def title(self) -> str:
        return BY_KEY[self.key].title

    @property
    def line(self) -> str:
        return STEP_LINES[self.key]

    @property
    def digest(self) -> str:
        return self.draft.digest or EMPTY_DIGEST

    @property
    def words(self) -> int:
        return len(self.draft.text.split())

    @property
    def used(self) -> str:
        """Minutes and seconds in front of the candidate, `4:40`."""
        return clock_text(self.draft.active_ms)

    @property
    def is_over_budget(self) -> bool:
        return self.draft.active_ms > self.minutes * 60_000


@dataclass(frozen=True)
class RoomPage:
    attempt: Attempt
    now: datetime
    steps: list[StepView]
    ruler: Ruler
    remaining_ms: int
    elapsed_percent: str
    minute: int

    @cached_property
    def current(self) -> StepView:
        return next(step for step in self.steps if step.is_current)

    @property
    def written(self) -> list[str]:
        return [step.key for step in self.steps if step.words]

    @property
    def saved_ago_ms(self) -> int | None:
        """How long ago anything was saved; None before the first time."""
        return int((self.now - self.saved_at) / timedelta(milliseconds=1)) if self.saved_at else None

    @property
    def saved_at(self) -> datetime | None:
        return max((step.draft.received_at for step in self.steps if step.draft.received_at), default=None)

    @property
    def total_ms(self) -> int:
        return (self.attempt.base_seconds + self.attempt.extra_seconds) * 1000

    @property
    def clock(self) -> str:
        return clock_text(self.remaining_ms)

    @property
    def total_minutes(self) -> int:
        return self.ruler.minutes


def clock_text(milliseconds: int) -> str:
    """Minutes and seconds as a clock shows them; what is begun of a second counts as none of it."""
    minutes, seconds = divmod(milliseconds // 1000, 60)
    return f"{minutes}:{seconds:02}"


def read_room(attempt: Attempt, *, step: str, now: datetime) -> RoomPage:
    """The room at a step; an unknown one is the first that is still empty. One query beyond the attempt itself."""
    drafts = {draft.step: draft for draft in attempt.drafts.all()}
    keys = attempt.step_keys
    current = step if step in keys else next((key for key in keys if not drafts[key].text.strip()), keys[-1])
    judged = {row.key: row.criteria for row in read_rubric(attempt.version)}
    room_url = reverse("mock:attempt-room", args=[attempt.public_id])
    steps = [
        StepView(
            key=planned["key"],
            number=number,
            minutes=planned["minutes"],
            draft=drafts[planned["key"]],
            criteria=judged.get(planned["key"], []),
            is_current=planned["key"] == current,
            url=f"{room_url}?step={planned['key']}",
            save_url=reverse("mock:step-save", args=[attempt.public_id, planned["key"]]),
            api_url=reverse("api-draft", args=[attempt.public_id, planned["key"]]),
            next_key=keys[number] if number < len(keys) else "",
        )
        for number, planned in enumerate(attempt.steps, 1)
    ]
    total_seconds = attempt.base_seconds + attempt.extra_seconds
    remaining_ms = attempt.remaining_ms(now)
    elapsed_seconds = max(0, total_seconds - remaining_ms // 1000)
    return RoomPage(
        attempt=attempt,
        now=now,
        steps=steps,
        ruler=draw_ruler(attempt.steps, max(1, round(total_seconds / 60))),
        remaining_ms=remaining_ms,
        elapsed_percent=f"{min(1.0, elapsed_seconds / total_seconds) * 100:.3f}%",
        minute=elapsed_seconds // 60,
    )


def closes_ms(attempt: Attempt, now: datetime) -> int:
    """Milliseconds until a draft on its way is refused; the clock never shows this."""
    left = attempt.closes_at - (attempt.paused_at or now)
    return max(0, int(left / timedelta(milliseconds=1)))


def read_rubric(version: InterviewVersion) -> list[JudgedStep]:
    """The public side of the rubric that an attempt pins."""
    steps = version.rubric.data.get("steps", {})
    return [
        JudgedStep(
            key=key,
            letter=BY_KEY[key].letter,
            title=BY_KEY[key].title,
            weight=WEIGHTS[key],
            criteria=[CriterionRow(one["title"], one.get("weight", 1)) for one in steps[key]["criteria"]],
        )
        for key in JUDGED_KEYS
        if key in steps
    ]


@dataclass(frozen=True)
class StepMinutes:
    """Where the minutes of one step went, for the chart of 240 units."""

    title: str
    budget: int
    used: float
    budget_width: str
    used_width: str
    over_width: str

    @property
    def is_over(self) -> bool:
        return self.used > self.budget


def read_minutes(attempt: Attempt) -> list[StepMinutes]:
    """Budget and use of each step, drawn to one scale."""
    drafts = {draft.step: draft.active_ms / 60_000 for draft in attempt.drafts.all()}
    rows = [(step["key"], step["minutes"], drafts.get(step["key"], 0.0)) for step in attempt.steps]
    longest = max((max(budget, used) for _, budget, used in rows), default=1) or 1
    return [
        StepMinutes(
            title=title_of(key),
            budget=budget,
            used=round(used, 1),
            budget_width=f"{budget / longest * 100:.2f}%",
            used_width=f"{min(used, budget) / longest * 100:.2f}%",
            over_width=f"{max(0.0, used - budget) / longest * 100:.2f}%",
        )
        for key, budget, used in rows
    ]


@dataclass(frozen=True)
class KeptRow:
    kept: KeptText
    title: str
    is_accepted: bool


def read_kept(attempt: Attempt) -> list[KeptRow]:
    """Texts that were refused but kept, newest first, shown to their owner."""
    accepted = {change.detail.get("digest") for change in attempt.changes.all() if change.what == "late_text_accepted"}
    return [
        KeptRow(kept, title_of(kept.step), kept.digest in accepted)
        for kept in attempt.kept_texts.order_by("-received_at")
    ]


@dataclass(frozen=True)
class AttemptRow:
    attempt: Attempt
    title: str
    url: str
    what: str
    total: float | None
    is_running: bool


def list_attempts(user: User, *, now: datetime) -> list[AttemptRow]:
    """A person's attempts, newest first, in one query."""
    attempts = Attempt.objects.filter(user=user).select_related("interview", "run")
    return [attempt_row(attempt, now) for attempt in attempts]


def attempt_row(attempt: Attempt, now: datetime) -> AttemptRow:
    is_running = attempt.takes_drafts(now)
    name = "mock:attempt-room" if is_running else "mock:attempt-report"
    what = f"Drill: {title_of(attempt.steps[0]['key'])}" if attempt.is_drill else f"{attempt.minutes} minutes"
    total = attempt.run.result.get("total") if attempt.run and attempt.state == Attempt.State.GRADED else None
    return AttemptRow(
        attempt=attempt,
        title=attempt.interview.title,
        url=reverse(name, args=[attempt.public_id]),
        what=what,
        total=total,
        is_running=is_running,
    )


def list_running(user: User, *, now: datetime) -> list[dict[str, str]]:
    """For the one personal request: what is running, `public_id`, `interview` and `title`. One query."""
    running = Attempt.objects.taking_drafts(now).filter(user=user).select_related("interview")
    return [
        {"public_id": attempt.public_id, "interview": attempt.interview.slug, "title": attempt.interview.title}
        for attempt in running
    ]


def list_interviews() -> list[Interview]:
    return list(Interview.objects.filter(retired_at=None, current__isnull=False).select_related("current__rubric"))


def read_clock(attempt: Attempt, *, now: datetime) -> dict[str, Any]:
    """What an open page asks for now and then: state, time left, and the newest rev of each step."""
    return {
        "state": attempt.state,
        "remaining_ms": attempt.remaining_ms(now),
        "closes_ms": closes_ms(attempt, now),
        "deadline_at": attempt.deadline_at.isoformat(),
        "is_paused": attempt.paused_at is not None,
        "revs": dict(attempt.drafts.values_list("step", "rev")),
    }


def show_draft(draft: Draft) -> dict[str, Any]:
    return {
        "text": draft.text,
        "rev": draft.rev,
        "digest": draft.digest or EMPTY_DIGEST,
        "received_at": draft.received_at.isoformat() if draft.received_at else None,
    }


def show_attempt(attempt: Attempt, *, now: datetime) -> dict[str, Any]:
    """An attempt with its texts, for the API. One query beyond the attempt."""
    drafts = {draft.step: draft for draft in attempt.drafts.all()}
    return {
        "id": attempt.public_id,
        "interview": attempt.interview.slug,
        "level": attempt.level,
        "mode": attempt.mode,
        "minutes": attempt.minutes,
        "is_drill": attempt.is_drill,
        "state": attempt.state,
        "started_at": attempt.started_at.isoformat(),
        "deadline_at": attempt.deadline_at.isoformat(),
        "ended_at": attempt.ended_at.isoformat() if attempt.ended_at else None,
        "brief": attempt.version.data["brief_text"],
        "remaining_ms": attempt.remaining_ms(now),
        "is_paused": attempt.paused_at is not None,
        "steps": [
            {**step, **_texts(drafts[step["key"]]), "active_ms": drafts[step["key"]].active_ms}
            for step in attempt.steps
        ],
    }


def _texts(draft: Draft) -> dict[str, Any]:
    return {"text": draft.text, "rev": draft.rev, "digest": draft.digest or EMPTY_DIGEST}
