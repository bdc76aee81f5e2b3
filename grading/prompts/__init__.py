"""Prompts are files with a version in their name; a changed prompt is a new file, so that a receipt stays true."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

PROMPT_VERSION: Final = "step-v1"
ARGUMENT_VERSION: Final = "argument-v1"
"""What is added when a candidate disputes a grade and a model reads the step again."""


@cache
def read_prompt(version: str) -> str:
    return (Path(__file__).parent / f"{version}.md").read_text(encoding="utf-8")
