"""Guests come to be at the first thing worth keeping, and idle ones go."""

from datetime import datetime, timedelta

import pytest
from django.test import Client, RequestFactory
from pytest_django import Settings

from accounts.models import User
from accounts.services import sweep_guests
from guests import address_of, network_of
from learning.models import LessonProgress
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_form_that_was_open_before_still_posts_after_a_guest_was_made() -> None:
    """Two tabs of a stranger: what is sent in one must not refuse the other."""
    one, two = factories.make_lesson(slug="one"), factories.make_lesson(slug="two")
    client = Client(enforce_csrf_checks=True)
    tokens = [client.get("/me.json").json()["csrf"] for _ in range(2)]
    for lesson, token in zip((one, two), tokens, strict=True):
        answer = client.post(
            f"/lessons/{lesson.slug}/progress/",
            {"completed": True},
            content_type="application/json",
            headers={"X-CSRFToken": token},
        )
        assert answer.status_code in {200, 302}
    assert User.objects.count() == 1
    assert LessonProgress.objects.filter(user=User.objects.get()).count() == 2


def make_guest(seen_at: datetime) -> User:
    guest = User.objects.create_guest()
    User.objects.filter(pk=guest.pk).update(seen_at=seen_at)
    return guest


def test_idle_guests_without_attempts_go_after_thirty_days(now: datetime, alice: User) -> None:
    long_ago = now - timedelta(days=31)
    idle, young = make_guest(long_ago), make_guest(now - timedelta(days=29))
    sat, read, answered = make_guest(long_ago), make_guest(long_ago), make_guest(long_ago)
    factories.make_progress(idle, updated_at=long_ago)
    factories.make_answer(idle, created_at=long_ago)
    factories.make_attempt(sat, started_at=long_ago)
    factories.make_progress(read, updated_at=now - timedelta(days=2))
    factories.make_answer(answered, created_at=now - timedelta(days=2))
    User.objects.filter(pk=alice.pk).update(seen_at=long_ago)
    assert sweep_guests(now=now) == 1
    assert set(User.objects.all()) == {young, sat, read, answered, alice}
    assert sweep_guests(now=now) == 0


def test_many_idle_guests_go_in_one_sweep(now: datetime) -> None:
    User.objects.bulk_create([User(is_guest=True, password="!") for _ in range(1200)])
    User.objects.update(seen_at=now - timedelta(days=40))
    assert sweep_guests(now=now) == 1200


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "203.0.113.9", "10.0.0.1"),
        (1, "198.51.100.7, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.7, 203.0.113.9", "198.51.100.7"),
        (2, "203.0.113.9", "10.0.0.1"),
        (1, "", "10.0.0.1"),
    ],
)
def test_only_our_own_proxies_are_believed(
    rf: RequestFactory, settings: Settings, proxies: int, forwarded: str, address: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    request = rf.get("/", REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": forwarded})
    assert address_of(request) == address


def test_a_network_is_a_digest_of_the_day(rf: RequestFactory) -> None:
    one, neighbour, other = (rf.get("/", REMOTE_ADDR=f"10.0.{net}.{host}") for net, host in ((0, 1), (0, 9), (7, 1)))
    assert network_of(one) == network_of(neighbour) != network_of(other)
    assert "10.0" not in network_of(one)
