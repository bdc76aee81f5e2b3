"""What is wrong with a content file, and where: every reader of `content/` raises these and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class ContentError:
    """One mistake. `file` is relative to the project, `line` counts from 1."""

    file: str
    line: int
    found: str
    expected: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: found {self.found}; expected {self.expected}"


class ContentErrors(Exception):
    """All mistakes found in one go, so that an author repairs them in one go."""

    def __init__(self, errors: Iterable[ContentError]) -> None:
        self.errors = sorted(dict.fromkeys(errors), key=lambda error: (error.file, error.line))
        super().__init__("\n".join(str(error) for error in self.errors))

    @classmethod
    def of(cls, file: str, line: int, found: str, expected: str) -> ContentErrors:
        return cls([ContentError(file, line, found, expected)])
