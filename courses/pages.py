"""A public page, from the moment an app renders it until its bytes are served."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Page:
    """One public page; `path` begins and ends with `/`."""

    path: str
    html: str = field(repr=False)
    content_type: str = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Redirect:
    """An old address and where it leads now."""

    path: str
    to: str
