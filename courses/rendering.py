"""The catalogue's public pages, rendered once a release."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse

from courses.pages import Page
from courses.queries import Catalogue


def render_pages(catalogue: Catalogue, *, example: dict[str, Any] | None = None) -> Iterator[Page]:
    """Overview, content, FAQ, glossary and every module. `example` is the graded answer that the overview shows."""
    for name in ("overview", "content", "faq", "glossary"):
        context = {**catalogue, "example": example, "section": name}
        yield Page(reverse(f"courses:{name}"), render_to_string(f"courses/{name}.html", context))
    modules = [module for part in catalogue["parts"] for module in part["modules"]]
    for index, module in enumerate(modules):
        context = {
            **catalogue,
            "module": module,
            "part": next(part for part in catalogue["parts"] if part["slug"] == module["part"]),
            "previous": modules[index - 1] if index else None,
            "next": modules[index + 1] if index + 1 < len(modules) else None,
            "section": "content",
        }
        yield Page(module["url"], render_to_string("courses/module.html", context))
