"""What can go wrong for a person, as an exception with a status and a sentence that says what to do.

Services raise a `Problem`; `problems.middleware` (pages) and `problems.api` (JSON) alone turn it into HTTP.
"""

from __future__ import annotations

from typing import Any, ClassVar


class Problem(Exception):
    """A refusal that a person can act on. `extra` goes along in JSON answers."""

    status: ClassVar[int] = 400
    code: ClassVar[str] = "bad_request"
    sentence: ClassVar[str] = "That could not be done. Check what you sent and try again."

    def __init__(self, sentence: str = "", **extra: Any) -> None:
        self.text = sentence or self.sentence
        self.extra = extra
        super().__init__(self.text)

    def as_json(self) -> dict[str, Any]:
        return {"code": self.code, "detail": self.text, **self.extra}


class NotThere(Problem):
    """It does not exist, or it belongs to somebody else; the two look the same."""

    status = 404
    code = "not_found"
    sentence = "There is nothing here under this address, or it belongs to another account."
