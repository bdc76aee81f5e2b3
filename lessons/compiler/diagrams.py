"""Mermaid to a figure: SVG in the page's own colours, with title and description, and a second drawing for phones."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from lessons import schemas
from lessons.compiler.engine import EngineError, call

MAX_SOURCE = 20_000
WIDE = 860
"""The widest drawing that a 690 px figure can shrink without text below 11 px."""
PHONE = 400
"""What a phone can show; wider drawings get a second one, or scroll inside their figure."""
KINDS = ("flowchart", "sequence", "state", "class", "er")


class DiagramError(ValueError):
    """What is wrong with a diagram, and on which line of its source."""

    def __init__(self, found: str, line: int = 1) -> None:
        self.found, self.line = found, line
        super().__init__(found)


@dataclass(frozen=True)
class Drawing:
    svg: str
    """Without a root tag's attributes of its own: see `place`."""
    width: int
    height: int
    kind: str


def draw_once(source: str) -> Drawing:
    """One drawing of a Mermaid source, not remembered; raises DiagramError."""
    if len(source) > MAX_SOURCE:
        raise DiagramError(f"a diagram of {len(source):,} characters")
    try:
        answer = call("renderDiagram", source)
    except EngineError as error:
        raise DiagramError(f"a diagram that exceeds its bounds ({error})") from None
    if "error" in answer:
        message = re.sub(r"^Parse error on line \d+:\s*", "", answer["error"])
        raise DiagramError(f"a diagram that can't be read ({' '.join(message.split())[:160]})", max(1, answer["line"]))
    inner = re.sub(r"^<svg[^>]*>|</svg>$", "", answer["svg"])
    inner = re.sub(r' style="[^"]*"', "", inner)
    return Drawing(_with_tokens(inner), round(answer["width"]), round(answer["height"]), answer["type"])


draw = lru_cache(maxsize=1024)(draw_once)
"""The same, for the few sources of the content."""


VARIABLES = {
    "--_bg": "--sheet",
    "--_fg": "--ink",
    "--_m": "--graphite",
    "--_l": "--ink",
    "--_s": "--sheet",
    "--_a": "--pad",
    "--_b": "--ink",
    "--_c": "--pen",
    "--_w": "--diagram-bold",
    "--_hw": "--diagram-bold",
    "--pele-fg-on-light": "--ink",
    "--pele-fg-on-dark": "--ink",
}


def _with_tokens(svg: str) -> str:
    """The renderer's own variables become the page's tokens; a colour that a source asks for is not taken over."""
    svg = re.sub(r"var\((--[\w-]+)(?:,[^()]*)?\)", lambda match: f"var({VARIABLES.get(match[1], '--ink')})", svg)
    return svg.replace(' font-weight="var(--diagram-bold)"', ' font-weight="600"')


def top_down(source: str) -> str | None:
    """The same flowchart from top to bottom, or None if it isn't one that runs sideways."""
    turned, count = re.subn(r"^(\s*(?:flowchart|graph)\s+)(?:LR|RL)\b", r"\1TD", source, count=1, flags=re.MULTILINE)
    return turned if count else None


def place(drawing: Drawing, *, key: str, title: str = "", description: str = "") -> SafeString:
    """The drawing as a picture, named by its title and description or (without them) by those of the one it repeats."""
    inner = mark_safe(drawing.svg)  # noqa: S308 - drawn by us, sanitised with its page
    words = format_html('<title id="{}-title">{}</title><desc id="{}-text">{}</desc>', key, title, key, description)
    return format_html(
        '<svg class="drawing diagram" viewBox="0 0 {} {}" width="{}" height="{}" role="img" '
        'aria-labelledby="{}-title {}-text">{}{}</svg>',
        *(drawing.width, drawing.height, drawing.width, drawing.height, key, key, words if title else "", inner),
    )


def figure(head: schemas.Diagram, source: str, *, number: str) -> str:
    """The whole figure; raises DiagramError."""
    drawing = draw(source)
    if drawing.kind not in KINDS:
        raise DiagramError(f"a diagram of kind {drawing.kind}")
    turned = top_down(source)
    small = draw(turned) if turned and drawing.width > PHONE else None
    if small and small.width >= drawing.width:
        small = None
    elif small and drawing.width > WIDE:
        drawing, small = small, None
    body = _body(head, drawing, small)
    foot = format_html('<div class="figure-foot"><p>{}</p></div>', head.caption) if head.caption else ""
    return (
        f'<figure class="figure" id="figure-{escape(head.id)}"><div class="figure-head"><b>{escape(head.title)}</b>'
        f'<span class="figure-number">Fig. {escape(number)}</span></div>{body}{foot}</figure>\n'
    )


def _body(head: schemas.Diagram, drawing: Drawing, small: Drawing | None) -> str:
    picture = place(drawing, key=f"figure-{head.id}", title=head.title, description=head.description)
    if small is None:
        if drawing.width <= PHONE:
            return f'<div class="figure-body diagram-body">{picture}</div>'
        # A region that scrolls must be reachable by keyboard and have a name.
        region = f'tabindex="0" role="group" aria-label="{escape(f"Diagram: {head.title}")}"'
        return f'<div class="figure-body diagram-body scroll" {region}>{picture}</div>'
    twin = place(small, key=f"figure-{head.id}")
    return (
        f'<div class="figure-body diagram-body"><div class="only-wide">{picture}</div>'
        f'<div class="only-phone">{twin}</div></div>'
    )
