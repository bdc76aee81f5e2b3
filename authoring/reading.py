"""`content/` as checked sources: everything is read before anything is compiled, and every mistake is collected."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from authoring.prose import find_missing
from courses.schemas import CourseSource, GlossaryEntry, LessonEntry, ModuleSource
from lessons.compiler.documents import Document, check_size, read_yaml
from lessons.compiler.errors import ContentError, ContentErrors
from lessons.compiler.validation import validate
from mock_interviews.reading import InterviewSource, read_interview

T = TypeVar("T")
LESSON_FILE = re.compile(r"^(\d\d)-([a-z0-9-]+)\.md$")


@dataclass(frozen=True)
class LessonFile:
    entry: LessonEntry
    number: int
    path: str
    """Relative to the project; where the file is, or would be."""
    text: str | None
    """None while the lesson is in preparation."""


@dataclass(frozen=True)
class ModuleFiles:
    source: ModuleSource
    path: str
    lessons: list[LessonFile]


@dataclass(frozen=True)
class CourseFiles:
    source: CourseSource
    path: str
    modules: list[ModuleFiles]
    glossary: list[GlossaryEntry]
    glossary_path: str
    faq: str
    faq_path: str
    interviews: list[InterviewSource]

    @property
    def lessons(self) -> list[LessonFile]:
        return [lesson for module in self.modules for lesson in module.lessons]


class Collector:
    """Runs readers one after the other and keeps what they complain of."""

    def __init__(self) -> None:
        self.errors: list[ContentError] = []

    def run(self, action: Callable[[], T]) -> T | None:
        try:
            return action()
        except ContentErrors as refusal:
            self.errors += refusal.errors
            return None

    def add(self, file: str, line: int, found: str, expected: str) -> None:
        self.errors.append(ContentError(file, line, found, expected))

    def raise_any(self) -> None:
        if self.errors:
            raise ContentErrors(self.errors)


def find_courses(content_dir: Path) -> list[Path]:
    """The folders of `content/` that hold a course."""
    return sorted(path.parent for path in content_dir.glob("*/course.yaml"))


def read_course(folder: Path) -> CourseFiles:
    """Everything of one course. Raises ContentErrors naming every mistake that reading alone can find."""
    return _CourseReader(folder).read()


class _CourseReader:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.root = folder.parent.parent
        self.collector = Collector()

    def name(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()

    def text(self, path: Path) -> str:
        """The text of a file; raises ContentErrors when it is missing, too large or not UTF-8."""
        file = self.name(path)
        if not path.is_file():
            raise ContentErrors.of(file, 1, "no such file", "a file")
        try:
            text = path.read_bytes().decode("utf-8")
        except UnicodeDecodeError as error:
            line = path.read_bytes()[: error.start].count(b"\n") + 1
            raise ContentErrors.of(file, line, "bytes that are not UTF-8", "UTF-8 text") from None
        check_size(text, file=file)
        return text

    def document(self, path: Path) -> Document:
        return read_yaml(self.text(path), file=self.name(path))

    def read(self) -> CourseFiles:
        run = self.collector.run
        course_path = self.folder / "course.yaml"
        course = run(lambda: validate(CourseSource, self.document(course_path)))
        modules = [
            module for path in sorted(self.folder.glob("modules/*/module.yaml")) if (module := self.module(path))
        ]
        glossary = run(self.glossary) or []
        faq_path = self.folder / "faq.md"
        faq = run(lambda: self.text(faq_path)) or ""
        interviews = [
            source
            for brief in sorted(self.folder.glob("interviews/*/brief.md"))
            if (source := run(lambda folder=brief.parent: read_interview(folder)))  # type: ignore[misc]
        ]
        self.check_outline(course, modules)
        self.check_missing()
        self.collector.raise_any()
        assert course is not None  # noqa: S101 - raise_any has raised
        return CourseFiles(
            source=course,
            path=self.name(course_path),
            modules=sorted(modules, key=lambda module: module.source.number),
            glossary=glossary,
            glossary_path=self.name(self.folder / "glossary.yaml"),
            faq=faq,
            faq_path=self.name(faq_path),
            interviews=interviews,
        )

    def module(self, path: Path) -> ModuleFiles | None:
        source = self.collector.run(lambda: validate(ModuleSource, self.document(path)))
        if source is None:
            return None
        if path.parent.name != f"{source.number:02d}-{source.slug}":
            self.collector.add(
                self.name(path),
                1,
                f"the folder `{path.parent.name}`",
                f"the folder `{source.number:02d}-{source.slug}`",
            )
        return ModuleFiles(source, self.name(path), list(self.lessons(path.parent, source)))

    def lessons(self, folder: Path, source: ModuleSource) -> Iterator[LessonFile]:
        listed = set()
        for number, entry in enumerate(source.lessons, 1):
            path = folder / f"{number:02d}-{entry.slug}.md"
            listed.add(path.name)
            text = self.collector.run(lambda path=path: self.text(path)) if path.exists() else None  # type: ignore[misc]
            yield LessonFile(entry, number, self.name(path), text)
        for path in sorted(folder.glob("*.md")):
            if path.name not in listed:
                expected = "a lesson that module.yaml lists, as NN-slug.md with NN its position"
                self.collector.add(self.name(path), 1, f"the file `{path.name}`", expected)

    def glossary(self) -> list[GlossaryEntry]:
        path = self.folder / "glossary.yaml"
        document = self.document(path)
        if not isinstance(document.value, list):
            raise ContentErrors.of(self.name(path), 1, "no list", "a list of terms")
        entries: list[GlossaryEntry] = []
        seen: dict[str, str] = {}
        errors: list[ContentError] = []
        for index, value in enumerate(document.value):
            item = Document(value, document.file, document.line_of((index,)), {})
            item.lines = {path[1:]: line for path, line in document.lines.items() if path[:1] == (index,)}
            try:
                entry = validate(GlossaryEntry, item)
            except ContentErrors as refusal:
                errors += refusal.errors
                continue
            entries.append(entry)
            for word in (entry.term, *entry.aliases):
                if word.casefold() in seen:
                    found = f"`{word}`, which stands under “{seen[word.casefold()]}” already"
                    errors.append(ContentError(document.file, item.first_line, found, "each term and alias once"))
                seen[word.casefold()] = entry.term
        if errors:
            raise ContentErrors(errors)
        return entries

    def check_missing(self) -> None:
        """What `manage.py new` left for its author to write. A folder without a brief.md is no interview yet."""
        folders = [self.folder / "modules", *(path.parent for path in self.folder.glob("interviews/*/brief.md"))]
        for path in (path for folder in folders for path in sorted(folder.rglob("*"))):
            if path.suffix in {".md", ".yaml"}:
                text = self.collector.run(lambda path=path: self.text(path)) or ""  # type: ignore[misc]
                self.collector.errors += find_missing(text, file=self.name(path))

    def check_outline(self, course: CourseSource | None, modules: list[ModuleFiles]) -> None:
        """Slugs and numbers that must be unique, and parts that must exist."""
        parts = {part.slug for part in course.parts} if course else set()
        seen: dict[tuple[str, str | int], str] = {}
        for module in modules:
            keys: list[tuple[str, str | int]] = [("module", module.source.slug), ("number", module.source.number)]
            keys += [("lesson", entry.slug) for entry in module.source.lessons]
            keys += [("lesson", old) for entry in module.source.lessons for old in entry.was]
            for kind, value in keys:
                if (kind, value) in seen:
                    found = f"the {kind} `{value}`, which {seen[kind, value]} has already"
                    self.collector.add(module.path, 1, found, "each once in a course")
                seen[kind, value] = module.path
            if course and module.source.part not in parts:
                self.collector.add(module.path, 1, f"the part `{module.source.part}`", "a part of course.yaml")
