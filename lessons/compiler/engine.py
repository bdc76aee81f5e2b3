"""JavaScript at publish time: diagrams (pele) and formulas (Temml) in QuickJS, without Node and within bounds."""

from __future__ import annotations

import json
import threading
from functools import cache
from pathlib import Path
from typing import Any

import quickjs
from django.conf import settings

TIME_LIMIT_SECONDS = 2
"""CPU time of one call."""
MEMORY_LIMIT_BYTES = 256 * 1024 * 1024
STACK_LIMIT_BYTES = 512 * 1024

_local = threading.local()


class EngineError(RuntimeError):
    """The script ran out of time, memory or stack."""


def bundle_path() -> Path:
    return Path(settings.BASE_DIR) / "static" / "server" / "content.js"


@cache
def _bundle(changed_ns: int) -> str:
    return bundle_path().read_text(encoding="utf-8")


def read_bundle() -> str:
    try:
        return _bundle(bundle_path().stat().st_mtime_ns)
    except FileNotFoundError:
        raise RuntimeError("The front end is not built. Run `make assets`.") from None


def call(function: str, *arguments: str | bool) -> dict[str, Any]:
    """The JSON answer of one of the bundle's functions; raises EngineError when it exceeds its bounds."""
    context = getattr(_local, "context", None)
    if context is None:
        context = _local.context = _new_context()
    try:
        answer: dict[str, Any] = json.loads(context.get(function)(*arguments))
    except (quickjs.JSException, MemoryError) as error:
        # A context that was cut short may be in any state; the next call gets a fresh one.
        _local.context = None
        raise EngineError(str(error).partition("\n")[0]) from None
    return answer


def _new_context() -> quickjs.Context:
    context = quickjs.Context()
    context.set_memory_limit(MEMORY_LIMIT_BYTES)
    context.set_max_stack_size(STACK_LIMIT_BYTES)
    context.eval(read_bundle())
    context.set_time_limit(TIME_LIMIT_SECONDS)
    return context
