"""Signing up and signing in, as a stranger, as a guest, and as somebody who is in already."""

import re
from datetime import datetime

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from pytest_django import Settings

from accounts.models import ApiToken, User
from tests import factories
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db

NEW = {"email": "dora@example.org", "password1": PASSWORD}


def sign_in(client: Client, email: str, **more: str) -> int:
    return client.post("/accounts/login/", {"login": email, "password": PASSWORD, **more}).status_code


def person_in(client: Client) -> dict[str, object] | None:
    told: dict[str, object] | None = client.get("/me.json").json()["person"]
    return told


def test_a_stranger_signs_up_and_is_in(stranger_client: Client) -> None:
    answer = stranger_client.post("/accounts/signup/", NEW)
    assert (answer.status_code, answer["Location"]) == (302, "/learn/")
    user = User.objects.get()
    assert (user.email, user.is_guest, user.check_password(PASSWORD)) == ("dora@example.org", False, True)
    assert EmailAddress.objects.get(user=user, primary=True).email == "dora@example.org"
    assert mail.outbox[0].to == ["dora@example.org"]
    assert mail.outbox[0].subject == "Your account at Tradeoff: confirm the address"


def test_signing_up_keeps_the_guests_row_and_all_that_points_at_it(guest: User, guest_client: Client) -> None:
    progress, answer = factories.make_progress(guest), factories.make_answer(guest)
    attempt, submission = factories.make_attempt(guest), factories.make_submission(guest)
    guest_client.post("/accounts/signup/", NEW)
    account = User.objects.get()
    assert (account.pk, account.is_guest, account.network, account.email) == (guest.pk, False, "", "dora@example.org")
    for row in (progress, answer, attempt):
        row.refresh_from_db()
        assert row.user_id == account.pk
    submission.refresh_from_db()
    assert submission.owner_id == account.pk
    assert person_in(guest_client) is not None


def test_the_key_of_a_guests_session_dies_with_the_sign_up(guest: User, guest_client: Client) -> None:
    old = guest_client.cookies["sessionid"].value
    guest_client.post("/accounts/signup/", NEW)
    assert guest_client.cookies["sessionid"].value != old
    assert not Session.objects.filter(session_key=old).exists()
    thief = Client()
    thief.cookies["sessionid"] = old
    assert person_in(thief) is None


def test_the_key_of_a_guests_session_dies_with_the_sign_in(alice: User, guest: User, guest_client: Client) -> None:
    old = guest_client.cookies["sessionid"].value
    sign_in(guest_client, "alice@example.org")
    assert guest_client.cookies["sessionid"].value != old
    assert not Session.objects.filter(session_key=old).exists()


def test_signing_in_takes_the_guests_work_along(alice: User, guest: User, guest_client: Client) -> None:
    attempt = factories.make_attempt(guest)
    assert sign_in(guest_client, "alice@example.org") == 302
    attempt.refresh_from_db()
    assert attempt.user_id == alice.pk
    assert not User.objects.filter(pk=guest.pk).exists()
    assert person_in(guest_client) == person_in(guest_client) != None  # noqa: E711
    assert "is in your account now" in guest_client.get("/accounts/profile/").content.decode()


def test_a_wrong_password_moves_nothing(alice: User, guest: User, guest_client: Client) -> None:
    attempt = factories.make_attempt(guest)
    answer = guest_client.post("/accounts/login/", {"login": "alice@example.org", "password": "wrong"})
    assert "No account has this address and this password" in answer.content.decode()
    attempt.refresh_from_db()
    assert attempt.user_id == guest.pk


def test_an_address_that_is_taken_leaves_the_guest_a_guest(alice: User, guest: User, guest_client: Client) -> None:
    answer = guest_client.post("/accounts/signup/", {"email": "ALICE@example.org", "password1": PASSWORD})
    assert "There is already an account with this address" in answer.content.decode()
    guest.refresh_from_db()
    assert guest.is_guest


def test_a_guest_who_became_an_account_elsewhere_is_told_so(guest: User, guest_client: Client) -> None:
    from accounts.errors import AlreadySignedUp
    from accounts.services import upgrade_guest

    upgrade_guest(guest=guest, email="dora@example.org", password=PASSWORD)
    with pytest.raises(AlreadySignedUp):
        upgrade_guest(guest=guest, email="second@example.org", password=PASSWORD)
    assert User.objects.get().email == "dora@example.org"


def test_two_sign_ups_with_one_address_at_once_make_one_account(guest: User, alice: User) -> None:
    from accounts.errors import AddressTaken
    from accounts.services import create_account, upgrade_guest

    with pytest.raises(AddressTaken):
        upgrade_guest(guest=guest, email="Alice@Example.org", password=PASSWORD)
    with pytest.raises(AddressTaken):
        create_account(email="alice@example.org", password=PASSWORD)


@pytest.mark.parametrize(
    ("given", "lands"),
    [
        ("/lessons/one/#first", "/lessons/one/#first"),
        ("https://evil.example/", "/learn/"),
        ("//evil.example/", "/learn/"),
        ("/\\evil.example/", "/learn/"),
        ("javascript:alert(1)", "/learn/"),
        ("", "/learn/"),
    ],
)
@pytest.mark.parametrize("way", ["login", "signup"])
def test_next_leads_nowhere_else(stranger_client: Client, alice: User, given: str, lands: str, way: str) -> None:
    data = {"login": "alice@example.org", "password": PASSWORD} if way == "login" else NEW
    answer = stranger_client.post(f"/accounts/{way}/", {**data, "next": given})
    assert (answer.status_code, answer["Location"]) == (302, lands)
    again = stranger_client.get(f"/accounts/{way}/", {"next": given})
    assert (again.status_code, again["Location"]) == (302, lands)


def test_logging_out_leads_nowhere_else(alice_client: Client) -> None:
    answer = alice_client.post("/accounts/logout/", {"next": "https://evil.example/"})
    assert answer["Location"] == "/"
    assert person_in(alice_client) is None


def test_members_have_no_business_at_the_door(alice_client: Client) -> None:
    for way in ("login", "signup"):
        answer = alice_client.get(f"/accounts/{way}/")
        assert (answer.status_code, answer["Location"]) == (302, "/learn/")


def test_guests_get_at_the_door(guest_client: Client) -> None:
    for way in ("login", "signup"):
        page = guest_client.get(f"/accounts/{way}/")
        assert page.status_code == 200
        assert "You are here as a guest" in page.content.decode()


@pytest.mark.parametrize("page", ["email", "password/change", "password/set", "reauthenticate", "tokens"])
def test_pages_of_an_account_lead_a_guest_to_sign_up(guest_client: Client, page: str) -> None:
    answer = guest_client.get(f"/accounts/{page}/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/signup/?next=")
    assert guest_client.post(f"/accounts/{page}/", {"email": "x@example.org", "password1": PASSWORD}).status_code == 302
    assert User.objects.get().email is None


def link_in(message: mail.EmailMessage) -> str:
    found = re.search(r"http://testserver(/\S+)", str(message.body))
    assert found
    return found[1]


def set_password(client: Client, link: str, password: str) -> int:
    form = client.get(link)["Location"]
    return client.post(form, {"password1": password, "password2": password}).status_code


def test_a_guest_who_forgot_the_password_keeps_their_work(alice: User, guest: User, guest_client: Client) -> None:
    attempt = factories.make_attempt(guest)
    guest_client.post("/accounts/password/reset/", {"email": "alice@example.org"})
    assert set_password(guest_client, link_in(mail.outbox[-1]), "another long way home") == 302
    attempt.refresh_from_db()
    assert attempt.user_id == alice.pk
    told = person_in(guest_client)
    assert told is not None
    assert told["name"] == "Alice"


def test_resetting_a_password_throws_everybody_else_out(alice: User, alice_client: Client) -> None:
    ApiToken.issue(user=alice, name="script")
    stranger = Client()
    stranger.post("/accounts/password/reset/", {"email": "alice@example.org"})
    link = link_in(mail.outbox[-1])
    assert set_password(stranger, link, "another long way home") == 302
    assert person_in(alice_client) is None
    assert not ApiToken.objects.exists()
    assert "was used already" in Client().get(link).content.decode()


def test_asking_for_a_password_does_not_tell_who_has_an_account(alice: User, stranger_client: Client) -> None:
    answers = [
        stranger_client.post("/accounts/password/reset/", {"email": email})
        for email in ("alice@example.org", "nobody@example.org")
    ]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert "There is no account with this address" in str(mail.outbox[-1].body)


def test_confirming_an_address_leaves_a_guest_in_peace(alice: User, guest_client: Client, settings: Settings) -> None:
    EmailAddress.objects.filter(user=alice).update(verified=False)
    address = EmailAddress.objects.get(user=alice)
    from allauth.account.models import EmailConfirmationHMAC

    key = EmailConfirmationHMAC.create(address).key
    assert guest_client.get(f"/accounts/confirm-email/{key}/").status_code == 200
    guest_client.post(f"/accounts/confirm-email/{key}/")
    address.refresh_from_db()
    assert address.verified
    told = person_in(guest_client)
    assert told is not None
    assert told["is_guest"]


def test_a_mail_server_that_is_down_does_not_undo_a_sign_up(
    stranger_client: Client, settings: Settings, now: datetime
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 9, 1
    answer = stranger_client.post("/accounts/signup/", NEW)
    assert answer.status_code == 302
    assert person_in(stranger_client) is not None
    assert "could not be sent" in stranger_client.get("/accounts/profile/").content.decode()


def test_changing_the_address_asks_for_the_password_and_waits_for_the_link(alice: User, alice_client: Client) -> None:
    change = {"email": "new@example.org", "action_add": ""}
    answer = alice_client.post("/accounts/email/", change)
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert not mail.outbox
    alice_client.post(answer["Location"], {"password": PASSWORD})
    alice.refresh_from_db()
    assert alice.email == "alice@example.org"
    sent = next(message for message in mail.outbox if message.to == ["new@example.org"])
    alice_client.post(link_in(sent))
    alice.refresh_from_db()
    assert alice.email == "new@example.org"
    assert any(message.to == ["alice@example.org"] for message in mail.outbox)


def test_too_many_wrong_passwords_have_to_wait(alice: User, stranger_client: Client) -> None:
    for _ in range(6):
        page = stranger_client.post("/accounts/login/", {"login": "alice@example.org", "password": "wrong"})
    assert "Wait five minutes" in page.content.decode()
    assert sign_in(stranger_client, "alice@example.org") == 200


def test_the_admin_is_behind_the_same_door(alice_client: Client, guest_client: Client, bob_client: Client) -> None:
    assert Client().get("/admin/login/?next=/admin/")["Location"].startswith("/accounts/login/?next=")
    assert alice_client.get("/admin/login/").status_code == 403
    assert guest_client.get("/admin/login/").status_code == 403
