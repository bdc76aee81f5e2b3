"""What staff can do to attempts: more time, letting a late text count, withdrawing. Everything else is only shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from mock_interviews import services
from mock_interviews.access import get_person
from mock_interviews.models import Attempt, AttemptChange, Interview, KeptText
from problems import Problem

if TYPE_CHECKING:
    AnyAdmin = admin.ModelAdmin[Any]
    AnyInline = admin.TabularInline[AttemptChange, Attempt]
else:  # Django's classes take no parameters while they run
    AnyAdmin, AnyInline = admin.ModelAdmin, admin.TabularInline


class Shown(AnyAdmin):
    """Nothing here is typed in by hand; it comes from content files and from candidates."""

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False


class ChangeInline(AnyInline):
    model = AttemptChange
    extra = 0
    can_delete = False
    readonly_fields = ("at", "what", "detail", "by")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False


@admin.register(Interview)
class InterviewAdmin(Shown):
    list_display = ("title", "slug", "difficulty", "kind", "retired_at")


@admin.register(Attempt)
class AttemptAdmin(Shown):
    list_display = ("public_id", "interview", "user", "state", "level", "mode", "started_at", "deadline_at")
    list_filter = ("state", "mode", "interview")
    search_fields = ("public_id", "user__email")
    inlines = (ChangeInline,)
    actions = ("give_five_minutes", "give_fifteen_minutes", "withdraw")

    @admin.action(description="Give 5 minutes more", permissions=["view"])
    def give_five_minutes(self, request: HttpRequest, attempts: QuerySet[Attempt]) -> None:
        self._extend(request, attempts, 300)

    @admin.action(description="Give 15 minutes more", permissions=["view"])
    def give_fifteen_minutes(self, request: HttpRequest, attempts: QuerySet[Attempt]) -> None:
        self._extend(request, attempts, 900)

    def _extend(self, request: HttpRequest, attempts: QuerySet[Attempt], seconds: int) -> None:
        for attempt in attempts:
            try:
                services.extend_attempt(
                    attempt=attempt, seconds=seconds, by=get_person(request.user), why="by staff", now=timezone.now()
                )
            except Problem as problem:
                messages.warning(request, f"{attempt.public_id}: {problem.text}")

    @admin.action(description="Withdraw", permissions=["view"])
    def withdraw(self, request: HttpRequest, attempts: QuerySet[Attempt]) -> None:
        for attempt in attempts:
            services.void_attempt(attempt=attempt, by=get_person(request.user), why="by staff", now=timezone.now())


@admin.register(KeptText)
class KeptTextAdmin(Shown):
    list_display = ("attempt", "step", "reason", "received_at")
    list_filter = ("reason",)
    actions = ("let_count",)

    @admin.action(description="Let this text count, and grade again", permissions=["view"])
    def let_count(self, request: HttpRequest, texts: QuerySet[KeptText]) -> None:
        for kept in texts:
            try:
                services.accept_late_text(kept=kept, by=get_person(request.user), now=timezone.now())
            except Problem as problem:
                messages.warning(request, f"{kept}: {problem.text}")
