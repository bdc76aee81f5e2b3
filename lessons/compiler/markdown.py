"""The Markdown of lessons: CommonMark, tables, footnotes, definition and task lists, math, containers, terms."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.tasklists import tasklists_plugin

TERM = re.compile(r"\[\[([^\[\]\n|]{1,120})(?:\|([^\[\]\n|]{1,120}))?\]\]")


def term_rule(state: StateInline, silent: bool) -> bool:
    """`[[term]]` and `[[shown words|term]]`."""
    if not state.src.startswith("[[", state.pos):
        return False
    match = TERM.match(state.src, state.pos)
    if match is None:
        return False
    if not silent:
        token = state.push("term", "", 0)
        token.content = match[1].strip()
        token.meta = {"term": (match[2] or match[1]).strip()}
    state.pos = match.end()
    return True


def _any_link(url: str) -> bool:
    return True


@cache
def parser() -> MarkdownIt:
    """One parser for all lessons; what belongs to one lesson travels in its `env`."""
    md = MarkdownIt("commonmark", {"html": True, "maxNesting": 24, "typographer": True})
    md.enable(["table", "smartquotes"]).use(footnote_plugin).use(deflist_plugin).use(tasklists_plugin, label=True)
    # Prices have dollar signs too: math begins and ends next to its dollar and never beside a digit.
    md.use(dollarmath_plugin, allow_space=False, allow_digits=False, double_inline=False)
    md.use(container_plugin, "box", validate=lambda parameters, *_: bool(parameters.strip()))
    md.inline.ruler.before("link", "term", term_rule)
    # Links are judged where their line is known; the parser lets all of them through.
    md.validateLink = _any_link  # type: ignore[method-assign]
    return md


def parse_blocks(text: str) -> tuple[list[Any], dict[str, Any]]:
    env: dict[str, Any] = {}
    return parser().parse(text, env), env


def parse_inline(text: str) -> list[Any]:
    return parser().parseInline(text, {})
