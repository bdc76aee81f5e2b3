"""The landing page's example is chosen from a report, and marks only what it names."""

from __future__ import annotations

from typing import Any

from authoring.showcase import choose_step, show_step
from grading.reporting.report import CriterionReport, Piece, StepReport


def make_criterion(number: int, band: int, **changes: Any) -> CriterionReport:
    values: dict[str, Any] = {
        "number": number,
        "id": f"c{number}",
        "title": f"Criterion {number}",
        "weight": 1,
        "band": band,
        "score": float(band),
        "points": 1.0,
        "of": 4.0,
        "is_counted": True,
        "why": "Because.",
        "finding": "",
        "confidence": 1.0,
        "flags": [],
        "anchor": "",
        "quotes": [],
        "lift": f"Lift {number}",
        "evidence_rule": "",
        "lesson": None,
    }
    return CriterionReport(**{**values, **changes})


def make_step(bands: list[int], *, quoted: int | None = None) -> StepReport:
    criteria = [make_criterion(number, band) for number, band in enumerate(bands, 1)]
    blocks = [[Piece(f"quote {one.number}", True, (one.number,)) for one in criteria[:quoted]]]
    return StepReport(
        key="estimation",
        letter="E",
        title="Estimation",
        short="Estimation",
        state="done",
        state_text="",
        is_assessed=True,
        score=2.5,
        band=3,
        weight=10,
        points=6.0,
        line="",
        blocks=blocks,
        criteria=criteria,
        remarks=[],
        notes=[],
    )


class Steps:
    def __init__(self, *steps: StepReport) -> None:
        self.steps = list(steps)


def test_the_step_whose_bands_lie_furthest_apart_is_shown() -> None:
    even, spread = make_step([3, 3, 3]), make_step([1, 3, 4])
    assert choose_step(Steps(even, spread)) is spread  # type: ignore[arg-type]


def test_a_step_without_three_quoted_criteria_is_not_shown() -> None:
    assert choose_step(Steps(make_step([1, 3, 4], quoted=2))) is None  # type: ignore[arg-type]


def test_only_shown_criteria_are_marked_and_only_the_weakest_has_its_lift() -> None:
    shown = show_step(make_step([3, 4, 3, 1]))
    assert [(one["number"], one["title"]) for one in shown["criteria"]] == [
        (1, "Criterion 1"),
        (2, "Criterion 2"),
        (3, "Criterion 4"),
    ]
    assert [one["lift"] for one in shown["criteria"]] == ["", "", "Lift 4"]
    assert [piece["numbers"] for piece in shown["paragraphs"][0]] == [[1], [2], [], [3]]
