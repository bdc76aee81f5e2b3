"""From a YAML document to a checked model, with every mistake named by its line."""

from __future__ import annotations

from typing import Any, ClassVar, Self, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator
from pydantic_core import ErrorDetails, PydanticCustomError

from lessons.compiler.documents import Document, read_yaml
from lessons.compiler.errors import ContentError, ContentErrors

M = TypeVar("M", bound=BaseModel)


class Strict(BaseModel):
    """A schema of the content: unknown keys are mistakes and are answered with the known ones."""

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid", str_strip_whitespace=True, frozen=True)

    @model_validator(mode="before")
    @classmethod
    def check_keys(cls, value: Any) -> Any:
        known = {field.alias or name for name, field in cls.model_fields.items()}
        for key in value if isinstance(value, dict) else ():
            if key not in known:
                raise PydanticCustomError(
                    "unknown_key", "one of {known}", {"key": key, "known": ", ".join(sorted(known))}
                )
        return value

    def require(self, holds: bool, found: str, expected: str, *where: str | int) -> Self:
        """For rules over several keys: raises with the line of `where`."""
        if not holds:
            raise PydanticCustomError("rule", "{expected}", {"found": found, "expected": expected, "where": where})
        return self


def validate(model: type[M], document: Document) -> M:
    """The document as a model; raises ContentErrors."""
    try:
        return model.model_validate(document.value)
    except ValidationError as error:
        raise ContentErrors(_error(detail, document) for detail in error.errors()) from None


def parse(model: type[M], text: str, *, file: str, first_line: int = 1) -> tuple[M, Document]:
    document = read_yaml(text, file=file, first_line=first_line)
    return validate(model, document), document


def _error(detail: ErrorDetails, document: Document) -> ContentError:
    location, kind, context = detail["loc"], detail["type"], detail.get("ctx", {})
    where = location if kind == "missing" else document.nearest(location)
    name = next((str(part) for part in reversed(where) if isinstance(part, str)), "")
    found, expected = _shown(detail["input"], name), _sentence(detail["msg"])
    if kind == "unknown_key":
        location = (*location, context["key"])
        found = f"the unknown key `{context['key']}`"
    elif kind == "extra_forbidden":
        found, expected = f"the unknown key `{name}`", "only the keys that docs/authoring.md lists"
    elif kind == "missing":
        found, expected = f"no `{name}`", f"the key `{name}`"
    elif kind == "rule":
        location = (*location, *context["where"])
        found = context["found"]
    return ContentError(document.file, document.line_of(location), found, expected)


def _shown(value: Any, name: str) -> str:
    text = " ".join((value if isinstance(value, str) else repr(value)).split())
    text = text if len(text) <= 60 else f"{text[:57]}…"
    quoted = f"“{text}”" if isinstance(value, str) else text
    return f"`{name}`: {quoted}" if name else quoted


def _sentence(message: str) -> str:
    """Pydantic's message without its opening words, which say what "expected" says already."""
    for opening in ("Input should be ", "Value error, ", "Input should "):
        message = message.removeprefix(opening)
    return message[:1].lower() + message[1:] if message[1:2].islower() else message
