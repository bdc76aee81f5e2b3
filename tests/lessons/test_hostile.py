"""Hostile text is refused, or comes out harmless, in bounded time."""

from __future__ import annotations

import contextlib
import re
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lessons.compiler import engine
from lessons.compiler.diagrams import DiagramError, draw
from lessons.compiler.errors import ContentErrors
from lessons.compiler.mathml import MathError, to_mathml
from lessons.compiler.sanitising import sanitise
from tests.lessons.sources import EXAMPLES, compile_body, fence

HEADER = "---\nid: a\ntitle: t\ndescription: twenty characters or so\n---\n"
SECONDS = 10
"""Far above what any of these takes here, so that a busy machine doesn't fail the test."""


def compiled_or_refused(body: str) -> str:
    started = time.perf_counter()
    try:
        html = compile_body(body).html
    except ContentErrors as refusal:
        html, errors = "", refusal.errors
    else:
        errors = []
    assert all(error.line >= 1 and error.file for error in errors)
    assert time.perf_counter() - started < SECONDS
    return html


REPEATED = r"""[ [[a *a_ ** ` <a ![ $a$ [a]( [a][ \ & >_ -_ |a [^1] "' ## :::_note"""
LINES = ["a\n: b\n", "## a\n\n", "::: note\n"]


@pytest.mark.parametrize("sign", [*(sign.replace("_", " ") for sign in REPEATED.split()), *LINES])
@pytest.mark.parametrize("size", [4_900, 140_000])
def test_repetition_costs_bounded_time(sign: str, size: int) -> None:
    line = sign * max(1, min(size, 4_900) // len(sign))
    compiled_or_refused("\n\n".join([line] * max(1, size // len(line))))


@pytest.mark.parametrize(
    "body",
    [
        "x" * 10_000_000,
        "x\n" * 100_000,
        ">" * 4_900 + " a",
        "\n".join("  " * depth + "- a" for depth in range(300)),
        "\n".join(":" * (303 - depth) + " note" for depth in range(300)),
        "```python\n" + "(" * 19_000 + "\n```",
        f"```mermaid\n{HEADER}flowchart LR\n" + "subgraph a\n" * 900 + "```",
        "```estimate\n" + EXAMPLES["estimate"].replace("rate * mean_time", "9**9**9**9") + "```",
        "```quiz\n" + "\n".join(" " * depth + "a:" for depth in range(300)) + "\n```",
    ],
    ids=range(9),
)  # fmt: skip
def test_size_and_depth_cost_bounded_time(body: str) -> None:
    compiled_or_refused(body)


DANGEROUS = re.compile(
    r"<script|<iframe|<object|<embed|<style|javascript:|\bon\w+=|<foreignobject|<use|srcdoc", re.IGNORECASE
)


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        '<a href="javascript:alert(1)">x</a>',
        '<a href=" jAvAsCrIpT:alert(1)">x</a>',
        '<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
        "<svg><foreignObject><body onload=alert(1)></foreignObject></svg>",
        '<svg><use href="data:image/svg+xml,x#a"/></svg>',
        "<svg><animate attributeName=href to=javascript:alert(1)></svg>",
        '<math><maction actiontype="statusline#http://x" xlink:href="javascript:alert(1)">x</maction></math>',
        '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
        "<form action=javascript:alert(1)><button formaction=javascript:alert(1)>x</button></form>",
        '<tradeoff-quiz onclick="alert(1)" style="position:fixed">x</tradeoff-quiz>',
        "<details open ontoggle=alert(1)>x</details>",
        '<p style="background:url(//x)">x</p>',
        "<template><script>alert(1)</script></template>",
        '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    ],
)
def test_the_last_gate_lets_nothing_dangerous_out(html: str) -> None:
    clean = sanitise(html)
    assert not DANGEROUS.search(clean)
    assert "style=" not in clean


@pytest.mark.parametrize(
    "source",
    [
        'flowchart LR\n A["<script>alert(1)</script>"] --> B["x"]',
        'flowchart LR\n A --> B\n click A "javascript:alert(1)"',
        'flowchart LR\n A["<img src=x onerror=alert(1)>"] --> B\n style A fill:url(javascript:alert(1))',
        "%%{init: {'themeCSS': '* {background: url(//x)}'}}%%\nflowchart LR\n A --> B",
        'sequenceDiagram\n participant A as <b onclick="x">A</b>\n A->>A: <script>1</script>',
    ],
)
def test_a_hostile_diagram_is_drawn_as_text_or_refused(source: str) -> None:
    html = compiled_or_refused(f"```mermaid\n{HEADER}{source}\n```")
    assert not DANGEROUS.search(re.sub(r"&lt;.*?&gt;", "", html))


@pytest.mark.parametrize(
    "tex",
    [
        "{" * 5_000,
        r"\def\a{\a\a}\a",
        r"\href{javascript:alert(1)}{x}",
        "x^{" * 500 + "}" * 500,
        r"\rule{9999em}{9999em}",
        r"\includegraphics{x}",
    ],
)
def test_a_hostile_formula_is_refused_or_small(tex: str) -> None:
    with contextlib.suppress(MathError):
        assert not DANGEROUS.search(to_mathml(tex, is_block=False))


def test_a_script_that_runs_too_long_is_cut_and_the_next_works(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "read_bundle", lambda: "globalThis.renderDiagram = () => { for (;;) {} }")
    monkeypatch.setattr(engine, "TIME_LIMIT_SECONDS", 0.2)
    monkeypatch.setattr(engine._local, "context", None, raising=False)
    with pytest.raises(engine.EngineError):
        engine.call("renderDiagram", "x")
    monkeypatch.undo()
    engine._local.context = None
    assert draw("flowchart LR\n A --> B").width > 0


def test_a_diagram_of_a_strange_kind_is_refused() -> None:
    with pytest.raises(DiagramError):
        draw("gantt\n title A")


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.text(alphabet=st.sampled_from("abc \n#*_`[]()<>|$:-!{}\\\"'&^1.~"), max_size=400))
def test_any_markdown_compiles_or_is_refused(body: str) -> None:
    assert not DANGEROUS.search(compiled_or_refused(body))


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.sampled_from(sorted(EXAMPLES)),
    st.integers(0, 2_000),
    st.text(alphabet=st.sampled_from("ab:-[]{}&*!'\"\n #|>%@,1"), max_size=20),
)
def test_any_slip_in_a_fence_compiles_or_is_refused(kind: str, place: int, slip: str) -> None:
    text = EXAMPLES[kind]
    place %= len(text)
    compiled_or_refused(fence(kind, text[:place] + slip + text[place:]))
