"""Whether a display is there, asked before Qt would end the program."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from app import display

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="about Linux's displays")


@pytest.fixture
def named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """No display is named yet."""
    for name in display.NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    return monkeypatch


@pytest.mark.usefixtures("named")
def test_a_display_that_nobody_names_is_none() -> None:
    assert display.fault() == "neither DISPLAY nor WAYLAND_DISPLAY is set"


@pytest.mark.parametrize("name", display.NAMES)
def test_a_display_where_nobody_answers_is_none(named: pytest.MonkeyPatch, name: str) -> None:
    named.setenv(name, ":999")
    assert display.fault() == f"nobody answers at {name}=:999"


def test_one_that_answers_is_enough(named: pytest.MonkeyPatch) -> None:
    named.setenv("DISPLAY", ":999")
    named.setenv("WAYLAND_DISPLAY", ":999")
    assert display.fault() == "nobody answers at DISPLAY=:999 and WAYLAND_DISPLAY=:999"
    named.setattr(display, "_wayland_answers", lambda: True)
    assert display.fault() == ""


def test_without_the_libraries_nobody_knows(named: pytest.MonkeyPatch) -> None:
    def load(library: str) -> None:
        raise OSError(library)

    named.setenv("DISPLAY", ":999")
    named.setattr(ctypes, "CDLL", load)
    assert display.fault() == ""


class Library:
    """libxcb, with a server that answers or does not."""

    def __init__(self, fault: int) -> None:
        self.calls: list[str] = []
        self.fault = fault

    def __getattr__(self, name: str) -> Callable[..., int]:
        def call(*_: object) -> int:
            self.calls.append(name)
            return self.fault if name == "xcb_connection_has_error" else 1

        setattr(self, name, call)
        return call


@pytest.mark.parametrize("fault", [0, 1])
def test_the_connection_to_a_server_that_answers_stays(
    named: pytest.MonkeyPatch, fault: int
) -> None:
    """An Xvfb whose only client hangs up starts anew, and Qt would find nobody there."""
    library = Library(fault)
    named.setenv("DISPLAY", ":999")
    named.setattr(ctypes, "CDLL", lambda name: library)
    assert bool(display.fault()) == bool(fault)
    assert ("xcb_disconnect" in library.calls) == bool(fault)


def test_the_window_says_that_nobody_answers() -> None:
    """Qt would abort, and blame a library."""
    environment = {k: v for k, v in os.environ.items() if k != "QT_QPA_PLATFORM"}
    done = subprocess.run(
        [sys.executable, "main.py"],
        cwd=ROOT,
        env={**environment, "DISPLAY": ":999"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("saddlepoint: there is no display (nobody answers at DISPLAY=")
    assert len(done.stderr.splitlines()) == 1
