"""`new` and `diff`: beginnings that can't be published by mistake, and what a publish would change."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from authoring.comparing import Change, compare
from authoring.compiling import compile_all
from authoring.prose import find_missing
from authoring.publishing import publish
from authoring.scaffolding import DRAFT
from lessons.compiler.errors import ContentErrors
from mock_interviews.reading import read_interview

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_content(content: Path, settings: object) -> None:
    settings.CONTENT_DIR = content  # type: ignore[attr-defined]


def new(*words: str) -> None:
    call_command("new", *words, course="small")


def changes(content: Path) -> list[Change]:
    return compare(compile_all(content))


def test_a_new_lesson_names_what_is_missing_and_nothing_else(content: Path) -> None:
    new("lesson", "to-come")
    with pytest.raises(ContentErrors) as refusal:
        compile_all(content)
    assert {error.found for error in refusal.value.errors} == {"words still missing"}
    assert {error.file for error in refusal.value.errors} == {"content/small/modules/01-first-module/02-to-come.md"}


def test_a_new_lesson_is_a_lesson_once_the_gaps_are_filled(content: Path) -> None:
    new("lesson", "to-come")
    path = content / "small" / "modules" / "01-first-module" / "02-to-come.md"
    text, number = path.read_text(), 0
    while "{{write: " in text:
        number += 1
        start = text.index("{{write: ")
        text = text[:start] + f"Words number {number} that stand here" + text[text.index("}}", start) + 2 :]
    path.write_text(text)
    assert "to-come" in compile_all(content)[0].lessons


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("lesson", "nowhere"), "No module.yaml lists `nowhere`"),
        (("lesson", "written"), "01-written.md is there already"),
        (("module", "second", "--part", "nowhere"), "`nowhere` is no part"),
        (("module", "first-module", "--part", "start"), "There is a module `first-module` already"),
    ],
)
def test_it_says_why_it_can_not_begin_something(words: tuple[str, ...], why: str) -> None:
    with pytest.raises(CommandError, match=why):
        new(*words)


def test_a_new_module_is_the_next_one(content: Path) -> None:
    new("module", "second", "--part", "start")
    text = (content / "small" / "modules" / "02-second" / "module.yaml").read_text()
    assert "number: 2" in text
    assert list(find_missing(text, file="x"))


def test_a_new_interview_has_every_file_and_is_none_until_it_has_its_brief(content: Path) -> None:
    new("interview", "elevator")
    home = content / "small" / "interviews" / "elevator"
    assert compile_all(content)[0].interviews == []
    (home / DRAFT).rename(home / "brief.md")
    assert list(find_missing((home / "rubric.yaml").read_text(), file="rubric.yaml"))
    with pytest.raises(ContentErrors) as refusal:
        read_interview(home)
    wrong = [error for error in refusal.value.errors if "{{write:" not in error.found]
    assert not wrong, "what is written already fits the schemas"
    with pytest.raises(CommandError, match="already"):
        new("interview", "elevator")


def test_a_diff_tells_what_is_new_and_nothing_after_a_publish(content: Path) -> None:
    assert [(one.kind, one.what) for one in changes(content)] == [
        ("lesson", "new"),
        ("term", "new"),
        ("question", "new"),
    ]
    publish(content_dir=content, now=NOW, by="test")
    assert changes(content) == []


def test_a_diff_shows_the_changed_sentence_and_exercise(content: Path, lesson_file: Path) -> None:
    publish(content_dir=content, now=NOW, by="test")
    text = lesson_file.read_text()
    lesson_file.write_text(text.replace("stands here", "stands there").replace("What is two and two?", "Two and two?"))
    (change,) = changes(content)
    assert (change.what, change.name) == ("changed", "written")
    assert "+A term stands there, and the next is planned." in change.lines
    assert change.notes == ["exercise check: changed, people are asked anew"]
    lesson_file.unlink()
    assert ("lesson", "back in preparation") in [(one.kind, one.what) for one in changes(content)]


def test_the_command_prints_it(content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("diff")
    assert "lesson written: new" in capsys.readouterr().out
    publish(content_dir=content, now=NOW, by="test")
    call_command("diff")
    assert capsys.readouterr().out == "Nothing that people read would change.\n"
