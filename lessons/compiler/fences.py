"""Fences: YAML becomes a checked exercise, its HTML without the key, and a row for the server."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from lessons import schemas
from lessons.compiler import diagrams
from lessons.compiler.documents import Document, read_yaml
from lessons.compiler.errors import ContentErrors
from lessons.compiler.highlighting import MAX_CODE, UnknownLanguage, highlight_code
from lessons.compiler.inline import Scribe
from lessons.compiler.sanitising import sanitise
from lessons.compiler.validation import validate
from lessons.exercises import KINDS
from lessons.simulations import find_mistakes

MINUTES = {
    "quiz": 0.75,
    "ordering": 1.0,
    "matching": 1.0,
    "estimate": 1.0,
    "simulation": 1.5,
    "prompt": 4.0,
    "lab": 8.0,
}
"""What an exercise takes, a quiz for each question; a scenario says it itself."""


@dataclass(frozen=True)
class CompiledExercise:
    key: str
    kind: str
    number: int
    title: str
    spec: dict[str, Any]
    """The fence with its key, and `html`: Markdown text → HTML."""
    digest: str
    line: int


@dataclass
class Workshop:
    """Compiles the fences of one lesson, in order."""

    scribe: Scribe
    lesson: str
    """Slug."""
    exercises: list[CompiledExercise] = field(default_factory=list)
    results: dict[str, float] = field(default_factory=dict)
    """What the calculators give with their defaults."""
    minutes: float = 0.0
    texts: list[str] = field(default_factory=list)
    islands: set[str] = field(default_factory=set)
    """Names of the scripts that the page needs."""
    _lines: dict[str, int] = field(default_factory=dict)
    _figures: int = 0

    def take_texts(self) -> list[str]:
        """What a reader reads in the fences built since the last call."""
        taken, self.texts = self.texts, []
        return taken

    def build(self, info: str, content: str, line: int) -> str:
        """HTML of the fence whose first line is `line`; mistakes go to the scribe."""
        name, _, argument = info.strip().partition(" ")
        try:
            if name == "mermaid":
                return self._diagram(content, line)
            if name in schemas.FENCES:
                return self._exercise(name, argument.strip(), content, line)
            return self._code(name, content, line)
        except ContentErrors as refusal:
            self.scribe.errors += refusal.errors
            return ""

    def _code(self, language: str, content: str, line: int) -> str:
        if len(content) > MAX_CODE:
            self.scribe.refuse(line, f"{len(content):,} characters of code", f"at most {MAX_CODE:,}")
            return ""
        try:
            return highlight_code(content, language)
        except UnknownLanguage:
            self.scribe.refuse(
                line,
                f"the language `{language[:40]}`",
                "a fence of docs/authoring.md, or a language that Pygments knows",
            )
            return ""

    def _diagram(self, content: str, line: int) -> str:
        lines = content.split("\n")
        if lines[0].strip() != "---" or "---" not in (one.strip() for one in lines[1:]):
            self.scribe.refuse(line, "a diagram without a head", "id, title and description between two `---` lines")
            return ""
        end = next(index for index, one in enumerate(lines) if index and one.strip() == "---")
        document = read_yaml("\n".join(lines[1:end]), file=self.scribe.path, first_line=line + 2)
        head = validate(schemas.Diagram, document)
        self._claim(head.id, document)
        self.texts.append(f"{head.title}. {head.description}")
        try:
            return diagrams.figure(head, "\n".join(lines[end + 1 :]), number=self._next_figure())
        except diagrams.DiagramError as error:
            expected = f"a {', '.join(diagrams.KINDS)} diagram that can be drawn"
            self.scribe.refuse(line + end + 1 + error.line, error.found, expected)
            return ""

    def _exercise(self, kind: str, argument: str, content: str, line: int) -> str:
        document = read_yaml(content, file=self.scribe.path, first_line=line + 1)
        fence = validate(schemas.FENCES[kind], document)
        self._claim(fence.id, document)
        if isinstance(fence, schemas.Simulation):
            for key, found, expected in find_mistakes(argument, fence.params):
                self.scribe.refuse(document.line_of(("params", key)) if key else line, found, expected)
        self.minutes += _minutes(kind, fence)
        spec = fence.model_dump(mode="json", by_alias=True)
        spec["html"] = self._texts(kind, fence, document)
        self.texts.append(_plain(fence))
        if kind in KINDS or kind == "simulation":
            self.islands.add(kind)
        context = {"key": fence.id, "lesson": self.lesson, "is_stored": True}
        if kind in {"estimate", "simulation"}:
            context["number"] = self._next_figure()
        if kind not in KINDS:
            shown = spec | {f"{name}_html": mark_safe(spec["html"][text]) for name, text in _block_fields(fence)}  # noqa: S308
            return render_to_string(
                f"lessons/_{kind}.html",
                context | {"fence": shown, "name": argument, "params": _json(spec.get("params"))},
            )
        if isinstance(fence, schemas.Estimate):
            self.results |= {one.name: one.expect for one in fence.formulas}
        digest = sha256(_json(fence.model_dump(mode="json", by_alias=True)).encode()).hexdigest()
        number = len(self.exercises) + 1
        title = getattr(fence, "title", "")
        self.exercises.append(CompiledExercise(fence.id, kind, number, title, spec, digest, line))
        return render_to_string(
            f"lessons/_{kind}.html", {**context, "digest": digest[:12], "view": KINDS[kind].view(spec)}
        )

    def _texts(self, kind: str, fence: Any, document: Document) -> dict[str, str]:
        """Every Markdown text of the fence as HTML, each compiled once."""
        lines = _lines_of_texts(document)
        inline = KINDS[kind].texts(fence) if kind in KINDS else []
        blocks = KINDS[kind].blocks(fence) if kind in KINDS else [text for _, text in _block_fields(fence)]
        first = document.first_line
        done = {text: self.scribe.inline(text, lines.get(text, first)) for text in inline}
        done |= {text: self.scribe.block(text, lines.get(text, first)) for text in blocks}
        return {text: sanitise(html) for text, html in done.items()}

    def _claim(self, key: str, document: Document) -> None:
        line = document.line_of(("id",))
        if key in self._lines:
            self.scribe.refuse(
                line, f"the id `{key}`, which line {self._lines[key]} has already", "an id that is unique in its lesson"
            )
        self._lines[key] = line

    def _next_figure(self) -> str:
        self._figures += 1
        number = self.scribe.context.number
        return f"{number}-{self._figures}" if number else str(self._figures)


def _minutes(kind: str, fence: schemas.Fence) -> float:
    if isinstance(fence, schemas.Scenario):
        return float(fence.minutes)
    return MINUTES[kind] * (len(fence.questions) if isinstance(fence, schemas.Quiz) else 1)


def _block_fields(fence: Any) -> list[tuple[str, str]]:
    """The Markdown of fences that are read but not answered."""
    return [(name, text) for name in ("fallback", "task") if (text := getattr(fence, name, ""))]


def _lines_of_texts(document: Document) -> dict[str, int]:
    """Text → the line of the key or item that holds it."""
    found: dict[str, int] = {}
    for path, line in document.lines.items():
        value = document.value
        for part in path:
            value = value[part] if not isinstance(value, dict) or part in value else None
        if isinstance(value, str):
            found.setdefault(value.strip(), line)
    return found


def _plain(fence: schemas.Fence) -> str:
    """What search finds an exercise by: its title and its task, nothing that gives an answer away."""
    words = [getattr(fence, name, "") for name in ("title", "prompt", "task", "caption")]
    if isinstance(fence, schemas.Quiz):
        words += [question.prompt for question in fence.questions]
    return " ".join(word for word in words if word)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
