"""Beginnings of files for authors. Each holds `{{write: …}}` where words are missing; none of that can be published."""

from __future__ import annotations

from pathlib import Path
from string import Template
from typing import Any

import yaml

from authoring.reading import CourseFiles
from grading.reshaded import JUDGED_KEYS, STEP_KEYS, STEPS
from mock_interviews.schemas import HINT_PRICES

SCAFFOLDS = Path(__file__).parent / "scaffolds"
DRAWING = """\
```mermaid
---
id: the-design
title: "{{write: what the picture shows}}"
description: "{{write: the same in words, for somebody who can't see it}}"
---
flowchart LR
  A[Client] -->|request| B[Service]
```"""
DRAFT = "brief.draft.md"
"""Without a brief.md a folder is no interview yet: the author renames it when the rest stands."""


class CannotScaffold(Exception):
    """Says why, and what to do instead."""


def new_lesson(files: CourseFiles, folder: Path, slug: str) -> list[Path]:
    """The file of a lesson that module.yaml lists; `folder` is the course's."""
    lesson = next((one for one in files.lessons if one.entry.slug == slug), None)
    if lesson is None:
        raise CannotScaffold(f"No module.yaml lists `{slug}`. Add it under `lessons:` of its module, then ask again.")
    path = folder.parent.parent / lesson.path
    text = Template((SCAFFOLDS / "lesson.md").read_text(encoding="utf-8")).substitute(slug=slug, line=lesson.entry.line)
    planned = lesson.entry.planned
    return [_write(path, text + _estimates(planned) if planned else text)]


def _estimates(planned: dict[str, float]) -> str:
    """Calculators for the results that module.yaml plans, as a reminder of their names and values."""
    lines = [f"# {name} = {value:g}" for name, value in planned.items()]
    return "\n".join(["", "{{write: the calculators with these results}}", "", "```text", *lines, "```", ""])


def new_module(files: CourseFiles, folder: Path, slug: str, part: str) -> list[Path]:
    parts = [one.slug for one in files.source.parts]
    if part not in parts:
        raise CannotScaffold(f"`{part}` is no part of course.yaml; choose one of {', '.join(parts)}.")
    if any(module.source.slug == slug for module in files.modules):
        raise CannotScaffold(f"There is a module `{slug}` already.")
    number = max((module.source.number for module in files.modules), default=0) + 1
    template = Template((SCAFFOLDS / "module.yaml").read_text(encoding="utf-8"))
    path = folder / "modules" / f"{number:02d}-{slug}" / "module.yaml"
    return [_write(path, template.substitute(number=number, slug=slug, part=part))]


def new_interview(folder: Path, slug: str) -> list[Path]:
    """All files of an interview, in the shape that docs/authoring.md describes."""
    home = folder / "interviews" / slug
    if (home / "brief.md").exists():
        raise CannotScaffold(f"There is an interview `{slug}` already.")
    brief = {
        "slug": slug,
        "title": gap("Design …"),
        "line": gap("one line on what makes it hard"),
        "difficulty": "medium",
        "kind": "infrastructure",
        "minutes": 45,
        "modules": [gap("slugs of modules that teach it")],
        "tests": [gap("what is judged most")],
    }
    answer = "\n\n".join(f"## {step.title}\n\n{_answer(step.key)}" for step in STEPS)
    written = [
        _write(home / DRAFT, f"---\n{_yaml(brief)}---\n{gap('the brief, as a person says it, under 120 words')}\n"),
        _write(home / "interviewer.yaml", _yaml(_interviewer(slug))),
        _write(home / "rubric.yaml", _yaml(_rubric(slug))),
        _write(home / "model-answer.md", f"{answer}\n"),
    ]
    return written + [
        _write(home / "samples" / f"{level}.yaml", _yaml(_sample(slug, level))) for level in ("mid", "senior", "staff")
    ]


def _answer(key: str) -> str:
    words = gap("as a strong senior would say it")
    return f"{words}\n\n{DRAWING}" if key == "high_level_design" else words


def gap(what: str) -> str:
    return f"{{{{write: {what}}}}}"


def _interviewer(slug: str) -> dict[str, Any]:
    fact = {
        "id": "users",
        "topic": "Users",
        "asks": [gap("ways to ask")],
        "answer": gap("as spoken"),
        "value": gap("short"),
    }
    hints = [{"strength": strength, "price": price, "text": gap("the hint")} for strength, price in HINT_PRICES]
    return {
        "interview": slug,
        "facts": [fact],
        "hidden": [{"id": "peak", "label": gap("result"), "value": 1, "unit": gap("unit"), "how": gap("the line")}],
        "probes": {
            key: [{"id": f"{key.replace('_', '-')}-1", "topic": gap("topic"), "ask": gap("the question")}]
            for key in STEP_KEYS
        },
        "hints": {key: hints for key in STEP_KEYS},
        "curveballs": [
            {
                "id": "twist",
                "levels": ["senior", "staff"],
                "text": gap("the news"),
                "looks_for": gap("what a good answer does"),
            }
        ],
    }


def _rubric(slug: str) -> dict[str, Any]:
    return {
        "interview": slug,
        "steps": {key: {"criteria": _criteria(key)} for key in JUDGED_KEYS},
        "red_flags": [],
        "twists": [],
    }


def _criteria(key: str) -> list[dict[str, Any]]:
    is_talk = key == "communication"
    return [
        {
            "id": f"{key.replace('_', '-')}-{number}",
            "title": gap("what it judges"),
            "weight": 2,
            **({"from_text": True} if is_talk else {}),
            "bands": {band: gap("observable content") for band in range(5)},
            "evidence": gap("what counts as a quote"),
            "looks_for": ["number", "reason"],
            "groups": [{"name": gap("an idea"), "any": [gap("ways to say it")]}],
            "lesson": gap("slug of the lesson that teaches it"),
        }
        for number in range(1, 4)
    ]


def _sample(slug: str, level: str) -> dict[str, Any]:
    bands = {key: {"band": 0, "why": gap("one sentence")} for key in STEP_KEYS}
    return {
        "id": f"{slug}-{level}-1",
        "title": gap("what is particular about this answer"),
        "level": level,
        "sections": {key: gap("as typed under a clock") for key in STEP_KEYS},
        "diagram": {"nodes": [], "edges": []},
        "expert": {"overall": 0, "sections": bands},
    }


def _yaml(value: dict[str, Any]) -> str:
    return yaml.dump(value, Dumper=_NoAliases, sort_keys=False, allow_unicode=True, width=150)


class _NoAliases(yaml.SafeDumper):
    ignore_aliases = staticmethod(lambda _: True)  # type: ignore[assignment]


def _write(path: Path, text: str) -> Path:
    if path.exists():
        raise CannotScaffold(f"{path.name} is there already, and nothing was changed.")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
