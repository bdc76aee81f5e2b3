"""Stored pages: the right bytes, for everybody the same, and a release swapped under running readers."""

from __future__ import annotations

import gzip
import os
from datetime import UTC, datetime
from pathlib import Path

import brotli
import pytest

from courses.models import PageBody, Release, ReleasePage
from courses.store import PageStore, choose_encoding, write_release

NOW = datetime(2026, 1, 5, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def make_release(digest: str, pages: dict[str, str]) -> Release:
    Release.objects.update(is_current=False)
    release = Release.objects.create(digest=digest, created_at=NOW, is_current=True)
    for path, html in pages.items():
        body = PageBody.objects.create(
            key=f"{digest}{path}"[:64],
            etag=f"{digest}{len(path)}",
            content_type="text/html; charset=utf-8",
            brotli=brotli.compress(html.encode()),
        )
        ReleasePage.objects.create(release=release, path=path, body=body)
    return release


@pytest.fixture
def store(tmp_path: Path) -> PageStore:
    release = make_release("aaa", {"/": "<p>one</p>"})
    ReleasePage.objects.create(release=release, path="/old/", redirect_to="/")
    write_release(release, tmp_path)
    return PageStore(tmp_path)


@pytest.mark.parametrize(
    ("header", "encoding"),
    [
        ("", "identity"),
        ("gzip, deflate, br", "br"),
        ("GZIP", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br; q=0.000", "identity"),
        ("brotli, x-gzip", "identity"),
    ],
)
def test_it_takes_the_best_encoding_that_the_browser_allows(header: str, encoding: str) -> None:
    assert choose_encoding(header) == encoding


def test_every_encoding_says_the_same(store: PageStore) -> None:
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}
    for encoding, function in unpack.items():
        answer = store.respond("GET", "/", encoding, "")
        assert answer is not None
        assert function(answer.body) == b"<p>one</p>"
        assert dict(answer.headers)["Content-Length"] == str(len(answer.body))


def test_a_page_known_to_the_browser_is_not_sent_again(store: PageStore) -> None:
    first = store.respond("GET", "/", "br", "")
    assert first is not None
    again = store.respond("GET", "/", "br", f'"other", {dict(first.headers)["ETag"]}')
    assert again is not None
    assert (again.status, again.body) == (304, b"")


def test_head_has_the_headers_and_no_body(store: PageStore) -> None:
    answer = store.respond("HEAD", "/", "", "")
    assert answer is not None
    assert answer.body == b""
    assert dict(answer.headers)["Content-Length"] == "10"


def test_it_leaves_everything_else_to_django(store: PageStore) -> None:
    assert store.respond("POST", "/", "", "") is None
    assert store.respond("GET", "/nowhere/", "", "") is None


def test_an_old_address_leads_to_the_new_one(store: PageStore) -> None:
    answer = store.respond("GET", "/old/", "", "")
    assert answer is not None
    assert answer.status == 301
    assert ("Location", "/") in answer.headers


def test_it_carries_the_strict_policy(store: PageStore) -> None:
    answer = store.respond("GET", "/", "", "")
    assert answer is not None
    policy = dict(answer.headers)["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


def test_a_new_release_replaces_the_old_within_a_second(
    store: PageStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert store.respond("GET", "/", "", "") is not None
    write_release(make_release("bbb", {"/": "<p>two</p>", "/more/": "x"}), tmp_path)
    clock = [0.0]
    monkeypatch.setattr("courses.store.time.monotonic", lambda: store._looked_at + clock[0])
    before = store.respond("GET", "/", "", "")
    assert before is not None
    assert before.body == b"<p>one</p>"
    clock[0] = 1.01
    after = store.respond("GET", "/", "", "")
    assert after is not None
    assert after.body == b"<p>two</p>"
    assert store.respond("GET", "/old/", "", "") is None


def test_writing_a_release_twice_changes_nothing(tmp_path: Path) -> None:
    release = make_release("ccc", {"/": "x"})
    first = write_release(release, tmp_path)
    stamp = (first / "index.json").stat().st_mtime_ns
    write_release(release, tmp_path)
    assert (first / "index.json").stat().st_mtime_ns == stamp
    assert os.readlink(tmp_path / "current") == "ccc"
    assert not list(tmp_path.glob(".building-*"))


def test_an_empty_node_answers_nothing(tmp_path: Path) -> None:
    assert PageStore(tmp_path).respond("GET", "/", "", "") is None
