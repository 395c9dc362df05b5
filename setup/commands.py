"""dev.py's commands, and how its words are understood."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from app.verbs import ask_for_the_window
from setup import whole
from setup.places import BUILD_PACKAGE, CHECK_PACKAGE, GALLERY, MAIN, PYTHON, ROOT
from setup.system import (
    BUILD_PACKAGES,
    QT_PACKAGES,
    TEST_PACKAGES,
    WAYLAND_PACKAGES,
    WINDOW_PACKAGES,
)

ABOUT = """Sets Saddlepoint up and starts it. The first start makes .venv beside dev.py, installs
what requirements.lock says, and brings the system packages that are missing; every later start only
compares, and goes on at once."""
DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY")


def call(*command: str | Path, environment: Mapping[str, str] | None = None) -> int:
    """Run .venv's Python with `command`, and return its exit status as a shell would."""
    status = subprocess.run([PYTHON, *command], env=environment).returncode
    return status if status >= 0 else 128 - status


def has_display() -> bool:
    return sys.platform != "linux" or any(map(os.environ.get, DISPLAYS))


def offscreen() -> dict[str, str]:
    """An environment for Qt without a display; if it sees one all the same, OpenGL crashes."""
    kept = {name: value for name, value in os.environ.items() if name not in DISPLAYS}
    return {**kept, "QT_QPA_PLATFORM": "offscreen"}


def run(arguments: Sequence[str], torch_index: str | None) -> int:
    """Open the window, or without a display draw every panel into gallery/."""
    if has_display():
        wayland = WAYLAND_PACKAGES if os.environ.get("WAYLAND_DISPLAY") else {}
        whole.set_up({**WINDOW_PACKAGES, **wayland}, [], torch_index)
        return call(MAIN, *arguments)
    whole.set_up(QT_PACKAGES, [], torch_index)
    if not ask_for_the_window(arguments):
        return call(MAIN, *arguments, environment=offscreen())
    print("There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window.")
    print("Drawing every panel instead ...", flush=True)
    status = call(MAIN, "render", "--out", GALLERY, environment=offscreen())
    if status == 0:
        print(f"The pictures are in {GALLERY}")
    return status


def test(arguments: Sequence[str], torch_index: str | None) -> int:
    """Run the test suite, style and types among it."""
    whole.set_up(TEST_PACKAGES, ["check", "test"], torch_index)
    os.chdir(ROOT)
    environment = {**offscreen(), "OMP_NUM_THREADS": "1"}
    return call("-m", "pytest", *workers(arguments), *arguments, environment=environment)


def workers(arguments: Sequence[str]) -> list[str]:
    """Two processes, unless the caller says how many or wants the debugger."""
    said = ("-n", "--numprocesses", "--pdb", "-pno:xdist", "no:xdist")
    return [] if any(argument.startswith(said) for argument in arguments) else ["-n", "2"]


def check(arguments: Sequence[str], torch_index: str | None) -> int:
    """Check style, formatting and types."""
    whole.set_up({}, ["check", "test"], torch_index)
    os.chdir(ROOT)
    tools = (["ruff", "check"], ["ruff", "format", "--check"], ["mypy"])
    return max([call("-m", *tool, *arguments) for tool in tools])


def bench(arguments: Sequence[str], torch_index: str | None) -> int:
    """Measure speed, as ratios against the plain way of doing the same work."""
    whole.set_up(QT_PACKAGES, [], torch_index)
    os.chdir(ROOT)
    return call("-m", "benchmarks", *arguments)


def package(arguments: Sequence[str], torch_index: str | None) -> int:
    """Build dist/Saddlepoint, a program that needs no Python, or check it (--check)."""
    checks = "--check" in arguments
    whole.set_up(TEST_PACKAGES if checks else BUILD_PACKAGES, ["package"], torch_index)
    return call(CHECK_PACKAGE if checks else BUILD_PACKAGE, environment=offscreen())


COMMANDS: dict[str, Callable[[Sequence[str], str | None], int]] = {
    "run": run,
    "test": test,
    "check": check,
    "bench": bench,
    "package": package,
}


def parse(words: Sequence[str]) -> tuple[argparse.Namespace, list[str]]:
    parser = argparse.ArgumentParser(prog="dev.py", description=ABOUT, allow_abbrev=False)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, function in COMMANDS.items():
        about = (function.__doc__ or "").strip()
        command = commands.add_parser(name, help=about, description=about, allow_abbrev=False)
        command.add_argument(
            "--torch-index",
            metavar="URL",
            help="package index to take torch from; on Linux the usual one's torch brings CUDA, "
            "which is gigabytes. Remembered until another is given",
        )
    options, rest = parser.parse_known_args(words)
    return options, [word for word in rest if word != "--"]


def main(words: Sequence[str]) -> int:
    options, rest = parse(words)
    try:
        return COMMANDS[options.command](rest, options.torch_index)
    except (subprocess.CalledProcessError, OSError) as error:
        print(f"The set-up failed: {error}\nStarting again begins it anew.")
        return 1
    except KeyboardInterrupt:
        return 130
