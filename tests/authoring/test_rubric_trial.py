"""A rubric is tried on its interview's own samples before anybody is graded by it."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from authoring.publishing import refuse_wrong_order
from authoring.rubric_trial import check_order, with_changed_rubric
from courses.models import Course
from lessons.compiler.context import CompileContext
from lessons.compiler.errors import ContentErrors
from mock_interviews.compiling import CompiledInterview, compile_interview
from mock_interviews.publishing import publish_interview
from mock_interviews.reading import read_interview
from tests import factories

SHIPPED = Path(settings.BASE_DIR) / "content/openai-system-design/interviews/chatgpt"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(SHIPPED, tmp_path / "content" / "course" / "interviews" / "chatgpt")


@pytest.fixture
def turned(folder: Path) -> Path:
    """The expert now holds the staff sample for the worst."""
    path = folder / "samples" / "staff.yaml"
    path.write_text(re.sub(r"overall: \d+", "overall: 2", path.read_text()))
    return folder


def compiled(folder: Path) -> CompiledInterview:
    return compile_interview(read_interview(folder), CompileContext())


def test_it_prints_bands_beside_the_experts_and_the_order(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("rubric", "try", str(folder))
    out = capsys.readouterr().out
    assert re.search(r"chatgpt-staff-1 +\d/4", out)
    assert out.index("chatgpt-staff-1") < out.index("chatgpt-senior-1") < out.index("chatgpt-mid-1")
    assert "Ranked as the expert does." in out


def test_a_wrong_order_fails(turned: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        call_command("rubric", "try", str(turned))
    assert end.value.code == 1
    assert "Ranked wrongly: chatgpt-senior-1" in capsys.readouterr().err


def test_a_draft_needs_only_rubric_and_samples(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "brief.md").unlink()
    call_command("rubric", "try", str(folder))
    (folder / "samples" / "mid.yaml").write_text("id: x")
    with pytest.raises(CommandError, match=r"samples/mid\.yaml:1"):
        call_command("rubric", "try", str(folder))
    with pytest.raises(CommandError, match="no interview"):
        call_command("rubric", "try", "nowhere")


def test_lint_names_the_rubric_and_asks_the_judge_once(turned: Path) -> None:
    interview = compiled(turned)
    errors = check_order([interview])
    assert len(errors) == 3
    assert str(errors[0]).startswith("content/course/interviews/chatgpt/rubric.yaml:1: found a rubric by which")
    (cache,) = (Path(settings.DATA_DIR) / "cache" / "rubrics").iterdir()
    cache.write_text(json.dumps(["a not above b"]))
    assert len(check_order([interview])) == 1, "read, not graded again"


@pytest.mark.django_db
def test_publishing_asks_only_where_a_published_rubric_changed(folder: Path, turned: Path) -> None:
    first = compiled(turned)
    assert with_changed_rubric([first]) == []
    course: Course = factories.make_course()
    publish_interview(course=course, source=first, now=factories.THEN)
    assert with_changed_rubric([first]) == []
    path = folder / "rubric.yaml"
    path.write_text(path.read_text().replace("weight: 2", "weight: 3", 1))
    second = compiled(folder)
    assert with_changed_rubric([second]) == [second]
    with pytest.raises(ContentErrors, match="rubric try chatgpt"):
        refuse_wrong_order([type("Course", (), {"interviews": [second]})()])
