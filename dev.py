#!/usr/bin/env python3
"""Sets Saddlepoint up and starts it. Needs Python 3.11 or newer, and nothing else.

The first start makes .venv beside this file, installs what requirements.lock says, and brings the
system packages that are missing; every later start only compares, and goes on at once.
"""

from __future__ import annotations

import argparse
import ctypes
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

OLDEST_PYTHON = (3, 11)

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "saddlepoint.json"
LOCK = ROOT / "requirements.lock"
PROJECT = ROOT / "pyproject.toml"
MAIN = ROOT / "main.py"
GALLERY = ROOT / "gallery"
BUILD_PACKAGE = ROOT / "packaging" / "build.py"
CHECK_PACKAGE = ROOT / "packaging" / "check.py"

BROUGHT_BY_TORCH = ("cuda-", "nvidia-", "triton")  # its lines in the lock
DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY")

# What Linux must have: the package of Debian and Ubuntu, and the library or program in it.
# (Where libglib2.0-0 has become libglib2.0-0t64, apt knows the old name too.)
QT_PACKAGES = {
    "libglib2.0-0": "libglib-2.0.so.0",
    "libgl1": "libGL.so.1",
    "libegl1": "libEGL.so.1",
    "libxkbcommon0": "libxkbcommon.so.0",
    "libfontconfig1": "libfontconfig.so.1",
    "libdbus-1-3": "libdbus-1.so.3",
}
WINDOW_PACKAGES = {
    **QT_PACKAGES,
    "libxcb-cursor0": "libxcb-cursor.so.0",
    "libxkbcommon-x11-0": "libxkbcommon-x11.so.0",
    "libxcb-icccm4": "libxcb-icccm.so.4",
    "libxcb-keysyms1": "libxcb-keysyms.so.1",
    "libxcb-shape0": "libxcb-shape.so.0",
}
WAYLAND_PACKAGES = {
    "libwayland-cursor0": "libwayland-cursor.so.0",
    "libwayland-egl1": "libwayland-egl.so.1",
}
TEST_PACKAGES = {**WINDOW_PACKAGES, "xvfb": "Xvfb"}  # they open windows where nobody sees them
# What a window needs is copied into the package, so it must be here.
BUILD_PACKAGES = {**WINDOW_PACKAGES, "binutils": "objdump"}
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
CHINESE_FONTS = ("cjk", "wqy", "sourcehan", "droidsansfallback", "uming", "ukai", "notosanssc")


# ---- the virtual environment ---------------------------------------------------------------------


@dataclass(frozen=True)
class Stamp:
    """What .venv holds. `fingerprint` is empty from the start of a set-up to its very end."""

    python: str = ""
    fingerprint: str = ""
    groups: tuple[str, ...] = ()
    torch_index: str | None = None


def read_stamp() -> Stamp:
    try:
        fields = json.loads(STAMP.read_text(encoding="utf-8"))
        return Stamp(**{**fields, "groups": tuple(fields["groups"])})
    except (OSError, ValueError, TypeError, KeyError):
        return Stamp()


def write_stamp(stamp: Stamp) -> None:
    STAMP.write_text(json.dumps(asdict(stamp)), encoding="utf-8")


def dependency_lists() -> dict[str, list[str]]:
    """The dependencies of pyproject.toml: those of the app under "app", the others by group."""
    import tomllib  # not there before 3.11, and an older Python shall get as far as its sentence

    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))
    return {"app": project["project"]["dependencies"], **project["dependency-groups"]}


def wanted_stamp(groups: Iterable[str], torch_index: str | None, found: Stamp) -> Stamp:
    """What .venv shall hold: `groups`, and whatever else it was asked to hold before."""
    content = json.dumps([LOCK.read_text(encoding="utf-8"), dependency_lists()])
    return Stamp(
        python=sys.implementation.cache_tag,
        fingerprint=hashlib.sha256(content.encode()).hexdigest(),
        groups=tuple(sorted({*found.groups, *groups})),
        torch_index=torch_index or found.torch_index,
    )


def python_starts() -> bool:
    try:
        return subprocess.run([PYTHON, "-I", "-S", "-c", ""], capture_output=True).returncode == 0
    except OSError:
        return False


def needs_new_venv(found: Stamp, wanted: Stamp) -> bool:
    """True, too, after a set-up that broke off: pip takes a half-copied package for a whole one."""
    return not found.fingerprint or found.python != wanted.python or not python_starts()


def make_venv() -> None:
    import venv

    print(f"Making {VENV}", flush=True)
    venv.EnvBuilder(clear=True, symlinks=os.name != "nt", with_pip=True).create(VENV)


def pip_install(*arguments: str | Path) -> None:
    # There need be no compiler here, so what has no wheel shall be said to have none.
    options = ["--disable-pip-version-check", "--no-input", "--only-binary", ":all:"]
    subprocess.run([PYTHON, "-m", "pip", "install", *options, *arguments], check=True)


def install(wanted: Stamp, found: Stamp) -> None:
    lists = dependency_lists()
    names = [name for group in ("app", *wanted.groups) for name in lists.get(group, [])]
    index = wanted.torch_index
    if index is None:
        pip_install("--constraint", LOCK, *names)
        return
    # Torch alone comes from there: whatever else that index has is in other versions than in the
    # lock. Its builds are called 2.13.0+cpu or the like, which meets ==2.13.0, so what is installed
    # of another build must be replaced by force.
    replaced = [] if index == found.torch_index else ["--force-reinstall"]
    pip_install("--constraint", LOCK, "--no-deps", *replaced, "--index-url", index, "torch")
    # What this build needs besides (CUDA of another version, or none) the lock cannot know.
    lock = LOCK.read_text(encoding="utf-8").splitlines(keepends=True)
    constraints = VENV / "constraints.txt"
    constraints.write_text("".join(line for line in lock if not line.startswith(BROUGHT_BY_TORCH)))
    pip_install("--constraint", constraints, "--extra-index-url", index, *names)


# ---- the system's packages -----------------------------------------------------------------------


def is_there(proof: str) -> bool:
    if ".so." not in proof:
        return shutil.which(proof) is not None
    try:
        ctypes.CDLL(proof)
    except OSError:
        return False
    return True


def missing_packages(needed: Mapping[str, str], *, new_venv: bool) -> dict[str, str]:
    missing = {package: proof for package, proof in needed.items() if not is_there(proof)}
    if new_venv and importlib.util.find_spec("ensurepip") is None:
        missing[f"python3.{sys.version_info.minor}-venv"] = "Python's module ensurepip"
    return missing


def missing_fonts() -> dict[str, str]:
    files = (
        name.lower()
        for folder in FONT_FOLDERS
        for _, _, names in os.walk(Path(folder).expanduser())
        for name in names
    )
    fonts = [name for name in files if name.endswith((".ttf", ".otf", ".ttc"))]
    missing = {} if fonts else {"fonts-dejavu-core": "a font"}
    if not any(mark in font for font in fonts for mark in CHINESE_FONTS):
        missing["fonts-wqy-microhei"] = "a Chinese font"
    return missing


def apt_install(packages: Iterable[str]) -> bool:
    options = ["-y", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300"]
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(["apt-get", "install", *options, *packages], env=quiet).returncode == 0


def how_to_install(missing: Mapping[str, str]) -> str:
    if shutil.which("apt-get") is None:
        what = ", ".join(missing.values())
        return f"Missing on this system: {what}. Please install that with its package manager."
    as_root = "sudo sh -c" if shutil.which("sudo") else "su -c"
    install = "apt-get install -y --no-install-recommends " + " ".join(missing)
    return (
        "Some system packages are missing. This command brings them:\n\n"
        f"    {as_root} 'apt-get update && {install}'\n"
    )


def bring_packages(missing: Mapping[str, str], fonts: Mapping[str, str]) -> None:
    """Install as root with apt, otherwise say how to. Fonts alone never stop anything."""
    if sys.platform != "linux" or not (missing or fonts):
        return
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        print(how_to_install({**missing, **fonts}), flush=True)
        if missing:
            raise SystemExit("Then start this again.")
        return
    subprocess.run(["apt-get", "update"])  # one broken source need not stop the others
    if missing and not apt_install(missing):
        raise SystemExit(f"apt-get could not install {' '.join(missing)}.")
    if fonts and not apt_install(fonts):
        print("Without these fonts some text may be drawn as boxes.")


# ---- set-up --------------------------------------------------------------------------------------


def set_up(needed: Mapping[str, str], groups: Iterable[str], torch_index: str | None) -> None:
    """Bring whatever is missing of the system packages `needed` and of .venv with `groups`."""
    found = read_stamp()
    wanted = wanted_stamp(groups, torch_index, found)
    new_venv = needs_new_venv(found, wanted)
    done = found == wanted and not new_venv
    if sys.platform == "linux":
        missing = missing_packages(needed, new_venv=new_venv)
        bring_packages(missing, missing_fonts() if needed and not done else {})
    if done:
        return
    if new_venv:
        make_venv()
    write_stamp(replace(wanted, fingerprint=""))
    install(wanted, found)
    write_stamp(wanted)


# ---- commands ------------------------------------------------------------------------------------


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
    from app.verbs import ask_for_the_window  # older Pythons get as far as their sentence

    if has_display():
        wayland = WAYLAND_PACKAGES if os.environ.get("WAYLAND_DISPLAY") else {}
        set_up({**WINDOW_PACKAGES, **wayland}, [], torch_index)
        return call(MAIN, *arguments)
    set_up(QT_PACKAGES, [], torch_index)
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
    set_up(TEST_PACKAGES, ["check", "test"], torch_index)
    os.chdir(ROOT)
    environment = {**offscreen(), "OMP_NUM_THREADS": "1"}
    return call("-m", "pytest", *workers(arguments), *arguments, environment=environment)


def workers(arguments: Sequence[str]) -> list[str]:
    """Two processes, unless the caller says how many or wants the debugger."""
    said = ("-n", "--numprocesses", "--pdb", "-pno:xdist", "no:xdist")
    return [] if any(argument.startswith(said) for argument in arguments) else ["-n", "2"]


def check(arguments: Sequence[str], torch_index: str | None) -> int:
    """Check style, formatting and types."""
    set_up({}, ["check", "test"], torch_index)
    os.chdir(ROOT)
    tools = (["ruff", "check"], ["ruff", "format", "--check"], ["mypy"])
    return max([call("-m", *tool, *arguments) for tool in tools])


def bench(arguments: Sequence[str], torch_index: str | None) -> int:
    """Measure speed, as ratios against the plain way of doing the same work."""
    set_up(QT_PACKAGES, [], torch_index)
    os.chdir(ROOT)
    return call("-m", "benchmarks", *arguments)


def package(arguments: Sequence[str], torch_index: str | None) -> int:
    """Build dist/Saddlepoint, a program that needs no Python, or check it (--check)."""
    checks = "--check" in arguments
    set_up(TEST_PACKAGES if checks else BUILD_PACKAGES, ["package"], torch_index)
    return call(CHECK_PACKAGE if checks else BUILD_PACKAGE, environment=offscreen())


COMMANDS: dict[str, Callable[[Sequence[str], str | None], int]] = {
    "run": run,
    "test": test,
    "check": check,
    "bench": bench,
    "package": package,
}


def parse(words: Sequence[str]) -> tuple[argparse.Namespace, list[str]]:
    parser = argparse.ArgumentParser(prog="dev.py", description=__doc__, allow_abbrev=False)
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
    if sys.version_info[:2] < OLDEST_PYTHON:
        needed, found = (".".join(map(str, v)) for v in (OLDEST_PYTHON, sys.version_info[:3]))
        print(f"Saddlepoint needs Python {needed} or newer; this is {found}, {sys.executable}.")
        return 1
    options, rest = parse(words)
    try:
        return COMMANDS[options.command](rest, options.torch_index)
    except (subprocess.CalledProcessError, OSError) as error:
        print(f"The set-up failed: {error}\nStarting again begins it anew.")
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
