"""Who raised a point first, told by the order of turns and sections."""

from __future__ import annotations

from typing import Any

import pytest

from grading.judges.answer import Answer
from grading.judges.raising import who_raised
from grading.schemas import Criterion
from tests.grading.samples import criterion

CACHE = Criterion.model_validate(criterion("about-caching"))
QUOTE = "a cache before the store takes 95 % of reads"


def turn(who: str, text: str, at_ms: int, step: str = "estimation") -> dict[str, Any]:
    return {"who": who, "step": step, "at_ms": at_ms, "text": text}


def raised(*turns: dict[str, Any], section: str = "estimation", quote: str = QUOTE) -> str:
    answer = Answer({section: f"We expect many reads. Then {quote}."} if section != "talk" else {}, {}, list(turns))
    spot = {"section": section, "start": 0, "end": 1, "text": quote}
    return who_raised(CACHE, [spot], answer)


HELLO = turn("candidate", "I begin with the load.", 10)


@pytest.mark.parametrize(
    ("turns", "who"),
    [
        ([], ""),
        ([HELLO], "candidate"),
        ([turn("interviewer", "Would a cache help here?", 20)], "interviewer"),
        ([turn("interviewer", "What about the budget?", 20)], "candidate"),
        ([turn("candidate", "I keep it cached.", 10), turn("interviewer", "Why a cache?", 20)], "candidate"),
        ([turn("interviewer", "Why a cache?", 10), turn("candidate", "I keep it cached.", 20)], "interviewer"),
        ([turn("interviewer", "Why a cache?", 10, step="evaluation")], "candidate"),
        ([turn("interviewer", "Why a cache?", 90, step="requirements")], "interviewer"),
    ],
)
def test_who_says_it_first_has_raised_it(turns: list[dict[str, Any]], who: str) -> None:
    assert raised(*turns) == who


def test_a_quote_from_the_talk_is_placed_by_its_turn() -> None:
    first, second = turn("candidate", QUOTE, 10), turn("interviewer", "Which cache is that?", 20)
    assert raised(first, second, section="talk") == "candidate"
    assert raised(turn("interviewer", "A cache?", 5), first, section="talk") == "interviewer"


def test_without_hint_words_the_quotes_own_words_are_compared() -> None:
    quote = "restaurants confirm each order within ninety seconds"
    asked = turn("interviewer", "When do restaurants confirm an order?", 5)
    assert raised(asked, quote=quote) == "interviewer"
    assert raised(turn("interviewer", "And the orders of last year?", 5), quote=quote) == "candidate"


def test_parts_of_the_diagram_have_nobody_who_raised_them() -> None:
    answer = Answer({}, {}, [HELLO])
    assert who_raised(CACHE, [{"node": "c", "text": "Cache"}], answer) == ""
