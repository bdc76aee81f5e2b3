"""The diagram of an attempt: one more text under the same contract, read, frozen and shown."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from mock_interviews.errors import AttemptOver, Conflict, TooLong
from mock_interviews.models import GRACE, Attempt, Draft, KeptText
from mock_interviews.services import Save, save_draft, submit_attempt, sweep_attempts
from mock_interviews.services.drafts import MOST_DIAGRAM_BYTES, digest_of
from mock_interviews.services.regrading import accept_late_text
from tests.conftest import signed_in
from tests.mock_interviews.conftest import Start

TEXT = "Client -> Gateway: POST /messages\nGateway -> Redis [cache]\nAudit log [database]\nWhat else, then?"
GRAPH = {
    "nodes": [
        {"id": "client", "label": "Client", "kind": "client"},
        {"id": "gateway", "label": "Gateway", "kind": "gateway"},
        {"id": "redis", "label": "Redis", "kind": "cache"},
        {"id": "audit-log", "label": "Audit log", "kind": "database"},
    ],
    "edges": [
        {"from": "client", "to": "gateway", "label": "POST /messages"},
        {"from": "gateway", "to": "redis", "label": ""},
    ],
}


def draw(attempt: Attempt, at: datetime, text: str = TEXT, client_id: str = "tab-1") -> None:
    save = Save(step="diagram", text=text, base_rev=0, client_id=client_id, client_seq=1)
    save_draft(user_id=attempt.user_id, public_id=attempt.public_id, save=save, received_at=at)


@pytest.mark.parametrize(
    ("step", "has_one"), [("high_level_design", True), ("detailed_design", True), ("estimation", False)]
)
def test_a_drill_has_a_diagram_where_one_belongs(
    step: str,
    has_one: bool,
    alice: User,
    start: Start,
) -> None:
    attempt = start(alice, minutes=8, drill=step)
    assert attempt.drafts.filter(step="diagram").exists() is has_one
    page = signed_in(alice).get(f"/attempts/{attempt.public_id}/").content.decode()
    assert ("This is how your diagram is read" in page) is has_one


def test_it_takes_20_kb(alice: User, start: Start, now: datetime) -> None:
    with pytest.raises(TooLong, match="20 kB"):
        draw(start(alice), now, "#" * (MOST_DIAGRAM_BYTES + 1))


def test_it_conflicts_and_expires_like_a_step(alice: User, start: Start, now: datetime) -> None:
    attempt = start(alice)
    draw(attempt, now)
    with pytest.raises(Conflict):
        draw(attempt, now, "A -> B", client_id="tab-2")
    with pytest.raises(AttemptOver):
        draw(attempt, now + timedelta(hours=1), "A -> C", client_id="tab-3")
    assert set(KeptText.objects.values_list("step", "text")) == {("diagram", "A -> B"), ("diagram", "A -> C")}


def test_handing_in_freezes_the_graph(alice: User, start: Start, now: datetime) -> None:
    attempt = start(alice)
    draw(attempt, now)
    submit_attempt(attempt=attempt, now=now)
    assert attempt.submission is not None
    assert attempt.submission.diagram == GRAPH
    assert "diagram" not in attempt.submission.sections
    assert attempt.drafts.get(step="diagram").changes.count() == 1


def test_running_out_freezes_the_graph_and_a_late_one_can_be_let_count(
    alice: User, bob: User, start: Start, now: datetime
) -> None:
    attempt = start(alice)
    draw(attempt, now)
    end = attempt.deadline_at + GRACE + timedelta(minutes=1)
    sweep_attempts(now=end)
    with pytest.raises(AttemptOver):
        draw(attempt, end, "A -> B", client_id="tab-2")
    attempt.refresh_from_db()
    assert attempt.submission is not None
    assert attempt.submission.diagram == GRAPH
    changed = accept_late_text(kept=KeptText.objects.get(), by=bob, now=end)
    assert changed.submission is not None
    assert [node["label"] for node in changed.submission.diagram["nodes"]] == ["A", "B"]


def test_the_room_shows_how_it_is_read(alice: User, start: Start, now: datetime) -> None:
    attempt = start(alice)
    draw(attempt, now)
    for address in (f"/attempts/{attempt.public_id}/?step=detailed_design", f"/attempts/{attempt.public_id}/diagram/"):
        page = signed_in(alice).get(address).content.decode()
        assert "4 components, 2 arrows. 1 line not read." in page
        assert "<b>Line 4:</b>" in page
        assert "<b>Nothing leads to or from:</b> Audit log." in page
        assert '<svg class="drawing diagram"' in page


def test_an_attempt_from_before_there_were_diagrams_goes_on(alice: User, start: Start, now: datetime) -> None:
    attempt = start(alice)
    Draft.objects.filter(attempt=attempt, step="diagram").delete()
    client = signed_in(alice)
    assert client.get(f"/attempts/{attempt.public_id}/").status_code == 200
    assert client.get(f"/attempts/{attempt.public_id}/diagram/").status_code == 404
    assert client.get(f"/api/v1/attempts/{attempt.public_id}/").json()["diagram"] is None
    submit_attempt(attempt=attempt, now=now)
    assert client.get(f"/attempts/{attempt.public_id}/report/").status_code == 200


def test_the_api_tells_text_graph_and_unread_lines(alice: User, start: Start) -> None:
    attempt = start(alice)
    client = signed_in(alice)
    body = {"text": TEXT, "base_rev": 0, "client_id": "c", "client_seq": 1}
    address = f"/api/v1/attempts/{attempt.public_id}/"
    assert client.put(f"{address}drafts/diagram/", body, content_type="application/json").status_code == 200
    found = client.get(address).json()["diagram"]
    assert (found["text"], found["rev"], found["graph"]) == (TEXT, 1, GRAPH)
    assert [(one["line"], one["text"]) for one in found["unread"]] == [(4, "What else, then?")]


class TestWithoutJavaScript:
    def post(self, client: Client, attempt: Attempt, **data: Any) -> Any:
        fields = {"text": "", "base_rev": 0, "client_id": "form-1", "diagram_rev": 0, "diagram_digest": digest_of("")}
        return client.post(f"/attempts/{attempt.public_id}/steps/high_level_design/", fields | data)

    def test_one_form_saves_the_answer_and_the_diagram(self, alice: User, start: Start) -> None:
        attempt = start(alice)
        client = signed_in(alice)
        answer = self.post(client, attempt, text="Walk.", diagram="A -> B\r\nB -> C", go="high_level_design")
        assert answer.status_code == 302
        page = client.get(answer["Location"]).content.decode()
        assert "3 components, 2 arrows." in page
        saved = dict(attempt.drafts.exclude(text="").values_list("step", "text"))
        assert saved == {"high_level_design": "Walk.", "diagram": "A -> B\nB -> C"}

    def test_an_untouched_diagram_never_gets_in_the_way(self, alice: User, start: Start, now: datetime) -> None:
        attempt = start(alice)
        draw(attempt, now)
        assert self.post(signed_in(alice), attempt, text="Walk.", diagram="").status_code == 302
        assert attempt.drafts.get(step="diagram").text == TEXT

    def test_a_conflict_shows_both_diagrams(self, alice: User, start: Start, now: datetime) -> None:
        attempt = start(alice)
        draw(attempt, now)
        client = signed_in(alice)
        answer = self.post(client, attempt, text="Walk.", diagram="A -> B")
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "Two versions of Diagram" in page
        assert "A -&gt; B" in page
        assert "POST /messages" in page
        chosen = {"text": "A -> B", "base_rev": 1, "client_id": "form-2-a", "go": "high_level_design"}
        done = client.post(f"/attempts/{attempt.public_id}/steps/diagram/", chosen)
        assert done["Location"].endswith("?step=high_level_design")
        assert attempt.drafts.get(step="diagram").text == "A -> B"

    def test_two_conflicts_are_asked_about_one_after_the_other(self, alice: User, start: Start, now: datetime) -> None:
        attempt = start(alice)
        draw(attempt, now)
        elsewhere = Save("high_level_design", "Elsewhere.", 0, client_id="tab-1", client_seq=2)
        save_draft(user_id=alice.pk, public_id=attempt.public_id, save=elsewhere, received_at=now)
        client = signed_in(alice)
        first = self.post(client, attempt, text="Here.", diagram="A -> B")
        assert first.status_code == 409
        assert "it comes next" in first.content.decode()
        second = self.post(
            client, attempt, text="Here.", base_rev=1, client_id="form-2-a", diagram="A -> B", diagram_digest=""
        )
        assert second.status_code == 409
        assert "Two versions of Diagram" in second.content.decode()
        assert attempt.drafts.get(step="high_level_design").text == "Here."


def test_the_report_shows_what_was_drawn_beside_the_high_level_design(alice: User, start: Start, now: datetime) -> None:
    attempt = start(alice)
    draw(attempt, now)
    submit_attempt(attempt=attempt, now=now)
    page = signed_in(alice).get(f"/attempts/{attempt.public_id}/report/").content.decode()
    high_level = page[page.index('id="step-high_level_design"') : page.index('id="step-api_design"')]
    assert page.count('<svg class="drawing diagram"') == 1
    assert "4 components, 2 arrows." in high_level
    assert "Gateway: <span" in high_level
