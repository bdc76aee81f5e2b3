from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from courses.models import Course, Rating
from courses.ratings import approved_summary
from tests import factories

pytestmark = pytest.mark.django_db

WRITE, INBOX = "/reviews/write/", "/reviews/inbox/"


@pytest.fixture
def course() -> Course:
    return factories.make_course()


def complete(user: User, count: int) -> None:
    for _ in range(count):
        factories.make_progress(user, percent=100, completed_at=factories.THEN)


def make_rating(
    course: Course, stars: int = 4, state: str = "pending", text: str = "Worth it.", name: str = ""
) -> Rating:
    user = factories.make_person(name)
    return Rating.objects.create(
        course=course, user=user, stars=stars, text=text, state=state, created_at=factories.THEN
    )


def test_three_completed_lessons_or_one_graded_interview_make_a_reviewer(
    course: Course, alice: User, alice_client: Client
) -> None:
    complete(alice, 2)
    assert "3 completed" not in alice_client.get(WRITE).content.decode()
    assert alice_client.post(WRITE, {"stars": 5}).status_code == 403
    factories.make_attempt(alice)
    factories.make_graded_attempt(alice, is_drill=True)
    assert alice_client.post(WRITE, {"stars": 5}).status_code == 403
    complete(alice, 1)
    assert alice_client.post(WRITE, {"stars": 5, "text": "Good."}).status_code == 302
    assert Rating.objects.get().state == Rating.State.PENDING


def test_a_graded_interview_is_enough(course: Course, alice: User, alice_client: Client) -> None:
    factories.make_graded_attempt(alice, factories.make_interview(course))
    assert alice_client.post(WRITE, {"stars": 3}).status_code == 302


def test_guests_and_strangers_may_not(
    course: Course, guest: User, guest_client: Client, stranger_client: Client
) -> None:
    complete(guest, 3)
    assert guest_client.post(WRITE, {"stars": 5})["Location"] == "/accounts/signup/"
    assert guest_client.get(WRITE)["Location"] == "/accounts/signup/?next=%2Freviews%2Fwrite%2F"
    assert stranger_client.get(WRITE)["Location"].startswith("/accounts/login/")
    assert not Rating.objects.exists()


@pytest.mark.parametrize("stars", ["0", "6", "", "x", "4.5"])
def test_stars_are_one_to_five(course: Course, alice: User, alice_client: Client, stars: str) -> None:
    complete(alice, 3)
    assert alice_client.post(WRITE, {"stars": stars}).status_code == 400
    assert not Rating.objects.exists()


def test_a_changed_review_waits_again_and_a_withdrawn_one_is_gone(
    course: Course, alice: User, alice_client: Client
) -> None:
    complete(alice, 3)
    alice_client.post(WRITE, {"stars": 5, "text": "One."})
    Rating.objects.update(state=Rating.State.APPROVED)
    alice_client.post(WRITE, {"stars": 2, "text": "Two."})
    rating = Rating.objects.get()
    assert (rating.stars, rating.text, rating.state) == (2, "Two.", Rating.State.PENDING)
    alice_client.post(WRITE, {"withdraw": ""})
    assert not Rating.objects.exists()


def test_staff_approves_what_it_read(course: Course, bob: User, bob_client: Client) -> None:
    rating = make_rating(course, text="<b>Fine</b>")
    page = bob_client.get(INBOX).content.decode()
    assert "&lt;b&gt;Fine" in page
    data = {"decision": "approve", "written_at": rating.created_at.isoformat()}
    assert bob_client.post(f"{INBOX}{rating.pk}/", data).status_code == 302
    rating.refresh_from_db()
    assert (rating.state, rating.decided_by) == (Rating.State.APPROVED, bob)
    assert bob_client.post(f"{INBOX}{rating.pk}/", data).status_code == 409


def test_what_was_written_anew_since_is_not_approved_unseen(course: Course, bob_client: Client) -> None:
    rating = make_rating(course)
    seen = rating.created_at.isoformat()
    Rating.objects.update(text="Buy my thing", created_at=rating.created_at + timedelta(minutes=1))
    assert bob_client.post(f"{INBOX}{rating.pk}/", {"decision": "approve", "written_at": seen}).status_code == 409
    assert Rating.objects.get().state == Rating.State.PENDING


@pytest.mark.parametrize("data", [{}, {"decision": "approve"}, {"decision": "?", "written_at": "2026-13-45T99:00"}])
def test_a_decision_without_what_it_is_about_is_refused(
    course: Course, bob_client: Client, data: dict[str, str]
) -> None:
    rating = make_rating(course)
    assert bob_client.post(f"{INBOX}{rating.pk}/", data).status_code == 409


def test_nobody_but_staff_decides(course: Course, alice_client: Client, guest_client: Client) -> None:
    rating = make_rating(course)
    data = {"decision": "approve", "written_at": rating.created_at.isoformat()}
    for client, status in ((alice_client, 403), (guest_client, 403), (Client(), 302)):
        assert client.get(INBOX).status_code == status
        assert client.post(f"{INBOX}{rating.pk}/", data).status_code == status
    assert Rating.objects.get().state == Rating.State.PENDING


def test_the_public_page_counts_approved_ones_only(course: Course, stranger_client: Client) -> None:
    make_rating(course, 5, "approved", "Very good.")
    make_rating(course, 4, "approved", "", name="erin")
    make_rating(course, 1, "pending", "Secret.")
    make_rating(course, 1, "rejected", "Worse.")
    page = stranger_client.get("/reviews/").content.decode()
    assert "4.5" in page
    assert "Very good." in page
    assert "Secret." not in page
    assert "Worse." not in page
    summary = approved_summary(course)
    assert [(row.stars, row.count, row.percent) for row in summary.distribution] == [
        (5, 1, 50),
        (4, 1, 50),
        (3, 0, 0),
        (2, 0, 0),
        (1, 0, 0),
    ]


def test_with_no_review_there_is_no_number(course: Course, stranger_client: Client) -> None:
    make_rating(course, 1, "pending")
    page = stranger_client.get("/reviews/").content.decode()
    assert "Nobody has written a review yet" in page
    assert "of 5" not in page
    assert approved_summary(course).average is None


def test_the_public_page_is_the_same_for_everybody_and_revalidates(
    course: Course, alice_client: Client, stranger_client: Client
) -> None:
    make_rating(course, 5, "approved")
    hers, theirs = alice_client.get("/reviews/"), stranger_client.get("/reviews/")
    assert hers.content == theirs.content
    assert "Vary" not in theirs or "Cookie" not in theirs["Vary"]
    assert not theirs.cookies
    assert stranger_client.get("/reviews/", headers={"If-None-Match": theirs["ETag"]}).status_code == 304
    make_rating(course, 1, "approved")
    assert stranger_client.get("/reviews/", headers={"If-None-Match": theirs["ETag"]}).status_code == 200


def test_an_address_is_never_published(course: Course, stranger_client: Client) -> None:
    rating = make_rating(course, 5, "approved", name="frida")
    User.objects.filter(pk=rating.user_id).update(name="")
    page = stranger_client.get("/reviews/").content.decode()
    assert "frida" not in page
    assert "A learner" in page


def test_the_number_of_queries_does_not_grow(course: Course, bob_client: Client) -> None:
    def count(client: Client, address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    def fill() -> None:
        make_rating(course, 5, "approved")
        make_rating(course, 5, "pending")

    fill()
    before = [count(Client(), "/reviews/"), count(bob_client, INBOX)]
    for _ in range(10):
        fill()
    assert [count(Client(), "/reviews/"), count(bob_client, INBOX)] == before


def test_a_decision_is_stamped(course: Course, bob: User, now: datetime) -> None:
    from courses.ratings import decide_rating

    rating = make_rating(course)
    decide_rating(rating_id=rating.pk, written_at=rating.created_at, approve=False, by=bob, now=now)
    rating.refresh_from_db()
    assert (rating.state, rating.decided_at) == (Rating.State.REJECTED, now)
