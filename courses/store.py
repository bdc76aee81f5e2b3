"""Stored pages: a release's bytes on this node's disk and in memory, served without the database.

`write_release` puts a release into `PAGES_DIR/<digest>/` and swaps the `current` link; `PageStore` notices the swap
within a second and answers requests from memory. Both the WSGI and the ASGI front (`config/pages.py`) and Django's own
view (`courses.views.stored_page`) answer through `PageStore.respond`.
"""

from __future__ import annotations

import contextlib
import gzip
import json
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from http import HTTPStatus
from pathlib import Path

import brotli
from django.conf import settings

from courses.models import Release, ReleasePage
from courses.search import build_index, from_json
from courses.search.index import FOLDER as SEARCH_FOLDER

LOOK_AGAIN_SECONDS = 1.0
KEEP_OLD_SECONDS = 24 * 3600
CACHE_CONTROL = "public, max-age=0, s-maxage=60, stale-while-revalidate=86400"

Headers = list[tuple[str, str]]


@dataclass(frozen=True)
class Answer:
    """A whole answer. Made once a release and sent as it is, so the servers' forms of it are kept too."""

    status: int
    headers: Headers
    body: bytes

    @cached_property
    def status_line(self) -> str:
        return f"{self.status} {HTTPStatus(self.status).phrase}"

    @cached_property
    def raw_headers(self) -> list[tuple[bytes, bytes]]:
        return [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in self.headers]


@dataclass(frozen=True)
class StoredPage:
    etag: str
    content_type: str
    bodies: Mapping[str, bytes]
    """Encoding (`br`, `gzip`, `identity`) → bytes."""
    redirect_to: str = ""

    @cached_property
    def tag(self) -> str:
        return f'W/"{self.etag}"'

    @cached_property
    def shared_headers(self) -> Headers:
        return [("ETag", self.tag), ("Cache-Control", CACHE_CONTROL), ("Vary", "Accept-Encoding"), *security_headers()]

    @cached_property
    def moved(self) -> Answer:
        return Answer(301, [("Location", self.redirect_to), ("Content-Length", "0")], b"")

    @cached_property
    def not_modified(self) -> Answer:
        return Answer(304, self.shared_headers, b"")

    @cached_property
    def whole(self) -> dict[str, Answer]:
        """Encoding → the answer with its body."""
        return {encoding: self._whole(encoding, body) for encoding, body in self.bodies.items()}

    def _whole(self, encoding: str, body: bytes) -> Answer:
        headers = [*self.shared_headers, ("Content-Type", self.content_type), ("Content-Length", str(len(body)))]
        if encoding != "identity":
            headers.append(("Content-Encoding", encoding))
        return Answer(200, headers, body)


def security_headers() -> Headers:
    """What Django's middleware would add, for answers that never reach Django."""
    headers = [
        ("Content-Security-Policy", settings.CONTENT_SECURITY_POLICY),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", settings.SECURE_REFERRER_POLICY),
        ("X-Frame-Options", settings.X_FRAME_OPTIONS),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ]
    if settings.SECURE_HSTS_SECONDS:
        headers.append(("Strict-Transport-Security", f"max-age={settings.SECURE_HSTS_SECONDS}"))
    return headers


@lru_cache(maxsize=256)
def choose_encoding(accepted: str) -> str:
    """The best stored encoding that an Accept-Encoding header allows."""
    offered: dict[str, bool] = {}
    for item in accepted.lower().split(","):
        name, _, parameters = item.strip().partition(";")
        offered[name.strip()] = parameters.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return next((name for name in ("br", "gzip") if offered.get(name)), "identity")


def write_release(release: Release, root: Path | None = None) -> Path:
    """Write the pages and the search index of a release to this node's disk and make them current. Idempotent."""
    root = root or Path(settings.PAGES_DIR)
    root.mkdir(parents=True, exist_ok=True)
    target = root / release.digest
    if not (target / "index.json").exists():
        rows = ReleasePage.objects.filter(release=release).select_related("body")
        building = Path(tempfile.mkdtemp(prefix=".building-", dir=root))
        _write_pages(rows, building, known=root / "current")
        with contextlib.suppress(OSError):  # another process was faster with the same digest
            building.rename(target)
        shutil.rmtree(building, ignore_errors=True)
    _swap_current(root, release.digest)
    _write_index(release, target)
    _drop_old(root, keep=release.digest)
    return target


def _write_index(release: Release, target: Path) -> None:
    """After the pages: until it stands, searches go on in the index of the release before."""
    if release.documents is None or (target / SEARCH_FOLDER).exists():
        return
    text = brotli.decompress(bytes(release.documents.brotli)).decode()
    building = Path(tempfile.mkdtemp(prefix=".index-", dir=target))
    build_index(from_json(text), building)
    with contextlib.suppress(OSError):  # another process was faster
        building.rename(target / SEARCH_FOLDER)
    shutil.rmtree(building, ignore_errors=True)


def _write_pages(rows: Iterable[ReleasePage], folder: Path, *, known: Path) -> None:
    """The bytes of each page; those that the folder `known` has already are the same files."""
    index: dict[str, dict[str, str]] = {}
    for row in rows:
        if row.body is None:
            index[row.path] = {"redirect_to": row.redirect_to}
            continue
        if not _link_known(known, folder, row.body.etag):
            compressed = bytes(row.body.brotli)
            (folder / f"{row.body.etag}.br").write_bytes(compressed)
            (folder / f"{row.body.etag}.gz").write_bytes(gzip.compress(brotli.decompress(compressed), 6, mtime=0))
        index[row.path] = {"etag": row.body.etag, "content_type": row.body.content_type}
    (folder / "index.json").write_text(json.dumps(index), encoding="utf-8")


def _link_known(known: Path, folder: Path, etag: str) -> bool:
    try:
        for name in (f"{etag}.br", f"{etag}.gz"):
            os.link(known / name, folder / name)
    except FileExistsError:
        return True  # two addresses with one body
    except OSError:
        return False
    return True


def _swap_current(root: Path, digest: str) -> None:
    link = root / "current"
    if link.is_symlink() and os.readlink(link) == digest:
        return
    fresh = root / f".current-{os.getpid()}-{threading.get_ident()}"
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(digest)
    fresh.replace(link)


def _drop_old(root: Path, keep: str) -> None:
    limit = time.time() - KEEP_OLD_SECONDS
    for folder in root.iterdir():
        if folder.is_dir() and not folder.is_symlink() and folder.name != keep and folder.stat().st_mtime < limit:
            shutil.rmtree(folder, ignore_errors=True)


def sync_current_release() -> None:
    """Bring this node's disk up to the database's current release, if it is behind."""
    release = Release.objects.filter(is_current=True).only("digest").first()
    if release is None:
        return
    link = Path(settings.PAGES_DIR) / "current"
    if not (link.is_symlink() and os.readlink(link) == release.digest and (link / "index.json").exists()):
        write_release(release)


class PageStore:
    """The current release in memory. Safe to share between threads: a reload swaps one reference."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._digest = ""
        self._pages: dict[str, StoredPage] = {}
        self._looked_at = 0.0

    def find(self, path: str) -> StoredPage | None:
        if time.monotonic() - self._looked_at > LOOK_AGAIN_SECONDS:
            self._look()
        return self._pages.get(path)

    def look_again(self) -> None:
        """Notice a new release now rather than within a second."""
        self._look()

    def _look(self) -> None:
        self._looked_at = time.monotonic()
        try:
            digest = os.readlink(self._root / "current")
        except OSError:
            self._digest, self._pages = "", {}
            return
        if digest != self._digest:
            self._pages = _read_pages(self._root / digest)
            self._digest = digest

    def respond(self, method: str, path: str, accept_encoding: str, if_none_match: str) -> Answer | None:
        """The whole answer for a stored page, or None if the path isn't one."""
        if method not in {"GET", "HEAD"}:
            return None
        page = self.find(path)
        if page is None:
            return None
        if page.redirect_to:
            return page.moved
        if if_none_match and page.tag in [tag.strip() for tag in if_none_match.split(",")]:
            return page.not_modified
        answer = page.whole[choose_encoding(accept_encoding)]
        return answer if method == "GET" else Answer(answer.status, answer.headers, b"")


def _read_pages(folder: Path) -> dict[str, StoredPage]:
    index = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    pages: dict[str, StoredPage] = {}
    for path, entry in index.items():
        if "redirect_to" in entry:
            pages[path] = StoredPage("", "", {}, entry["redirect_to"])
            continue
        compressed = (folder / f"{entry['etag']}.br").read_bytes()
        bodies = {
            "br": compressed,
            "gzip": (folder / f"{entry['etag']}.gz").read_bytes(),
            "identity": brotli.decompress(compressed),
        }
        pages[path] = StoredPage(entry["etag"], entry["content_type"], bodies)
    return pages


_stores: dict[str, PageStore] = {}


def page_store() -> PageStore:
    """The store of this process for the configured folder."""
    root = str(settings.PAGES_DIR)
    return _stores.setdefault(root, PageStore(Path(root)))
