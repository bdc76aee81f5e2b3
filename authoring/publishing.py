"""Publishing: all of `content/` validates and becomes the current release, or the old one stays."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import brotli
from django.conf import settings
from django.db import transaction

from authoring.compiling import CompiledCourse, compile_all
from authoring.rubric_trial import check_order, with_changed_rubric
from authoring.showcase import read_showcase
from courses.models import Course, Module, PageBody, Release, ReleasePage
from courses.pages import Page, Redirect
from courses.queries import Catalogue, read_catalogue
from courses.rendering import render_pages as render_catalogue_pages
from courses.search import Document, catalogue_documents, to_json
from courses.store import KEEP_OLD_SECONDS, write_release
from lessons.compiler.errors import ContentErrors
from lessons.pages import render_pages as render_lesson_pages
from lessons.publishing import retire_missing, upsert_lesson
from lessons.searching import lesson_documents
from mock_interviews.pages import render_pages as render_interview_pages
from mock_interviews.publishing import publish_interview, retire_missing_interviews
from mock_interviews.searching import interview_documents

BROTLI_QUALITY = 5
KEPT = timedelta(seconds=KEEP_OLD_SECONDS)
"""How long a node may still serve an old release."""
MADE_BY = ("authoring", "courses", "lessons", "mock_interviews", "grading")
"""Apps whose code decides what a page says: a change in one of them makes a new release."""


@dataclass(frozen=True)
class Report:
    digest: str
    is_new: bool
    counts: dict[str, int] = field(default_factory=dict)


def digest_of_sources(content_dir: Path) -> str:
    """Digest of all that a release is made from."""
    content = _digest(path for path in sorted(content_dir.rglob("*")) if path.is_file())
    return hashlib.sha256(f"{content}{digest_of_makers()}".encode()).hexdigest()


def digest_of_makers() -> str:
    """Digest of what pages are made with: templates, built assets and our own code."""
    base = Path(settings.BASE_DIR)
    files = [path for path in sorted((base / "templates").rglob("*")) if path.is_file()]
    files += [path for app in MADE_BY for path in sorted((base / app).rglob("*.py"))]
    files += [Path(settings.ASSET_DIR) / "manifest.json", *sorted((base / "static" / "server").glob("*.js"))]
    return _digest(files)


def _digest(files: Iterable[Path]) -> str:
    base = Path(settings.BASE_DIR).as_posix()
    total = hashlib.sha256(f"{settings.DEMO}{settings.DEFAULT_COURSE}".encode())
    for path in files:
        total.update(path.as_posix().removeprefix(base).encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def publish(*, content_dir: Path, now: datetime, by: str) -> Report:
    """Publish everything. Raises ContentErrors, with the old release untouched, if anything in it is wrong."""
    digest = digest_of_sources(content_dir)
    current = Release.objects.filter(is_current=True, digest=digest).first()
    if current is not None:
        write_release(current)
        return Report(digest, is_new=False, counts=current.counts)
    compiled = compile_all(content_dir)
    refuse_wrong_order(compiled)
    with transaction.atomic():
        release = _store_release(compiled, digest=digest, now=now, by=by)
    write_release(release)
    return Report(digest, is_new=True, counts=release.counts)


def refuse_wrong_order(compiled: list[CompiledCourse]) -> None:
    """Raises ContentErrors where a changed rubric ranks its own samples otherwise than their expert."""
    changed = with_changed_rubric(one for course in compiled for one in course.interviews)
    errors = check_order(changed)
    if errors:
        raise ContentErrors(errors)


def _store_release(compiled: list[CompiledCourse], *, digest: str, now: datetime, by: str) -> Release:
    pages: dict[str, Page | Redirect] = {}
    documents: list[Document] = []
    counts: dict[str, int] = {}
    for source in compiled:
        course = _upsert_course(source, now=now)
        catalogue = read_catalogue(course)
        is_default = course.slug == settings.DEFAULT_COURSE or len(compiled) == 1
        for page in _render(course, source, catalogue, is_default=is_default):
            pages.setdefault(page.path, page)
        documents += [*_lesson_documents(source), *interview_documents(course), *catalogue_documents(catalogue)]
        for name, number in catalogue["counts"].items():
            counts[name] = counts.get(name, 0) + number
    Course.objects.exclude(slug__in=[source.files.source.slug for source in compiled]).update(retired_at=now)
    counts["pages"] = len(pages)
    Release.objects.filter(is_current=True).update(is_current=False)
    release, _ = Release.objects.update_or_create(
        digest=digest, defaults={"created_at": now, "created_by": by, "counts": counts, "is_current": True}
    )
    _store_pages(release, pages.values())
    release.documents = _store_documents(documents)
    release.save(update_fields=["documents"])
    _forget_old(before=now - KEPT)
    return release


def _forget_old(*, before: datetime) -> None:
    """Releases that no node serves any more, and bodies that no release has."""
    Release.objects.filter(is_current=False, created_at__lt=before).delete()
    PageBody.objects.filter(releasepage=None, release=None).delete()


def _upsert_course(source: CompiledCourse, *, now: datetime) -> Course:
    """Bring the rows of a course up to its files; what vanished is retired, never deleted."""
    files = source.files
    data = files.source.model_dump(exclude={"slug", "title", "summary"})
    course, _ = Course.objects.update_or_create(
        slug=files.source.slug,
        defaults={
            "title": files.source.title,
            "summary": files.source.summary,
            "data": {**data, "faq": source.faq, "glossary": source.glossary},
            "retired_at": None,
        },
    )
    known = {lesson.slug: lesson for lesson in course.lessons.defer("compiled")}
    for module_files in files.modules:
        entry = module_files.source
        module, _ = Module.objects.update_or_create(
            course=course,
            slug=entry.slug,
            defaults={
                "number": entry.number,
                "title": entry.title,
                "short": entry.short or entry.title,
                "summary": entry.summary,
                "part": entry.part,
                "retired_at": None,
            },
        )
        for lesson in module_files.lessons:
            upsert_lesson(
                course=course,
                module=module,
                entry=lesson.entry,
                number=lesson.number,
                compiled=source.lessons.get(lesson.entry.slug),
                now=now,
                known=known.get(lesson.entry.slug),
            )
    slugs = [module.source.slug for module in files.modules]
    course.modules.filter(retired_at=None).exclude(slug__in=slugs).update(retired_at=now)
    retire_missing(course=course, slugs=[lesson.entry.slug for lesson in files.lessons], now=now)
    for number, interview in enumerate(source.interviews, 1):
        publish_interview(course=course, source=interview, number=number, now=now)
    retire_missing_interviews(course=course, slugs=[interview.slug for interview in files.interviews], now=now)
    return course


def _render(
    course: Course, source: CompiledCourse, catalogue: Catalogue, *, is_default: bool
) -> Iterator[Page | Redirect]:
    if is_default:
        yield from render_catalogue_pages(catalogue, example=read_showcase(course))
    yield from render_lesson_pages(course, catalogue)
    yield from render_interview_pages(course, catalogue)
    for lesson in source.files.lessons:
        for old in lesson.entry.was:
            yield Redirect(f"/lessons/{old}/", f"/lessons/{lesson.entry.slug}/")


def _lesson_documents(source: CompiledCourse) -> Iterator[Document]:
    for module in source.files.modules:
        for lesson in module.lessons:
            compiled = source.lessons.get(lesson.entry.slug)
            if compiled is not None:
                where = f"{module.source.number}. {module.source.title}"
                yield from lesson_documents(module=where, entry=lesson.entry, compiled=compiled)


def _store_documents(documents: Iterable[Document]) -> PageBody:
    """What each node builds its search index from."""
    text = to_json(documents).encode()
    key = hashlib.sha256(text).hexdigest()
    body, _ = PageBody.objects.get_or_create(
        key=key,
        defaults={
            "etag": key[:20],
            "content_type": "application/json",
            "brotli": brotli.compress(text, quality=BROTLI_QUALITY),
        },
    )
    return body


def _store_pages(release: Release, pages: Iterable[Page | Redirect]) -> None:
    """Store a release's pages; one whose body an earlier release has is neither rendered nor compressed again."""
    items = list(pages)
    makers = digest_of_makers()
    keys = {
        page.path: hashlib.sha256(f"{makers}{page.content_type}{page.key}".encode()).hexdigest()
        for page in items
        if isinstance(page, Page)
    }
    known = set(PageBody.objects.filter(key__in=keys.values()).values_list("key", flat=True))
    fresh = {keys[page.path]: page for page in items if isinstance(page, Page) and keys[page.path] not in known}
    PageBody.objects.bulk_create(_body(key, page) for key, page in fresh.items())
    bodies = dict(PageBody.objects.filter(key__in=keys.values()).values_list("key", "pk"))
    release.pages.all().delete()
    ReleasePage.objects.bulk_create(
        ReleasePage(release=release, path=page.path, redirect_to=page.to)
        if isinstance(page, Redirect)
        else ReleasePage(release=release, path=page.path, body_id=bodies[keys[page.path]])
        for page in items
    )


def _body(key: str, page: Page) -> PageBody:
    html = page.html.encode()
    return PageBody(
        key=key,
        etag=hashlib.sha256(html).hexdigest()[:20],
        content_type=page.content_type,
        brotli=brotli.compress(html, quality=BROTLI_QUALITY),
    )
