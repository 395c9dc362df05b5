"""The real window on a real (virtual) display: main.py, the xcb platform, and pixels."""

from __future__ import annotations

import os
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.patience import SECONDS

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Xvfb is of Linux")

LOOK = """
import sys
from PySide6.QtGui import QGuiApplication
application = QGuiApplication(sys.argv)
image = application.primaryScreen().grabWindow(0).toImage()
print(len({image.pixel(x, y) for x in range(0, image.width(), 4)
           for y in range(0, image.height(), 4)}))
"""


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    """A display that nobody sees; its own number, so that several can live beside each other."""
    if shutil.which("Xvfb") is None:
        pytest.fail("Xvfb is missing: 'python3 dev.py test' brings it (the package xvfb)")
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1400x900x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    try:
        ready, _, _ = select.select([read], [], [], 30)
        number = os.read(read, 16).decode().strip() if ready else ""
        if not number:
            pytest.fail("Xvfb did not start within 30 s")
        yield f":{number}"
    finally:
        os.close(read)
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait(10)


@pytest.fixture
def environment(display, tmp_path):
    """A person's first day: a display, and a home with nothing in it."""
    hidden = ("WAYLAND_DISPLAY", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")
    kept = {name: value for name, value in os.environ.items() if name not in hidden}
    return {
        **kept,
        "DISPLAY": display,
        "QT_QPA_PLATFORM": "xcb",
        "HOME": str(tmp_path),
        "LANG": "C.UTF-8",
        "PYTHONIOENCODING": "utf-8",
    }


def test_a_person_uses_the_window(environment, tmp_path):
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("real_window.py"))],
        cwd=ROOT,
        env={**environment, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        encoding="utf-8",
    )
    said = done.stdout + done.stderr
    assert done.stdout.splitlines()[-1:] == ["OK"], said
    assert done.returncode == 0, said
    assert "Traceback" not in done.stderr, said
    assert [line for line in done.stderr.splitlines() if "QThread" in line] == []
    settings = list((tmp_path / ".config").rglob("*.conf"))
    assert settings, "the window left no settings in its home"


def test_main_py_shows_its_window(environment):
    """No help from inside: the program is started, and only the display is looked at."""
    window = subprocess.Popen(
        [sys.executable, "main.py"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        seen = 0
        deadline = time.monotonic() + 60
        while seen < 100 and time.monotonic() < deadline:
            assert window.poll() is None, window.communicate(timeout=10)[1]
            look = subprocess.run(
                [sys.executable, "-c", LOOK],
                cwd=ROOT,
                env=environment,
                capture_output=True,
                text=True,
                timeout=30,
            )
            assert look.returncode == 0, look.stderr
            seen = int(look.stdout)
        assert seen >= 100
        assert window.poll() is None
    finally:
        window.terminate()
        try:
            window.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            window.kill()
            window.communicate(timeout=20)
