"""`make bench`: the hot paths, measured; prints a table and writes var/bench.json.

Ratios within one run are what counts: absolute figures belong to the machine they were measured on.
"""

import json
import os
import sys
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402 - needs the apps to be ready

from bench import drafts, model_calls, pages, publishing, search  # noqa: E402


def main() -> None:
    wanted = sys.argv[1:] or ["pages", "publishing", "search", "drafts", "model_calls"]
    parts = {
        "pages": pages.measure,
        "publishing": publishing.measure,
        "search": search.measure,
        "drafts": drafts.measure,
        "model_calls": model_calls.measure,
    }
    figures = {name: parts[name]() for name in wanted}
    target = Path(settings.DATA_DIR) / "bench.json"
    target.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(figures, indent=2))
    print(f"written to {target.relative_to(Path.cwd())}")


if __name__ == "__main__":
    main()
