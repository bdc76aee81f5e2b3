"""What no quote may get away with, over many sentences: a dropped or added negation, another number, another unit.

And what must not matter: Markdown, lists, hand-wrapped lines, typographic quotes and dashes, composed letters.
"""

from __future__ import annotations

import unicodedata
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grading.evidence import locate
from grading.judges.answer import Answer
from grading.judges.model.reply import Piece, locate_piece

NOUNS: Final = ("gateway", "scheduler", "replica", "broker", "classifier", "follower", "partition", "session")
VERBS: Final = ("accept", "forward", "repeat", "store", "evict", "publish", "confirm", "replay")
THINGS: Final = ("messages", "orders", "writes", "tokens", "uploads", "offers", "cursors", "leases")
PLACES: Final = ("after a failover", "during the peak", "in the other region", "before the commit", "for free users")
DENIALS: Final = ("not", "never", "no longer")
UNITS: Final = ("ms", "s", "minutes", "hours", "KB", "MB", "GB", "TB", "%", "tokens", "bits", "bytes")
SIGNS: Final = ("<", ">", "at most", "at least", "under", "over", "before", "after")


@st.composite
def sentences(draw: st.DrawFn) -> tuple[str, str, str, str]:
    """Subject, verb, object and place of a plain statement."""
    noun, verb = draw(st.sampled_from(NOUNS)), draw(st.sampled_from(VERBS))
    return f"The {noun}", verb, draw(st.sampled_from(THINGS)), draw(st.sampled_from(PLACES))


@given(sentences(), st.sampled_from(DENIALS))
@settings(max_examples=200, deadline=None)
def test_a_dropped_or_added_negation_is_never_found(parts: tuple[str, str, str, str], denial: str) -> None:
    who, verb, what, where = parts
    denied, plain = f"{who} will {denial} {verb} {what} {where}.", f"{who} will {verb} {what} {where}."
    assert locate(denied, denied) is not None
    assert locate(plain, denied) is None
    assert locate(denied, plain) is None


@given(sentences(), st.sampled_from([("can", "can't"), ("does", "doesn't"), ("will", "won't"), ("is to", "isn't to")]))
@settings(max_examples=100, deadline=None)
def test_a_shortened_not_counts_as_one(parts: tuple[str, str, str, str], pair: tuple[str, str]) -> None:
    who, verb, what, where = parts
    plain, denied = (f"{who} {word} {verb} {what} {where}." for word in pair)
    assert locate(plain, denied) is None
    assert locate(denied, plain) is None
    assert locate(denied.replace("'", "’"), denied) is not None


@given(sentences(), sentences(), st.sampled_from(DENIALS))
@settings(max_examples=150, deadline=None)
def test_a_negation_that_moves_to_the_other_half_is_never_found(
    one: tuple[str, str, str, str], other: tuple[str, str, str, str], denial: str
) -> None:
    left, right = f"{one[0]} will {one[1]} {one[2]}", f"{other[0]} will {other[1]} {other[2]}"
    if left == right:
        return
    said = f"{left.replace('will', f'will {denial}')}, but {right}."
    swapped = f"{left}, but {right.replace('will', f'will {denial}')}."
    assert locate(swapped, said) is None
    assert locate(said, said) is not None


@given(sentences(), st.integers(1, 99_999), st.integers(1, 99_999), st.sampled_from(UNITS))
@settings(max_examples=200, deadline=None)
def test_another_number_is_never_found(parts: tuple[str, str, str, str], one: int, other: int, unit: str) -> None:
    who, verb, what, where = parts
    said, quoted = (f"{who} will {verb} {what} {where} within {n} {unit}." for n in (one, other))
    assert (locate(quoted, said) is not None) == (one == other)
    if one >= 1_000:
        assert locate(said.replace(str(one), f"{one:,}"), said) is not None
    assert locate(said.replace(f" {one} ", f" {one}.5 "), said) is None
    assert locate(said.replace(f" {one} ", f" -{one} "), said) is None


@given(sentences(), st.integers(2, 900), st.sampled_from(UNITS), st.sampled_from(UNITS), st.booleans())
@settings(max_examples=200, deadline=None)
def test_another_unit_is_never_found(
    parts: tuple[str, str, str, str], number: int, one: str, other: str, is_glued: bool
) -> None:
    who, verb, what, where = parts
    gap = "" if is_glued else " "
    said, quoted = (f"{who} will {verb} {what} {where} within {number}{gap}{unit}." for unit in (one, other))
    assert (locate(quoted, said) is not None) == (one == other)


@given(sentences(), st.integers(2, 900), st.sampled_from(SIGNS), st.sampled_from(SIGNS))
@settings(max_examples=150, deadline=None)
def test_another_comparison_is_never_found(parts: tuple[str, str, str, str], number: int, one: str, other: str) -> None:
    who, verb, what, where = parts
    said, quoted = (f"{who} will {verb} {what} {where} {sign} {number} ms." for sign in (one, other))
    assert (locate(quoted, said) is not None) == (one == other)


@given(sentences(), st.sampled_from(["**{}**", "_{}_", "`{}`", "> {}", "- {}", "1. {}", "## {}", "| {} |", "“{}”"]))
@settings(max_examples=150, deadline=None)
def test_marks_around_the_words_do_not_matter(parts: tuple[str, str, str, str], form: str) -> None:
    who, verb, what, where = parts
    plain = f"{who} will {verb} {what} {where}"
    said = f"First things first.\n{form.format(plain)}\nAnd so on."
    span = locate(plain, said)
    assert span is not None
    assert span.text == plain
    assert said[span.start : span.end] == plain


@given(sentences(), st.sampled_from(["\n", "\n  ", "\u00a0", "  ", "\t", "\u2009"]))
@settings(max_examples=100, deadline=None)
def test_a_line_wrapped_by_hand_is_one_sentence(parts: tuple[str, str, str, str], gap: str) -> None:
    who, verb, what, where = parts
    said = f"{who} will {verb}{gap}{what} {where}."
    span = locate(f"{who} will {verb} {what} {where}", said)
    assert span is not None
    assert span.text == said[:-1]


@pytest.mark.parametrize(
    ("said", "quote"),
    [
        ("Größe und Maß zählen für das Café hier", "größe und mass zählen für das café hier"),
        (
            "the résumé token is kept for two minutes",
            unicodedata.normalize("NFD", "the résumé token is kept for two minutes"),
        ),
        ("we hold ﬁve ﬁles open per worker", "we hold five files open per worker"),
        ("latency — p95 — stays below the goal", "latency - p95 - stays below the goal"),
        ("the client’s “last event” id comes back", 'the client\'s "last event" id comes back'),
        ("ＲＥＳＵＭＥ the stream after a reconnect", "resume the stream after a reconnect"),
    ],
)
def test_other_forms_of_the_same_letters_are_the_same(said: str, quote: str) -> None:
    span = locate(quote, said)
    assert span is not None
    assert span.text == said


def test_a_quote_never_runs_over_from_one_list_item_into_another_unnoticed() -> None:
    text = "- shed free traffic first\n- never paid traffic\n- tell people how long they wait"
    span = locate("never paid traffic", text)
    assert span is not None
    assert span.text == "never paid traffic"
    assert locate("paid traffic", text) is None
    assert locate("shed free traffic", text) is None


DIAGRAM: Final = {
    "nodes": [{"id": "gw", "label": "Gateway"}, {"id": "db", "label": "Store"}],
    "edges": [{"from": "gw", "to": "db", "label": "writes"}, {"from": "db", "to": "gw", "label": ""}],
}


@pytest.mark.parametrize(
    ("kind", "text", "spot"),
    [
        ("node", "gw", {"node": "gw", "text": "Gateway"}),
        ("node", " db ", {"node": "db", "text": "Store"}),
        ("node", "Gateway", None),
        ("node", "cache", None),
        ("edge", "gw->db", {"edge": "gw->db", "text": "writes"}),
        ("edge", "gw -> db", {"edge": "gw->db", "text": "writes"}),
        ("edge", "db->gw", {"edge": "db->gw", "text": ""}),
        ("edge", "gw->cache", None),
        ("edge", "writes", None),
    ],
)
def test_parts_of_a_diagram_are_found_by_id_only(kind: str, text: str, spot: dict[str, str] | None) -> None:
    piece = Piece.model_validate({"kind": kind, "text": text})
    assert locate_piece(piece, [], Answer({}, DIAGRAM)) == spot
