"""Search: what is found first, what is forgiven, what never happens."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django import Settings

from courses.search import MAX_QUERY, Document, build_index, from_json, search, to_json

DOCUMENTS = [
    Document("lesson", "Data Replication", "9. Databases", "/lessons/data-replication/", "Leaders, followers and lag."),
    Document(
        "section",
        "Quorums by hand",
        "Data Replication",
        "/lessons/data-replication/#quorums",
        "R + W > N reads see the newest write.",
    ),
    Document(
        "section",
        "Lag you can see",
        "Data Replication",
        "/lessons/data-replication/#lag",
        "A follower may be seconds behind.",
    ),
    Document(
        "section", "Failover", "Data Replication", "/lessons/data-replication/#failover", "A follower takes over."
    ),
    Document(
        "section",
        "Topologies",
        "Data Replication",
        "/lessons/data-replication/#topologies",
        "A follower of a follower.",
    ),
    Document(
        "term", "quorum", "Glossary", "/glossary/#quorum", "Replicas that must answer before an operation counts."
    ),
    Document("term", "sloppy quorum", "Glossary", "/glossary/#sloppy-quorum", "A quorum that may count stand-ins."),
    Document(
        "question",
        "What does <script> cost?",
        "FAQ",
        "/faq/#cost",
        "Nothing, & that is the point of consistent hashing.",
    ),
]


@pytest.fixture
def _published(tmp_path: Path, settings: Settings) -> None:
    settings.PAGES_DIR = tmp_path
    build_index(from_json(to_json(DOCUMENTS)), tmp_path / "digest" / "search")
    os.symlink("digest", tmp_path / "current")


def urls(query: str) -> list[str]:
    return [hit.url for hit in search(query).hits]


@pytest.mark.usefixtures("_published")
class TestSearch:
    def test_a_place_named_just_so_comes_first(self) -> None:
        assert urls("quorum")[0] == "/glossary/#quorum"
        assert urls("Sloppy Quorum")[0] == "/glossary/#sloppy-quorum"

    def test_the_last_word_may_be_unfinished(self) -> None:
        assert "/lessons/data-replication/" in urls("data repl")

    def test_typing_slips_are_forgiven(self) -> None:
        assert urls("quarum")[0] == "/glossary/#quorum"
        assert urls("consistnet hashing") == ["/faq/#cost"]

    def test_other_forms_of_a_word_are_found(self) -> None:
        assert "/lessons/data-replication/#failover" in urls("followers taking")

    def test_all_words_or_said_that_it_is_only_some(self) -> None:
        assert not search("newest write").is_loose
        found = search("quorum zebra")
        assert found.is_loose
        assert found.hits

    def test_one_page_does_not_fill_the_list(self) -> None:
        assert sum(url.startswith("/lessons/data-replication/") for url in urls("follower")) == 3

    def test_matches_are_told_apart(self) -> None:
        hit = search("hashing").hits[0]
        assert [piece.text for piece in hit.excerpt if piece.is_match] == ["hashing"]
        assert "".join(piece.text for piece in hit.excerpt) == "Nothing, & that is the point of consistent hashing."

    @pytest.mark.parametrize(
        "odd", ["", "   ", "🙂", '"', "a AND (", "[", "\x00", "*" * 500, "~ ^ \\ /", "title:quorum"]
    )
    def test_odd_input_is_only_words(self, odd: str) -> None:
        assert len(search(odd).query) <= MAX_QUERY

    def test_the_page_escapes_what_was_typed_and_found(self, client: Client) -> None:
        page = client.get("/search/", {"q": "<script>alert(1)</script>"}).content.decode()
        assert "<script>alert" not in page
        assert "&lt;<b>script</b>&gt;" in page

    def test_caches_may_keep_an_answer(self, client: Client) -> None:
        answer = client.get("/search/", {"q": "quorum"})
        assert "public" in answer["Cache-Control"]
        assert "Cookie" not in answer.get("Vary", "")
        assert client.get("/search/", {"q": "quorum"}, headers={"If-None-Match": answer["ETag"]}).status_code == 304

    def test_the_api_gives_the_same_places(self, client: Client) -> None:
        body = client.get("/api/v1/search/", {"q": "quorum"}).json()
        assert [hit["url"] for hit in body["hits"]] == urls("quorum")


@given(words=st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_no_text_breaks_the_search(tmp_path_factory: pytest.TempPathFactory, words: str) -> None:
    root = tmp_path_factory.getbasetemp() / "fuzzed"
    if not root.exists():
        build_index(DOCUMENTS, root / "digest" / "search")
        os.symlink("digest", root / "current")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.PAGES_DIR", root, raising=False)
        for hit in search(words).hits:
            assert hit.url in {one.url for one in DOCUMENTS}


def test_nothing_published_is_nothing_found(tmp_path: Path, settings: Settings) -> None:
    settings.PAGES_DIR = tmp_path
    assert search("quorum").hits == []
