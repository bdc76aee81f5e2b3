"""`::: note` and its kin: a container's tokens become the box that the page shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from markdown_it.token import Token

from lessons.compiler.icons import MARK, NOTE, WARNING
from lessons.compiler.inline import Scribe

LEVELS = {"mid": "Mid", "senior": "Senior", "staff": "Staff"}
CHOICE = "Here we take"


def html_token(content: str) -> Token:
    return Token("html_block", "", 0, content=content, block=True)


def build_container(info: str, inner: list[Any], line: int, scribe: Scribe) -> list[Any]:
    """The tokens of a whole container; mistakes go to the scribe."""
    kind, _, title = info.strip().partition(" ")
    builder = BUILDERS.get(kind)
    if builder is None:
        scribe.refuse(line, f"the container `::: {kind[:40]}`", f"one of {', '.join(BUILDERS)}")
        return inner
    return builder(title.strip(), inner, line, scribe)


def _callout(classes: str, icon: str, name: str) -> Callable[[str, list[Any], int, Scribe], list[Any]]:
    def build(title: str, inner: list[Any], line: int, scribe: Scribe) -> list[Any]:
        words = scribe.inline(title, line) if title else name
        head = f'<div class="callout {classes}" role="note"><p class="callout-title">{icon}<span>{words}</span></p>\n'
        return [html_token(head), *inner, html_token("</div>\n")]

    return build


def _takeaways(title: str, inner: list[Any], line: int, scribe: Scribe) -> list[Any]:
    if not any(token.type == "bullet_list_open" for token in inner):
        scribe.refuse(line, "takeaways without a list", "a list, one takeaway an item")
    return _callout("takeaways", "", "Takeaways")(title, inner, line, scribe)


def _level(title: str, inner: list[Any], line: int, scribe: Scribe) -> list[Any]:
    if title not in LEVELS:
        scribe.refuse(line, f"the level `{title[:40]}`", "mid, senior or staff")
        return inner
    head = f'<div class="level-note" data-level="{title}"><p class="level-name">{LEVELS[title]}</p>\n'
    return [html_token(head), *inner, html_token("</div>\n")]


def _tradeoff(title: str, inner: list[Any], line: int, scribe: Scribe) -> list[Any]:
    if not title:
        scribe.refuse(line, "a trade-off without a title", "`::: tradeoff How many virtual nodes?`")
    parts = _divide(inner)
    if len(parts) != 3:
        scribe.refuse(line, f"a trade-off of {len(parts)} parts", "two sides and the choice, divided by `---`")
        return inner
    words = scribe.inline(f"Trade-off: {title}", line)
    head = f'<div class="tradeoff"><div class="tradeoff-head">{MARK}<b>{words}</b></div>'
    tokens = [html_token(f'{head}<div class="tradeoff-sides">')]
    for side in parts[:2]:
        if not _begins_bold(side):
            scribe.refuse(
                _line(side, line), "a side without a condition", "a side that begins with its condition in bold"
            )
        tokens += [html_token("<div>"), *side, html_token("</div>")]
    choice = parts[2]
    if len(choice) != 3 or not choice[1].content.startswith(CHOICE):
        scribe.refuse(_line(choice, line), "another end of the trade-off", f"one paragraph that begins “{CHOICE}”")
    tokens += [html_token('</div><div class="tradeoff-choice"><span class="dot"></span>'), *choice]
    return [*tokens, html_token("</div></div>\n")]


def _divide(tokens: list[Any]) -> list[list[Any]]:
    """Token lists between the rules `---` of the container's own level."""
    parts: list[list[Any]] = [[]]
    depth = 0
    for token in tokens:
        depth += token.nesting
        if token.type == "hr" and depth == 0:
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _begins_bold(tokens: list[Any]) -> bool:
    children = tokens[1].children or [] if len(tokens) > 1 else []
    return any(child.type == "strong_open" for child in children[:2])


def _line(tokens: list[Any], otherwise: int) -> int:
    return next((token.meta["line"] for token in tokens if token.meta and "line" in token.meta), otherwise)


BUILDERS: dict[str, Callable[[str, list[Any], int, Scribe], list[Any]]] = {
    "note": _callout("note", NOTE, "Note"),
    "warning": _callout("warning", WARNING, "Warning"),
    "takeaways": _takeaways,
    "level": _level,
    "tradeoff": _tradeoff,
}
