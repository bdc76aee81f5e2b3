"""A simulation fence names one that exists and tells it what it can be told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from lessons.compiler.errors import ContentErrors
from lessons.simulations import find_mistakes, read_catalog
from tests.lessons.sources import compile_body


@pytest.mark.parametrize(
    ("name", "params", "words"),
    [
        ("warp-drive", {}, "the simulation `warp-drive`"),
        ("quorum-rw", {"speed": 1}, "the parameter `speed`"),
        ("quorum-rw", {"n": "three"}, "n: 'three'"),
        ("quorum-rw", {"n": True}, "n: True"),
        ("quorum-rw", {"n": 1000}, "n: 1000"),
    ],
)
def test_it_finds_what_a_simulation_does_not_know(name: str, params: dict[str, Any], words: str) -> None:
    assert words in next(find_mistakes(name, params))[1]


def test_the_defaults_of_every_simulation_are_fit() -> None:
    for name, known in read_catalog().items():
        assert list(find_mistakes(name, {key: rule["default"] for key, rule in known.items()})) == []


def test_a_wrong_parameter_is_told_with_its_line() -> None:
    body = "```simulation quorum-rw\nid: a\ntitle: A\nparams:\n  n: 3\n  speed: 1\nfallback: Text.\n```\n"
    with pytest.raises(ContentErrors) as refusal:
        compile_body(body)
    (error,) = refusal.value.errors
    assert "`speed`" in error.found
    first = next(iter(find_lines(body, "speed: 1")))
    assert error.line >= first


def find_lines(text: str, part: str) -> list[int]:
    return [number for number, line in enumerate(text.splitlines(), 1) if part in line]


def test_a_page_with_a_simulation_brings_its_styles() -> None:
    compiled = compile_body("```simulation quorum-rw\nid: a\ntitle: A\nfallback: Text.\n```\n")
    template = (Path(settings.BASE_DIR) / "templates" / "lessons" / "lesson.html").read_text()
    assert compiled.islands == ["simulation"]
    assert (
        '{% if "simulation" in lesson.islands %}<link rel="stylesheet" href="{% asset "simulation.css" %}">' in template
    )
