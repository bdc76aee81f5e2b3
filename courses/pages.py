"""A public page, from the moment an app renders it until its bytes are served."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import Any

from django.template.loader import render_to_string


@dataclass(frozen=True)
class Page:
    """One public page; `path` begins with `/`. Rendered when somebody asks for its `html`."""

    path: str
    key: str
    """Digest of what it says beside code, templates and assets: pages with one key have the same HTML."""
    render: Callable[[], str] = field(repr=False)
    content_type: str = "text/html; charset=utf-8"

    @cached_property
    def html(self) -> str:
        return self.render()


def template_page(
    path: str, template: str, facts: dict[str, Any], context: Callable[[], dict[str, Any]] | None = None
) -> Page:
    """A page drawn from `facts`, which are JSON and decide its key.

    `context` adds what is dear to make or is no JSON; it must depend on nothing but the facts.
    """
    key = sha256(json.dumps([path, template, facts], sort_keys=True).encode()).hexdigest()
    return Page(path, key, lambda: render_to_string(template, {**facts, **(context() if context else {})}))


@dataclass(frozen=True)
class Redirect:
    """An old address and where it leads now."""

    path: str
    to: str
