"""Benchmarks measure every panel."""

from __future__ import annotations

from pathlib import Path

from benchmarks import response, stalls
from benchmarks.__main__ import BENCHMARKS
from benchmarks.stage import KEYS, MAIN_PAGES


def test_every_panel_has_something_to_move_and_to_choose() -> None:
    assert set(KEYS) == set(stalls.MOVES) == set(stalls.CHOICES) == set(response.CHANGES)
    assert set(MAIN_PAGES) <= set(KEYS)


def test_every_benchmark_is_a_module() -> None:
    found = {path.stem for path in Path(stalls.__file__).parent.glob("*.py")}
    assert set(BENCHMARKS) <= found
