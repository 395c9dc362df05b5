"""dev.py's commands, and how its words are understood."""

from __future__ import annotations

import argparse
import os
import subprocess
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path

from app import display
from app.verbs import ask_for_the_window
from setup import whole
from setup.faults import SetupError, cause, of_error
from setup.places import BUILD_PACKAGE, CHECK_PACKAGE, GALLERY, MAIN, PYTHON, ROOT
from setup.system import (
    BUILD_PACKAGES,
    QT_PACKAGES,
    TEST_PACKAGES,
    WAYLAND_PACKAGES,
    WINDOW_PACKAGES,
    ended,
)

ABOUT = """Sets Saddlepoint up and starts it. The first start makes .venv beside dev.py, installs
what requirements.lock says, and brings the system packages that are missing; every later start only
compares, and goes on at once."""


def call(*command: str | Path, environment: Mapping[str, str] | None = None) -> int:
    """Run .venv's Python with `command`, and return its exit status as a shell would.

    At an interrupt the command ends in its own way: the window closes, and keeps the work.
    """
    status, _ = ended([PYTHON, *command], environment)
    return status


def offscreen() -> dict[str, str]:
    """An environment for Qt without a display; if it sees one all the same, OpenGL crashes."""
    kept = {name: value for name, value in os.environ.items() if name not in display.NAMES}
    return {**kept, "QT_QPA_PLATFORM": "offscreen"}


def run(arguments: Sequence[str], torch_index: str | None) -> int:
    """Open the window, or without a display draw every panel into gallery/."""
    window = ask_for_the_window(arguments)  # nonsense ends here, before anything is installed
    missing = display.fault()
    if not missing:
        wayland = WAYLAND_PACKAGES if os.environ.get("WAYLAND_DISPLAY") else {}
        whole.set_up({**WINDOW_PACKAGES, **wayland}, [], torch_index)
        missing = display.fault()  # what can ask a display may be there only now
        if not missing:
            return call(MAIN, *arguments)
    whole.set_up(QT_PACKAGES, [], torch_index)
    if not window:
        return call(MAIN, *arguments, environment=offscreen())
    print(f"There is no display here ({missing}), so no window.")
    print("Drawing every panel instead, some ten seconds ...", flush=True)
    status = call(MAIN, "render", "--out", GALLERY, environment=offscreen())
    if status == 0:
        print(f"The pictures are in {GALLERY}")
    return status


def test(arguments: Sequence[str], torch_index: str | None) -> int:
    """Run the test suite, style and types among it."""
    whole.set_up(TEST_PACKAGES, ["check", "test"], torch_index)
    os.chdir(ROOT)
    environment = {**offscreen(), "OMP_NUM_THREADS": "1"}
    if not arguments:
        print("Running all tests, about a quarter of an hour on two cores ...", flush=True)
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
    statuses = []
    for tool in tools:
        print(f"{' '.join(tool)} ...", flush=True)  # mypy takes a minute or two the first time
        statuses.append(call("-m", *tool, *arguments))
    return max(statuses)


def bench(arguments: Sequence[str], torch_index: str | None) -> int:
    """Measure speed, as ratios against the plain way of doing the same work."""
    whole.set_up(QT_PACKAGES, [], torch_index)
    os.chdir(ROOT)
    return call("-m", "benchmarks", *arguments)


def package(arguments: Sequence[str], torch_index: str | None) -> int:
    """Build dist/Saddlepoint, a program that needs no Python, or check it (--check)."""
    checks = list(arguments) == ["--check"]
    if arguments and not checks:
        raise SystemExit(f"dev.py package knows --check, not {' '.join(arguments)}")
    whole.set_up(TEST_PACKAGES if checks else BUILD_PACKAGES, ["package"], torch_index)
    return call(CHECK_PACKAGE if checks else BUILD_PACKAGE, environment=offscreen())


PASSED_ON = {
    "run": "main.py; without any it opens the window ('dev.py run -- --help' lists its commands)",
    "test": "pytest",
    "check": "each of the tools",
    "bench": "the benchmarks ('dev.py bench -- --help' lists them)",
}
"""Where the words go that a command does not know itself."""

COMMANDS: dict[str, Callable[[Sequence[str], str | None], int]] = {
    "run": run,
    "test": test,
    "check": check,
    "bench": bench,
    "package": package,
}


def parse(words: Sequence[str]) -> tuple[argparse.Namespace, list[str]]:
    """dev.py's own options, and the words that are passed on: all after "--", and unknown ones."""
    parser = argparse.ArgumentParser(prog="dev.py", description=ABOUT, allow_abbrev=False)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, function in COMMANDS.items():
        about = (function.__doc__ or "").strip()
        passed = f"Further words are passed on to {PASSED_ON[name]}." if name in PASSED_ON else None
        command = commands.add_parser(
            name, help=about, description=about, epilog=passed, allow_abbrev=False
        )
        if passed:
            command.usage = f"dev.py {name} [-h] [--torch-index URL] [WORD ...]"
        command.add_argument(
            "--torch-index",
            metavar="URL",
            help="package index to take torch from; on Linux the usual one's torch brings CUDA, "
            "which is gigabytes. Remembered until another is given",
        )
    end = words.index("--") if "--" in words else len(words)
    options, rest = parser.parse_known_args(words[:end])
    for word in rest:
        if get_close_matches(word.partition("=")[0].lower(), ["--torch-index"], cutoff=0.8):
            parser.error(f"there is no {word}; it is called --torch-index")
    return options, [*rest, *words[end + 1 :]]


def main(words: Sequence[str]) -> int:
    """Do what the words say, and return the exit status."""
    options, rest = parse(words)
    try:
        return COMMANDS[options.command](rest, options.torch_index)
    except SetupError as error:
        print(f"The set-up failed: {error}")
    except OSError as error:
        print(f"The set-up failed: {of_error(error)}")
    except subprocess.CalledProcessError as error:  # of the module venv, which keeps what was said
        said = (error.output or b"").decode(errors="replace").strip()
        print(f"{said}\nThe set-up failed: {cause(said) or error}")
    except KeyboardInterrupt:
        return 130
    return 1
