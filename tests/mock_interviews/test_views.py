"""The pages, as their owner, as an outsider, as a guest and as nobody; all of it without JavaScript."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from mock_interviews.models import Attempt, Draft, Interview, KeptText
from mock_interviews.services import submit_attempt
from tests.conftest import signed_in
from tests.mock_interviews.conftest import Start

WHOLE = {"level": "senior", "minutes": "45", "mode": "timed"}


def address(name: str, attempt: Attempt, *more: str) -> str:
    return reverse(f"mock:{name}", args=[attempt.public_id, *more])


def form_of(page: str, step: str) -> dict[str, Any]:
    """The hidden fields of one step's form, as a browser would send them."""
    section = page.split(f'id="step-{step}"')[1].split("</section>")[0]
    return dict(re.findall(r'name="(base_rev|client_id)" value="([^"]*)"', section))


def test_a_guest_starts_without_an_account(stranger_client: Client, interview: Interview) -> None:
    start = reverse("mock:attempt-start", args=["chatgpt"])
    assert stranger_client.get(start).status_code == 200
    assert not User.objects.exists(), "reading makes nobody"
    response = stranger_client.post(start, WHOLE)
    attempt = Attempt.objects.get()
    assert response.headers["Location"] == address("attempt-room", attempt)
    assert attempt.user.is_guest
    assert stranger_client.get(address("attempt-room", attempt)).status_code == 200


def test_a_second_start_leads_back_with_a_sentence(alice: User, alice_client: Client, start: Start) -> None:
    attempt = start(alice)
    response = alice_client.post(reverse("mock:attempt-start", args=["chatgpt"]), WHOLE, follow=True)
    assert response.redirect_chain[-1][0] == address("attempt-room", attempt)
    assert "running already" in response.content.decode()
    assert "Back to the room" in alice_client.get(reverse("mock:attempt-start", args=["chatgpt"])).content.decode()


def test_a_drill_starts_from_its_own_form(alice: User, alice_client: Client, interview: Interview) -> None:
    data = {"drill": "estimation", "minutes": "8", "level": "mid"}
    alice_client.post(reverse("mock:attempt-start", args=["chatgpt"]), data)
    attempt = Attempt.objects.get(user=alice)
    assert (attempt.is_drill, attempt.step_keys, attempt.minutes) == (True, ["estimation"], 8)
    page = alice_client.get(address("attempt-room", attempt)).content.decode()
    assert "Ruler of 8 minutes" in page


@pytest.mark.parametrize("change", [{"minutes": "40"}, {"level": "king"}, {"mode": ""}])
def test_a_wrong_choice_is_shown_and_starts_nothing(
    alice_client: Client, interview: Interview, change: dict[str, str]
) -> None:
    response = alice_client.post(reverse("mock:attempt-start", args=["chatgpt"]), WHOLE | change)
    assert response.status_code == 422
    assert not Attempt.objects.exists()


def test_an_interview_that_is_not_there_is_404(alice_client: Client, interview: Interview) -> None:
    assert alice_client.get(reverse("mock:attempt-start", args=["nothing"])).status_code == 404


@pytest.mark.parametrize(
    "name", ["attempt-room", "attempt-report", "attempt-hand-in", "report-body", "attempt-pause", "attempt-regrade"]
)
def test_charlie_and_strangers_find_nothing(
    charlie_client: Client, stranger_client: Client, alice: User, start: Start, name: str
) -> None:
    url = address(name, start(alice))
    for client in (charlie_client, stranger_client):
        method = client.post if name in {"attempt-pause", "attempt-regrade"} else client.get
        assert method(url).status_code == 404


def test_the_room_says_each_step_and_the_public_rubric(alice: User, alice_client: Client, start: Start) -> None:
    page = alice_client.get(f"{address('attempt-room', start(alice))}?step=api_design").content.decode()
    assert page.count('<textarea class="answer"') == 9
    assert "Criterion 1 of api_design" in page
    assert "Band 4 of api_design" not in page
    assert 'data-step="api_design"' in page
    assert re.search(r'id="step-api_design"[^>]*data-active-ms="0">', page), "the asked step is the one in front"


def test_a_step_is_saved_without_javascript(alice: User, alice_client: Client, start: Start) -> None:
    attempt = start(alice)
    fields = form_of(alice_client.get(address("attempt-room", attempt)).content.decode(), "requirements")
    data = {**fields, "text": "Chat.\r\nFor many.", "go": "estimation"}
    response = alice_client.post(address("step-save", attempt, "requirements"), data)
    assert response.headers["Location"].endswith("?step=estimation")
    draft = Draft.objects.get(attempt=attempt, step="requirements")
    assert (draft.text, draft.rev) == ("Chat.\nFor many.", 1)
    again = alice_client.post(address("step-save", attempt, "requirements"), data)
    assert again.status_code == 302
    draft.refresh_from_db()
    assert draft.rev == 1, "a double click saves once"


def test_a_conflict_without_javascript_offers_both(alice: User, alice_client: Client, start: Start) -> None:
    attempt = start(alice)
    page = alice_client.get(address("attempt-room", attempt)).content.decode()
    fields = form_of(page, "requirements")
    url = address("step-save", attempt, "requirements")
    alice_client.post(url, {**fields, "text": "From the laptop."})
    response = alice_client.post(url, {**fields, "client_id": "form-other", "text": "From the phone."})
    assert response.status_code == 409
    body = response.content.decode()
    assert "From the laptop." in body
    assert "From the phone." in body
    assert KeptText.objects.get().text == "From the phone."
    rev = re.search(r'name="base_rev" value="(\d+)"', body)
    assert rev is not None
    alice_client.post(url, {"base_rev": rev[1], "client_id": "form-third", "text": "From the phone."})
    assert Draft.objects.get(attempt=attempt, step="requirements").text == "From the phone."


def test_handing_in_asks_once_and_leads_to_the_report(alice: User, alice_client: Client, start: Start) -> None:
    attempt = start(alice)
    url = address("attempt-hand-in", attempt)
    assert "Hand in now?" in alice_client.get(url).content.decode()
    attempt.refresh_from_db()
    assert attempt.state == Attempt.State.ACTIVE
    assert alice_client.post(url).headers["Location"] == address("attempt-report", attempt)
    attempt.refresh_from_db()
    assert attempt.submission is not None
    assert alice_client.get(address("attempt-room", attempt)).status_code == 302
    assert alice_client.post(url).status_code == 302


def test_opening_the_room_after_the_time_closes_it(alice: User, alice_client: Client, start: Start, now: Any) -> None:
    attempt = start(alice, now=now - timedelta(hours=2))
    assert alice_client.get(address("attempt-room", attempt)).headers["Location"] == address("attempt-report", attempt)
    attempt.refresh_from_db()
    assert attempt.ended_at == attempt.deadline_at


def test_a_late_text_is_shown_to_its_owner(alice: User, alice_client: Client, start: Start, now: Any) -> None:
    attempt = start(alice, now=now - timedelta(hours=2))
    data = {"text": "Too late.", "base_rev": "0", "client_id": "form-x"}
    response = alice_client.post(address("step-save", attempt, "requirements"), data, follow=True)
    page = response.content.decode()
    assert response.redirect_chain[-1][0] == address("attempt-report", attempt)
    assert "not graded" in page
    assert "Too late." in page


def test_practice_pauses_and_goes_on(alice: User, alice_client: Client, start: Start) -> None:
    attempt = start(alice, mode="practice")
    alice_client.post(address("attempt-pause", attempt), {"step": "estimation"})
    assert "The clock stands still." in alice_client.get(address("attempt-room", attempt)).content.decode()
    alice_client.post(address("attempt-resume", attempt))
    attempt.refresh_from_db()
    assert attempt.paused_at is None
    assert signed_in(alice).post(address("attempt-resume", attempt)).status_code == 302


def test_the_list_of_attempts_is_read_in_a_constant_number_of_queries(
    alice: User, alice_client: Client, start: Start, now: Any, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(4):
        submit_attempt(attempt=start(alice), now=now + timedelta(seconds=number))
    alice_client.get(reverse("mock:attempt-list"))
    with django_assert_num_queries(2):  # the person; the attempts
        page = alice_client.get(reverse("mock:attempt-list")).content.decode()
    assert page.count("/report/") == 4


def test_the_room_is_read_in_three_queries(
    alice: User, alice_client: Client, start: Start, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    url = address("attempt-room", start(alice))
    alice_client.get(url)
    with django_assert_num_queries(3):  # the person; the attempt with all it points at; the drafts
        alice_client.get(url)


def test_nobody_has_an_empty_list(stranger_client: Client) -> None:
    response = stranger_client.get(reverse("mock:attempt-list"))
    assert "No interview yet" in response.content.decode()
    assert "sessionid" not in stranger_client.cookies


def test_no_page_of_the_room_has_inline_style_or_script(alice: User, alice_client: Client, start: Start) -> None:
    page = alice_client.get(address("attempt-room", start(alice))).content.decode()
    assert not re.search(r'\sstyle="|\son[a-z]+="|<script(?![^>]*src=)', page)
