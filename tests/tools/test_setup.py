"""`tools/setup.py`: what can go wrong on a fresh machine gets one sentence."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.conf import settings


@pytest.fixture
def setup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location("setup_under_test", Path(settings.BASE_DIR) / "tools" / "setup.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "ROOT", str(tmp_path))
    monkeypatch.setattr(module, "STAMPS", str(tmp_path / "stamps.json"))
    return module


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("ERROR: Could not find a version that satisfies the requirement Django", "registry can't be reached"),
        ("npm error code ENOTFOUND", "registry can't be reached"),
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
        ("SyntaxError: invalid syntax", ""),
    ],
)
def test_it_explains_the_usual_causes(setup: ModuleType, output: str, words: str) -> None:
    said = setup.explain(output)
    assert words in said
    assert bool(said) == bool(words)


def test_an_old_python_is_told_so(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
    with pytest.raises(setup.Stop, match=r"needs Python 3\.11 or newer; this is 3\.9"):
        setup.check_python()


def test_a_missing_venv_module_names_the_package(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    with pytest.raises(setup.Stop, match="python3-venv"):
        setup.check_python()


def test_a_small_disk_is_seen_before_anything_is_downloaded(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    class Usage:
        free = 100 * 2**20

    monkeypatch.setattr(setup.shutil, "disk_usage", lambda _: Usage)
    with pytest.raises(setup.Stop, match="Only 100 MB are free"):
        setup.check_disk()


def test_a_step_runs_again_only_when_what_it_is_made_from_changed(setup: ModuleType, tmp_path: Path) -> None:
    source, runs = tmp_path / "source", []

    def go() -> Any:
        setup.step("A step", "a", ["source"], lambda: runs.append(1))

    source.write_text("one")
    go()
    go()
    assert len(runs) == 1
    source.write_text("two")
    go()
    assert len(runs) == 2


def test_a_step_that_failed_runs_again(setup: ModuleType, tmp_path: Path) -> None:
    def fail() -> None:
        raise setup.Stop("no")

    with pytest.raises(setup.Stop):
        setup.step("A step", "a", [], fail)
    runs: list[int] = []
    setup.step("A step", "a", [], lambda: runs.append(1))
    assert runs == [1]
