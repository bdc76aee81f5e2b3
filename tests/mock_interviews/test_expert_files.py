"""Bands of a second reader, and held-out answers: read with every mistake named, published to be measured."""

from __future__ import annotations

import json
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings

from grading.models import AgreementFigure, ExpertSet, GradingRun
from grading.reshaded import STEP_KEYS
from lessons.compiler.errors import ContentErrors
from mock_interviews.publishing import publish_expert_answers
from mock_interviews.reading import InterviewSource, read_interview
from tests import factories

BANDS = dict.fromkeys(STEP_KEYS, 2)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The shipped ChatGPT interview without the files that these tests are about."""
    target = tmp_path / "content" / "course" / "interviews" / "chatgpt"
    shutil.copytree(Path(settings.BASE_DIR) / "content/openai-system-design/interviews/chatgpt", target)
    shutil.rmtree(target / "heldout", ignore_errors=True)
    (target / "second-reader.yaml").unlink(missing_ok=True)
    return target


def held_out(**changed: Any) -> dict[str, Any]:
    return {
        "id": "held-1",
        "interview": "chatgpt",
        "sections": dict.fromkeys(STEP_KEYS, 'A "queue": takes the writes.\nThen a cache.'),
        "diagram": {"nodes": [{"id": "gw", "label": "Gateway"}], "edges": []},
        "expert": {"sections": dict(BANDS), "overall": 50},
    } | changed


def write(folder: Path, data: Any, name: str = "held-1.json") -> None:
    (folder / "heldout").mkdir(exist_ok=True)
    text = data if isinstance(data, str) else json.dumps(data, indent=1)
    (folder / "heldout" / name).write_text(text)


def write_bands(folder: Path, **answers: Any) -> None:
    (folder / "second-reader.yaml").write_text(yaml.safe_dump({"interview": "chatgpt", "answers": answers}))


def test_both_are_optional_and_read_where_they_are(folder: Path) -> None:
    source = read_interview(folder)
    assert (source.second_reader, source.held_out) == (None, ())
    write(folder, held_out())
    reasoned = {key: {"band": 3, "why": "So."} for key in STEP_KEYS}
    write(folder, held_out(id="held-2", expert={"sections": reasoned, "overall": 70}), "held-2.json")
    write_bands(folder, **{"chatgpt-mid-1": BANDS | {"overall": 48}, "held-2": BANDS | {"overall": 60}})
    source = read_interview(folder)
    assert [one.id for one in source.held_out] == ["held-1", "held-2"]
    assert source.held_out[1].expert.sections["evaluation"] == 3
    assert source.second_reader is not None
    assert source.second_reader.answers["chatgpt-mid-1"].overall == 48


def complaint(folder: Path) -> str:
    with pytest.raises(ContentErrors) as refusal:
        read_interview(folder)
    return str(refusal.value)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"expert": {"sections": BANDS | {"evaluation": 5}, "overall": 50}}, "held-1.json:31: found `evaluation`: 5"),
        ({"expert": {"sections": BANDS, "overall": "many"}}, "held-1.json:34: found `overall`: “many”"),
        ({"expert": {"sections": {}, "overall": 1}}, "held-1.json:23: found without requirements"),
        ({"sections": {}}, "held-1.json:4: found without requirements"),
        ({"score": 1}, "held-1.json:36: found the unknown key `score`"),
        ({"id": "other"}, "held-1.json:1: found `id`: “other”; expected `held-1`"),
        ({"interview": "uber-eats"}, "held-1.json:1: found `uber-eats`; expected `chatgpt`"),
    ],
)
def test_a_mistake_in_a_held_out_answer_has_its_line(folder: Path, changed: dict[str, Any], said: str) -> None:
    write(folder, held_out(**changed))
    assert said in complaint(folder)


def test_broken_json_and_strange_ids_are_named(folder: Path) -> None:
    write(folder, '{"id": "held-1",\n "interview": }')
    assert "held-1.json:2: found JSON that can't be read" in complaint(folder)
    write(folder, held_out())
    write_bands(folder, nobody=BANDS | {"overall": 1})
    assert "second-reader.yaml:2: found bands for `nobody`; expected one of chatgpt-mid-1" in complaint(folder)
    write_bands(folder, **{"held-1": BANDS})
    assert "found no `overall`" in complaint(folder)


class Compiled:
    def __init__(self, source: InterviewSource) -> None:
        self.source = source
        self.slug = source.slug


@pytest.mark.django_db
def test_publishing_hands_them_to_grading_and_grades_nothing(folder: Path, now: datetime) -> None:
    write(folder, held_out())
    write_bands(folder, **{"chatgpt-mid-1": BANDS | {"overall": 48}})
    source = Compiled(read_interview(folder))
    rubric = factories.make_rubric("chatgpt")
    publish_expert_answers(source=source, rubric=rubric, number=3, now=now)  # type: ignore[arg-type]
    shipped, kept = (ExpertSet.objects.get(kind=kind) for kind in ("shipped", "held_out"))
    second = {one["id"]: one["second"] for one in shipped.answers}
    assert second["chatgpt-mid-1"] == {"bands": BANDS, "overall": 48}
    assert [key for key, value in second.items() if value] == ["chatgpt-mid-1"]
    assert (kept.title, kept.number, kept.answers[0]["bands"]) == ("Design ChatGPT", 3, BANDS)
    assert not AgreementFigure.objects.exists()
    assert not GradingRun.objects.exists()
    shutil.rmtree(folder / "heldout")
    write_bands(folder, **{"chatgpt-mid-1": BANDS | {"overall": 50}})
    publish_expert_answers(source=Compiled(read_interview(folder)), rubric=rubric, number=3, now=now)  # type: ignore[arg-type]
    assert ExpertSet.objects.get().digest != shipped.digest
