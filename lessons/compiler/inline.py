"""Running text: links, glossary terms and formulas are resolved, everything else that HTML could do is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from django.utils.html import escape

from lessons.compiler.context import CompileContext, Link
from lessons.compiler.errors import ContentError
from lessons.compiler.markdown import parse_blocks, parse_inline, parser
from lessons.compiler.mathml import MathError, to_mathml

OWN_HTML = re.compile(r'</?label>|<input class="task-list-item-checkbox"[^>]*>|<label>')
REFERENCE = re.compile(r"(lesson|module|interview):([a-z0-9-]+)(#[\w-]+)?\Z")
OUTSIDE = re.compile(r"(https?://[^\s\"<>\\]+|mailto:[^\s\"<>\\]+)\Z")
HERE = re.compile(r"#[\w-]+\Z")


@dataclass
class Scribe:
    """Writes one file's inline text and keeps what it met: mistakes, references, anchors."""

    path: str
    context: CompileContext
    errors: list[ContentError] = field(default_factory=list)
    references: set[tuple[str, str]] = field(default_factory=set)
    links: list[Link] = field(default_factory=list)
    own_anchors: list[tuple[str, int]] = field(default_factory=list)

    def refuse(self, line: int, found: str, expected: str) -> None:
        self.errors.append(ContentError(self.path, line, found, expected))

    def inline(self, text: str, line: int) -> str:
        """A short Markdown text as HTML, without a paragraph around it."""
        tokens = parse_inline(text)
        for token in tokens:
            self.resolve(token.children or [], line)
        return str(parser().renderer.render(tokens, parser().options, {})).strip()

    def block(self, text: str, line: int) -> str:
        """Paragraphs, lists and tables of a fence's text as HTML."""
        tokens, env = parse_blocks(text)
        for token in tokens:
            if token.type in {"fence", "container_box_open", "heading_open", "html_block", "math_block"}:
                self.refuse(
                    line,
                    f"`{token.markup or token.content[:20]}` inside a fence's text",
                    "paragraphs, lists and tables",
                )
            if token.type == "inline":
                self.resolve(token.children or [], line)
        return str(parser().renderer.render(tokens, parser().options, env)).strip()

    def resolve(self, tokens: list[Any], line: int) -> str:
        """Resolve what only we understand, in place; returns the plain text."""
        plain: list[str] = []
        open_links: list[bool] = []
        for token in tokens:
            if token.type in {"softbreak", "hardbreak"}:
                line += 1
            plain.append(self._one(token, line, open_links))
        return "".join(plain)

    def _one(self, token: Any, line: int, open_links: list[bool]) -> str:
        match token.type:
            case "term":
                self._term(token, line)
                return str(token.meta["term"] if not token.meta else token.meta["shown"])
            case "link_open":
                open_links.append(self._link(token, line))
            case "link_close":
                if open_links.pop():
                    _become_html(token, ' <small class="in-preparation">in preparation</small></span>')
            case "math_inline" | "math_inline_double":
                return self._math(token, line)
            case "softbreak" | "hardbreak":
                return " "
            case "text" | "code_inline" | "image" | "html_inline":
                return self._plain(token, line)
        return ""

    def _plain(self, token: Any, line: int) -> str:
        text = str(token.content)
        if token.type == "image":
            self.refuse(line, "an image", "a `mermaid` fence or a table; pictures are drawn at publish")
        if token.type == "html_inline" and not OWN_HTML.fullmatch(text):
            self.refuse(line, f"raw HTML `{text[:40]}`", "Markdown; write `&lt;` for a less-than sign")
        if token.type == "text" and text.lstrip().startswith(":::"):
            self.refuse(line, f"`{text.strip()[:40]}` inside a paragraph", "an open container before it")
        return text if token.type in {"text", "code_inline"} else ""

    def _term(self, token: Any, line: int) -> None:
        shown, name = token.content, token.meta["term"].casefold()
        token.meta = {"shown": shown}
        self.references.add(("term", name))
        term = self.context.terms.get(name)
        if term is None:
            self.refuse(line, f"the term `{name}`", "a term or alias of glossary.yaml")
            return
        _become_html(token, f'<a class="term" href="{self.context.glossary_url}#{term.slug}">{escape(shown)}</a>')

    def _link(self, token: Any, line: int) -> bool:
        """Whether the link leads to something that is only planned."""
        href = str(token.attrs.get("href", ""))
        if match := REFERENCE.match(href):
            return self._reference(token, match, line)
        if HERE.match(href):
            self.own_anchors.append((href[1:], line))
        elif OUTSIDE.match(href):
            token.attrs["rel"] = "noopener"
        else:
            expected = "lesson:slug, module:slug, interview:slug, #anchor or https://…"
            self.refuse(line, f"the address `{href[:80]}`", expected)
        return False

    def _reference(self, token: Any, match: re.Match[str], line: int) -> bool:
        kind, slug, anchor = match[1], match[2], match[3] or ""
        self.references.add((kind, slug))
        place = self.context.places(kind).get(slug)
        if place is None:
            self.refuse(line, f"a link to the {kind} `{slug}`", f"the slug of a {kind}")
            return False
        if place.url is None:
            _become_html(token, '<span class="planned-link">')
            return True
        if anchor and kind == "lesson":
            self.links.append(Link(slug, anchor[1:], line))
        token.attrs["href"] = place.url + anchor
        return False

    def _math(self, token: Any, line: int) -> str:
        tex = token.content
        try:
            _become_html(token, to_mathml(tex, is_block=False))
        except MathError as error:
            self.refuse(line, str(error), "TeX that Temml reads; write `\\$` for a dollar sign")
        return str(tex)


def _become_html(token: Any, html: str) -> None:
    token.type, token.content, token.children = "html_inline", html, None
