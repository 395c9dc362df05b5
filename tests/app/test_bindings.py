"""What is left out of the bindings at the start, and that nobody misses it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

MIRRORS = """
from app import bindings
bindings.prepare()
import pyqtgraph.Qt
import PySide6
for module in ("QtCore", "QtGui", "QtWidgets"):
    source, mirror = getattr(PySide6, module), getattr(pyqtgraph.Qt, module)
    print(module, len(vars(mirror)), len(dir(source)))
    for name in dir(source):
        if not name.startswith("__"):
            assert getattr(mirror, name) is getattr(source, name), name
    assert mirror.__name__ == "pyqtgraph.Qt." + module
    assert set(dir(source)) - set(dir(mirror)) == set()
assert pyqtgraph.Qt.QtGui.QFileSystemModel
"""

SOURCES = """
import linecache
from app import bindings
bindings.prepare()
import app.application
print(len(linecache.cache))
"""


def test_pyqtgraph_finds_every_name_of_qt_and_copies_few() -> None:
    """A pyqtgraph that copies in another way is noticed here."""
    for line in _printed(MIRRORS).splitlines():
        _, copied, there = line.split()
        assert int(copied) < int(there) / 2
        assert int(there) > 200


def test_pyside_reads_no_sources() -> None:
    """A PySide6 in which the switch is elsewhere is noticed here."""
    assert int(_printed(SOURCES)) < 50, "four hundred and seven, were they read"


def _printed(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
