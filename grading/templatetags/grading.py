"""What pages say about grading."""

from __future__ import annotations

from typing import Any

from django import template

from grading.privacy import next_reader

register = template.Library()


@register.inclusion_tag("grading/_who_reads.html")
def who_reads() -> dict[str, Any]:
    """A sentence on which host gets what is handed in now."""
    return {"reader": next_reader()}
