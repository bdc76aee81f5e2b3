"""What follows from events of allauth."""

from typing import Any

from allauth.account.signals import password_reset
from django.dispatch import receiver

from accounts.models import User
from accounts.services import revoke_tokens


@receiver(password_reset)
def forget_tokens(sender: object, user: User, **kwargs: Any) -> None:
    """Whoever resets a password wants others out: sessions end by themselves, keys are deleted here."""
    revoke_tokens(user=user)
