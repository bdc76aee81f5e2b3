import io
import re

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import User
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db


def run(email: str) -> str:
    out = io.StringIO()
    call_command("make_staff", email, stdout=out)
    return out.getvalue()


def test_it_promotes_an_existing_account(alice: User) -> None:
    said = run("Alice@example.org")
    alice.refresh_from_db()
    assert alice.is_staff
    assert "alice@example.org is a member of staff now" in said
    assert "link" not in said
    assert User.objects.count() == 1


def test_it_makes_an_account_whose_password_is_set_once_by_a_link() -> None:
    said = run("new@example.org")
    found = re.search(r"http://127\.0\.0\.1:8000(/\S+)", said)
    assert found
    browser = Client()
    form = browser.get(found[1])["Location"]
    assert browser.post(form, {"password1": PASSWORD, "password2": PASSWORD}).status_code == 302
    assert browser.get("/admin/").status_code == 200
    assert "was used already" in Client().get(found[1]).content.decode()


def test_it_names_an_address_that_is_none() -> None:
    with pytest.raises(CommandError, match=r"'bob' is not an e-mail address\. Nothing was changed\."):
        run("bob")
    assert not User.objects.exists()
