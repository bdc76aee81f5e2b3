"""Diagrams and names, compared without a judge. Each check is silent where it can't be sure."""

from __future__ import annotations

from typing import Any

import pytest

from grading.checks.diagram import dangling_edges, single_points, unconnected_nodes
from grading.checks.names import nodes_not_told, parts_not_drawn, resources_without_table
from grading.reporting.remarks import remarks_of

STORAGE = """users(id, email)
orders(id, user_id, state)
- items: id, order_id, price"""


def drawn(*labels: str, kind: str = "service", edges: str = "") -> dict[str, Any]:
    """Nodes with their labels as ids; edges as "a>b c>d"."""
    pairs = [one.split(">") for one in edges.split()]
    return {
        "nodes": [{"id": label, "label": label, "kind": kind} for label in labels],
        "edges": [{"from": one, "to": other} for one, other in pairs],
    }


def test_parts_that_nobody_connects_and_arrows_without_an_end_are_named() -> None:
    nodes = [{"id": "a", "label": "Gateway"}, {"id": "b", "label": "Safety"}, {"id": "c"}]
    diagram = {"nodes": nodes, "edges": [{"from": "a", "to": "c"}, {"from": "a", "to": "gone"}]}
    assert unconnected_nodes(diagram) == ["Safety"]
    assert dangling_edges(diagram) == ["a->gone"]
    assert unconnected_nodes({"nodes": nodes, "edges": []}) == []
    assert unconnected_nodes({}) == []


@pytest.mark.parametrize(
    ("api", "missing"),
    [
        ("GET /orders/{id}", []),
        ("POST /v1/orders/{id}/items/{item}", []),
        ("GET /coupons/{code}", ["coupons"]),
        ("DELETE /gift-cards/:id", ["gift-cards"]),
        ("GET /coupons", []),  # a list without an id may be computed
        ("GET /health", []),
    ],
)
def test_what_has_an_id_in_the_api_has_a_place_in_the_storage(api: str, missing: list[str]) -> None:
    assert resources_without_table({"storage_schema": STORAGE, "api_design": api}) == missing


def test_without_tables_nothing_is_said_of_names() -> None:
    said = {"storage_schema": "A wide-column store keyed by order.", "api_design": "GET /coupons/{code}"}
    assert resources_without_table(said) == []
    both = {"storage_schema": STORAGE + "\nCoupons live in the session only.", "api_design": "GET /coupons/{code}"}
    assert resources_without_table(both) == []


def test_the_path_of_the_text_is_compared_with_the_diagram() -> None:
    text = {"high_level_design": "client -> gateway -> fraud check -> order service -> db\nThen we are done."}
    assert parts_not_drawn(text, drawn("Client", "API gateway", "Orders", "Database")) == ["fraud check"]
    assert parts_not_drawn(text, drawn("Client", "API gateway")) == []
    told = {"high_level_design": "The gateway sends it to orders, which write to the database."}
    assert nodes_not_told(told, drawn("Gateway", "Order service", "DB", "Kafka")) == ["Kafka"]
    assert nodes_not_told({}, drawn("Gateway", "Order service", "DB", "Kafka")) == []


def test_a_part_that_cuts_the_diagram_is_named_unless_the_text_gives_it_a_copy() -> None:
    diagram = drawn("Client", "Redis", "Orders", kind="cache", edges="Client>Redis Redis>Orders")
    (alone,) = single_points(diagram, {"high_level_design": "Redis keeps the cart."})
    assert (alone.label, alone.one, alone.other) == ("Redis", "Client", "Orders")
    assert single_points(diagram, {"evaluation": "Redis has a replica in another zone."}) == []
    ring = drawn("Client", "Redis", "Orders", kind="cache", edges="Client>Redis Redis>Orders Orders>Client")
    assert single_points(ring, {}) == []
    services = drawn("Client", "Cart", "Orders", edges="Client>Cart Cart>Orders")
    assert single_points(services, {}) == []


def test_remarks_stand_beside_the_step_that_they_are_about() -> None:
    sections = {
        "estimation": "100 users x 5 = 450 requests",
        "storage_schema": STORAGE,
        "api_design": "GET /coupons/{id}",
    }
    assert [one.text for one in remarks_of("estimation", sections, {})] == ["100 users x 5 = 450: it comes to 500"]
    assert [one.text for one in remarks_of("api_design", sections, {})] == [
        "/coupons/ has an id in the API and no place in the storage schema"
    ]
    assert remarks_of("evaluation", sections, {}) == []


def test_a_part_at_the_end_of_an_arrow_cuts_nothing_off_in_a_diagram_of_two_pieces() -> None:
    nodes = [{"id": one, "label": one, "kind": "sql"} for one in ("Client", "Orders", "X", "Y")]
    edges = [{"from": "Client", "to": "Orders", "label": ""}, {"from": "X", "to": "Y", "label": ""}]
    assert single_points({"nodes": nodes, "edges": edges}, {}) == []
