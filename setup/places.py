"""Where things lie: all beside dev.py."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "saddlepoint.json"
LOCK = ROOT / "requirements.lock"
PROJECT = ROOT / "pyproject.toml"
MAIN = ROOT / "main.py"
GALLERY = ROOT / "gallery"
BUILD_PACKAGE = ROOT / "packaging" / "build.py"
CHECK_PACKAGE = ROOT / "packaging" / "check.py"
