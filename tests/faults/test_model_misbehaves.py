"""A model server, a process of its own, does everything wrong; a real worker makes up no grade and loses no call."""

from __future__ import annotations

import pytest

from tests.faults.conftest import Site
from tests.faults.test_worker_kill import child, use_model, wait_until_ended, worker
from tests.model_process import started

pytestmark = pytest.mark.faults

ENDS = {
    # What the process does: state of the grading in the end, and the calls in its ledger.
    "slow x1": ("graded", {"closed": 1}),
    "busy x2": ("graded", {"failed": 2, "closed": 1}),
    "broken x2": ("graded", {"failed": 2, "closed": 1}),
    "page x1": ("graded", {"failed": 1, "closed": 1}),
    "gone x1": ("graded", {"failed": 1, "closed": 1}),
    "hang x1": ("graded", {"failed": 1, "closed": 1}),
    "trickle x1": ("graded", {"failed": 1, "closed": 1}),
    "cut x2": ("graded", {"closed": 3}),
    "schema x2": ("graded", {"closed": 3}),
    "ids x2": ("graded", {"closed": 3}),
    "quotes x2": ("graded", {"closed": 3}),
    "schema x9": ("needs_review", {"closed": 3}),
    "quotes x9": ("needs_review", {"closed": 3}),
}


def test_whatever_the_server_does_each_grading_ends_honestly(site: Site) -> None:
    with started() as model:
        use_model(site, model)
        site.run("-m", "tests.faults.grader", "order", *ENDS)
        with worker(site), child(site, "manage.py", "sweep", "--forever"):
            found = wait_until_ended(site, len(ENDS), seconds=240)
        requests = model.seen()["all"]
    ends = dict(zip(ENDS, ((run["state"], run["calls"]) for run in found["runs"]), strict=True))
    assert ends == ENDS
    assert sum(found["calls"].values()) == requests, "nobody was asked without a row, and none was asked twice"
    assert found["spent"] == found["due"]
    for run, total, verdicts in zip(found["runs"], found["totals"], found["verdicts"], strict=True):
        is_graded = run["state"] == "graded"
        assert (total, verdicts) == ((75.0, 3) if is_graded else (None, 0)), run
        assert is_graded or run["note"]
