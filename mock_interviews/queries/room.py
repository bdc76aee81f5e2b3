"""The room as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.urls import reverse

from grading.reshaded import BY_KEY, title_of
from mock_interviews.models import Attempt, Draft
from mock_interviews.queries.diagrams import EMPTY_DIGEST, DiagramPanel, read_panel
from mock_interviews.queries.rubrics import CriterionRow, read_rubric
from mock_interviews.ruler import Ruler, draw_ruler
from mock_interviews.steps import STEP_LINES


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
    diagram: DiagramPanel | None
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
        drafts = [step.draft for step in self.steps] + ([self.diagram.draft] if self.diagram else [])
        drafts += [self.diagram.scene] if self.diagram and self.diagram.scene else []
        return max((draft.received_at for draft in drafts if draft.received_at), default=None)

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
        diagram=read_panel(attempt, drafts, step=current),
        ruler=draw_ruler(attempt.steps, max(1, round(total_seconds / 60))),
        remaining_ms=remaining_ms,
        elapsed_percent=f"{min(1.0, elapsed_seconds / total_seconds) * 100:.3f}%",
        minute=elapsed_seconds // 60,
    )
