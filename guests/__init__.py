"""Who is asking, as a user row: a guest is made at the first thing worth keeping, never by reading."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import get_user_model, login
from django.http import HttpRequest
from django.utils import timezone

if TYPE_CHECKING:
    from accounts.models import User


def ensure_person(request: HttpRequest) -> User:
    """The signed-in person or guest; for a stranger, a new guest who is signed in to this browser."""
    if request.user.is_authenticated:
        return request.user
    user = get_user_model().objects.create_guest(network=network_of(request))
    token = request.META.get("CSRF_COOKIE")
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    if token:
        # login() changes the CSRF token, and every form this stranger has open in other tabs would be refused.
        # A guest row gives no new powers, so the token that already proved itself may stay.
        request.META["CSRF_COOKIE"] = token
    return user


def network_of(request: HttpRequest) -> str:
    """A digest of the network (/24 or /48) and the day, enough to share a budget and useless for anything else."""
    address = address_of(request)
    prefix = ":".join(address.split(":")[:3]) if ":" in address else ".".join(address.split(".")[:3])
    day = timezone.now().date().isoformat()
    return hashlib.sha256(f"{settings.SECRET_KEY}|{prefix}|{day}".encode()).hexdigest()


def address_of(request: HttpRequest) -> str:
    """The address that asked, as the outermost of our own proxies saw it."""
    forwarded = [word.strip() for word in request.headers.get("x-forwarded-for", "").split(",") if word.strip()]
    hops: int = settings.TRUSTED_PROXIES
    if hops and len(forwarded) >= hops:
        return forwarded[-hops]
    return str(request.META.get("REMOTE_ADDR", ""))
