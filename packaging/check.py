"""Tries dist/Saddlepoint as a stranger would: moved, without an environment, without Python.

Moves it into a temporary folder whose name has a space, clears the environment, runs --self-check
where no network can be reached (if the system lets us cut it), installs and uninstalls the menu
entry in a home of its own, and opens the window on a virtual display, whose picture is left in
build/window.png. At the end the folder is moved back.
"""

from __future__ import annotations

import os
import select
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "dist" / "Saddlepoint"
PICTURE = ROOT / "build" / "window.png"
SIZE = (1280, 800)
WINDOW_SECONDS = 60
SELF_CHECK_SECONDS = 600

# Run by the Python that checks, never by what is checked: one grab of the display.
LOOK = """
import sys
from PySide6.QtGui import QGuiApplication
application = QGuiApplication(sys.argv[:1])
image = application.primaryScreen().grabWindow(0).toImage()
width, height = image.width(), image.height()
print(len({image.pixel(x, y) for x in range(0, width, 4) for y in range(0, height, 4)}))
image.save(sys.argv[1])
"""


@contextmanager
def elsewhere() -> Iterator[tuple[Path, Path]]:
    """The program in another folder, and an empty home; back at the end."""
    with tempfile.TemporaryDirectory(prefix="saddle point ", dir=ROOT / "build") as place:
        moved, home = Path(place, "Saddlepoint"), Path(place, "home")
        home.mkdir()
        shutil.move(FOLDER, moved)
        try:
            yield moved, home
        finally:
            shutil.move(moved, FOLDER)


@contextmanager
def display() -> Iterator[str]:
    """The name of a display that nobody sees."""
    read, write = os.pipe()
    screen = f"{SIZE[0]}x{SIZE[1]}x24"
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", screen, "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    try:
        ready, _, _ = select.select([read], [], [], 30)
        number = os.read(read, 16).decode().strip() if ready else ""
        if not number:
            raise SystemExit("Xvfb did not start within 30 s")
        yield f":{number}"
    finally:
        os.close(read)
        server.terminate()
        server.wait(10)


def without_network() -> list[str]:
    """The words before a command that cut it off from every network, if the system allows them."""
    words = ["unshare", "--user", "--map-root-user", "--net", "--"]
    try:
        allowed = subprocess.run([*words, "/bin/true"], capture_output=True).returncode == 0
    except OSError:
        allowed = False
    return words if allowed else []


def self_check(program: Path, home: Path) -> None:
    """Every experiment and panel once."""
    cut = without_network()
    print(f"self-check, {'without any network' if cut else 'the network could not be cut off'}:")
    began = time.monotonic()
    command = [*cut, program, "--self-check"]
    subprocess.run(
        command, env={"HOME": str(home)}, cwd="/", check=True, timeout=SELF_CHECK_SECONDS
    )
    print(f"self-check: {time.monotonic() - began:.1f} s\n")


def menu(folder: Path, home: Path) -> None:
    """In and out of the menu of a home of its own; nothing is left behind."""
    environment = {"HOME": str(home), "PATH": "/usr/bin:/bin"}
    before = set(home.rglob("*"))
    subprocess.run([folder / "install.sh"], env=environment, check=True)
    entry = home / ".local/share/applications/saddlepoint.desktop"
    text = entry.read_text(encoding="utf-8")
    if f'Exec="{folder}/Saddlepoint"' not in text or "@" in text:
        raise SystemExit(f"{entry} does not start {folder}/Saddlepoint:\n{text}")
    if shutil.which("desktop-file-validate"):
        subprocess.run(["desktop-file-validate", entry], check=True)
    subprocess.run([folder / "uninstall.sh"], env=environment, check=True)
    left = [path for path in set(home.rglob("*")) - before if path.name.startswith("saddlepoint")]
    if left:
        raise SystemExit(f"uninstall.sh left {left}")
    print("menu entry: in and out\n")


def window(program: Path, home: Path) -> None:
    """Open it, wait until the display shows a picture of many colors, and keep that."""
    with display() as name:
        looker = {**os.environ, "DISPLAY": name, "QT_QPA_PLATFORM": "xcb"}
        began = time.monotonic()
        running = subprocess.Popen(
            [program], env={"HOME": str(home), "DISPLAY": name, "LANG": "C.UTF-8"}, cwd="/"
        )
        try:
            colors = 0
            while colors < 100 and time.monotonic() - began < WINDOW_SECONDS:
                if running.poll() is not None:
                    raise SystemExit(f"the window ended with status {running.returncode}")
                colors = look(looker)
            if colors < 100:
                raise SystemExit(f"the display shows {colors} colors after {WINDOW_SECONDS} s")
            print(f"window: {colors} colors after {time.monotonic() - began:.1f} s")
            time.sleep(10)  # what is kept shall show the first experiment, finished
            look(looker)
            if running.poll() is not None:
                raise SystemExit(f"the window ended with status {running.returncode}")
        finally:
            running.terminate()
            running.wait(20)
    print(f"picture: {PICTURE}")


def look(environment: dict[str, str]) -> int:
    """Grab the display into PICTURE; how many colors it shows."""
    command = [sys.executable, "-c", LOOK, str(PICTURE)]
    grabbed = subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=60, check=True
    )
    return int(grabbed.stdout)


def main() -> int:
    """All of it; the exit status."""
    if not FOLDER.is_dir():
        print(f"There is no {FOLDER}: 'python3 dev.py package' builds it.")
        return 1
    if sys.platform != "linux":
        return subprocess.run([FOLDER / "Saddlepoint", "--self-check"]).returncode
    with elsewhere() as (folder, home):
        self_check(folder / "Saddlepoint", home)
        menu(folder, home)
        window(folder / "Saddlepoint", home)
    return 0


if __name__ == "__main__":
    sys.exit(main())
