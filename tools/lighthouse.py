"""`make lighthouse`: Lighthouse's mobile preset over the course, a lesson and interviews, RUNS times each.

Times depend on what else the machine does: the best of several runs is the page's, the range says how far to trust it.
It also weighs the HTML without figures, the styles and the scripts of the lesson, as brotli sends them.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path
from typing import Any

import brotli

from tools.served import FLAGS, ROOT, find_chromium, serve

PAGES = {
    "course": "/",
    "lesson": "/lessons/core-concepts-refresher-map/",
    "interviews": "/interviews/",
    "interview": "/interviews/chatgpt/",
}
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
LIGHTHOUSE = "lighthouse@13.0.1"
LEAST_SCORE, MOST_LCP_MS, MOST_SHIFT, MOST_BYTES = 98, 1800, 0.01, 60_000


def measure(address: str) -> dict[str, float]:
    """Scores 0-100 by category, `lcp` in ms and `cls`."""
    with tempfile.NamedTemporaryFile(suffix=".json") as report:
        command = ["npx", "--yes", LIGHTHOUSE, address, "--quiet", "--output=json", f"--output-path={report.name}"]
        command += [f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags=--headless=new {' '.join(FLAGS)}"]
        environment = {**os.environ, "CHROME_PATH": find_chromium()}
        for is_last in (False, True):  # on a busy machine Chrome sometimes gives up on a page before it comes
            if subprocess.run(command, check=is_last, cwd=ROOT, env=environment).returncode == 0:
                break
        told: dict[str, Any] = json.loads(Path(report.name).read_text(encoding="utf-8"))
    scores = {name: round(told["categories"][name]["score"] * 100) for name in CATEGORIES}
    audits = told["audits"]
    for name in (ref["id"] for key in CATEGORIES for ref in told["categories"][key]["auditRefs"] if ref["weight"]):
        if audits[name]["score"] is not None and audits[name]["score"] < 0.9 and name != "speed-index":
            sys.stdout.write(f"    {name}: {audits[name].get('displayValue') or audits[name]['title']}\n")
    return {
        **scores,
        "lcp": audits["largest-contentful-paint"]["numericValue"],
        "cls": audits["cumulative-layout-shift"]["numericValue"],
    }


def weigh(site: str, path: str) -> dict[str, int]:
    """Bytes as brotli sends them: `html` without figures, `css` and `js` with what scripts import at once."""
    html = fetch(site + path).decode()
    text = re.sub(r"<(figure|svg|tradeoff-[a-z]+)\b.*?</\1>", "", html, flags=re.DOTALL)
    css = set(re.findall(r'<link rel="stylesheet" href="([^"]+)"', html))
    scripts = set(re.findall(r'<(?:script[^>]* src|meta name="module" content)="([^"]+)"', html))
    waiting = list(scripts)
    while waiting:
        address = waiting.pop()
        source = fetch(site + address).decode()
        folder = address.rpartition("/")[0]
        for name in re.findall(r'(?:from|import)\s*"(\.[^"]+)"', source):
            found = os.path.normpath(f"{folder}/{name}")
            if found not in scripts:
                scripts.add(found)
                waiting.append(found)
    return {
        "html": len(brotli.compress(text.encode(), quality=11)),
        "css": sum(len(brotli.compress(fetch(site + one), quality=11)) for one in css),
        "js": sum(len(brotli.compress(fetch(site + one), quality=11)) for one in scripts),
    }


def fetch(address: str) -> bytes:
    with urllib.request.urlopen(address) as answer:
        body: bytes = answer.read()
    return body


def judge(name: str, runs: list[dict[str, float]]) -> bool:
    best = {key: max(run[key] for run in runs) for key in CATEGORIES}
    lcp, cls = [run["lcp"] for run in runs], [run["cls"] for run in runs]
    words = ", ".join(f"{key} {best[key]:.0f} ({min(run[key] for run in runs):.0f} at least)" for key in CATEGORIES)
    sys.stdout.write(f"{name}: {words}; LCP {min(lcp):.0f} to {max(lcp):.0f} ms, CLS {max(cls):.3f}\n")
    sys.stdout.flush()
    return min(best.values()) >= LEAST_SCORE and min(lcp) <= MOST_LCP_MS and max(cls) <= MOST_SHIFT


def main() -> int:
    count = int(os.environ.get("RUNS", "3"))
    with tempfile.TemporaryDirectory(prefix="tradeoff-look-") as folder, serve(Path(folder)) as site:
        weight = weigh(site, PAGES["lesson"])
        total = sum(weight.values())
        sys.stdout.write(f"lesson: {weight}, together {total / 1000:.1f} kB\n")
        fine = [judge(name, [measure(site + path) for _ in range(count)]) for name, path in PAGES.items()]
    return 0 if all(fine) and total <= MOST_BYTES else 1


if __name__ == "__main__":
    sys.exit(main())
