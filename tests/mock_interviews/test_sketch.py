"""A diagram as text: what is read, what is named as unread, and that nothing else gets lost."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mock_interviews.schemas import Diagram
from mock_interviews.sketch import MOST_EDGES, MOST_NODES, Sketch, read_sketch
from mock_interviews.sketch.drawing import MOST_DRAWN, view_sketch
from mock_interviews.sketch.kinds import KINDS

PLAIN = """
# A chat product
Client -> API Gateway: POST /messages
api  gateway → Chat service => Redis -> Chat Service: lookup -> hit
Postgres [sql]
queue: Orders
Orders <- chat service: event
- Client -> CDN
"""
MERMAID = """
flowchart LR
  A[Client app] -->|HTTPS| B(API Gateway)
  B -- gRPC --> C{{Router}}
  C -.-> D[(Sessions)] & E["x -> y (z)"]
  C == tokens ==> A
  D:::store --> G[GPU pool];
  classDef store fill:#f00
  A[Client app] <--> H
"""


def arrows(sketch: Sketch) -> list[tuple[str, str, str]]:
    return [(edge.source.label, edge.target.label, edge.label) for edge in sketch.edges]


def kinds(text: str) -> dict[str, str]:
    return {node.label: node.read_kind for node in read_sketch(text).nodes}


def test_it_reads_lines_chains_and_components() -> None:
    sketch = read_sketch(PLAIN)
    assert arrows(sketch) == [
        ("Client", "API Gateway", "POST /messages"),
        ("API Gateway", "Chat service", ""),
        ("Chat service", "Redis", ""),
        ("Redis", "Chat service", "lookup -> hit"),
        ("Chat service", "Orders", "event"),
        ("Client", "CDN", ""),
    ]
    assert sketch.unread == []


def test_kinds_are_written_or_guessed_from_the_end_of_a_name() -> None:
    found = kinds("Client -> API Gateway\nPostgres [sql]\nqueue: Orders\nRedis queue\nGPU pool\nOrder book\nX (cache)")
    assert found == {
        "Client": "client",
        "API Gateway": "gateway",
        "Postgres": "sql",
        "Orders": "queue",
        "Redis queue": "queue",
        "GPU pool": "gpu",
        "Order book": "service",
        "X": "cache",
    }
    assert {kinds(f"Thing [{title}]")["Thing"] for title in KINDS.values()} == set(KINDS)
    guessed = {node.label: node.is_guessed for node in read_sketch("Gateway -> Postgres [sql]").nodes}
    assert guessed == {"Gateway": True, "Postgres": False}


def test_it_reads_mermaid_flowcharts() -> None:
    sketch = read_sketch(MERMAID)
    assert arrows(sketch) == [
        ("Client app", "API Gateway", "HTTPS"),
        ("API Gateway", "Router", "gRPC"),
        ("Router", "Sessions", ""),
        ("Router", "x -> y (z)", ""),
        ("Router", "Client app", "tokens"),
        ("Sessions", "GPU pool", ""),
        ("Client app", "H", ""),
        ("H", "Client app", ""),
    ]
    assert sketch.unread == []
    assert {node.label: node.read_kind for node in sketch.nodes}["Sessions"] == "database"


def test_brackets_that_name_a_part_need_no_header() -> None:
    assert arrows(read_sketch("A[API Gateway] --> B[Orders]\nA --> C")) == [
        ("API Gateway", "Orders", ""),
        ("API Gateway", "C", ""),
    ]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("It scales because we shard it by user.", "An arrow is"),
        ("Gateway -> : nothing", "nothing at one of its ends"),
        ("-> Gateway", "nothing at one of its ends"),
        ("x" * 61 + " -> B", "at most 60 characters"),
        ("A -> " + "b" * 700, "A line takes at most"),
        ("Router [pool]", "“pool” is no kind"),
        ("A -> B: " + "long " * 40, "the rest is left out"),
    ],
)
def test_what_is_not_understood_is_named_by_its_line_and_the_rest_is_read(line: str, why: str) -> None:
    sketch = read_sketch(f"Client -> Gateway\n\n{line}\nGateway -> Store")
    (unread,) = sketch.unread
    assert (unread.line, unread.text) == (3, line[:600].strip())
    assert why in unread.why
    assert {("Client", "Gateway", ""), ("Gateway", "Store", "")} <= set(arrows(sketch))


def test_what_only_styles_a_flowchart_is_passed_over_and_a_part_of_that_name_is_not() -> None:
    sketch = read_sketch("flowchart TD\nclassDef big fill:#fff\nclick-stream --> B\nstyle B fill:#000\nGraph --> B")
    assert arrows(sketch) == [("click-stream", "B", ""), ("Graph", "B", "")]
    assert sketch.unread == []


def test_groups_of_a_flowchart_are_named_and_their_parts_read() -> None:
    sketch = read_sketch("graph TD\nsubgraph one\nA --> B\nend")
    assert arrows(sketch) == [("A", "B", "")]
    assert [(one.line, one.why) for one in sketch.unread] == [(2, "Groups are not read; the parts in them are.")]


def test_it_stops_at_its_bounds_with_a_sentence() -> None:
    many = read_sketch("\n".join(f"part {number}" for number in range(MOST_NODES + 5)))
    assert len(many.nodes) == MOST_NODES
    assert [one.why for one in many.unread] == [f"A diagram takes at most {MOST_NODES} components."] * 5
    dense = read_sketch("\n".join(f"A -> B: {number}" for number in range(MOST_EDGES + 1)))
    assert len(dense.edges) == MOST_EDGES
    assert dense.unread[0].why == f"A diagram takes at most {MOST_EDGES} arrows."
    assert f"takes {MOST_DRAWN} arrows" in view_sketch(dense, key="d").no_picture


def test_ids_can_be_read_and_differ() -> None:
    ids = [node.id for node in read_sketch("API Gateway -> API-Gateway -> 7 -> 名前 -> 地図").nodes]
    assert ids == ["api-gateway", "api-gateway-2", "part-7", "part", "part-5"]


def test_an_empty_text_is_an_empty_graph() -> None:
    assert read_sketch("# nothing\n\n").as_graph() == {}


PIECES = st.sampled_from(
    ["->", "-->", " & ", ":", "[", "]", "(", ")", '"', "|", "Gateway", "A", "cache", "\n", " ", "--", "flowchart LR\n"]
)


@settings(deadline=None)
@given(st.one_of(st.text(max_size=400), st.lists(PIECES, max_size=60).map("".join)))
@example('A["x --> y')
@example("\x00 -> \ud7ff\u2028: \x85")
def test_whatever_is_typed_becomes_a_whole_graph(text: str) -> None:
    sketch = read_sketch(text)
    graph = sketch.as_graph()
    Diagram.model_validate(graph)
    ids = [node["id"] for node in graph.get("nodes", [])]
    assert len(ids) == len(set(ids)) <= MOST_NODES
    assert all(1 <= one.line <= len(text.splitlines()) for one in sketch.unread)


@settings(deadline=None, max_examples=25)
@given(st.lists(st.text(max_size=30), min_size=2, max_size=5))
def test_whatever_is_read_can_be_shown_and_no_label_becomes_markup(names: list[str]) -> None:
    view = view_sketch(read_sketch(" -> ".join(names)), key="d")
    assert view.svg or not view.parts or view.no_picture
    assert "<script" not in view.svg.lower()


@pytest.mark.parametrize("piece", ["-- a", "A[", '"', "a -- ", "x:", "-.", "A & ", "[(", "- ", "<-", "== b ", "(A"])
def test_a_hostile_text_takes_little_time(piece: str) -> None:
    text = "\n".join(["flowchart LR", *[(piece * 600)[:600]] * 34])
    begun = time.process_time()
    read_sketch(text)
    assert time.process_time() - begun < 1


def test_labels_are_drawn_as_text() -> None:
    view = view_sketch(read_sketch("<img src=x onerror=alert(1)> -> #quot;B#lt;b#gt; & C: <b>x</b>"), key="d")
    assert "<img" not in view.svg
    assert "&lt;img" in view.svg
    assert "onerror" not in view.svg.replace("onerror=alert(1)", "", 1)


def test_the_view_names_what_nothing_leads_to() -> None:
    view = view_sketch(read_sketch("Client -> Gateway\nAudit log [database]\nWhat is this, then?"), key="d")
    assert [part.label for part in view.alone] == ["Audit log"]
    assert view.sum == "3 components, 1 arrow. 1 line not read."
    assert 'class="pele-node pele-shape-cyl alone"' in view.svg
