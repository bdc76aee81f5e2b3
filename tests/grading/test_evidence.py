"""Quotes are found where they stand, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grading.evidence import is_long_enough, locate, tokens_of

ANSWER = """We shed free traffic first, and never paid traffic.
- DELETE /conversations/{id}
- p95 first token under 2 s
Peak is 29k × 3 = 87k prompts/s. The “orchestrator” writes the user’s message before it asks for tokens.
Storage: 10⁶ users, 1,500 tokens each, recieved over SSE."""


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("we SHED free   traffic first", "We shed free traffic first"),
        ("We shed free traffic first and never paid traffic", "We shed free traffic first, and never paid traffic"),
        ('the "orchestrator" writes the users message', "The “orchestrator” writes the user’s message"),
        ("Peak is 29k × 3 = 87k", "Peak is 29k × 3 = 87k"),
        ("1500 tokens each, received over SSE", "1,500 tokens each, recieved over SSE"),
        ("DELETE /conversations/{id}", "DELETE /conversations/{id"),
        ("storage 10^6 users 1500 tokens", "Storage: 10⁶ users, 1,500 tokens"),
    ],
)
def test_it_finds_a_quote_and_keeps_the_answers_own_words(quote: str, found: str) -> None:
    span = locate(quote, ANSWER)
    assert span is not None
    assert span.text == found
    assert ANSWER[span.start : span.end] == span.text


@pytest.mark.parametrize(
    "quote",
    [
        "We shed paid traffic first",
        "We shed free traffic first, and paid traffic",
        "we never shed free traffic first",
        "Peak is 29k × 3 = 88k prompts/s",
        "Peak is 29k × 30 = 87k prompts/s",
        "p95 first token over 2 s",
        "p99 first token under 2 s",
        "storage 106 users 1500 tokens each",
        "storage 10⁷ users 1500 tokens each",
        "first token under",  # three words inside an item
        "shed",
        "",
        "The orchestrator reads the user's message before it asks",
        "The gateway validates every incoming message",
    ],
)
def test_it_refuses_a_quote_that_is_not_there(quote: str) -> None:
    assert locate(quote, ANSWER) is None


@pytest.mark.parametrize(
    ("said", "quoted"),
    [
        ("we encrypt the stored traffic here", "we unencrypt the stored traffic here"),
        ("messages stay ordered per conversation", "messages stay unordered per conversation"),
        ("the leader stays stateful all day", "the leader stays stateless all day"),
        ("we keep 5 million users there", "we keep 5 billion users there"),
        ("this costs one kilobit per message", "this costs one kilobyte per message"),
        ("we can not lose these messages", "we can now lose these messages"),
        ("load must be < 70 percent", "load must be > 70 percent"),
        ("a cache with hits only", "a cache with hats only"),
    ],
)
def test_a_slip_never_changes_what_was_said(said: str, quoted: str) -> None:
    assert locate(quoted, said) is None


def test_a_word_that_the_answer_uses_elsewhere_is_no_slip() -> None:
    assert locate("the planner places every request", "the planter places every request") is not None
    assert locate("the planner places every request", "the planter places every request; the planner does not") is None


def test_a_line_of_its_own_is_an_item_only_as_a_whole() -> None:
    text = "POST /messages\nDELETE /runs\n\nA paragraph that stands alone."
    assert is_long_enough(text, 0, 14)
    assert not is_long_enough(text, 0, 4)
    assert not is_long_enough("only here", 0, 9)


words = st.text(alphabet="abcdefghijklmnop", min_size=1, max_size=9)
texts = st.lists(st.one_of(words, st.integers(0, 99_999).map(str)), min_size=8, max_size=40)


@given(texts, st.data())
@settings(max_examples=200, deadline=None)
def test_any_run_of_four_words_of_an_answer_is_found_in_it(pieces: list[str], data: st.DataObject) -> None:
    text = " ".join(pieces)
    start = data.draw(st.integers(0, len(pieces) - 4))
    end = data.draw(st.integers(start + 4, len(pieces)))
    span = locate(" ".join(pieces[start:end]).upper(), text)
    assert span is not None
    assert text[span.start : span.end] == span.text
    assert [one.text for one in tokens_of(span.text)] == [one.text for one in tokens_of(" ".join(pieces[start:end]))]


@given(texts, st.integers(0, 7), st.integers(0, 99_999), st.sampled_from(["not", "never", "no", "<", "more"]))
@settings(max_examples=200, deadline=None)
def test_a_changed_number_or_an_added_negation_is_never_found(
    pieces: list[str], at: int, number: int, extra: str
) -> None:
    pieces = [*pieces[:at], "731999", *pieces[at:]]
    text = " ".join(pieces)
    changed = ["831999" if piece == "731999" else piece for piece in pieces]
    assert locate(" ".join(changed), text) is None
    assert locate(" ".join([*pieces[: at + 1], extra, *pieces[at + 1 :]]), text) is None


@given(st.text(max_size=200), st.text(max_size=60))
@settings(max_examples=300, deadline=None)
def test_it_takes_any_text_and_what_it_finds_stands_there(text: str, quote: str) -> None:
    span = locate(quote, text)
    if span is not None:
        assert text[span.start : span.end] == span.text != ""
    for token in tokens_of(text):
        assert 0 <= token.start < token.end <= len(text)
