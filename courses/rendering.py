"""The catalogue's public pages, rendered once a release."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from django.urls import reverse

from courses.pages import Page, template_page
from courses.queries import Catalogue
from courses.templatetags.catalogue import interviews_of


def render_pages(catalogue: Catalogue, *, example: dict[str, Any] | None = None) -> Iterator[Page]:
    """Overview, content, FAQ, glossary and every module. `example` is the graded answer that the overview shows."""
    for name in ("overview", "content", "faq", "glossary"):
        context = {**catalogue, "example": example, "section": name}
        yield template_page(reverse(f"courses:{name}"), f"courses/{name}.html", context)
    yield _terms(catalogue)
    modules = [module for part in catalogue["parts"] for module in part["modules"]]
    for index, module in enumerate(modules):
        context = {
            "module": module,
            "part": {**next(part for part in catalogue["parts"] if part["slug"] == module["part"]), "modules": []},
            "interviews": interviews_of(catalogue["interviews"], module),
            "previous": modules[index - 1] if index else None,
            "next": modules[index + 1] if index + 1 < len(modules) else None,
            "section": "content",
        }
        yield template_page(module["url"], "courses/module.html", context)


def _terms(catalogue: Catalogue) -> Page:
    """Slug → term and definition, for lessons that explain a term where it stands."""
    terms = {row["slug"]: {"term": row["term"], "html": row["html"]} for row in catalogue["glossary"]}
    text = json.dumps(terms, ensure_ascii=False, sort_keys=True)
    address = reverse("courses:glossary-terms")
    return Page(address, sha256(text.encode()).hexdigest(), lambda: text, "application/json")
