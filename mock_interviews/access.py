"""The only way in which a view gets a person's attempt: what is not yours is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser

from mock_interviews.models import Attempt, Draft, Interview
from problems import NotThere

if TYPE_CHECKING:
    from accounts.models import User


def get_interview(slug: str) -> Interview:
    """A published interview with its current version and rubric."""
    interview = (
        Interview.objects.select_related("current__rubric")
        .filter(slug=slug, retired_at=None, current__isnull=False)
        .first()
    )
    if interview is None:
        raise NotThere
    return interview


def get_person(user: User | AnonymousUser) -> User:
    """Somebody who is signed in, guest or not."""
    if not user.is_authenticated:
        raise NotThere
    return user


def get_attempt_for(user: User | AnonymousUser, public_id: str) -> Attempt:
    """The attempt if it is this person's; somebody else's looks like none."""
    attempt = (
        Attempt.objects.select_related("user", "interview", "version__rubric", "submission", "run")
        .filter(public_id=public_id, user_id=user.pk)
        .first()
        if user.is_authenticated
        else None
    )
    if attempt is None:
        raise NotThere
    return attempt


def get_draft_for(user: User | AnonymousUser, public_id: str, step: str) -> Draft:
    draft = (
        Draft.objects.select_related("attempt")
        .filter(attempt__public_id=public_id, attempt__user_id=user.pk, step=step)
        .first()
        if user.is_authenticated
        else None
    )
    if draft is None:
        raise NotThere
    return draft
