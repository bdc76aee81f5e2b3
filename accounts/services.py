"""What changes a person's row: becoming an account, the profile, keys, staff, and going away."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet

from accounts.errors import AddressTaken, AlreadySignedUp
from accounts.models import ApiToken, User
from learning.models import LessonProgress
from lessons.models import ExerciseAnswer
from mock_interviews.models import Attempt

GUEST_DAYS = 30
"""How long an idle guest without an attempt is kept."""
MAX_TOKENS = 20
BATCH = 500


def create_account(*, email: str, password: str) -> User:
    """A new account. Raises AddressTaken."""
    try:
        with transaction.atomic():
            return User.objects.create_user(email, password)
    except IntegrityError:
        raise AddressTaken from None


def upgrade_guest(*, guest: User, email: str, password: str) -> User:
    """The guest's own row becomes an account, so that every row that points at it stays. Raises AddressTaken."""
    account = User(pk=guest.pk)
    account.set_password(password)
    try:
        with transaction.atomic():
            changed = User.objects.filter(pk=guest.pk, is_guest=True).update(
                email=User.objects.normalize_email(email).lower(),
                password=account.password,
                is_guest=False,
                network="",
            )
    except IntegrityError:
        raise AddressTaken from None
    if not changed:
        raise AlreadySignedUp
    return User.objects.get(pk=guest.pk)


def issue_token(*, user: User, name: str) -> tuple[ApiToken, str]:
    """A new API key and its text, which can't be read again."""
    return ApiToken.issue(user=user, name=name)


def revoke_tokens(*, user: User) -> int:
    """All keys of a person stop working; how many there were."""
    return user.api_tokens.all().delete()[0]


def delete_account(*, user: User) -> None:
    """The person and all of their work, really: attempts, drafts, submissions, grades, answers, progress, reviews.

    What models cost stays in the ledger without the person; course content was never theirs.
    """
    with transaction.atomic():
        user.delete()


def promote_to_staff(*, email: str) -> tuple[User, bool]:
    """Make the person with this address staff, with all rights in the admin; True if the account is new."""
    email = User.objects.normalize_email(email).lower()
    with transaction.atomic():
        user = User.objects.select_for_update().filter(email=email).first()
        is_new = user is None
        if user is None:
            user = User.objects.create_user(email, None)
        User.objects.filter(pk=user.pk).update(is_staff=True, is_superuser=True, is_active=True)
    user.refresh_from_db()
    return user, is_new


def sweep_guests(*, now: datetime) -> int:
    """Forget guests who have done nothing for GUEST_DAYS and never sat an interview; how many went."""
    gone = 0
    while ids := list(idle_guests(now).values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            # Asked again inside: a guest who came back a moment ago stays.
            gone += idle_guests(now).filter(pk__in=ids).delete()[1].get("accounts.User", 0)
    return gone


def idle_guests(now: datetime) -> QuerySet[User]:
    since = now - timedelta(days=GUEST_DAYS)
    mine = {"user": OuterRef("pk")}
    return User.objects.filter(
        ~Exists(Attempt.objects.filter(**mine)),
        ~Exists(LessonProgress.objects.filter(**mine, updated_at__gte=since)),
        ~Exists(ExerciseAnswer.objects.filter(**mine, created_at__gte=since)),
        is_guest=True,
        seen_at__lt=since,
    )
