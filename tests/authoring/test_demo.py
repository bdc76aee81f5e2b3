"""The demonstration: four graded attempts, made by the real services, and no page seen empty only."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from authoring.demo import PASSWORD, fill_demo
from authoring.publishing import publish


@pytest.mark.django_db(transaction=True)
def test_it_fills_the_pages_with_a_learner() -> None:
    now = timezone.now()
    publish(content_dir=settings.CONTENT_DIR, now=now, by="test")
    learner = fill_demo(now=now)
    states = list(learner.attempts.values_list("state", flat=True))
    assert states == ["graded"] * 4
    whole = learner.attempts.filter(is_drill=False).select_related("run").order_by("started_at")
    totals = [attempt.run.result["total"] for attempt in whole if attempt.run]
    assert len(totals) == 3
    assert totals == sorted(totals)
    client = Client()
    assert client.login(email=learner.email, password=PASSWORD)
    page = client.get("/learn/")
    assert page.status_code == 200
    assert "Design ChatGPT" in page.content.decode()


def test_it_never_touches_a_real_database() -> None:
    with pytest.raises(CommandError, match="make demo"):
        call_command("make_demo")
