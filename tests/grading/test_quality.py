"""Measuring judges on expert-scored answers, and publishing how far they agree."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from grading import agreement
from grading.evaluation import Marks, summarise_marks
from grading.models import AgreementFigure, ExpertSet, GradingRun, RubricVersion
from grading.reshaded import STEP_KEYS
from grading.services import publish_rubric
from grading.services.expert_sets import publish_expert_set, retire_expert_sets
from grading.services.measuring import checklist_stamp, measure_set, send_measurements, unmeasured_sets
from tests.grading.samples import TEXT, make_rubric, rubric_data

pytestmark = pytest.mark.django_db
Kind = ExpertSet.Kind
SECRET = "quokka"


def answer(name: str, band: int, **more: Any) -> dict[str, Any]:
    text = TEXT if band > 2 else "A queue takes the writes of {key} because it is simple. " + SECRET if band else SECRET
    return {
        "id": name,
        "sections": {key: text.format(key=key) for key in STEP_KEYS},
        "diagram": {},
        "bands": dict.fromkeys(STEP_KEYS, band),
        "overall": band * 25,
        "second": None,
    } | more


def publish(
    rubric: RubricVersion, now: datetime, kind: ExpertSet.Kind = Kind.SHIPPED, slug: str = "small", **more: Any
) -> ExpertSet:
    second = {"bands": dict.fromkeys(STEP_KEYS, 1), "overall": 30}
    answers = more.get("answers") or [answer("a", 0), answer("b", 1, second=second), answer("c", 4), answer("d", 3)]
    publish_expert_set(slug=slug, title=f"Design {slug}", number=1, kind=kind, rubric=rubric, answers=answers, now=now)
    return ExpertSet.objects.get(slug=slug, kind=kind)


def test_figures_are_stored_with_their_date_and_not_twice(now: datetime) -> None:
    one = publish(make_rubric(now), now)
    figure = measure_set(set_id=one.pk, now=now)
    assert figure is not None
    every = figure.figures["all_steps"]
    assert (every["answers"], every["n"]) == (4, 32)
    assert 0.5 < every["qwk"] <= 1
    assert every["qwk_interval"][0] <= every["qwk"] <= every["qwk_interval"][1]
    assert figure.figures["totals"]["n"] == 4
    assert figure.measured_at == now
    assert measure_set(set_id=one.pk, now=now + timedelta(days=1)) == figure
    reader = AgreementFigure.objects.get(rater="reader", slug="small")
    assert (reader.figures["all_steps"]["exact"], reader.figures["totals"]["bias"]) == (1.0, 5.0)
    assert SECRET not in str(list(AgreementFigure.objects.values())), "no word of an answer is in a figure"


def test_publishing_grades_nothing_and_the_sweeper_sends_what_is_missing(now: datetime) -> None:
    publish(make_rubric(now), now)
    publish(make_rubric(now), now, Kind.HELD_OUT)
    assert not AgreementFigure.objects.exists()
    assert not GradingRun.objects.exists()
    assert send_measurements(now=now) == 1  # one at a time, so that people's grades are not kept waiting
    assert send_measurements(now=now) == 1
    assert send_measurements(now=now) == 0
    assert unmeasured_sets() == []


def test_a_lost_message_is_sent_again_later(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    one = publish(make_rubric(now), now)
    ExpertSet.objects.filter(pk=one.pk).update(due_at=now + timedelta(minutes=5))
    assert send_measurements(now=now) == 0
    assert send_measurements(now=now + timedelta(minutes=6)) == 1


def test_a_changed_rubric_or_answer_or_checklist_is_measured_anew(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    rubric = make_rubric(now)
    measure_set(set_id=publish(rubric, now).pk, now=now)
    publish(rubric, now + timedelta(hours=1))
    assert unmeasured_sets() == [], "the same files"
    other = publish_rubric(slug="small", data=rubric_data(twists=[{"id": "more", "text": "More"}]), now=now)
    publish(other, now)
    assert len(unmeasured_sets()) == 1
    measure_set(set_id=publish(other, now).pk, now=now)
    assert unmeasured_sets() == []
    publish(other, now, answers=[answer("a", 2)])
    assert len(unmeasured_sets()) == 1
    publish(rubric, now)
    assert unmeasured_sets() == [], "back to what was measured before"
    monkeypatch.setattr("grading.services.measuring.checklist_stamp", lambda: "checklist-9 abc")
    assert len(unmeasured_sets()) == 1


def test_interviews_are_put_together_by_their_answers(now: datetime) -> None:
    rubric = make_rubric(now)
    for slug in ("small", "other"):
        measure_set(set_id=publish(rubric, now, slug=slug).pk, now=now)
    together = AgreementFigure.objects.get(slug="", rater="offline")
    assert together.figures["all_steps"]["answers"] == 8
    retire_expert_sets(keep=["small"], now=now)
    assert AgreementFigure.objects.get(slug="", rater="offline").figures["all_steps"]["answers"] == 4
    retire_expert_sets(keep=[], now=now)
    assert not AgreementFigure.objects.filter(slug="").exists()


def test_the_page_is_public_cacheable_and_says_when_there_are_no_figures(now: datetime) -> None:
    page = Client().get("/grading/quality/")
    assert "No figures yet" in page.content.decode()
    one = publish(make_rubric(now), now)
    publish(make_rubric(now), now, Kind.HELD_OUT)
    measure_set(set_id=one.pk, now=now)
    page = Client().get("/grading/quality/")
    text = page.content.decode()
    assert "Checklist, shipped samples" in text
    assert "Second reader, shipped samples" in text
    assert "held-out answers: being measured" in text
    assert checklist_stamp() in text
    assert SECRET not in text
    assert page["Cache-Control"] == "public, max-age=300"
    assert not page.cookies
    assert not page.get("Vary", "").lower().count("cookie")
    assert Client().get("/grading/quality/", headers={"If-None-Match": page["ETag"]}).status_code == 304


def test_the_api_gives_the_same_figures(now: datetime) -> None:
    measure_set(set_id=publish(make_rubric(now), now).pk, now=now)
    answer = Client().get("/api/v1/gradings/quality/")
    data = answer.json()
    offline = data["interviews"][0]["agreements"][0]
    stored = AgreementFigure.objects.get(slug="small", rater="offline")
    assert (offline["rater"], offline["answers"], offline["version"]) == ("offline", "shipped", checklist_stamp())
    assert offline["all_steps"]["qwk"] == stored.figures["all_steps"]["qwk"]
    assert [one["step"] for one in offline["steps"]] == list(STEP_KEYS)
    assert data["together"][0]["totals"]["n"] == 4
    assert Client().get("/api/v1/gradings/quality/", headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_it_takes_few_queries(now: datetime, django_assert_num_queries: Any) -> None:
    rubric = make_rubric(now)
    for slug in ("one", "two", "three"):
        measure_set(set_id=publish(rubric, now, slug=slug).pk, now=now)
    with django_assert_num_queries(3):
        Client().get("/grading/quality/")


def test_the_command_measures_everything_now(now: datetime, capsys: pytest.CaptureFixture[str]) -> None:
    publish(make_rubric(now), now)
    call_command("measure_agreement")
    assert "4 answers, QWK" in capsys.readouterr().out
    assert unmeasured_sets() == []


def test_whole_answers_are_drawn_for_the_interval() -> None:
    """Twenty bands of two answers tell less than twenty bands of twenty answers, and the interval says so."""
    far = [Marks({key: (4, 1) for key in STEP_KEYS}, None)]
    close = [Marks({key: (at % 5, at % 5) for at, key in enumerate(STEP_KEYS)}, None)]
    by_answer = summarise_marks([*far, *close, *close, *close])["all_steps"]["qwk_interval"]
    pairs = [pair for one in [*far, *close, *close, *close] for pair in one.bands.values()]
    by_pair = agreement.interval(pairs, agreement.quadratic_weighted_kappa)
    assert by_pair is not None
    assert by_answer[1] - by_answer[0] > by_pair[1] - by_pair[0]
    assert agreement.interval(pairs[:2], agreement.quadratic_weighted_kappa) is None
