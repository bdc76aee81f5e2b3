"""Publishing: everything or nothing, incremental, and nothing that people did is lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from authoring.publishing import publish
from courses.models import Course, PageBody, Release, ReleasePage
from courses.store import page_store
from lessons.compiler.errors import ContentErrors
from lessons.models import Exercise, ExerciseAnswer, Lesson
from tests import factories

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def go(content: Path, now: datetime = NOW) -> Release:
    publish(content_dir=content, now=now, by="test")
    return Release.objects.get(is_current=True)


def page(path: str) -> str:
    stored = page_store().find(path)
    assert stored is not None, path
    return stored.bodies["identity"].decode()


def look_again() -> None:
    """Make the store look at the disk now rather than within a second."""
    page_store()._looked_at = -10.0


def refuse(content: Path) -> list[str]:
    with pytest.raises(ContentErrors) as refusal:
        go(content)
    return [str(error) for error in refusal.value.errors]


def test_it_publishes_pages_for_everybody(content: Path) -> None:
    release = go(content)
    paths = set(release.pages.values_list("path", flat=True))
    assert {"/", "/content/", "/faq/", "/glossary/", "/modules/first-module/", "/lessons/written/"} <= paths
    assert "/lessons/to-come/" not in paths
    assert release.counts["published_lessons"] == 1
    assert "A written lesson" in page("/lessons/written/")


def test_a_planned_lesson_is_drawn_but_not_linked(content: Path) -> None:
    go(content)
    html = page("/content/")
    assert "A lesson to come" in html
    assert "/lessons/to-come/" not in html


def test_no_key_is_in_a_page(content: Path) -> None:
    go(content)
    html = page("/lessons/written/")
    assert "Four" in html
    assert "BECAUSE" not in html


def test_publishing_again_changes_nothing(content: Path) -> None:
    first = go(content)
    report = publish(content_dir=content, now=NOW + timedelta(days=1), by="test")
    assert not report.is_new
    again = Release.objects.get(is_current=True)
    assert (again.pk, again.created_at) == (first.pk, first.created_at)


def test_a_change_makes_only_its_own_pages_anew(content: Path, lesson_file: Path) -> None:
    first = go(content)
    before = dict(first.pages.values_list("path", "body_id"))
    lesson_file.write_text(lesson_file.read_text().replace("stands here", "stands there"))
    second = go(content)
    after = dict(second.pages.values_list("path", "body_id"))
    assert {path for path in after if after[path] != before[path]} == {"/lessons/written/"}


def test_going_back_to_an_earlier_content_is_a_release_too(content: Path, lesson_file: Path) -> None:
    text = lesson_file.read_text()
    first = go(content)
    lesson_file.write_text(text.replace("stands here", "stands there"))
    go(content)
    lesson_file.write_text(text)
    assert go(content).pk == first.pk
    look_again()
    assert "stands here" in page("/lessons/written/")


def test_a_mistake_keeps_the_old_release_and_names_file_and_line(content: Path, lesson_file: Path) -> None:
    go(content)
    lesson_file.write_text(lesson_file.read_text().replace("    right: true\n", ""))
    errors = refuse(content)
    assert len(errors) == 1
    line = next(
        i for i, text in enumerate(lesson_file.read_text().splitlines(), 1) if "questions:" in text or "id: one" in text
    )
    assert "01-written.md:" in errors[0]
    assert abs(int(errors[0].split(":")[1]) - line) <= 5
    look_again()
    assert "stands here" in page("/lessons/written/")
    assert Lesson.objects.get(slug="written").state == Lesson.State.PUBLISHED


@pytest.mark.parametrize(
    ("find", "put", "words"),
    [
        ("slug: written", "slug: something-else", "`something-else`"),
        ("lesson:to-come", "lesson:nowhere", "`nowhere`"),
        ("[[term]]", "[[unheard of]]", "glossary.yaml"),
        ("objectives:", "objectives", "YAML"),
        ("expect: 6", "expect: 7", "6"),
        ("stands here", "delve", "delve"),
        ("## First {#first}", "## First {#first}\n\n<script>alert(1)</script>", "raw HTML"),
        ("[the next](lesson:to-come)", "[x](javascript:alert)", "address"),
    ],
)
def test_each_mistake_is_told_with_its_file(content: Path, lesson_file: Path, find: str, put: str, words: str) -> None:
    text = lesson_file.read_text()
    assert find in text
    lesson_file.write_text(text.replace(find, put, 1))
    errors = refuse(content)
    assert any("01-written.md:" in error and words in error for error in errors), errors
    assert not Release.objects.exists()


def test_a_lesson_in_which_a_reader_does_nothing_is_refused(content: Path, lesson_file: Path) -> None:
    outline = lesson_file.with_name("module.yaml")
    outline.write_text(outline.read_text().replace(", planned: {total: 6}", ""))
    lesson_file.write_text(lesson_file.read_text().partition("```")[0])
    assert any("a lesson without an exercise" in error for error in refuse(content))


def test_mistakes_in_several_files_are_told_at_once(content: Path, lesson_file: Path) -> None:
    lesson_file.write_text("no front matter")
    (content / "small" / "glossary.yaml").write_text("- {term: x}\n")
    (content / "small" / "course.yaml").write_text("slug: [\n")
    text = "\n".join(refuse(content))
    assert "glossary.yaml" in text
    assert "course.yaml" in text


def test_a_slug_twice_is_refused(content: Path) -> None:
    module = content / "small" / "modules" / "01-first-module" / "module.yaml"
    module.write_text(module.read_text().replace("slug: to-come", "slug: written"))
    assert "the lesson `written`" in "\n".join(refuse(content))


def test_a_lesson_that_nobody_lists_is_refused(content: Path, lesson_file: Path) -> None:
    lesson_file.rename(lesson_file.with_name("01-strange.md"))
    assert "01-strange.md" in "\n".join(refuse(content))


def test_an_old_slug_leads_to_the_new_one(content: Path) -> None:
    go(content)
    stored = page_store().find("/lessons/earlier-name/")
    assert stored is not None
    assert stored.redirect_to == "/lessons/written/"


def test_what_vanished_is_retired_and_the_answers_stay(content: Path, lesson_file: Path) -> None:
    go(content)
    alice = factories.make_person("alice")
    exercise = Exercise.objects.get(key="check")
    ExerciseAnswer.objects.create(
        user=alice, exercise=exercise, exercise_digest=exercise.digest, answer={}, outcome={}, created_at=NOW
    )
    text = lesson_file.read_text()
    start, end = text.index("```quiz"), text.index("```estimate")
    lesson_file.write_text(text[:start] + text[end:])
    go(content)
    exercise.refresh_from_db()
    assert exercise.retired_at == NOW
    assert alice.exercise_answers.count() == 1


def test_old_pages_are_shared_not_copied(content: Path, lesson_file: Path) -> None:
    go(content)
    bodies = PageBody.objects.count()
    lesson_file.write_text(lesson_file.read_text().replace("stands here", "stands there"))
    go(content)
    assert PageBody.objects.count() == bodies + 2, "one page, and what search reads"
    assert ReleasePage.objects.count() > bodies


def test_releases_of_yesterday_are_forgotten(content: Path, lesson_file: Path) -> None:
    go(content)
    lesson_file.write_text(lesson_file.read_text().replace("stands here", "stands there"))
    go(content, now=NOW + timedelta(days=2))
    assert Release.objects.get().is_current
    assert not PageBody.objects.filter(releasepage=None, release=None).exists()


def test_the_questions_name_what_is_planned_without_linking_it(content: Path) -> None:
    go(content)
    faq = Course.objects.get().data["faq"]
    assert [row["slug"] for row in faq] == ["why"]
    assert 'href="/lessons/written/"' in faq[0]["html"]
    assert "Design something later" in faq[0]["html"]
    assert "interviews/later" not in faq[0]["html"]
