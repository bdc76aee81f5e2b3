"""The report: fills in, marks what it rests on, escapes what people wrote."""

from __future__ import annotations

import json
import re
from datetime import datetime
from html.parser import HTMLParser
from typing import Any

import pytest
from django.template.loader import render_to_string
from pytest_django import Settings

from accounts.models import User
from grading.models import GradingRun
from grading.reporting import LessonLink, build_report
from grading.reporting.marking import Mark, mark_text
from grading.reporting.remarks import shorten
from grading.services import freeze_submission, grade_step, request_grading
from tests.grading.samples import criterion, make_rubric, make_run, make_submission, rubric_data

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _assets(tmp_path_factory: pytest.TempPathFactory, settings: Settings) -> None:
    folder = tmp_path_factory.mktemp("assets")
    (folder / "manifest.json").write_text(json.dumps({"icons.svg": "icons.svg", "report.css": "report.css"}))
    settings.ASSET_DIR = folder


def graded(run: GradingRun, now: datetime, only: int | None = None) -> GradingRun:
    for step in list(run.step_verdicts.all())[:only]:
        grade_step(step_verdict_id=step.pk, now=now)
    run.refresh_from_db()
    return run


def render(run: GradingRun, **more: object) -> str:
    return render_to_string("grading/_report.html", {"report": build_report(run, **more)})  # type: ignore[arg-type]


class Balance(HTMLParser):
    """Notes ids and whether every element that is opened is closed."""

    VOID = ("meta", "link", "br", "use", "rect", "line", "img", "input")

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [str(value) for name, value in attrs if name == "id"]
        self.attributes |= {name for name, _ in attrs}
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_a_finished_run_says_everything(now: datetime) -> None:
    report = build_report(graded(make_run(now), now))
    assert report.is_complete
    assert report.is_estimate
    assert (report.done_count, report.step_count) == (9, 9)
    assert [one.key for one in report.levels] == ["mid", "senior", "staff"]
    assert report.remarks[0].startswith("Communication was not assessed")
    assert report.total == pytest.approx(sum(step.points or 0 for step in report.steps), abs=0.1)
    for step in report.steps:
        if step.is_done:
            assert sum(one.points for one in step.criteria) == pytest.approx(step.points, abs=0.05)
            assert sum(one.of for one in step.criteria) == pytest.approx(step.weight, abs=0.05)
    json.dumps(report.as_json())


def test_without_a_dialogue_it_says_what_communication_rests_on(now: datetime) -> None:
    data = rubric_data()
    shown = criterion("com-plan", from_text=True)
    data["steps"]["communication"] = {"criteria": [shown, criterion("com-replies", groups=[])]}
    words: dict[str, Any] = {"rubric": make_rubric(now, **data), "steps": ["api_design", "communication"], "now": now}
    report = build_report(graded(request_grading(submission=make_submission(now), **words), now))
    assert report.remarks == [
        "There was no dialogue. Communication rests on the 1 of its 2 criteria that show in what you wrote; "
        "left out: About com-replies."
    ]
    turns = [{"who": "candidate", "step": "api_design", "text": "A queue holds the writes."}]
    talked = freeze_submission(owner=None, sections={"api_design": ""}, transcript=turns, now=now)
    report = build_report(graded(request_grading(submission=talked, **words), now))
    assert report.remarks == []


def test_a_running_one_shows_what_is_there(now: datetime) -> None:
    run = graded(make_run(now), now, only=2)
    report = build_report(run)
    assert not report.is_complete
    assert (report.done_count, report.step_count) == (2, 9)
    assert report.total is None
    assert [step.state for step in report.steps[:3]] == ["done", "done", "queued"]
    assert report.steps[2].blocks
    html = render(run)
    assert "2 of 9 steps graded" in html
    assert "Being graded." in html


def test_every_band_above_zero_has_its_number_in_the_text(now: datetime) -> None:
    run = graded(make_run(now), now)
    html = render(run)
    for step in build_report(run).steps:
        for one in step.criteria:
            if one.band:
                assert f'id="step-{step.key}"' in html
                assert one.anchor
                assert html.count(f'id="{one.anchor}"') == 1
                assert f'href="#{one.anchor}"' in html
                assert f"<sup>{one.number}</sup>" in html


def test_the_page_is_well_formed_and_within_the_policy(now: datetime) -> None:
    for run in (graded(make_run(now), now), make_run(now, replicate=1)):
        balance = Balance()
        balance.feed(render(run))
        assert balance.open == []
        assert len(balance.ids) == len(set(balance.ids))
        assert not balance.attributes & {"style", "onclick", "onload"}


def test_what_people_wrote_is_text(now: datetime) -> None:
    attack = '<script>alert(1)</script> <img src=x onerror=alert(1)> a queue "holds" it because it is full & late.'
    submission = make_submission(now, estimation=attack)
    run = graded(request_grading(submission=submission, rubric=make_rubric(now), steps=["estimation"], now=now), now)
    html = render(run)
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;" in html


def test_a_drill_has_one_open_step_and_no_profile(now: datetime) -> None:
    run = graded(make_run(now, steps=["estimation"]), now)
    report = build_report(run)
    assert report.profile is None
    assert report.levels == []
    assert '<details class="report-step" id="step-estimation" open>' in render(run)


def test_lessons_are_linked_only_where_they_are_published(now: datetime) -> None:
    submission = make_submission(now, estimation="A queue takes the writes of the peak and drains later.")
    run = graded(request_grading(submission=submission, rubric=make_rubric(now), steps=["estimation"], now=now), now)
    assert "/lessons/" not in render(run)
    html = render(run, lessons={"scaling": LessonLink("Scaling out", "/lessons/scaling/", 9)})
    assert '<a href="/lessons/scaling/">Scaling out, 9 min</a>' in html


def test_the_lift_is_the_text_of_the_next_band(now: datetime) -> None:
    run = graded(make_run(now, steps=["estimation"]), now)
    for one in build_report(run).steps[0].criteria:
        expected = {1: "Covered in part", 2: "Covered with a reason", 3: "Covered with its price", 4: ""}
        assert one.lift.startswith(expected.get(one.band, "Named"))


def test_checks_stand_apart(now: datetime) -> None:
    diagram = {"nodes": [{"id": "a", "label": "Safety"}, {"id": "b"}, {"id": "c"}], "edges": [{"from": "b", "to": "c"}]}
    sections = {"estimation": "Peak: 100 x 5 = 450 a second.", "high_level_design": "Boxes."}
    submission = freeze_submission(owner=None, sections=sections, diagram=diagram, now=now)
    run = graded(
        request_grading(
            submission=submission, rubric=make_rubric(now), steps=["estimation", "high_level_design"], now=now
        ),
        now,
    )
    sums, drawing = (step.remarks for step in build_report(run).steps)
    assert [one.text for one in sums] == ["100 x 5 = 450: it comes to 500"]
    assert [one.text for one in drawing] == ["Diagram: Safety has no arrow"]


def test_a_capped_criterion_says_so(now: datetime) -> None:
    run = graded(make_run(now, steps=["estimation"]), now)
    run.step_verdicts.get().criteria.filter(number=1).update(flags=["capped_from_3"], band=0, score=0, evidence=[])
    assert "until a person looks" in render(run)


def test_the_level_of_the_attempt_draws_its_bar(now: datetime) -> None:
    run = graded(make_run(now), now)
    for level, bar in (("mid", "2.0"), ("senior", "2.6"), ("staff", "3.2")):
        profile = build_report(run, level=level).profile
        assert profile is not None
        assert profile.bar_value == bar


def test_the_receipt_names_rubric_judge_and_answer(now: datetime, alice: User) -> None:
    run = graded(make_run(now, alice), now)
    receipt = build_report(run).receipt
    assert receipt.rubric == f"small {run.rubric.digest[:6]}"
    assert receipt.judge.startswith("offline checklist-")
    assert receipt.cost == "none"
    assert "checklist estimate" in receipt.what


def test_it_takes_few_queries(now: datetime, django_assert_max_num_queries: object) -> None:
    run = graded(make_run(now), now)
    run = GradingRun.objects.select_related("rubric", "submission").get(pk=run.pk)
    with django_assert_max_num_queries(4):  # type: ignore[operator]
        build_report(run)


def test_overlapping_quotes_are_cut_and_numbered_where_they_end() -> None:
    text = "alpha beta gamma delta\n\nepsilon zeta"
    blocks = mark_text(text, [Mark(0, 16, 1), Mark(6, 22, 2), Mark(24, 31, 3)], "x")
    assert "".join(piece.text for block in blocks for piece in block) == text.replace("\n\n", "")
    assert [(piece.text, piece.numbers, piece.anchors) for piece in blocks[0]] == [
        ("alpha ", (), ("x-evidence-1",)),
        ("beta gamma", (1,), ("x-evidence-2",)),
        (" delta", (2,), ()),
    ]
    assert blocks[1][0].numbers == (3,)
    assert not blocks[1][1].is_marked


def test_marks_out_of_bounds_are_ignored() -> None:
    assert mark_text("short", [Mark(0, 99, 1), Mark(-3, 2, 2), Mark(3, 3, 3)], "x")[0][0].is_marked is False


@pytest.mark.parametrize(
    ("value", "words"), [(26_100_000, "26.1 M"), (450, "450"), (2.5e12, "2.5 T"), (12_345, "12.35 k")]
)
def test_results_are_written_as_people_do(value: float, words: str) -> None:
    assert re.sub(r"\s", " ", shorten(value)) == words
