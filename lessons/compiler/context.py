"""What a lesson may refer to, as the compiler is told it, and what it did refer to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256


@dataclass(frozen=True)
class Place:
    """Where a link leads. Without `url` it is planned: named, but not linked."""

    title: str
    url: str | None


@dataclass(frozen=True)
class Term:
    """A glossary entry; `slug` is its anchor on the glossary page."""

    term: str
    slug: str


@dataclass(frozen=True)
class CompileContext:
    number: str = ""
    """Of the lesson, such as `10.3`: its figures are Fig. 10.3-1 and so on."""
    lessons: Mapping[str, Place] = field(default_factory=dict)
    modules: Mapping[str, Place] = field(default_factory=dict)
    interviews: Mapping[str, Place] = field(default_factory=dict)
    terms: Mapping[str, Term] = field(default_factory=dict)
    """Terms and aliases, case-folded."""
    planned: Mapping[str, float] = field(default_factory=dict)
    """Results that the calculators of the finished lesson must reproduce."""
    glossary_url: str = "/glossary/"

    def places(self, kind: str) -> Mapping[str, Place]:
        return {"lesson": self.lessons, "module": self.modules, "interview": self.interviews}[kind]

    def fingerprint(self, references: frozenset[tuple[str, str]]) -> str:
        """Digest of what these references resolve to now: while it stays, a compiled lesson stays right."""
        resolved = [f"{kind}:{name}={self.resolve(kind, name)!r}" for kind, name in sorted(references)]
        return sha256("\n".join([self.number, repr(sorted(self.planned.items())), *resolved]).encode()).hexdigest()

    def resolve(self, kind: str, name: str) -> Place | Term | None:
        return self.terms.get(name) if kind == "term" else self.places(kind).get(name)


@dataclass(frozen=True)
class Link:
    """A link to an anchor of another lesson; whether it is there is known once all are compiled."""

    lesson: str
    anchor: str
    line: int
