"""Every page of allauth that can be reached has our frame, our words and no inline script."""

import re

import pytest
from django.core import mail
from django.test import Client

from accounts.models import User

pytestmark = pytest.mark.django_db

OPEN = [
    "login",
    "signup",
    "password/reset",
    "password/reset/done",
    "password/reset/key/done",
    "confirm-email",
    "inactive",
]
OWN = ["email", "password/change", "reauthenticate", "logout", "profile", "tokens", "delete"]


def check(page: str) -> None:
    assert '<main id="main"' in page
    assert "<h1>" in page
    assert not re.search(r'style="|<script>|onclick=', page)
    assert "Django" not in page


@pytest.mark.parametrize("path", OPEN)
def test_a_stranger_sees(stranger_client: Client, path: str) -> None:
    answer = stranger_client.get(f"/accounts/{path}/")
    assert answer.status_code == 200
    check(answer.content.decode())
    assert "'unsafe-inline'" not in answer["Content-Security-Policy"]


@pytest.mark.parametrize("path", OWN)
def test_a_member_sees(alice_client: Client, path: str) -> None:
    answer = alice_client.get(f"/accounts/{path}/")
    assert answer.status_code == 200
    check(answer.content.decode())


def test_links_that_do_not_work_say_what_to_do(stranger_client: Client) -> None:
    for path in ("confirm-email/nonsense", "password/reset/key/1-nonsense"):
        page = stranger_client.get(f"/accounts/{path}/").content.decode()
        check(page)
        assert "This link does not work" in page


def test_an_account_without_a_password_sets_one(alice: User, alice_client: Client) -> None:
    alice.set_unusable_password()
    alice.save()
    alice_client.force_login(alice)
    assert alice_client.get("/accounts/password/change/")["Location"] == "/accounts/password/set/"
    check(alice_client.get("/accounts/password/set/").content.decode())


def test_an_account_that_is_switched_off_says_so(alice: User, stranger_client: Client) -> None:
    User.objects.filter(pk=alice.pk).update(is_active=False)
    answer = stranger_client.post("/accounts/login/", {"login": "alice@example.org", "password": "wrong"})
    assert "No account has this address" in answer.content.decode()


def test_mails_are_plain_text_in_our_words(stranger_client: Client) -> None:
    stranger_client.post("/accounts/signup/", {"email": "dora@example.org", "password1": "a very long password"})
    stranger_client.post("/accounts/password/reset/", {"email": "dora@example.org"})
    assert len(mail.outbox) == 2
    for message in mail.outbox:
        assert message.subject
        assert "\n" not in message.subject
        assert "http://testserver/accounts/" in str(message.body)
        assert not message.alternatives  # type: ignore[attr-defined]
        assert "Hello from" not in str(message.body)


def test_the_folder_of_accounts_leads_somewhere(alice_client: Client) -> None:
    assert alice_client.get("/accounts/")["Location"] == "/accounts/profile/"
