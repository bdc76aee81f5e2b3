"""What all kinds of exercises share: names that don't give the order away, and texts as HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any, ClassVar, Protocol

from django.http import QueryDict
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from problems import Problem

Spec = Mapping[str, Any]
"""A validated fence as JSON, its key included, and `html`: each Markdown text of it → that text as HTML."""
Answer = dict[str, Any]
View = dict[str, Any]
"""What a template may know of an exercise: never which answer is right."""


class BadAnswer(Problem):
    status = 422
    code = "bad_answer"
    sentence = "That is not an answer to this exercise. Reload the page and try again."


@dataclass(frozen=True)
class Outcome:
    """What a person sees after answering. `is_right` is None where there is no right or wrong, or not yet."""

    is_right: bool | None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


class Kind(Protocol):
    """One kind of exercise; its module is its implementation."""

    def texts(self, fence: Any) -> list[str]:
        """The inline Markdown texts of a fence."""

    def blocks(self, fence: Any) -> list[str]:
        """Its Markdown texts that may have paragraphs and lists."""

    def view(self, spec: Spec, outcome: dict[str, Any] | None = None) -> View:
        """What the template draws; with an outcome, the answered state."""

    def read_form(self, spec: Spec, data: QueryDict) -> Answer:
        """The answer in a submitted form; only what is there, unchecked."""

    def clean(self, spec: Spec, answer: Any) -> Answer:
        """The answer if it is one, else BadAnswer with a sentence."""

    def check(self, spec: Spec, answer: Answer) -> Outcome:
        """Right or wrong, and why."""


def name_of(*texts: str) -> str:
    """A short name for an option or a step: it stays when the order changes, and says nothing about the order."""
    return sha256("|".join(texts).encode()).hexdigest()[:8]


def shuffled(seed: str, texts: Sequence[str]) -> list[str]:
    """The same disorder every time, and never the order given."""
    mixed = sorted(texts, key=lambda text: sha256(f"{seed}|{text}".encode()).digest())
    return mixed if mixed != list(texts) else [*mixed[1:], mixed[0]]


def html_of(spec: Spec, text: str) -> SafeString:
    """A text of the fence as HTML, compiled with its lesson; a text that was never compiled is shown as it is."""
    compiled = spec.get("html", {}).get(text)
    return mark_safe(compiled) if compiled is not None else conditional_escape(text)  # noqa: S308 - sanitised


def require_mapping(answer: Any, sentence: str) -> dict[str, Any]:
    if not isinstance(answer, dict) or not all(isinstance(key, str) for key in answer):
        raise BadAnswer(sentence)
    return answer


class Sentences:
    """What is said beside marks, in one place for pages and scripts."""

    YOURS: ClassVar = "Your answer"
    RIGHT: ClassVar = "Right"
    YOURS_AND_RIGHT: ClassVar = "Right, your answer"
    MISSED: ClassVar = "Right, not chosen"
