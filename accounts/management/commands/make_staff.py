"""`manage.py make_staff EMAIL`: make somebody a member of staff, with or without an account so far."""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.urls import reverse

from accounts.models import User
from accounts.services import promote_to_staff


class Command(BaseCommand):
    help = "Make the person with this address a member of staff; without an account, print a link to set a password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *, email: str, **options: object) -> None:
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"{email!r} is not an e-mail address. Nothing was changed.") from None
        user, is_new = promote_to_staff(email=email)
        self.stdout.write(
            f"{user.email} is a member of staff now: reviews wait at /reviews/inbox/, the admin is at /admin/."
        )
        if user.has_usable_password():
            return
        was = "The account is new" if is_new else "The account has no password yet"
        days = settings.PASSWORD_RESET_TIMEOUT // 86_400
        self.stdout.write(f"{was}. This link sets its password; it works once and for {days} days:")
        self.stdout.write(f"  {set_password_url(user)}")


def set_password_url(user: User) -> str:
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
    return settings.SITE_URL + path.replace("UID-KEY", key)
