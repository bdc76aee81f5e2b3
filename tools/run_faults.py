"""`make faults`: the long tests that kill real processes, with files as broker, then with PostgreSQL and Redis."""

from __future__ import annotations

import shutil
import sys

from run_tests import Tally, find_postgres, run_group, say, throwaway_services

FAULTS = ["tests/faults", "-m", "faults", "--durations=8"]


def main() -> int:
    tally = Tally()
    run_group(tally, "Faults, SQLite and a broker of files", FAULTS, FAULTS="all")
    postgres, redis = find_postgres(), shutil.which("redis-server")
    if postgres and redis:
        with throwaway_services(postgres, redis) as urls:
            run_group(tally, "Faults, PostgreSQL + Redis", FAULTS, FAULTS="all", **urls)
    else:
        say("NOT RUN: PostgreSQL and Redis (apt-get install postgresql redis-server)")
    for title, seconds in tally.times:
        say(f"  {seconds:7.1f} s  {title}")
    say(f"{tally.passed} passed, {tally.failed} failed, {tally.skipped} skipped")
    return 1 if tally.failed or not tally.passed else 0


if __name__ == "__main__":
    sys.exit(main())
