"""Compiled lessons and interviews, kept on disk for as long as what they were made from stays the same."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Protocol, TypeVar, cast

from django.conf import settings

from lessons.compiler.context import CompileContext

COMPILERS = ("lessons", "mock_interviews")


class Compiled(Protocol):
    @property
    def uses(self) -> frozenset[tuple[str, str]]: ...


T = TypeVar("T", bound=Compiled)


def kept(source: str, context: CompileContext, compile_anew: Callable[[], T]) -> T:
    """The earlier result for this source, if all that it refers to still resolves to the same; else a new one."""
    path = Path(settings.DATA_DIR) / "cache" / "compiled" / _digest(f"{_compiler_digest()}\n{source}")
    fingerprint, compiled = _memory.get(path) or _read(path)
    if compiled is None or fingerprint != context.fingerprint(compiled.uses):
        compiled = compile_anew()
        fingerprint = context.fingerprint(compiled.uses)
        _write(path, (fingerprint, compiled))
    if len(_memory) > REMEMBERED:
        _memory.clear()
    _memory[path] = fingerprint, compiled
    return cast("T", compiled)


REMEMBERED = 1000
"""Results in memory, for whoever publishes again and again; a course has some 200."""
_memory: dict[Path, tuple[str, Compiled]] = {}


def _read(path: Path) -> tuple[str, Compiled | None]:
    try:
        fingerprint, compiled = pickle.loads(path.read_bytes())  # noqa: S301 - our own file
    except (OSError, pickle.UnpicklingError, EOFError, AttributeError, ValueError):
        return "", None
    return fingerprint, compiled


def _write(path: Path, result: tuple[str, Compiled]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_bytes(pickle.dumps(result))
    fresh.replace(path)


@lru_cache(maxsize=1)
def _compiler_digest() -> str:
    """Digest of the compilers themselves: what another compiler made is not used."""
    base = Path(settings.BASE_DIR)
    files = [path for app in COMPILERS for path in sorted((base / app).rglob("*.py"))]
    files += sorted((base / "templates" / "lessons").glob("_*.html"))
    files += sorted((base / "static" / "server").glob("*.js"))
    return _digest("".join(_digest(path.read_text(encoding="utf-8")) for path in files))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
