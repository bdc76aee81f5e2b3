"""How far each judge agrees with experts, measured beside the day's work and stored with its date."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final

from celery import current_app
from django.db import IntegrityError, transaction
from django.db.models import Q

import grading
from grading.evaluation import AnswerFile, Judge, Marks, grade_file, summarise_marks
from grading.judges.answer import Answer
from grading.judges.offline.judge import judge_step
from grading.judges.offline.parameters import VERSION
from grading.judges.standalone import model_judge
from grading.models import AgreementFigure, ExpertSet
from grading.prompts import PROMPT_VERSION
from grading.queue import MEASURE_SET
from grading.schemas import digest_of, read_rubric
from llm.client import require_server

READER: Final = "reader"
SEND_AGAIN: Final = timedelta(minutes=5)
"""A set that was sent is left alone this long; measuring takes seconds."""
CODE: Final = ("judges/answer.py", "judges/addressing.py", "judges/offline", "wordlists", "evidence.py", "scoring.py")


@cache
def checklist_stamp() -> str:
    """The checklist's version and a digest of its code: figures of other code are not shown as this one's."""
    base = Path(grading.__file__).parent
    total = hashlib.sha256()
    for part in CODE:
        files = sorted((base / part).rglob("*")) if (base / part).is_dir() else [base / part]
        for file in (one for one in files if one.suffix in {".py", ".txt"}):
            total.update(file.read_bytes())
    return f"{VERSION} {total.hexdigest()[:8]}"


def rater_of(judge: str) -> tuple[str, str, str]:
    """Rater, version and model as figures are keyed by. NoModel for `model` when none is configured."""
    return (
        ("offline", checklist_stamp(), "") if judge == "offline" else ("model", PROMPT_VERSION, require_server().model)
    )


def send_measurements(*, now: datetime) -> int:
    """Send one set that the checklist as it is now was never measured on; what the queue loses is sent again."""
    for one in unmeasured_sets():
        free = ExpertSet.objects.filter(Q(due_at__isnull=True) | Q(due_at__lt=now), pk=one.pk)
        if free.update(due_at=now + SEND_AGAIN):
            current_app.tasks[MEASURE_SET].apply_async((one.pk,), retry=False)
            return 1
    return 0


def unmeasured_sets() -> list[ExpertSet]:
    known = set(
        AgreementFigure.objects.filter(rater="offline", version=checklist_stamp()).values_list(
            "slug", "kind", "rubric_digest", "answers_digest"
        )
    )
    sets = ExpertSet.objects.select_related("rubric").defer("answers", "rubric__data")
    return [one for one in sets if (one.slug, one.kind, one.rubric.digest, one.digest) not in known]


def measure_set(*, set_id: int, now: datetime, judge: str = "offline") -> AgreementFigure | None:
    """Grade every answer of a set and store the figures; None when the set is gone. Twice stores nothing new.

    The second reader's agreement with the expert is stored along with it. Raises NoModel, NeedsPerson, TryLater.
    """
    one = ExpertSet.objects.select_related("rubric").filter(pk=set_id).first()
    if one is None:
        return None
    rater, version, model = rater_of(judge)
    chosen: Judge = judge_step if judge == "offline" else model_judge(now=now)
    rubric = read_rubric(one.rubric.data)
    marks = [grade_file(read_answer(one.slug, answer), rubric, chosen).marks() for answer in one.answers]
    figure = store_figure(one, marks, rater=rater, version=version, model=model, now=now)
    second = [read_second(answer) for answer in one.answers if answer.get("second")]
    if second:
        store_figure(one, second, rater=READER, version="", model="", now=now)
    for kind_of_rater in ((rater, version, model), (READER, "", "")):
        pool_figures(kind=one.kind, rater=kind_of_rater, now=now)
    return figure


def read_answer(slug: str, data: dict[str, Any]) -> AnswerFile:
    return AnswerFile(data["id"], slug, Answer(data["sections"], data["diagram"]), data["bands"], data["overall"])


def read_second(data: dict[str, Any]) -> Marks:
    """(second reader, expert)."""
    second = data["second"]
    bands = {key: (second["bands"][key], band) for key, band in data["bands"].items() if key in second["bands"]}
    return Marks(bands, (float(second["overall"]), float(data["overall"])))


def store_figure(
    one: ExpertSet, marks: list[Marks], *, rater: str, version: str, model: str, now: datetime
) -> AgreementFigure:
    figure, _ = AgreementFigure.objects.get_or_create(
        slug=one.slug,
        kind=one.kind,
        rubric_digest=one.rubric.digest,
        answers_digest=one.digest,
        rater=rater,
        version=version,
        model=model,
        defaults={**_figures_of(marks), "measured_at": now},
    )
    return figure


def _figures_of(marks: Iterable[Marks]) -> dict[str, Any]:
    every = list(marks)
    return {"figures": summarise_marks(every), "marks": [mark.as_json() for mark in every]}


def current_figures(sets: Iterable[ExpertSet]) -> list[AgreementFigure]:
    """Figures of these sets as they are published now, by any rater; newest first."""
    wanted = {(one.slug, one.kind, one.rubric.digest, one.digest) for one in sets}
    found = AgreementFigure.objects.filter(slug__in={slug for slug, *_ in wanted})
    return [one for one in found if (one.slug, one.kind, one.rubric_digest, one.answers_digest) in wanted]


def pool_key(figures: Iterable[AgreementFigure]) -> dict[str, str]:
    """What a figure over all interviews is keyed by."""
    parts = sorted((one.slug, one.rubric_digest, one.answers_digest) for one in figures)
    return {"rubric_digest": digest_of([part[1] for part in parts]), "answers_digest": digest_of(parts)}


def pool_figures(*, kind: str, rater: tuple[str, str, str], now: datetime) -> None:
    """Put the answers of all measured interviews together; an earlier sum of the same rater makes room."""
    sets = list(ExpertSet.objects.filter(kind=kind).select_related("rubric").defer("answers", "rubric__data"))
    figures = [one for one in current_figures(sets) if (one.rater, one.version, one.model) == rater]
    name, version, model = rater
    words = {"slug": "", "kind": kind, "rater": name, "version": version, "model": model}
    marks = [Marks.from_json(mark) for one in figures for mark in one.marks]
    summed = _figures_of(marks)
    with suppress(IntegrityError), transaction.atomic():  # another worker has just stored the same sum
        AgreementFigure.objects.filter(**words).delete()
        if figures:
            AgreementFigure.objects.create(**words, **pool_key(figures), **summed, measured_at=now)


def pool_again(*, now: datetime) -> None:
    """Every sum over all interviews, once one of them is gone."""
    for one in AgreementFigure.objects.filter(slug="").defer("marks", "figures"):
        pool_figures(kind=one.kind, rater=(one.rater, one.version, one.model), now=now)
