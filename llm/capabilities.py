"""What one server and model can take, learned from what they refused. Kept in the process: forgetting costs one 400."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

_DIALECTS: Final = ("json_schema", "json_schema_bare", "json_object", "none")
_LENGTHS: Final = {"maxLength", "maxItems", "minLength", "minItems"}


@dataclass
class Capabilities:
    schema: str = "json_schema"
    """How a schema may be asked for: `json_schema`, else without lengths, else `json_object`, else only in words."""
    limit_name: str = "max_tokens"
    has_temperature: bool = True
    has_seed: bool = True
    dropped: list[str] = field(default_factory=list)
    """What the server refused, for the receipt."""

    def learn(self, message: str) -> bool:
        """Drop what a 400 complains about. False when it names nothing that can be dropped."""
        text = message.lower()
        if self.limit_name in text and self._other_limit() not in self.dropped and self._is_about_limit(text):
            self.dropped.append(self.limit_name)
            self.limit_name = self._other_limit()
            return True
        if "temperature" in text and self.has_temperature:
            self.has_temperature = False
            self.dropped.append("temperature")
            return True
        if "seed" in text.split() and self.has_seed:
            self.has_seed = False
            self.dropped.append("seed")
            return True
        if any(word in text for word in ("response_format", "json_schema", "json_object", "schema", "grammar")):
            return self._next_dialect()
        return False

    def _other_limit(self) -> str:
        return "max_completion_tokens" if self.limit_name == "max_tokens" else "max_tokens"

    def _is_about_limit(self, text: str) -> bool:
        # "max_completion_tokens" holds no "max_tokens", but a message usually names both: the refused one first.
        first = min((text.find(name), name) for name in ("max_tokens", "max_completion_tokens") if name in text)[1]
        return first == self.limit_name

    def _next_dialect(self) -> bool:
        if self.schema == "none":
            return False
        self.dropped.append(self.schema)
        self.schema = _DIALECTS[_DIALECTS.index(self.schema) + 1]
        return True

    def parameters(self, *, max_tokens: int, schema: dict[str, Any] | None, seed: int | None = None) -> dict[str, Any]:
        """The optional part of a request, in the words this server knows."""
        sent: dict[str, Any] = {self.limit_name: max_tokens}
        if self.has_temperature:
            sent["temperature"] = 0
        if seed is not None and self.has_seed:
            sent["seed"] = seed
        if schema is not None and self.schema.startswith("json_schema"):
            schema = schema if self.schema == "json_schema" else without_lengths(schema)
            sent["response_format"] = {
                "type": "json_schema",
                "json_schema": {"name": "verdict", "strict": True, "schema": schema},
            }
        elif schema is not None and self.schema == "json_object":
            sent["response_format"] = {"type": "json_object"}
        return sent


def without_lengths(schema: Any) -> Any:
    """The same schema for servers that know no lengths; code checks them in any case."""
    if isinstance(schema, dict):
        return {key: without_lengths(value) for key, value in schema.items() if key not in _LENGTHS}
    if isinstance(schema, list):
        return [without_lengths(value) for value in schema]
    return schema


_known: dict[tuple[str, str], Capabilities] = {}
_lock = threading.Lock()


def capabilities_of(base_url: str, model: str) -> Capabilities:
    """The record of this server and model, shared by all threads of the process."""
    with _lock:
        if (base_url, model) not in _known:
            limit = "max_completion_tokens" if urlsplit(base_url).hostname == "api.openai.com" else "max_tokens"
            _known[(base_url, model)] = Capabilities(limit_name=limit)
        return _known[(base_url, model)]


def forget_capabilities() -> None:
    """For tests and after a change of settings."""
    with _lock:
        _known.clear()
