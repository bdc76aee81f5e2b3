"""One lesson from its file to what is stored: HTML, contents, exercises and the text that search reads."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Collection
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from itertools import count
from typing import Any

from django.utils.html import escape
from django.utils.text import slugify

from lessons.compiler.bounds import check_bounds
from lessons.compiler.containers import build_container, html_token
from lessons.compiler.context import CompileContext, Link
from lessons.compiler.documents import split_front_matter
from lessons.compiler.errors import ContentError, ContentErrors
from lessons.compiler.fences import CompiledExercise, Workshop
from lessons.compiler.inline import Scribe
from lessons.compiler.markdown import parse_blocks, parser
from lessons.compiler.mathml import MathError, to_mathml
from lessons.compiler.sanitising import sanitise
from lessons.compiler.tables import build_table
from lessons.compiler.validation import validate
from lessons.schemas import EXPECT_TOLERANCE, FrontMatter

VERSION = "1"
"""Raised when the same source would compile to something else."""
WORDS_PER_MINUTE = 220
HEADING_ID = re.compile(r"\s*\{#([a-z0-9][a-z0-9-]*)\}\s*$")


@dataclass(frozen=True)
class Heading:
    id: str
    title: str
    level: int


@dataclass(frozen=True)
class Section:
    """A stretch of prose under one heading, flat, for search and excerpts."""

    anchor: str
    """Empty for what stands before the first heading."""
    title: str
    text: str


@dataclass(frozen=True)
class CompiledLesson:
    slug: str
    html: str = field(repr=False)
    toc: list[Heading]
    exercises: list[CompiledExercise]
    objectives: list[str]
    references: list[dict[str, Any]]
    words: int
    minutes: int
    sections: list[Section] = field(repr=False)
    islands: list[str]
    """Scripts the page needs: `quiz`, `estimate`, …"""
    links: list[Link]
    """To anchors of other lessons, checked by `check_anchors`."""
    uses: frozenset[tuple[str, str]]
    """References (kind, name) that the HTML depends on."""
    digest: str = ""
    """Of all that is stored, exercises included."""

    def with_digest(self) -> CompiledLesson:
        stored = [self.as_json(), self.minutes, [[one.key, one.number, one.digest] for one in self.exercises]]
        return replace(self, digest=sha256(json.dumps(stored, sort_keys=True).encode()).hexdigest())

    def as_json(self) -> dict[str, Any]:
        """What is stored with the lesson; exercises are rows of their own."""
        kept = ("html", "toc", "objectives", "references", "words", "sections", "islands")
        return {name: value for name, value in asdict(self).items() if name in kept}


def compile_lesson(source: str, *, path: str, context: CompileContext) -> CompiledLesson:
    """Compile one file. Raises ContentErrors with every mistake in it; `path` is what they name."""
    head, body, first_line = split_front_matter(source, file=path)
    check_bounds(body, file=path, first_line=first_line)
    front = validate(FrontMatter, head)
    compiler = LessonCompiler(path, context, front.slug, first_line)
    html = compiler.compile(body)
    if compiler.scribe.errors:
        raise ContentErrors(compiler.scribe.errors)
    words = len(re.findall(r"\w[\w'’.,-]*", " ".join(compiler.texts)))
    workshop = compiler.workshop
    return CompiledLesson(
        slug=front.slug,
        html=html,
        toc=compiler.toc,
        exercises=workshop.exercises,
        objectives=front.objectives,
        references=[one.model_dump(mode="json") for one in front.references],
        words=words,
        minutes=max(1, math.ceil(words / WORDS_PER_MINUTE + workshop.minutes)),
        sections=compiler.sections(),
        islands=sorted(workshop.islands),
        links=compiler.scribe.links,
        uses=frozenset(compiler.scribe.references),
    ).with_digest()


@dataclass
class LessonCompiler:
    path: str
    context: CompileContext
    slug: str
    first_line: int
    toc: list[Heading] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    """Prose alone: what is counted."""
    scribe: Scribe = field(init=False)
    workshop: Workshop = field(init=False)
    _anchors: set[str] = field(default_factory=set)
    _repeats: Counter[str] = field(default_factory=Counter)
    _body: list[str] = field(default_factory=list)
    _starts: list[tuple[Heading, int]] = field(default_factory=list)
    """Headings of the contents, each with the number of `_flat` texts before it."""
    _flat: list[str] = field(default_factory=list)
    """Prose, descriptions of figures and the words of exercises, as a reader meets them."""

    def __post_init__(self) -> None:
        self.scribe = Scribe(self.path, self.context)
        self.workshop = Workshop(self.scribe, self.slug)

    def compile(self, body: str) -> str:
        self._body = body.split("\n")
        tokens, env = parse_blocks(body)
        html = parser().renderer.render(self._build(tokens, self.first_line, depth=0), parser().options, env)
        self._check_own_anchors()
        self._check_planned()
        return sanitise(html)

    def sections(self) -> list[Section]:
        """The prose, parted at the headings of the contents. For a lesson that is compiled."""
        starts = [(Heading("", "", 2), -1), *self._starts]
        ends = [start for _, start in self._starts] + [len(self._flat)]
        parts = [
            Section(heading.id, heading.title, "\n".join(self._flat[start + 1 : end]).strip())
            for (heading, start), end in zip(starts, ends, strict=True)
        ]
        return [part for part in parts if part.anchor or part.text]

    def _line(self, token: Any, otherwise: int) -> int:
        return self.first_line + token.map[0] if token.map else otherwise

    def _build(self, tokens: list[Any], line: int, *, depth: int) -> list[Any]:
        """Tokens that the stock renderer can write; ours are replaced by finished HTML."""
        built: list[Any] = []
        texts: dict[int, str] = {}
        index = 0
        while index < len(tokens):
            token = tokens[index]
            line = self._line(token, line)
            if token.type in {"container_box_open", "table_open"}:
                end = _closing(tokens, index)
                built += self._group(tokens[index : end + 1], line, texts, depth)
                index = end
            elif token.type == "heading_open":
                built += self._heading(tokens[index : index + 3], line, depth)
                index += 2
            else:
                built.append(self._single(token, line, texts))
            index += 1
        return built

    def _group(self, tokens: list[Any], line: int, texts: dict[int, str], depth: int) -> list[Any]:
        if tokens[0].type == "table_open":
            rows = [self._single(token, self._line(token, line), texts) for token in tokens]
            return build_table(rows, texts)
        end = tokens[0].map[1]
        if end >= len(self._body) or not self._body[end].lstrip(" >").startswith(":::"):
            self.scribe.refuse(
                line, f"`::: {tokens[0].info.strip()[:40]}` without an end", "a line `:::` that closes it"
            )
        inner = self._build(tokens[1:-1], line, depth=depth + 1)
        return build_container(tokens[0].info, inner, line, self.scribe)

    def _single(self, token: Any, line: int, texts: dict[int, str]) -> Any:
        match token.type:
            case "inline":
                text = self.scribe.resolve(token.children or [], line)
                texts[id(token)] = text
                self._note(text)
                token.meta = {"line": line}
            case "fence":
                html = self.workshop.build(token.info, token.content, line)
                self._flat += self.workshop.take_texts()
                return html_token(html)
            case "code_block":
                self.scribe.refuse(line, "a paragraph indented by four spaces", "a fence for code, no indent for text")
            case "html_block":
                self.scribe.refuse(line, f"raw HTML `{token.content.strip()[:40]}`", "Markdown")
            case "math_block":
                return self._math(token, line)
        return token

    def _note(self, text: str) -> None:
        self.texts.append(text)
        self._flat.append(text)

    def _math(self, token: Any, line: int) -> Any:
        try:
            mathml = to_mathml(token.content.strip(), is_block=True)
        except MathError as error:
            self.scribe.refuse(line, str(error), "TeX that Temml reads")
            return html_token("")
        return html_token(f'<div class="math-block" tabindex="0" role="group" aria-label="Formula">{mathml}</div>\n')

    def _heading(self, tokens: list[Any], line: int, depth: int) -> list[Any]:
        opening, inline, closing = tokens
        if opening.markup not in {"##", "###"}:
            expected = "## or ###; the title comes from module.yaml, and a rule `---` needs an empty line above"
            self.scribe.refuse(line, f"a heading `{opening.markup}`", expected)
            return tokens
        anchor = self._take_anchor(inline, line)
        title = self.scribe.resolve(inline.children, line)
        anchor = anchor or self._free_anchor(title)
        self._anchors.add(anchor)
        opening.attrs["id"] = anchor
        if depth == 0:
            self.toc.append(Heading(anchor, title, int(opening.tag[1])))
            self._starts.append((self.toc[-1], len(self._flat)))
        self._note(title)
        label = escape(f"Link to “{title}”")
        link = html_token(f'<a class="anchor" href="#{anchor}" aria-label="{label}">#</a>')
        return [opening, inline, link, closing]

    def _take_anchor(self, inline: Any, line: int) -> str:
        last = inline.children[-1] if inline.children else None
        match = HEADING_ID.search(last.content) if last is not None and last.type == "text" else None
        if last is None or match is None:
            return ""
        last.content = HEADING_ID.sub("", last.content)
        if match[1] in self._anchors:
            self.scribe.refuse(line, f"the anchor `{match[1]}` for the second time", "each anchor once")
        return match[1]

    def _free_anchor(self, title: str) -> str:
        base = slugify(title)[:60].strip("-") or "section"
        numbers = (f"{base}-{number}" for number in count(self._repeats[base] + 1))
        anchor = base if base not in self._anchors else next(one for one in numbers if one not in self._anchors)
        self._repeats[base] += 1
        return anchor

    def _check_own_anchors(self) -> None:
        known = self._anchors | {f"exercise-{one.key}" for one in self.workshop.exercises}
        for anchor, line in self.scribe.own_anchors:
            if anchor not in known and not anchor.startswith("fn"):
                self.scribe.refuse(line, f"a link to `#{anchor}`", "the anchor of a heading of this lesson")

    def _check_planned(self) -> None:
        for name, value in self.context.planned.items():
            result = self.workshop.results.get(name)
            if result is None:
                self.scribe.refuse(
                    1, f"no calculator with the result `{name}`", f"{name} = {value:g}, as module.yaml plans"
                )
            elif not math.isclose(result, value, rel_tol=EXPECT_TOLERANCE):
                self.scribe.refuse(1, f"{name} = {result:g}", f"{value:g}, as module.yaml plans")


def _closing(tokens: list[Any], start: int) -> int:
    depth = 0
    for index in range(start, len(tokens)):
        depth += tokens[index].nesting
        if depth == 0:
            return index
    return len(tokens) - 1


def check_anchors(
    lessons: dict[str, tuple[str, CompiledLesson]], *, broken: Collection[str] = ()
) -> list[ContentError]:
    """Links between lessons whose anchor is not there; `lessons` is slug → (path, compiled).

    Nothing is said of links to `broken` lessons: their own mistake is told, and what they would hold isn't known.
    """
    anchors = {slug: {heading.id for heading in compiled.toc} for slug, (_, compiled) in lessons.items()}
    return [
        ContentError(
            path, link.line, f"a link to {link.lesson}#{link.anchor}", "the anchor of a heading of that lesson"
        )
        for path, compiled in lessons.values()
        for link in compiled.links
        if link.lesson not in broken and link.anchor not in anchors.get(link.lesson, set())
    ]
