"""A small course on disk: one module, one written lesson, one planned."""

from __future__ import annotations

from pathlib import Path

import pytest

COURSE = """\
slug: openai-system-design
title: A small course
summary: For tests.
outcomes: [Publish]
prerequisites: []
disclaimer: Nothing.
parts:
- {number: 1, slug: start, title: Start, summary: Begin here.}
interviews:
- {slug: later, title: Design something later}
"""
MODULE = """\
number: 1
slug: first-module
title: First module
part: start
summary: All there is.
lessons:
- {slug: written, title: A written lesson, line: What it gives., minutes: 5, was: [earlier-name], planned: {total: 6}}
- {slug: to-come, title: A lesson to come, line: Later., minutes: 7}
"""
LESSON = """\
---
slug: written
objectives:
- Publish a lesson
references:
- {title: A book, authors: A. Writer, year: 2020, venue: A press}
---

A [[term]] stands here, and [the next](lesson:to-come) is planned.

## First {#first}

```quiz
id: check
questions:
- id: one
  kind: single
  prompt: What is two and two?
  options:
  - text: Four
    right: true
    why: RIGHT-BECAUSE it is.
  - text: Five
    why: WRONG-BECAUSE it is one more.
```

```estimate
id: sum
title: A sum
inputs:
- {name: a, label: A, default: 2, unit: pieces, min: 1, max: 9, scale: linear}
- {name: b, label: B, default: 3, unit: pieces, min: 1, max: 9, scale: linear}
formulas:
- {name: total, label: Total, formula: a * b, unit: pieces, expect: 6}
result: total
```
"""
GLOSSARY = "- {term: term, definition: A word., lesson: written}\n"
FAQ = """\
---
title: Questions
---

## Why? {#why}

Because.

Related: lesson:written, lesson:to-come, interview:later
"""


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """The `content` folder of a project of its own."""
    course = tmp_path / "content" / "small"
    module = course / "modules" / "01-first-module"
    module.mkdir(parents=True)
    (course / "course.yaml").write_text(COURSE)
    (course / "glossary.yaml").write_text(GLOSSARY)
    (course / "faq.md").write_text(FAQ)
    (module / "module.yaml").write_text(MODULE)
    (module / "01-written.md").write_text(LESSON)
    return tmp_path / "content"


@pytest.fixture
def lesson_file(content: Path) -> Path:
    return content / "small" / "modules" / "01-first-module" / "01-written.md"


@pytest.fixture(autouse=True)
def _own_pages(tmp_path: Path, settings: object) -> None:
    settings.PAGES_DIR = tmp_path / "pages"  # type: ignore[attr-defined]
    settings.DATA_DIR = tmp_path / "data"  # type: ignore[attr-defined]
