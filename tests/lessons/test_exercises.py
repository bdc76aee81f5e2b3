"""Checking answers: what is right, what is said, and what is refused with a sentence."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lessons.exercises import KINDS, BadAnswer, quiz
from lessons.exercises.base import name_of
from lessons.models import Exercise
from tests.lessons.answers import option, right_answer

Exercises = dict[str, Exercise]


def check(exercise: Exercise, answer: Any) -> dict[str, Any]:
    kind = KINDS[exercise.kind]
    return kind.check(exercise.spec, kind.clean(exercise.spec, answer)).as_json()


@pytest.mark.parametrize("kind", ["quiz", "ordering", "matching"])
def test_the_right_answer_is_right(exercises: Exercises, kind: str) -> None:
    assert check(exercises[kind], right_answer(exercises[kind]))["is_right"] is True


def test_every_option_says_why_after_an_answer_and_only_then(exercises: Exercises) -> None:
    picked = option(exercises["quiz"], "first-words", 1)
    outcome = check(exercises["quiz"], {"first-words": [picked]})
    (question,) = outcome["questions"]
    assert outcome["is_right"] is False
    assert [one["tag"] for one in question["options"]] == ["Right", "Your answer"]
    assert all(one["why"] for one in question["options"])


def test_a_quiz_is_right_once_all_of_it_is(exercises: Exercises) -> None:
    spec, answer = exercises["quiz"].spec, right_answer(exercises["quiz"])
    part = {"first-words": answer["first-words"]}
    assert check(exercises["quiz"], part)["is_right"] is None
    assert quiz.merge(part, {"how-many": "30000"}, spec) == part | {"how-many": "30000"}
    assert quiz.merge({"gone": ["x"], "how-many": "x"}, part, spec) == part


@pytest.mark.parametrize(
    ("typed", "is_right"),
    [("30000", True), ("30,000", True), ("30 000", True), ("30500", True), ("30700", False), ("-3e4", False)],
)  # fmt: skip
def test_a_number_counts_within_its_tolerance(exercises: Exercises, typed: str, is_right: bool) -> None:
    (question,) = check(exercises["quiz"], {"how-many": typed})["questions"]
    assert question["is_right"] is is_right
    assert (question["given"], question["answer"]) == (typed, "30,000 streams")


def test_an_ordering_says_where_each_step_belongs(exercises: Exercises) -> None:
    order = right_answer(exercises["ordering"])["order"]
    outcome = check(exercises["ordering"], {"order": [order[1], order[0], *order[2:]]})
    assert outcome["is_right"] is False
    assert [(one["is_right"], one["place"]) for one in outcome["steps"]] == [
        (False, 2),
        (False, 1),
        (True, 3),
        (True, 4),
    ]


def test_a_matching_says_what_belongs_to_each(exercises: Exercises) -> None:
    pairs = right_answer(exercises["matching"])["pairs"]
    first, second = pairs
    outcome = check(
        exercises["matching"], {"pairs": {first: name_of("requests that arrive each second"), second: pairs[second]}}
    )
    assert [(one["is_right"], one["right_text"]) for one in outcome["pairs"]] == [
        (False, "wait until the first token"),
        (True, "pace of the stream"),
    ]


def test_a_calculator_gives_its_lines(exercises: Exercises) -> None:
    outcome = check(exercises["estimate"], {"values": {"rate": 100, "mean_time": 0.5}})
    assert outcome["is_right"] is None
    assert [(one["name"], one["shown"]) for one in outcome["results"]] == [("open_streams", "50 streams")]
    assert outcome["says"] == "At 100 requests/s and 500 ms each, 50 streams are open at any moment."


BAD: list[tuple[str, Any, str]] = [
    ("quiz", {}, "Choose an answer first."),
    ("quiz", None, "Send the answer as question → choices."),
    ("quiz", {"nowhere": ["a"]}, "This quiz has no question “nowhere”"),
    ("quiz", {"first-words": "a"}, "Send the chosen options as a list."),
    ("quiz", {"first-words": ["00000000"]}, "One of these options is not there any more."),
    ("quiz", {"first-words": []}, "Choose one answer."),
    ("quiz", {"both-hold": []}, "Choose 2; you chose 0."),
    ("quiz", {"how-many": "many"}, "Write a number"),
    ("quiz", {"how-many": True}, "Write a number"),
    ("quiz", {"how-many": "9" * 60}, "Write a number"),
    ("quiz", {"how-many": "1e999"}, "Write a number"),
    ("ordering", {}, "Give every step a place first."),
    ("ordering", {"order": ["a", "a"]}, "These are not the steps"),
    ("ordering", {"order": [1, 2]}, "Give every step a place first."),
    ("matching", {"pairs": {}}, "Choose a partner for each; 2 still without one."),
    ("matching", {"pairs": {"x": "y"}}, "These are not the sides"),
    ("matching", {"pairs": []}, "Send the pairs as left → right."),
    ("estimate", {"values": {"rate": "2000"}}, "Requests takes a number from 1 to 100,000."),
    ("estimate", {"values": {"rate": 1e9}}, "Requests takes a number from 1 to 100,000."),
    ("estimate", {"values": {"rate": True}}, "Requests takes a number from 1 to 100,000."),
    ("estimate", {"values": {"rate": float("nan")}}, "Requests takes a number from 1 to 100,000."),
    ("estimate", {"values": {"other": 1}}, "These are not the inputs"),
    ("scenario", {"text": " "}, "Write your answer first."),
    ("scenario", {"text": "word " * 121}, "Your answer has 121 words; it takes at most 120."),
    ("scenario", {"text": 5}, "Send the answer as a text."),
]


@pytest.mark.parametrize(("kind", "answer", "sentence"), BAD)
def test_what_is_no_answer_is_refused_with_a_sentence(
    exercises: Exercises, kind: str, answer: Any, sentence: str
) -> None:
    with pytest.raises(BadAnswer) as caught:
        check(exercises[kind], answer)
    assert caught.value.text.startswith(sentence)


def test_a_partner_is_given_once(exercises: Exercises) -> None:
    pairs = dict.fromkeys(right_answer(exercises["matching"])["pairs"], name_of("pace of the stream"))
    with pytest.raises(BadAnswer, match="chosen twice"):
        check(exercises["matching"], {"pairs": pairs})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
KEYS = st.sampled_from(["first-words", "both-hold", "how-many", "order", "pairs", "values", "text", "rate"])


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(kind=st.sampled_from(sorted(KINDS)), answer=JSON | st.dictionaries(KEYS, JSON, max_size=3))
def test_any_json_is_checked_or_refused_with_a_sentence(exercises: Exercises, kind: str, answer: Any) -> None:
    try:
        outcome = check(exercises[kind], answer)
    except BadAnswer as problem:
        sentence = problem.text
    else:
        sentence = "It is an answer."
        assert outcome["is_right"] in {True, False, None}
    assert sentence.endswith((".", "4"))
