"""allauth's pages where guests need them to behave otherwise. A guest is signed in, but has no account yet."""

from __future__ import annotations

from typing import Any

from allauth.account import views
from allauth.account.mixins import LogoutFunctionalityMixin
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect

from accounts.adapter import guest_of
from guests.access import member_required


class ForNewcomers:
    """Members have no business at the door; they go where they were going."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not request.user.is_guest:
            self.request = request
            return HttpResponseRedirect(self.get_authenticated_redirect_url())  # type: ignore[attr-defined]
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return response


class KeepsGuest(LogoutFunctionalityMixin):  # type: ignore[misc]
    """A link from a mail signs another account out; a guest it leaves alone, or their work would be out of reach
    just before the sign-in that takes it along."""

    def logout(self) -> None:
        if guest_of(self.request) is None:
            super().logout()


class LoginView(ForNewcomers, views.LoginView):  # type: ignore[misc]
    pass


class SignupView(ForNewcomers, views.SignupView):  # type: ignore[misc]
    pass


class ConfirmEmailView(KeepsGuest, views.ConfirmEmailView):  # type: ignore[misc]
    pass


class PasswordResetFromKeyView(KeepsGuest, views.PasswordResetFromKeyView):  # type: ignore[misc]
    pass


login = LoginView.as_view()
signup = SignupView.as_view()
confirm_email = ConfirmEmailView.as_view()
password_reset_from_key = PasswordResetFromKeyView.as_view()
email = member_required(views.email)
password_change = member_required(views.password_change)
password_set = member_required(views.password_set)
reauthenticate = member_required(views.reauthenticate)
