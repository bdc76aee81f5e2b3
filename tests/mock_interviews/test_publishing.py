"""From the folder of an interview to rows: mistakes are named by file and line, and versions never change."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from accounts.models import User
from courses.models import Course
from courses.queries import read_catalogue
from grading.models import GradingRun
from lessons.compiler.context import CompileContext, Place
from lessons.compiler.errors import ContentErrors
from mock_interviews.compiling import CompiledInterview, compile_interview
from mock_interviews.models import Interview, InterviewVersion
from mock_interviews.pages import render_pages
from mock_interviews.publishing import publish_interview, retire_missing_interviews
from mock_interviews.reading import read_interview
from mock_interviews.services import start_attempt
from tests import factories

SHIPPED = Path(settings.BASE_DIR) / "content" / "openai-system-design" / "interviews" / "chatgpt"
Change = Callable[[str, str, str], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped interview, to break."""
    target = tmp_path / "content" / "a-course" / "interviews" / "chatgpt"
    shutil.copytree(SHIPPED, target)
    return target


@pytest.fixture
def change(folder: Path) -> Change:
    def replace(file: str, old: str, new: str) -> None:
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")

    return replace


def compiled(folder: Path) -> CompiledInterview:
    return compile_interview(read_interview(folder), CompileContext())


def mistakes(folder: Path) -> list[str]:
    with pytest.raises(ContentErrors) as refusal:
        compiled(folder)
    return [str(error) for error in refusal.value.errors]


def test_the_shipped_interview_reads_and_compiles(folder: Path) -> None:
    data = compiled(folder).data
    assert "<p>" in data["brief_html"]
    assert "<svg" in data["model_answer"]["high_level_design"]
    assert len(data["samples"]) >= 3


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "expected"),
    [
        ("brief.md", "slug: chatgpt", "slug: chatgtp", 1, "the name of the folder"),
        ("brief.md", "difficulty: hard", "difficulty: brutal", 5, "'easy', 'medium' or 'hard'"),
        ("brief.md", "minutes: 45", "minutes: 50", 7, "35, 45 or 60"),
        ("brief.md", "line:", "lines:", 4, "one of"),
        ("interviewer.yaml", "interview: chatgpt", "interview: other", 1, "the name of the folder"),
        ("interviewer.yaml", "topic: Users", "subject: Users", 5, "one of"),
        ("interviewer.yaml", "strength: nudge, price: 1", "strength: nudge, price: 3", 0, "nudge for 1"),
        ("model-answer.md", "## Estimation", "## Guesses", 0, "each once"),
        ("model-answer.md", "```mermaid", "```text", 0, "a mermaid fence"),
    ],
)
def test_a_mistake_names_its_file_and_line(
    folder: Path, change: Change, file: str, old: str, new: str, line: int, expected: str
) -> None:
    change(file, old, new)
    found = mistakes(folder)
    assert any(f"content/a-course/interviews/chatgpt/{file}:" in one and expected in one for one in found), found
    if line:
        assert any(f"{file}:{line}:" in one for one in found), found


def test_all_mistakes_are_told_at_once(folder: Path, change: Change) -> None:
    change("brief.md", "difficulty: hard", "difficulty: brutal")
    change("interviewer.yaml", "topic: Users", "subject: Users")
    (folder / "rubric.yaml").unlink()
    files = {one.split(":")[0].rsplit("/", 1)[-1] for one in mistakes(folder)}
    assert files == {"brief.md", "interviewer.yaml", "rubric.yaml"}


def test_a_sample_of_each_level_is_asked_for(folder: Path) -> None:
    (folder / "samples" / "staff.yaml").unlink()
    assert any("no sample of level staff" in one for one in mistakes(folder))


def test_a_brief_of_more_than_120_words_is_refused(folder: Path) -> None:
    with (folder / "brief.md").open("a", encoding="utf-8") as file:
        file.write("more words " * 60)
    assert any("1 to 120 words" in one for one in mistakes(folder))


def test_a_lesson_that_the_course_does_not_have_is_refused(folder: Path) -> None:
    context = CompileContext(lessons={"only-this": Place("Only this", "/lessons/only-this/")})
    with pytest.raises(ContentErrors, match="the slug of a lesson of this course"):
        compile_interview(read_interview(folder), context)


def test_publishing_twice_changes_nothing(db: None, folder: Path, now: datetime) -> None:
    course = factories.make_course()
    first = publish_interview(course=course, source=compiled(folder), now=now)
    again = publish_interview(course=course, source=compiled(folder), now=now + timedelta(days=1))
    assert first == again
    assert InterviewVersion.objects.count() == 1


def test_a_changed_brief_is_a_new_version_and_attempts_keep_theirs(
    alice: User, folder: Path, change: Change, now: datetime
) -> None:
    course = factories.make_course()
    first = publish_interview(course=course, source=compiled(folder), now=now)
    interview = Interview.objects.get(slug="chatgpt")
    attempt = start_attempt(user=alice, interview=interview, level="senior", mode="timed", minutes=45, now=now).attempt
    change("brief.md", "a chat assistant", "a conversation assistant")
    second = publish_interview(course=course, source=compiled(folder), now=now)
    attempt.refresh_from_db()
    assert attempt.version == first != second
    assert Interview.objects.get(slug="chatgpt").current == second


def test_an_interview_whose_folder_is_gone_is_retired(db: None, folder: Path, now: datetime) -> None:
    course = factories.make_course()
    publish_interview(course=course, source=compiled(folder), now=now)
    assert retire_missing_interviews(course=course, slugs=[], now=now) == 1
    assert Interview.objects.get(slug="chatgpt").retired_at == now
    publish_interview(course=course, source=compiled(folder), now=now)
    assert Interview.objects.get(slug="chatgpt").retired_at is None


@pytest.fixture
def published(db: None, folder: Path, now: datetime) -> Course:
    course = factories.make_course()
    publish_interview(course=course, source=compiled(folder), now=now)
    return course


def test_the_public_pages_are_a_list_a_brief_and_an_example(published: Course) -> None:
    pages = {page.path: page.html for page in render_pages(published, read_catalogue(published))}
    assert GradingRun.objects.count() == 1
    assert set(pages) == {"/interviews/", "/interviews/chatgpt/", "/interviews/chatgpt/example/"}
    assert "Example report" in pages["/interviews/chatgpt/example/"]
    assert "csrfmiddlewaretoken" not in "".join(pages.values())
    again = {page.path: page.html for page in render_pages(published, read_catalogue(published))}
    assert pages == again, "the same bytes for everybody, each time"
    assert GradingRun.objects.count() == 1, "the example is graded once"


def test_the_example_is_a_real_grade_with_quotes(published: Course) -> None:
    pages = {page.path: page.html for page in render_pages(published, read_catalogue(published))}
    run = GradingRun.objects.get()
    assert (run.state, run.judge) == (GradingRun.State.GRADED, "offline")
    assert run.submission.owner is None
    assert run.result["total"] > 0
    assert '<mark class="evidence"' in pages["/interviews/chatgpt/example/"]
