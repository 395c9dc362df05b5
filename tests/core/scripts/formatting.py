"""How a script's text is held to its form."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from core.scripts.writing import WIDTH


def reformatted(folder: Path) -> str:
    """What a formatter would change."""
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "format", "--isolated", "--diff",
         f"--line-length={WIDTH}", str(folder)],
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    return done.stdout
