"""Fresh processes: what they print, and which modules they have loaded."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def printed(code: str) -> str:
    """What a fresh process prints that runs ``code`` with every warning an error."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def loaded(modules: list[str], watched: list[str]) -> list[str]:
    """Which of ``watched`` are loaded once ``modules`` are imported."""
    return printed(
        f"import importlib, sys\n"
        f"for name in {modules!r}: importlib.import_module(name)\n"
        f"print(*(name for name in {watched!r} if name in sys.modules))"
    ).split()
