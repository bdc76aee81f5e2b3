"""Who may open a view: people with an account, or staff. A stranger or a guest is led to the page that changes that."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.http import urlencode

if TYPE_CHECKING:
    from accounts.models import User

View = Callable[..., HttpResponseBase]


def person_of(request: HttpRequest) -> User:
    """The person of a view that only lets people in."""
    if not request.user.is_authenticated:
        raise PermissionDenied
    return request.user


def person_required(view: View) -> View:
    """Somebody we know, guests included; a stranger goes to sign-in and comes back."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _lead_to(settings.LOGIN_URL, request)
        return view(request, *args, **kwargs)

    return wrapped


def member_required(view: View) -> View:
    """Somebody with an account; a guest goes to sign-up (which keeps their work) and comes back."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and request.user.is_guest:
            return _lead_to("account_signup", request)
        return person_required(view)(request, *args, **kwargs)

    return wrapped


def staff_required(view: View) -> View:
    """A member of staff; everybody else who is signed in gets 403."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not request.user.is_staff:
            raise PermissionDenied
        return person_required(view)(request, *args, **kwargs)

    return wrapped


def _lead_to(name: str, request: HttpRequest) -> HttpResponseRedirect:
    """Only a page that was read is a place to come back to; a form has to be sent again by its owner."""
    query = f"?{urlencode({'next': request.get_full_path()})}" if request.method in {"GET", "HEAD"} else ""
    return HttpResponseRedirect(resolve_url(name) + query)
