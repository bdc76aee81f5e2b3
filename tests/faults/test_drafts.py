"""Saving while servers are killed: what was acknowledged is there afterwards, each text of it."""

from __future__ import annotations

import hashlib
import json
import threading
import time
import urllib.error
import urllib.request
from typing import Any

import pytest

from tests.faults.candidate import CSRF
from tests.faults.conftest import Site

pytestmark = pytest.mark.faults
KILLS = 3
PEOPLE = 4
PAUSE_SECONDS = 0.12
"""Between two saves of one person: just below what the throttle allows, far above what a page does."""


class Typist(threading.Thread):
    """Types on and saves, as the room's script does: one save at a time, the same one again until it is answered."""

    def __init__(self, site: Site, person: dict[str, Any], step: str) -> None:
        super().__init__(daemon=True)
        self.url = f"{site.address}/api/v1/attempts/{person['id']}/drafts/{step}/"
        self.cookie = person["cookie"]
        self.client = f"tab-{step}"
        self.acknowledged: dict[int, str] = {}
        self.refusals: list[str] = []
        self.failures = 0
        self.done = threading.Event()

    def run(self) -> None:
        rev, number, text = 0, 0, ""
        while not self.done.is_set():
            number += 1
            text += f"Sentence {number}. "
            answer = self.save(text, rev, number)
            if answer is not None:
                rev = answer["rev"]
                assert answer["digest"] == hashlib.sha256(text.encode()).hexdigest()
                self.acknowledged[rev] = text
            time.sleep(PAUSE_SECONDS)

    def save(self, text: str, rev: int, number: int) -> dict[str, Any] | None:
        body = {"text": text, "base_rev": rev, "client_id": self.client, "client_seq": number}
        headers = {"Cookie": self.cookie, "X-CSRFToken": CSRF, "Content-Type": "application/json"}
        while not self.done.is_set():
            request = urllib.request.Request(self.url, json.dumps(body).encode(), headers, method="PUT")
            try:
                with urllib.request.urlopen(request, timeout=10) as answer:
                    return dict(json.load(answer))
            except urllib.error.HTTPError as refusal:
                self.refusals.append(f"{refusal.code} {refusal.read()[:200]!r}")
                return None
            except OSError:  # killed: no answer, and nobody knows whether it was stored
                self.failures += 1
                time.sleep(0.05)
        return None


def test_a_server_killed_while_saving_loses_no_acknowledged_text(site: Site) -> None:
    people = site.start_attempts(PEOPLE)
    site.serve()
    typists = [Typist(site, person, "estimation") for person in people]
    for typist in typists:
        typist.start()
    for _ in range(KILLS):
        count = sum(len(typist.acknowledged) for typist in typists)
        wait_for(lambda count=count: sum(len(one.acknowledged) for one in typists) > count + 20)
        site.kill()
        site.serve()
    time.sleep(1)
    for typist in typists:
        typist.done.set()
    for typist in typists:
        typist.join(15)
    for stored, typist in zip(site.read_attempts(people), typists, strict=True):
        history = {int(rev): text for rev, text in stored["history"]["estimation"].items()}
        assert not typist.refusals, "going on after a lost answer is never a conflict"
        assert typist.failures > 0, "it was really killed in the middle"
        assert {rev: history[rev] for rev in typist.acknowledged} == typist.acknowledged
        assert stored["drafts"]["estimation"].startswith(typist.acknowledged[max(typist.acknowledged)])
        assert list(history) == list(range(1, len(history) + 1)), "nothing was stored twice, nothing left out"


def test_an_attempt_ends_at_its_deadline_with_no_page_open_and_no_server(site: Site) -> None:
    (person,) = site.start_attempts(1, minutes_ago=44)
    site.serve()
    typist = Typist(site, person, "requirements")
    assert typist.save("Chat for many.", 0, 1) is not None
    assert typist.save("x" * 10_000_000, 1, 2) is None
    assert typist.refusals[0].startswith("413"), "a sentence, not a broken connection"
    site.kill()
    site.run("-c", SHORTEN, person["id"])
    site.manage("sweep")
    (stored,) = site.read_attempts([person])
    assert stored["state"] == "grading"
    assert stored["ended_at_deadline"]
    assert stored["submitted"]["requirements"] == "Chat for many."


SHORTEN = """
import sys, django
from datetime import timedelta
django.setup()
from django.utils import timezone
from mock_interviews.models import GRACE, Attempt
deadline = timezone.now() - timedelta(minutes=1)
Attempt.objects.filter(public_id=sys.argv[1]).update(deadline_at=deadline, closes_at=deadline + GRACE)
"""


def wait_for(condition: Any, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it took too long"
        time.sleep(0.02)
