"""YAML with lines, and what is refused in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.compiler.documents import MAX_BYTES, read_yaml, split_front_matter
from lessons.compiler.errors import ContentErrors


def test_every_value_knows_its_line() -> None:
    document = read_yaml("a: 1\nb:\n- c: 2\n- d:\n    e: 3\n", file="f.yaml", first_line=10)
    assert document.value == {"a": 1, "b": [{"c": 2}, {"d": {"e": 3}}]}
    assert document.line_of(("b", 1, "d", "e")) == 14
    assert document.line_of(("b", 1, "missing")) == 13


def test_words_stay_words_and_numbers_are_numbers() -> None:
    document = read_yaml("[no, on, off, yes, true, 2.5e9, 007, 1_000, 2024-05-01, 12:30, '12', ~]", file="f.yaml")
    assert document.value == ["no", "on", "off", "yes", True, 2.5e9, 7, "1_000", "2024-05-01", "12:30", "12", None]


@pytest.mark.parametrize(
    ("text", "line", "found"),
    [
        ("a: 1\nb: &x 2\nc: *x", 2, "the anchor `&x`"),
        ("a: 1\nc: *x", 2, "the alias `*x`"),
        ("a: 1\na: 2", 2, "the key `a` for the second time"),
        ("a:\n- !!python/object:os.system x", 2, "the tag"),
        ("<<: {a: 1}", 1, "a merge key"),
        ("? [a]\n: b", 1, "a key that is not a word"),
        ("a: 1\n---\nb: 2", 2, "a second YAML document"),
        ("x: " + "[" * 30 + "]" * 30, 1, "nesting deeper than 20"),
        ("a: 1\nb: c: d", 2, "YAML that can't be read"),
        ("a: 1\n\tb: 2", 2, "YAML that can't be read"),
        ("a: \x00", 1, "a NUL character"),
        ("a: " + "x" * 20_000, 1, "a line of 20,003 characters"),
    ],
)
def test_it_refuses_with_the_line(text: str, line: int, found: str) -> None:
    with pytest.raises(ContentErrors) as caught:
        read_yaml(text, file="f.yaml")
    (error,) = caught.value.errors
    assert (error.file, error.line) == ("f.yaml", line)
    assert error.found.startswith(found)


def test_a_bomb_of_aliases_costs_nothing() -> None:
    bomb = "a: &a [x]\n" + "".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [{', '.join(['*' + chr(97 + i)] * 9)}]\n" for i in range(9)
    )
    with pytest.raises(ContentErrors, match="the anchor `&a`"):
        read_yaml(bomb, file="f.yaml")


def test_a_large_file_is_refused_before_it_is_parsed() -> None:
    with pytest.raises(ContentErrors, match="at most 1,000,000 bytes"):
        read_yaml("- a\n" * (MAX_BYTES // 4 + 1), file="f.yaml")


def test_front_matter_is_divided_from_the_body() -> None:
    head, body, line = split_front_matter("---\na: 1\n---\ntext\n", file="f.md")
    assert (head.value, body, line) == ({"a": 1}, "text\n", 4)


@pytest.mark.parametrize("text", ["", "text", "---\na: 1\n", "--- \r\nx"])
def test_front_matter_must_begin_and_end(text: str) -> None:
    with pytest.raises(ContentErrors, match="front matter"):
        split_front_matter(text, file="f.md")


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read_yaml(text, file="f.yaml")
    except ContentErrors as refusal:
        errors = refusal.errors
    else:
        errors = []
    assert all(error.line >= 1 for error in errors)
