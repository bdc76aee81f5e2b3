"""`evaluate_grader` grades folders of files; agreement is measured as it should be."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import CommandError, call_command
from pytest_django import Settings

from grading.agreement import (
    bias,
    interval,
    mean_error,
    quadratic_weighted_kappa,
    share_exact,
    share_ordered,
    share_within_one,
)
from grading.reshaded import STEP_KEYS
from tests.grading.samples import TEXT, rubric_data


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    """An interview with its rubric, and two answers to it."""
    content = tmp_path / "content"
    interview = content / "course" / "interviews" / "small"
    interview.mkdir(parents=True)
    (interview / "rubric.yaml").write_text(yaml.safe_dump(rubric_data()))
    settings.CONTENT_DIR = content
    answers = tmp_path / "answers"
    answers.mkdir()
    for name, text, band, overall in (("good", TEXT, 4, 90), ("empty", "", 0, 2)):
        write(answers / f"{name}.json", id=name, text=text, band=band, overall=overall)
    return answers


def write(path: Path, *, id: str, text: str, band: int, overall: int) -> None:
    data = {
        "id": id,
        "interview": "small",
        "sections": {key: text.format(key=key) for key in STEP_KEYS},
        "diagram": {"nodes": [{"id": "a", "label": "A"}], "edges": []},
        "expert": {"sections": dict.fromkeys(STEP_KEYS, band), "overall": overall},
    }
    path.write_text(json.dumps(data))


def run(*args: Any) -> str:
    out = StringIO()
    call_command("evaluate_grader", *map(str, args), stdout=out)
    return out.getvalue()


def test_it_prints_json_in_the_agreed_form(folder: Path) -> None:
    data = json.loads(run(folder, "--json"))
    assert [one["id"] for one in data["answers"]] == ["empty", "good"]
    empty, good = data["answers"]
    assert set(good) == {"id", "sections", "total", "flags"}
    assert set(good["sections"]) == set(STEP_KEYS)
    step = good["sections"]["estimation"]
    assert step["band"] in range(5)
    assert 0 <= step["score"] <= 4
    assert len(step["criteria"]) == 3
    assert empty["total"] == 0
    assert data["summary"]["all_steps"]["n"] == 16
    assert data["summary"]["totals"]["ordered"] == 1.0


def test_it_prints_a_table_for_people(folder: Path) -> None:
    text = run(folder)
    assert "QWK" in text
    assert "all steps" in text
    assert "ranked as the expert does 1.00" in text


def test_a_file_that_is_none_is_named(folder: Path) -> None:
    (folder / "broken.json").write_text("{")
    with pytest.raises(CommandError, match=r"broken\.json"):
        run(folder)


def test_an_unknown_interview_is_named(folder: Path) -> None:
    (folder / "other.json").write_text(json.dumps({"interview": "nowhere", "sections": {}}))
    with pytest.raises(CommandError, match="nowhere"):
        run(folder)


def test_without_a_model_there_is_one_clear_sentence(folder: Path) -> None:
    with pytest.raises(CommandError, match="No model is configured"):
        run(folder, "--judge", "model")


def test_no_folder_and_no_files(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="not a folder"):
        run(tmp_path / "nowhere")
    (tmp_path / "bare").mkdir()
    with pytest.raises(CommandError, match="no answer file"):
        run(tmp_path / "bare")


def test_kappa_is_that_of_the_literature() -> None:
    # By hand: observed 1; expected (6 × (46 + 39) - 2 × 14 × 13) / 6 = 146 / 6; kappa = 1 - 6 / 146.
    pairs = list(zip([0, 1, 2, 3, 4, 4], [0, 1, 2, 3, 4, 3], strict=True))
    assert quadratic_weighted_kappa(pairs) == pytest.approx(1 - 6 / 146)
    assert quadratic_weighted_kappa([(n, n) for n in range(5)]) == 1.0
    assert quadratic_weighted_kappa([(0, 4), (4, 0)]) == -1.0
    assert quadratic_weighted_kappa([(2, 2), (2, 2)]) == 1.0
    assert quadratic_weighted_kappa([]) is None


def test_the_other_measures() -> None:
    pairs = [(1.0, 1.0), (2.0, 3.0), (4.0, 1.0)]
    assert share_exact(pairs) == pytest.approx(1 / 3)
    assert share_within_one(pairs) == pytest.approx(2 / 3)
    assert mean_error(pairs) == pytest.approx(4 / 3)
    assert bias(pairs) == pytest.approx(2 / 3)
    assert share_ordered(pairs) == pytest.approx(1 / 2)
    assert share_ordered([(1.0, 1.0)]) is None


def test_an_interval_is_the_same_each_time() -> None:
    pairs = [(n % 5, (n + n % 2) % 5) for n in range(30)]
    first = interval(pairs, quadratic_weighted_kappa)
    assert first == interval(pairs, quadratic_weighted_kappa)
    assert first is not None
    assert first[0] <= (quadratic_weighted_kappa(pairs) or 0) <= first[1]
    assert interval(pairs[:2], quadratic_weighted_kappa) is None
