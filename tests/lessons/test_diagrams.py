"""Diagrams: drawn from the page's colours, named for everybody, and readable on a phone."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from lessons.compiler.diagrams import PHONE, WIDE, draw, top_down
from tests.lessons.sources import HEAD, compile_body, errors_in

HEADER = "---\nid: a\ntitle: t\ndescription: twenty characters or so\n---\n"
SOURCES = {
    "flowchart": "flowchart LR\n A[Client] -->|prompt| B[(Store)]\n B -.-> C{Choice}",
    "sequence": "sequenceDiagram\n participant C as Client\n C->>S: open\n S-->>C: token\n Note over C,S: held open",
    "state": "stateDiagram-v2\n [*] --> Queued\n Queued --> Running: claim\n Running --> [*]",
    "class": "classDiagram\n class Ring { +add(host)\n +find(key) }\n Ring <|-- Weighted",
    "er": "erDiagram\n USER ||--o{ CHAT : owns\n USER { bigint id PK }",
}


def figure_of(source: str, extra: str = "") -> str:
    head = f"---\nid: a-figure\ntitle: A & B\ndescription: What goes from A to B and back.\n{extra}---\n"
    return compile_body(f"```mermaid\n{head}{source}\n```").html


@pytest.mark.parametrize("kind", SOURCES)
def test_every_kind_is_drawn_without_styles_or_colours_of_its_own(kind: str) -> None:
    drawing = draw(SOURCES[kind])
    assert drawing.kind == kind
    ET.fromstring(f"<svg>{drawing.svg}</svg>")
    assert "style=" not in drawing.svg
    assert not re.search(r"#[0-9a-fA-F]{3,6}\b", drawing.svg)
    assert set(re.findall(r"var\(([^)]+)\)", drawing.svg)) <= {
        "--ink",
        "--sheet",
        "--pad",
        "--graphite",
        "--pen",
        "--edge",
    }


def test_a_figure_has_a_name_a_number_and_a_description() -> None:
    html = figure_of(SOURCES["state"], "caption: What to see.\n")
    assert '<b>A &amp; B</b><span class="figure-number">Fig. 3.2-1</span>' in html
    assert 'role="img" aria-labelledby="figure-a-figure-title figure-a-figure-text"' in html
    assert '<title id="figure-a-figure-title">A &amp; B</title>' in html
    assert "<p>What to see.</p>" in html


def chain(count: int, direction: str = "LR") -> str:
    return f"flowchart {direction}\n" + "\n".join(
        f" N{i}[Station {i}] -->|flow {i}| N{i + 1}[Station {i + 1}]" for i in range(count)
    )


def test_a_sideways_flowchart_has_a_twin_for_phones_and_is_told_once() -> None:
    html = figure_of(chain(3))
    assert PHONE < draw(chain(3)).width <= WIDE
    assert html.count("<svg") == 2
    assert html.count("<title") == 1
    wide, phone = html.split('class="only-phone"')
    assert 'class="only-wide"' in wide
    assert 'aria-labelledby="figure-a-figure-title figure-a-figure-text"' in phone


def test_a_flowchart_too_wide_for_its_figure_runs_downwards_for_everybody() -> None:
    assert draw(chain(8)).width > WIDE
    html = figure_of(chain(8))
    assert html.count("<svg") == 1
    assert int(re.findall(r'<svg[^>]* width="(\d+)"', html)[0]) < PHONE


def test_what_can_not_be_turned_scrolls_inside_its_figure() -> None:
    wide = "sequenceDiagram\n" + "\n".join(f" P{i}->>P{i + 1}: message {i}" for i in range(5))
    assert (
        'class="figure-body diagram-body scroll" tabindex="0" role="group" aria-label="Diagram: A &amp; B"'
        in figure_of(wide)
    )


def test_two_figures_share_no_id() -> None:
    html = compile_body(
        "\n".join(f"```mermaid\n{HEADER.replace('id: a', f'id: {key}')}{SOURCES['er']}\n```" for key in "ab")
    ).html
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids)) == 6


def test_only_a_flowchart_turns() -> None:
    assert top_down(SOURCES["state"]) is None
    assert top_down("%% a\ngraph RL\n A-->B") == "%% a\ngraph TD\n A-->B"
    assert top_down("flowchart TD\n A-->B") is None


@pytest.mark.parametrize(
    ("body", "line", "found"),
    [
        ("```mermaid\nflowchart LR\n```", 1, "a diagram without a head"),
        ("```mermaid\n---\nid: a\ntitle: t\n---\nflowchart LR\n```", 3, "no `description`"),
        ("```mermaid\n---\nid: a\ntitle: t\ndescription: short\n---\nflowchart LR\n```", 5, "`description`: “short”"),
        (f"```mermaid\n{HEADER}flowchart LR\n A -->| B\n```", 8, "a diagram that can't be read"),
        (f"```mermaid\n{HEADER}pie\n \"a\": 1\n```", 7, "a diagram that can't be read"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_line(body: str, line: int, found: str) -> None:
    first, *_ = errors_in(body)
    assert first.found.startswith(found)
    assert first.line == HEAD.count("\n") + line
