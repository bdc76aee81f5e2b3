"""A drawing read into the graph: scenes as the whiteboard writes them, and scenes that nobody's whiteboard wrote."""

from __future__ import annotations

import json
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import User
from mock_interviews.deltas import apply_delta
from mock_interviews.errors import AttemptOver, Conflict, TooLong
from mock_interviews.models import GRACE, Attempt, KeptText
from mock_interviews.services import Save, save_draft, submit_attempt
from mock_interviews.services.drafts import MOST_SCENE_BYTES, SCENES_KEPT_AT_MOST
from mock_interviews.sketch import MOST_NODES, read_scene
from tests.conftest import signed_in
from tests.mock_interviews.conftest import Start

DRAWN = (Path(__file__).parent / "scenes" / "drawn.json").read_text(encoding="utf-8")
"""Saved by the board in a browser: two stencils and an arrow drawn from one to the other."""


def box(name: str, x: float = 0, y: float = 0, **extra: Any) -> dict[str, Any]:
    place = {"x": x, "y": y, "width": 160, "height": 64}
    return {"id": name, "type": "rectangle", **place, "isDeleted": False, **extra}


def label(holder: str, text: str) -> dict[str, Any]:
    return {
        **box(f"{holder}-t"),
        "type": "text",
        "text": text.replace(" ", "\n"),
        "originalText": text,
        "containerId": holder,
    }


def arrow(name: str, start: str | None, end: str | None, **extra: Any) -> dict[str, Any]:
    ends = {
        "startBinding": start and {"elementId": start, "focus": 0, "gap": 1},
        "endBinding": end and {"elementId": end, "focus": 0, "gap": 1},
        "startArrowhead": None,
        "endArrowhead": "arrow",
        "points": [[0, 0], [200, 0]],
    }
    return {**box(name), "type": "arrow", **ends, **extra}


def scene(*elements: Any) -> str:
    return json.dumps({"type": "excalidraw", "version": 2, "elements": list(elements)})


def edges(text: str) -> list[tuple[str, str, str]]:
    return [(one["from"], one["to"], one["label"]) for one in read_scene(text).as_graph()["edges"]]


def test_what_the_board_wrote_is_read() -> None:
    assert read_scene(DRAWN).as_graph() == {
        "nodes": [
            {"id": "gateway", "label": "Gateway", "kind": "gateway"},
            {"id": "sql-database", "label": "SQL database", "kind": "sql"},
        ],
        "edges": [{"from": "gateway", "to": "sql-database", "label": ""}],
    }


def test_a_renamed_stencil_keeps_its_kind_and_a_plain_box_is_guessed() -> None:
    found = read_scene(
        scene(box("a", customData={"kind": "queue"}), label("a", "Orders"), box("b", 300), label("b", "Redis"))
    )
    assert [(node.label, node.read_kind, node.is_guessed) for node in found.nodes] == [
        ("Orders", "queue", False),
        ("Redis", "cache", True),
    ]


def test_arrows_carry_labels_and_directions() -> None:
    parts = [box("a"), label("a", "Api"), box("b", 300), label("b", "Store")]
    assert edges(scene(*parts, arrow("x", "a", "b"), label("x", "write ahead"))) == [("api", "store", "write ahead")]
    assert edges(scene(*parts, arrow("x", "b", "a"))) == [("store", "api", "")]
    assert edges(scene(*parts, arrow("x", "a", "b", startArrowhead="arrow", endArrowhead=None))) == [
        ("store", "api", "")
    ]
    assert len(edges(scene(*parts, arrow("x", "a", "b", startArrowhead="arrow")))) == 2


@pytest.mark.parametrize(("gap", "count"), [(0, 1), (28, 1), (29, 0)])
def test_a_loose_end_snaps_within_28_pixels(gap: int, count: int) -> None:
    loose = arrow("x", "a", None, x=160, y=32, points=[[0, 0], [140 - gap, 0]])
    text = scene(box("a"), label("a", "Api"), box("b", 300), label("b", "Store"), loose)
    assert len(edges(text)) == count
    assert [one.why for one in read_scene(text).unread] == (
        [] if count else ["It leads from Api to nothing. Drag its end onto a part."]
    )


def test_names_may_lie_on_a_box_and_equal_names_are_two_parts() -> None:
    on_it = {**box("t", 10, 10), "type": "text", "text": "Cache", "width": 40, "height": 20}
    found = read_scene(scene(box("a"), on_it, box("b", 300), label("b", "Cache"))).as_graph()
    assert [(node["id"], node["label"]) for node in found["nodes"]] == [("cache", "Cache"), ("cache-2", "Cache")]


def test_a_frame_around_parts_and_freehand_are_named_as_not_read() -> None:
    frame = {**box("f", -50, -50), "width": 900, "height": 400}
    stroke = {**box("s"), "type": "freedraw"}
    found = read_scene(scene(frame, box("a"), label("a", "Api"), box("b", 300), label("b", "Store"), stroke))
    assert [node.label for node in found.nodes] == ["Api", "Store"]
    assert [one.text for one in found.unread] == ["Freehand", "A box around others"]


def test_deleted_elements_are_gone() -> None:
    assert read_scene(scene(box("a", isDeleted=True))).as_graph() == {}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nonsense",
        "[]",
        "null",
        '{"elements": {}}',
        '{"elements": [1, null, "x", [], {}]}',
        "[" * 100_000,
        '{"elements":' + "[" * 100_000,
        '{"elements": [{"id": "a", "type": "rectangle", "x": ' + "9" * 5_000 + "}]}",
        scene(box("a", x=float("nan")), box("b", x=float("inf")), box("c", x=True), box("d", x=1e300)),
        scene({**box("a"), "id": {"x": 1}}, {**box("b"), "type": ["rectangle"]}, {**box("c"), "customData": "queue"}),
        scene(arrow("x", "a", "b", points="no"), arrow("y", "a", "a", points=[[0]]), arrow("z", None, None, points=[])),
        scene({**arrow("x", "a", "b"), "startBinding": [], "endBinding": {"elementId": 7}}),
    ],
)
def test_a_hostile_scene_is_read_as_nothing(text: str) -> None:
    assert read_scene(text).edges == []


def test_a_huge_scene_is_bounded_and_quick() -> None:
    boxes = [box(f"b{at}", at * 200, customData={"kind": "x" * 500}) for at in range(3_000)]
    texts = [label(f"b{at}", "n" * 5_000) for at in range(20)]
    started = time.perf_counter()
    found = read_scene(scene(*texts, *boxes, *[arrow(f"x{at}", "b1", "b2") for at in range(3_000)]))
    assert time.perf_counter() - started < 2
    assert len(found.nodes) == MOST_NODES
    assert max(len(node.label) for node in found.nodes) <= 60


def draw(
    attempt: Attempt, at: datetime, text: str = DRAWN, *, rev: int = 0, client_id: str = "tab-1", seq: int = 1
) -> None:
    save = Save(step="scene", text=text, base_rev=rev, client_id=client_id, client_seq=seq)
    save_draft(user_id=attempt.user_id, public_id=attempt.public_id, save=save, received_at=at)


def write(attempt: Attempt, at: datetime, text: str) -> None:
    save = Save(step="diagram", text=text, base_rev=0, client_id="tab-1", client_seq=1)
    save_draft(user_id=attempt.user_id, public_id=attempt.public_id, save=save, received_at=at)


def test_a_drawing_conflicts_and_expires_like_a_step(alice: User, start: Start, now: datetime) -> None:
    attempt = start(alice)
    draw(attempt, now)
    with pytest.raises(Conflict):
        draw(attempt, now, scene(box("a")), client_id="tab-2")
    with pytest.raises(AttemptOver):
        draw(attempt, attempt.deadline_at + GRACE + timedelta(seconds=1), scene(box("b")), client_id="tab-3")
    assert sorted(KeptText.objects.values_list("step", "reason")) == [("scene", "conflict"), ("scene", "late")]


def test_only_a_few_refused_drawings_are_kept(alice: User, start: Start, now: datetime) -> None:
    attempt = start(alice)
    draw(attempt, now)
    for number in range(SCENES_KEPT_AT_MOST + 3):
        with pytest.raises(Conflict):
            draw(attempt, now + timedelta(seconds=number), scene(box(f"a{number}")), client_id=f"tab-{number + 2}")
    assert KeptText.objects.count() == SCENES_KEPT_AT_MOST


def test_it_takes_1_mb_and_says_so(alice: User, start: Start, now: datetime) -> None:
    attempt = start(alice)
    draw(attempt, now, "x" * MOST_SCENE_BYTES)
    with pytest.raises(TooLong, match="1 MB"):
        draw(attempt, now, "x" * (MOST_SCENE_BYTES + 1))
    body = {"text": "y" * (6 * MOST_SCENE_BYTES + 5_000), "base_rev": 0, "client_id": "c", "client_seq": 9}
    address = f"/api/v1/attempts/{attempt.public_id}/drafts/scene/"
    refused = signed_in(alice).put(address, body, content_type="application/json")
    assert (refused.status_code, refused.json()["detail"][:32]) == (413, "A drawing takes at most 1 MB. Re")


def test_the_history_has_one_row_in_ten_seconds_and_ends_at_what_is_stored(
    alice: User, start: Start, now: datetime
) -> None:
    attempt = start(alice)
    for number in range(30):
        text = scene(*[box(f"b{at}", at * 7 + number) for at in range(number % 5 + 1)])
        draw(attempt, now + timedelta(seconds=2 * number), text, rev=number, seq=number + 1)
    draft = attempt.drafts.get(step="scene")
    changes = list(draft.changes.all())
    assert draft.rev == 30
    assert len(changes) <= 7
    replayed = ""
    for change in changes:
        replayed = apply_delta(replayed, change.delta)
    assert replayed == draft.text


def test_what_was_edited_last_is_handed_in(alice: User, bob: User, start: Start, now: datetime) -> None:
    for user, drawn_first, labels in ((alice, True, ["A", "B"]), (bob, False, ["Gateway", "SQL database"])):
        attempt = start(user)
        later = now + timedelta(seconds=20)
        draw(attempt, now if drawn_first else later)
        write(attempt, later if drawn_first else now, "A -> B")
        page = signed_in(user).get(f"/attempts/{attempt.public_id}/diagram/").content.decode()
        assert f"The {'text' if drawn_first else 'drawing'} counts: it was edited last." in page
        told = signed_in(user).get(f"/api/v1/attempts/{attempt.public_id}/").json()["diagram"]
        assert told["counts"] == ("diagram" if drawn_first else "scene")
        submit_attempt(attempt=attempt, now=later)
        assert attempt.submission is not None
        assert [node["label"] for node in attempt.submission.diagram["nodes"]] == labels


def test_an_emptied_drawing_gives_way_to_the_text(alice: User, start: Start, now: datetime) -> None:
    attempt = start(alice)
    write(attempt, now, "A -> B")
    draw(attempt, now + timedelta(seconds=1))
    draw(attempt, now + timedelta(seconds=2), "", rev=1, seq=2)
    submit_attempt(attempt=attempt, now=now + timedelta(seconds=3))
    assert attempt.submission is not None
    assert [node["label"] for node in attempt.submission.diagram["nodes"]] == ["A", "B"]


def test_only_pages_with_the_board_have_its_policy(client: Client, alice: User, start: Start) -> None:
    attempt = start(alice)
    room = signed_in(alice).get(f"/attempts/{attempt.public_id}/")
    for answer in (room, client.get("/interviews/whiteboard/")):
        policy = answer["Content-Security-Policy"].split("; ")
        assert set(policy) - set(settings.CONTENT_SECURITY_POLICY.split("; ")) == {
            "style-src-attr 'unsafe-inline'",
            "img-src 'self' data:",
        }
    for address in ("/attempts/", f"/attempts/{attempt.public_id}/hand-in/", f"/attempts/{attempt.public_id}/diagram/"):
        assert signed_in(alice).get(address)["Content-Security-Policy"] == settings.CONTENT_SECURITY_POLICY
