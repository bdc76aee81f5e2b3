"""Profile, API keys, export and deletion."""

import io
import json
import zipfile

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.test import Client

from accounts.forms import DELETE_WORD
from accounts.models import ApiToken, User
from courses.models import Rating
from grading.models import GradingRun, Submission
from llm.models import LlmCall
from mock_interviews.models import Attempt, Draft
from tests import factories
from tests.factories import PASSWORD, THEN

pytestmark = pytest.mark.django_db


def test_a_person_changes_name_zone_and_level(alice: User, alice_client: Client) -> None:
    change = {"name": "Alice L.", "time_zone": "Europe/Berlin", "level": "staff"}
    assert alice_client.post("/accounts/profile/", change).status_code == 302
    alice.refresh_from_db()
    assert (alice.name, alice.time_zone, alice.level) == ("Alice L.", "Europe/Berlin", "staff")
    assert alice_client.get("/me.json").json()["person"]["time_zone"] == "Europe/Berlin"


def test_a_profile_takes_only_what_it_offers(alice: User, alice_client: Client) -> None:
    page = alice_client.post("/accounts/profile/", {"name": "A", "time_zone": "Mars/Olympus", "level": "senior"})
    assert page.status_code == 400
    alice_client.post("/accounts/profile/", {"name": "A", "level": "senior", "is_staff": "on", "email": "x@y.example"})
    alice.refresh_from_db()
    assert (alice.is_staff, alice.email) == (False, "alice@example.org")


def test_a_guest_has_a_profile_and_a_stranger_signs_in_first(guest_client: Client, stranger_client: Client) -> None:
    assert "You are here as a guest" in guest_client.get("/accounts/profile/").content.decode()
    assert stranger_client.get("/accounts/profile/")["Location"] == "/accounts/login/?next=%2Faccounts%2Fprofile%2F"


def test_a_key_is_shown_once_and_opens_the_api(alice: User, alice_client: Client) -> None:
    page = alice_client.post("/accounts/tokens/", {"name": "script"}).content.decode()
    key = page.split('class="key">')[1].split("<")[0]
    assert key.startswith("to_")
    assert key not in alice_client.get("/accounts/tokens/").content.decode()
    assert ApiToken.objects.get().digest == ApiToken.digest_of(key)
    answer = Client().get("/api/v1/attempts/", headers={"Authorization": f"Token {key}"})
    assert answer.status_code == 200
    assert ApiToken.objects.get().last_used_at is not None
    assert Client().get("/api/v1/attempts/", headers={"Authorization": f"Token {key}x"}).status_code == 401


def test_a_key_of_somebody_else_is_not_there(alice: User, alice_client: Client, charlie_client: Client) -> None:
    token, _ = ApiToken.issue(user=alice, name="script")
    assert charlie_client.post(f"/accounts/tokens/{token.pk}/delete/").status_code == 404
    assert alice_client.post(f"/accounts/tokens/{token.pk}/delete/").status_code == 302
    assert not ApiToken.objects.exists()


def test_a_number_larger_than_any_row_is_not_there(alice_client: Client, bob_client: Client) -> None:
    assert alice_client.post(f"/accounts/tokens/{'9' * 30}/delete/").status_code == 404
    answer = bob_client.post(f"/reviews/inbox/{'9' * 30}/", {"decision": "approve", "written_at": THEN.isoformat()})
    assert answer.status_code == 409


def test_keys_are_limited(alice: User, alice_client: Client) -> None:
    for number in range(20):
        ApiToken.issue(user=alice, name=str(number))
    page = alice_client.post("/accounts/tokens/", {"name": "one more"})
    assert page.status_code == 400
    assert "which is the limit" in page.content.decode()


def full_life(user: User) -> Attempt:
    attempt = factories.make_graded_attempt(user)
    factories.make_draft(attempt, text="Zeichen: ü, 中, 🚀")
    factories.make_answer(user)
    factories.make_progress(user)
    Rating.objects.create(course=factories.make_course(), user=user, stars=4, text="Good.", created_at=THEN)
    if not user.is_guest:
        ApiToken.issue(user=user, name="script")
    LlmCall.objects.create(
        purpose="grading:estimation",
        user=user,
        day=THEN.date(),
        host="localhost",
        model="m",
        request_digest="d",
        reserved_tokens=1,
        opened_at=THEN,
        deadline_at=THEN,
    )
    return attempt


def test_the_export_holds_all_of_a_person_and_nobody_else(alice: User, charlie: User, alice_client: Client) -> None:
    attempt = full_life(alice)
    other = full_life(charlie)
    answer = alice_client.get("/accounts/export/")
    assert answer["Content-Disposition"].startswith('attachment; filename="tradeoff-')
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    read = {name: json.loads(archive.read(name)) for name in archive.namelist() if name.endswith(".json")}
    assert read["profile.json"]["email"] == "alice@example.org"
    assert read["profile.json"]["api_keys"][0]["name"] == "script"
    assert [row["id"] for row in read["attempts.json"]] == [attempt.public_id]
    assert read["attempts.json"][0]["drafts"][0]["text"] == "Zeichen: ü, 中, 🚀"
    for name in ("progress.json", "answers.json", "submissions.json", "reviews.json", "model-calls.json"):
        assert len(read[name]) == 1
    everything = "".join(archive.read(name).decode() for name in archive.namelist())
    assert other.public_id not in everything
    assert "charlie" not in everything
    assert ApiToken.objects.get(user=alice).digest not in everything


def delete(client: Client, words: str = DELETE_WORD, password: str = PASSWORD) -> int:
    return client.post("/accounts/delete/", {"words": words, "password": password}).status_code


def test_deletion_takes_typed_words_and_the_password(alice: User, alice_client: Client) -> None:
    full_life(alice)
    assert delete(alice_client, words="yes") == 400
    assert delete(alice_client, password="wrong") == 400
    assert User.objects.filter(pk=alice.pk).exists()
    assert delete(alice_client) == 200
    assert alice_client.get("/me.json").json()["person"] is None


def test_deletion_really_deletes_all_work_and_nobody_elses(alice: User, charlie: User, alice_client: Client) -> None:
    full_life(alice)
    full_life(charlie)
    delete(alice_client)
    for model, count in ((Attempt, 1), (Submission, 1), (GradingRun, 1), (Rating, 1), (EmailAddress, 1)):
        assert model._default_manager.count() == count
    assert not Draft.objects.exclude(attempt__user=charlie).exists()
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if field.related_model is User:
                assert not model._default_manager.filter(**{field.name: alice.pk}).exists()
    assert LlmCall.objects.filter(user=None).count() == 1


def test_a_guest_deletes_without_a_password(guest: User, guest_client: Client) -> None:
    full_life(guest)
    assert guest_client.post("/accounts/delete/", {"words": f"“{DELETE_WORD.upper()}”"}).status_code == 200
    assert not User.objects.exists()
    assert not Attempt.objects.exists()
