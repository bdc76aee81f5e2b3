"""Small lessons for the tests of the compiler."""

from __future__ import annotations

import re
from pathlib import Path

from lessons.compiler.context import CompileContext, Place, Term
from lessons.compiler.errors import ContentError, ContentErrors
from lessons.compiler.lesson import CompiledLesson, compile_lesson

ROOT = Path(__file__).resolve().parent.parent.parent
HEAD = "---\nslug: a-lesson\nobjectives:\n- Understand it\n---\n"
FIRST_LINE = HEAD.count("\n") + 1
"""Of the body."""
CONTEXT = CompileContext(
    number="3.2",
    lessons={"written": Place("Written", "/lessons/written/"), "planned": Place("Planned", None)},
    modules={"databases": Place("Databases", "/modules/databases/")},
    interviews={"chatgpt": Place("Design ChatGPT", "/interviews/chatgpt/")},
    terms={"hash ring": Term("hash ring", "hash-ring"), "rings": Term("hash ring", "hash-ring")},
)


def compile_body(body: str, context: CompileContext = CONTEXT) -> CompiledLesson:
    return compile_lesson(HEAD + body, path="content/x.md", context=context)


def errors_in(body: str, context: CompileContext = CONTEXT) -> list[ContentError]:
    """What the compiler says of a body; fails the test when it says nothing."""
    try:
        compile_body(body, context)
    except ContentErrors as refusal:
        return refusal.errors
    raise AssertionError("it compiled")


def fence(kind: str, yaml: str) -> str:
    return f"```{kind}\n{yaml.strip()}\n```\n"


def doc_examples() -> dict[str, str]:
    """Fence → the YAML of its example in docs/authoring.md: the first one below its name."""
    examples: dict[str, str] = {}
    name, in_example = "", False
    for line in (ROOT / "docs" / "authoring.md").read_text(encoding="utf-8").split("\n"):
        if heading := re.match(r"\*\*(\w+)\.\*\*|## ", line):
            name = heading[1] or ""
        elif line == "```yaml" and name and name not in examples:
            in_example, examples[name] = True, ""
        elif line == "```":
            in_example = False
        elif in_example:
            examples[name] += f"{line}\n"
    return examples


EXAMPLES = doc_examples()
ALL_EXERCISES = "## Practice\n\n" + "\n".join(
    fence(kind, EXAMPLES[kind]) for kind in ("quiz", "ordering", "matching", "estimate", "scenario")
)
