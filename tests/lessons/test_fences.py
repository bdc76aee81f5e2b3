"""Every fence: its example of docs/authoring.md compiles, and what is wrong in one is named with its line."""

from __future__ import annotations

import json
import re

import pytest

from lessons.exercises import KINDS
from lessons.schemas import FENCES
from tests.lessons.sources import EXAMPLES, HEAD, ROOT, compile_body, errors_in, fence


@pytest.mark.parametrize("kind", sorted(FENCES))
def test_the_example_of_the_documentation_compiles(kind: str) -> None:
    compiled = compile_body(fence(f"{kind} continuous-batching" if kind == "simulation" else kind, EXAMPLES[kind]))
    assert len(compiled.exercises) == (kind in KINDS)
    assert compiled.islands == ([kind] if kind in KINDS or kind == "simulation" else [])
    assert "style=" not in compiled.html
    assert " on" not in re.sub(r">[^<]*<", "><", compiled.html)


def test_the_other_examples_of_the_documentation_compile() -> None:
    text = (ROOT / "docs" / "authoring.md").read_text(encoding="utf-8")
    examples = re.findall(r"^````markdown\n(.*?)^````", text, re.DOTALL | re.MULTILINE)
    assert len(examples) >= 2
    for example in examples:
        compile_body(example)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_key_is_not_in_the_page(kind: str) -> None:
    compiled = compile_body(fence(kind, EXAMPLES[kind]))
    spec = compiled.exercises[0].spec
    secrets = {
        "quiz": [option["why"] for question in spec.get("questions", []) for option in question.get("options", [])],
        "ordering": [spec.get("why")],
        "matching": [pair["why"] for pair in spec.get("pairs", []) if pair["why"]],
        "estimate": [],
        "scenario": [spec.get("model_answer"), *(one["evidence"] for one in spec.get("criteria", []))],
    }[kind]
    assert not [secret for secret in secrets if secret in compiled.html]
    assert "is_right" not in compiled.html
    assert '"right"' not in compiled.html


def test_steps_are_never_shown_in_their_order() -> None:
    for number in range(30):
        yaml = f"id: a{number}\ntitle: t\nprompt: p\nsteps: [one, two, three]\nwhy: w"
        html = compile_body(fence("ordering", yaml)).html
        assert re.findall(r'class="grow">(\w+)<', html) != ["one", "two", "three"]


def test_a_calculator_is_worked_out_for_its_defaults() -> None:
    html = compile_body(fence("estimate", EXAMPLES["estimate"])).html
    assert '<span class="calculator-work">2,000 × 15</span><b>30,000 streams</b>' in html
    assert "At 2,000 requests/s and 15 s each, 30,000 streams are open at any moment." in html
    match = re.search(r'data-model="([^"]+)"', html)
    assert match
    model = json.loads(match[1].replace("&quot;", '"'))
    assert model["formulas"] == [{"name": "open_streams", "unit": "streams", "tree": ["*", "rate", "mean_time"]}]


def test_figures_are_numbered_in_order() -> None:
    calculator = EXAMPLES["estimate"]
    html = compile_body(
        fence("estimate", calculator) + "\n" + fence("estimate", calculator.replace("open-streams", "b"))
    ).html
    assert re.findall(r"Calc. [\d.-]+", html) == ["Calc. 3.2-1", "Calc. 3.2-2"]


def changed(kind: str, before: str, after: str) -> str:
    assert before in EXAMPLES[kind]
    return fence(kind, EXAMPLES[kind].replace(before, after, 1))


def line_in(kind: str, words: str) -> int:
    """The line of the file on which these words stand when the fence opens the body."""
    lines = EXAMPLES[kind].strip().split("\n")
    return HEAD.count("\n") + 2 + next(index for index, line in enumerate(lines) if words in line)


@pytest.mark.parametrize(
    ("kind", "before", "after", "at", "found"),
    [
        ("quiz", "    right: true\n", "", "options:", "0 right options"),
        ("quiz", "choose: 2", "choose: 3", "choose: 2", "2 right options with `choose: 3`"),
        ("quiz", "kind: numeric", "kind: number", "- id: how-many", "`questions`"),
        ("quiz", "tolerance: 0.02", "tolerance: 7", "tolerance", "`tolerance`: 7"),
        ("quiz", "why: They share", "because: They share", "They share", "the unknown key `because`"),
        ("quiz", "id: both-hold", "id: first-words", "questions:", "the question id ['first-words'] twice"),
        ("quiz", "id: who-drives", "id: Who Drives", "id: who-drives", "`id`: “Who Drives”"),
        ("ordering", "The usage is settled", "The first token is sampled", "steps", "a step twice"),
        ("ordering", "why: Adm", "reason: Adm", "why: Adm", "the unknown key `reason`"),
        ("matching", "requests that arrive each second", "pace of the stream", "pairs", "['pace of the stream'] twice"),
        ("matching", "title: Two metrics\n", "", "id: metrics", "no `title`"),
        ("estimate", "expect: 30000", "expect: 31000", "expect: 30000", "rate * mean_time = 30000"),
        ("estimate", "rate * mean_time", "rate * hours", "formula: rate", "the unknown name hours"),
        ("estimate", "rate * mean_time", "9**9**9", "formula: rate", "a division by zero, or a number"),
        ("estimate", "rate * mean_time", "import os", "formula: rate", "“import os”, which is not arithmetic"),
        ("estimate", "min: 1, max: 100000, scale: log", "min: 0, max: 9, scale: log", "name: rate", "min 0"),
        ("estimate", "result: open_streams", "result: rate", "result", "result `rate`"),
        ("estimate", "{rate} and", "{speed} and", "says", "{speed} in `says`"),
        ("simulation", "fallback: With", "text: With", "fallback", "the unknown key `text`"),
        ("scenario", "    4: Asks for the peak", "    5: Asks for the peak", "bands:", "`bands`"),
        ("scenario", "  groups: [{name: scope", "  lesson: a #", "- id: asks-for-limits", "`asks-for-limits` without"),
        ("scenario", "words: 120", "words: 9000", "words", "`words`: 9000"),
        ("scenario", "[{name: scale", "&x [{name: scale", "name: scale", "the anchor `&x`"),
        ("prompt", "kind: must_not, any: [guess, probably]", "kind: must_not", "no-guess", "a check of kind must_not"),
        ("prompt", "date: 2026-01-15", "date: soon", "runs", "`date`: “soon”"),
        ("lab", "  test: burst", "  test: other", "  test: burst", "the unknown test `other`"),
        ("lab", ", Add rate × elapsed time.]", "]", "nudges", "`nudges`"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_fence_is_named_with_its_line(kind: str, before: str, after: str, at: str, found: str) -> None:
    first, *_ = errors_in(changed(kind, before, after))
    assert first.found.startswith(found)
    assert abs(first.line - line_in(kind, at)) <= (1 if kind in {"scenario", "prompt"} else 0), first


def test_an_id_stands_once_in_a_lesson() -> None:
    (error,) = errors_in(
        fence("ordering", EXAMPLES["ordering"]) + fence("matching", EXAMPLES["matching"].replace("metrics", "one-turn"))
    )
    assert error.found.startswith("the id `one-turn`, which line")


def test_markdown_in_a_fence_is_checked_where_it_stands() -> None:
    first, *_ = errors_in(changed("quiz", "why: It tempts because", "why: See [[nothing]]. It tempts because"))
    assert (first.found, first.line) == ("the term `nothing`", line_in("quiz", "It tempts because"))


def test_broken_yaml_is_named_with_its_line() -> None:
    first, *_ = errors_in("text\n\n```quiz\nid: a\ntitle: b: c\n```")
    assert (first.line, first.expected) == (
        HEAD.count("\n") + 5,
        "quotes around a text that contains a colon, a backtick, # or braces",
    )
