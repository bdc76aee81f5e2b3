"""Who may do what, address by address. A route or an operation without a line here fails the walk.

The key is the method and the URL pattern as the resolver spells it (`graded:` before it takes alice's graded attempt
instead of her running one). The statuses are those of the owner (alice), another person (charlie), a guest, nobody,
and, where that differs from another person, staff (bob).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lessons.exercises.base import name_of
from tests.factories import PASSWORD


@dataclass(frozen=True)
class Case:
    owner: int
    other: int
    guest: int
    nobody: int
    staff: int | None = None
    data: Any = None
    is_json: bool = False
    path: str = ""
    """An address of its own, for patterns that are regular expressions; `{name}` takes a value of the world."""


def form(owner: int, other: int, guest: int, nobody: int, staff: int | None = None, **data: Any) -> Case:
    return Case(owner, other, guest, nobody, staff, data)


def api(owner: int, other: int, guest: int, nobody: int, data: Any = None) -> Case:
    return Case(owner, other, guest, nobody, data=data, is_json=True)


OPEN = Case(200, 200, 200, 200)
PERSON = Case(200, 200, 200, 302)
MEMBER = Case(200, 200, 302, 302)
DOOR = Case(302, 302, 200, 200)
STAFF = Case(403, 403, 403, 302, staff=200)
OWN = Case(200, 404, 404, 404)
OWN_API = Case(200, 404, 404, 401)
THIS = name_of("first", "This")
"""The right option of the exercise."""
DRAFT = {"text": "Mine.", "base_rev": 1, "client_id": "c", "client_seq": 1}
KEY = "accounts/^confirm-email/(?P<key>[-:\\w]+)/$"
RESET = "accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$"

PUBLIC = {
    f"GET {pattern}": OPEN
    for pattern in (
        "",
        "content/",
        "faq/",
        "glossary/",
        "glossary/terms.json",
        "search/",
        "reviews/",
        "modules/<slug:slug>/",
        "lessons/<slug:slug>/",
        "interviews/",
        "interviews/find/",
        "interviews/whiteboard/",
        "interviews/<slug:slug>/",
        "interviews/<slug:slug>/example/",
        "interviews/<slug:slug>/try/",
        "interviews/<slug:slug>/start/",
        "me.json",
        "accounts/me.json",
        "api/v1/schema/",
        "api/v1/docs/",
        "api/v1/search/",
        "api/v1/courses/",
        "api/v1/courses/<slug:slug>/",
        "api/v1/interviews/",
        "api/v1/interviews/<slug:slug>/",
        "api/v1/lessons/<slug:slug>/",
        "api/v1/lessons/<slug:slug>/exercises/<slug:key>/",
    )
}

ACCOUNTS = {
    "GET accounts/": Case(302, 302, 302, 302),
    "GET accounts/profile/": PERSON,
    "POST accounts/profile/": form(302, 302, 302, 302, name="New", level="mid"),
    "GET accounts/tokens/": MEMBER,
    "POST accounts/tokens/": form(200, 200, 302, 302, name="script"),
    "POST accounts/tokens/<int:pk>/delete/": form(302, 404, 302, 302),
    "GET accounts/export/": PERSON,
    "GET accounts/delete/": PERSON,
    "POST accounts/delete/": form(200, 200, 200, 302, words="delete my account", password=PASSWORD),
    "GET accounts/login/": DOOR,
    "POST accounts/login/": form(302, 302, 200, 200, login="alice@example.org", password="wrong"),
    "GET accounts/signup/": DOOR,
    "POST accounts/signup/": form(302, 302, 302, 302, email="new@example.org", password1=PASSWORD),
    "GET accounts/logout/": PERSON,
    "POST accounts/logout/": form(302, 302, 302, 302),
    "GET accounts/inactive/": OPEN,
    "GET accounts/reauthenticate/": MEMBER,
    "POST accounts/reauthenticate/": form(302, 302, 302, 302, password=PASSWORD),
    "GET accounts/email/": MEMBER,
    "POST accounts/email/": form(302, 302, 302, 302, email="new@example.org", action_add=""),
    "GET accounts/confirm-email/": OPEN,
    f"GET {KEY}": Case(200, 200, 200, 200, path="/accounts/confirm-email/wrong/"),
    f"POST {KEY}": Case(404, 404, 404, 404, path="/accounts/confirm-email/wrong/", data={}),
    "GET accounts/password/change/": MEMBER,
    "POST accounts/password/change/": form(200, 200, 302, 302, oldpassword="wrong"),
    "GET accounts/password/set/": Case(302, 302, 302, 302),
    "POST accounts/password/set/": form(302, 302, 302, 302, password1="x" * 20, password2="x" * 20),
    "GET accounts/password/reset/": OPEN,
    "POST accounts/password/reset/": form(302, 302, 302, 302, email="alice@example.org"),
    "GET accounts/password/reset/done/": OPEN,
    "GET accounts/password/reset/key/done/": OPEN,
    f"GET {RESET}": Case(200, 200, 200, 200, path="/accounts/password/reset/key/1-wrong/"),
    f"POST {RESET}": Case(200, 200, 200, 200, path="/accounts/password/reset/key/1-set-password/", data={}),
    "GET accounts/login/code/confirm/": Case(302, 302, 302, 302),
    "POST accounts/login/code/confirm/": form(302, 302, 302, 302),
}

AUTHORING = {
    # Nobody watches content/ in a test; where somebody does, everybody may hear that a page changed.
    "GET events/content/": Case(404, 404, 404, 404),
}

LEARNING = {
    "GET learn/": OPEN,
    "GET lessons/<slug:slug>/progress/": OPEN,
    "POST lessons/<slug:slug>/progress/": form(302, 302, 302, 302, completed="yes"),
    "GET lessons/<slug:slug>/exercises/<slug:key>/": OPEN,
    "POST lessons/<slug:slug>/exercises/<slug:key>/": form(302, 302, 302, 302, first=THIS),
    "GET reviews/write/": MEMBER,
    "POST reviews/write/": form(302, 403, 302, 302, stars=1),
    "GET reviews/inbox/": STAFF,
    "POST reviews/inbox/<int:pk>/": form(403, 403, 403, 302, staff=302, decision="reject", written_at="{written_at}"),
    "GET styleguide/": Case(404, 404, 404, 404, staff=200),
}

ROOM = {
    "GET interviews/surprise/": Case(302, 302, 302, 302),
    "POST interviews/<slug:slug>/try/": form(200, 200, 200, 200, step="estimation", text="100 / 10 = 10 a second."),
    "POST interviews/<slug:slug>/start/": form(302, 302, 302, 302, level="mid", mode="timed", minutes="45"),
    "GET attempts/": OPEN,
    "GET attempts/<slug:public_id>/": OWN,
    "POST attempts/<slug:public_id>/steps/<slug:step>/": form(
        302, 404, 404, 404, text="Mine.", base_rev=1, client_id="c", client_seq=1
    ),
    "GET attempts/<slug:public_id>/diagram/": OWN,
    "POST attempts/<slug:public_id>/pause/": form(409, 404, 404, 404),
    "POST attempts/<slug:public_id>/resume/": form(302, 404, 404, 404),
    "GET attempts/<slug:public_id>/hand-in/": OWN,
    "POST attempts/<slug:public_id>/hand-in/": form(302, 404, 404, 404),
    "GET graded:attempts/<slug:public_id>/report/": OWN,
    "GET graded:attempts/<slug:public_id>/report/body/": OWN,
    "POST graded:attempts/<slug:public_id>/grade/": form(302, 404, 404, 404),
}

GRADING = {
    "GET grading/quality/": OPEN,
    "GET grading/review/": STAFF,
    "GET grading/runs/<int:run>/": STAFF,
    "POST grading/runs/<int:run>/reviewed/": form(403, 403, 403, 302, staff=302),
    "POST grading/runs/<int:run>/band/": form(
        403, 403, 403, 302, staff=302, criterion="requirements-1", band="4", reason="Seen."
    ),
    "POST grading/runs/<int:run>/stop/": form(302, 404, 404, 302),
    "POST grading/runs/<int:run>/disputes/": form(
        302, 404, 404, 302, criterion="requirements-1", argument="It stands in the first line."
    ),
    "POST grading/disputes/<int:dispute>/withdraw/": form(302, 404, 404, 302),
    "GET grading/regrading/": STAFF,
    "POST grading/regrading/": form(403, 403, 403, 302, staff=404, interview="chatgpt", judge="none"),
    "GET grading/regrading/<int:batch>/": STAFF,
    "POST grading/regrading/<int:batch>/apply/": form(403, 403, 403, 302, staff=302),
    "POST grading/regrading/<int:batch>/drop/": form(403, 403, 403, 302, staff=302),
}

STAFF_API = Case(403, 403, 403, 401, staff=200)
ARGUMENT = {"criterion": "requirements-1", "argument": "It stands in the first line."}
BAND = {"criterion": "requirements-1", "band": 4, "reason": "Seen."}

API = {
    "GET api/v1/gradings/quality/": OPEN,
    "GET api/v1/gradings/review/": STAFF_API,
    "GET api/v1/gradings/<int:run>/overrides/": STAFF_API,
    "POST api/v1/gradings/<int:run>/overrides/": Case(403, 403, 403, 401, staff=201, data=BAND, is_json=True),
    "GET api/v1/gradings/<int:run>/disputes/": OWN_API,
    "POST api/v1/gradings/<int:run>/disputes/": api(201, 404, 404, 401, ARGUMENT),
    "POST api/v1/disputes/<int:dispute>/withdraw/": api(200, 404, 404, 401),
    "POST api/v1/disputes/<int:dispute>/answer/": Case(
        403, 403, 403, 401, staff=200, data={"band": None, "reason": "Read."}, is_json=True
    ),
    "GET api/v1/lessons/<slug:slug>/exercises/<slug:key>/answer/": Case(200, 200, 200, 401),
    "POST api/v1/lessons/<slug:slug>/exercises/<slug:key>/answer/": api(
        201, 201, 201, 401, {"answer": {"first": [THIS]}}
    ),
    "GET api/v1/attempts/": Case(200, 200, 200, 401),
    "POST api/v1/attempts/": api(200, 201, 201, 401, {"interview": "chatgpt"}),
    "GET api/v1/attempts/<slug:public_id>/": OWN_API,
    "GET api/v1/attempts/<slug:public_id>/clock/": OWN_API,
    "GET api/v1/attempts/<slug:public_id>/drafts/<slug:step>/": OWN_API,
    "PUT api/v1/attempts/<slug:public_id>/drafts/<slug:step>/": api(200, 404, 404, 401, DRAFT),
    "POST api/v1/attempts/<slug:public_id>/submit/": api(200, 404, 404, 401),
    "POST api/v1/attempts/<slug:public_id>/pause/": api(409, 404, 404, 401),
    "POST api/v1/attempts/<slug:public_id>/resume/": api(200, 404, 404, 401),
    "GET graded:api/v1/attempts/<slug:public_id>/report/": OWN_API,
    "GET api/v1/submissions/": Case(200, 200, 200, 401),
    "GET api/v1/submissions/<int:submission>/": OWN_API,
    "GET api/v1/gradings/<int:run>/": OWN_API,
    "POST api/v1/gradings/<int:run>/retry/": api(409, 404, 404, 401),
    "POST api/v1/gradings/<int:run>/stop/": api(409, 404, 404, 401),
    "POST api/v1/gradings/<int:run>/estimate/": api(200, 404, 404, 401),
}

CASES: dict[str, Case] = {**PUBLIC, **AUTHORING, **ACCOUNTS, **LEARNING, **ROOM, **GRADING, **API}
