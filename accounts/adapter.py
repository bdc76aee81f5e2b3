"""Where allauth meets our people: sign-up keeps a guest's row, sign-in takes a guest's work along."""

from __future__ import annotations

import logging
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest
from django.utils import timezone

from accounts.merging import merge_guest
from accounts.models import User
from accounts.services import create_account, upgrade_guest

logger = logging.getLogger(__name__)

KEPT = "What you did here as a guest is in your account now."
MAIL_DOWN = "The mail to {email} could not be sent: the mail server did not take it. Try again in a few minutes."


def guest_of(request: HttpRequest) -> User | None:
    """The guest who is using this browser, if it is one."""
    user = request.user
    return user if user.is_authenticated and user.is_guest else None


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages: ClassVar[dict[str, Any]] = DefaultAccountAdapter.error_messages | {
        "account_inactive": "This account is switched off. Write to us if you think that is a mistake.",
        "duplicate_email": "This address already belongs to your account.",
        "email_password_mismatch": "No account has this address and this password. Check both, or set a new password.",
        "email_taken": "There is already an account with this address. Sign in, or set a new password.",
        "enter_current_password": "This is not your current password.",
        "incorrect_password": "This is not your password.",
        "invalid_login": "No account has this address and this password.",
        "invalid_password_reset": "This link was used already, or it is too old. Ask for a new one.",
        "too_many_login_attempts": "Too many tries with a wrong password. Wait five minutes, or set a new password.",
        "unknown_email": "No account has this address.",
        "rate_limited": "That was too often. Wait a minute and try again.",
        "same_as_current": "This is what you have already. Choose another.",
    }

    def new_user(self, request: HttpRequest) -> User:
        return guest_of(request) or User()

    def save_user(self, request: HttpRequest, user: User, form: BaseForm, commit: bool = True) -> User:  # noqa: ARG002
        email, password = form.cleaned_data["email"], form.cleaned_data["password1"]
        guest = guest_of(request)
        if guest is None:
            return create_account(email=email, password=password)
        account = upgrade_guest(guest=guest, email=email, password=password)
        messages.success(request, KEPT)
        return account

    def login(self, request: HttpRequest, user: User) -> None:
        """Django flushes the session when its person changes, so the key of a guest's session dies here."""
        guest = guest_of(request)
        if guest is not None and guest.pk != user.pk and merge_guest(guest=guest, account=user, now=timezone.now()):
            messages.success(request, KEPT)
        super().login(request, user)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A mail server that is down must not turn a sign-up that was saved into an error page."""
        try:
            super().send_mail(template_prefix, email, context)
        except OSError:  # SMTPException is one
            logger.exception("mail %s could not be sent", template_prefix)
            messages.error(self.request, MAIL_DOWN.format(email=email))
