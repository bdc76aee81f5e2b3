"""The cast of every test: alice learns, bob teaches, charlie is an outsider, and a guest has no address."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts.models import User
from tests import factories


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    """Rate limits and cached sessions of one test are no business of the next."""
    cache.clear()


@pytest.fixture
def now() -> datetime:
    """The clock, read once."""
    return timezone.now()


@pytest.fixture
def alice(db: None) -> User:
    """She learns."""
    return factories.make_person("alice")


@pytest.fixture
def bob(db: None) -> User:
    """He teaches: a member of staff."""
    return factories.make_person("bob", is_staff=True)


@pytest.fixture
def charlie(db: None) -> User:
    """An outsider: signed in, and nothing of alice's is his."""
    return factories.make_person("charlie")


@pytest.fixture
def guest(db: None) -> User:
    """Somebody without an address who has kept something here."""
    return User.objects.create_guest(network="n" * 64)


def signed_in(user: User) -> Client:
    """A browser in which this person is signed in."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def alice_client(alice: User) -> Client:
    return signed_in(alice)


@pytest.fixture
def bob_client(bob: User) -> Client:
    return signed_in(bob)


@pytest.fixture
def charlie_client(charlie: User) -> Client:
    return signed_in(charlie)


@pytest.fixture
def guest_client(guest: User) -> Client:
    return signed_in(guest)


@pytest.fixture
def stranger_client(db: None) -> Client:
    """A browser that was never here: no cookie at all."""
    return Client()
