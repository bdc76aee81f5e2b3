"""Tables: they scroll inside themselves, name their columns, and set numbers to the right."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

from django.utils.html import escape

from lessons.compiler.containers import html_token

NUMBER = re.compile(r"[~≈<>≤≥−+$-]{0,2}\d[\d,. \u2009]*(\s?[^\s\d|]{1,8})?(\s?[^\s\d|]{1,8})?\Z")
NOTHING = {"", "-", "–", "—"}


def build_table(tokens: list[Any], texts: dict[int, str]) -> list[Any]:
    """The tokens of one table; `texts` holds the plain text of its inline tokens by identity."""
    columns: dict[int, list[tuple[Any, str, bool]]] = defaultdict(list)
    column = 0
    for index, token in enumerate(tokens):
        if token.type == "tr_open":
            column = 0
        elif token.type in {"th_open", "td_open"}:
            columns[column].append((token, texts.get(id(tokens[index + 1]), ""), token.type == "th_open"))
            column += 1
    for cells in columns.values():
        _finish_column(cells)
    names = ", ".join(cells[0][1] for cells in columns.values() if cells)
    label = escape(f"Table: {names}"[:160])
    return [
        html_token(f'<div class="table-scroll" tabindex="0" role="group" aria-label="{label}">\n'),
        *tokens,
        html_token("</div>\n"),
    ]


def _finish_column(cells: list[tuple[Any, str, bool]]) -> None:
    body = [text.strip() for _, text, is_head in cells if not is_head]
    is_right = any("right" in str(token.attrs.pop("style", "")) for token, _, _ in cells)
    is_numeric = all(text in NOTHING or NUMBER.match(text) for text in body) and any(
        text not in NOTHING for text in body
    )
    for token, _, is_head in cells:
        if is_head:
            token.attrs["scope"] = "col"
        if is_right or is_numeric:
            token.attrs["class"] = "number"
