"""The virtual environment .venv: what it holds, and what it is to hold."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import subprocess
import sys
import sysconfig
import tomllib
import venv
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from importlib import metadata
from pathlib import Path

from setup.faults import SetupError, cause
from setup.places import LOCK, PROJECT, PYTHON, STAMP, VENV

BROUGHT_BY_TORCH = ("cuda-", "nvidia-", "triton")  # its lines in the lock
SITE = Path(sysconfig.get_path("purelib", "venv", {"base": str(VENV)}))
IMPORTED = ("numpy", "scipy.linalg", "torch")  # they need no library of the system's


@dataclass(frozen=True)
class Stamp:
    """A record of what .venv holds. `fingerprint` is empty until a set-up has ended."""

    python: str = ""
    fingerprint: str = ""
    groups: tuple[str, ...] = ()
    torch_index: str | None = None
    packages: tuple[str, ...] = field(default=(), compare=False)
    """The packages that Python can import from .venv, as found when all were last checked."""


def read_stamp() -> Stamp:
    try:
        fields = json.loads(STAMP.read_text(encoding="utf-8"))
        lists = {name: tuple(fields.get(name, ())) for name in ("groups", "packages")}
        return Stamp(**{**fields, **lists})
    except (OSError, ValueError, TypeError, KeyError):
        return Stamp()


def write_stamp(stamp: Stamp) -> None:
    STAMP.write_text(json.dumps(asdict(stamp)), encoding="utf-8")


def dependency_lists() -> dict[str, list[str]]:
    """The dependencies of pyproject.toml: those of the app under "app", the others by group."""
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))
    return {"app": project["project"]["dependencies"], **project["dependency-groups"]}


def wanted_stamp(groups: Iterable[str], torch_index: str | None, found: Stamp) -> Stamp:
    """The stamp that .venv is to have: `groups`, and the groups that it was asked for before."""
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
    return (
        not found.fingerprint
        or found.python != wanted.python
        or not python_starts()
        or not holds(found)
    )


def holds(found: Stamp) -> bool:
    """Whether .venv still holds what the stamp says; a stamp that never looked is not believed."""
    if not found.packages:
        return not missing_from(names_of(found))
    return set(found.packages) <= set(packages())


def packages() -> tuple[str, ...]:
    """The packages that Python would find in .venv."""
    try:
        return tuple(
            sorted(
                entry.name
                for entry in SITE.iterdir()
                if entry.name.isidentifier() and not entry.name.startswith("_")
            )
        )
    except OSError:
        return ()


def broken_file() -> str:
    """The first file of .venv that is not as long as its distribution says; empty if all are."""
    for distribution in metadata.distributions(path=[str(SITE)]):
        # Not its `files`, which leaves out what is missing since Python 3.12.
        for name, _, size in csv.reader((distribution.read_text("RECORD") or "").splitlines()):
            if size and not name.endswith(".pyc") and _size(SITE / name) != int(size):
                return name
    return ""


def _size(file: Path) -> int:
    """The size of a file in bytes; -1 if there is no such file."""
    try:
        return file.stat().st_size
    except OSError:
        return -1


def missing_from(names: Iterable[str]) -> str:
    """Which of the requirements have no distribution in .venv, or else the first broken file."""
    there = {_plain(found.name) for found in metadata.distributions(path=[str(SITE)])}
    return ", ".join(name for name in names if _plain(name) not in there) or broken_file()


def look_at(names: Iterable[str]) -> tuple[str, ...]:
    """Look whether all distributions are there, every file whole, and the largest can be imported.

    It returns the packages that Python finds; a :class:`SetupError` names what is not right.
    """
    print("Looking at what was installed ...", flush=True)
    missing = missing_from(names)
    if missing:
        raise SetupError(f"after all was installed, {missing} is not there, or not whole")
    code = f"import {', '.join(IMPORTED)}"
    done = subprocess.run([PYTHON, "-c", code], capture_output=True, text=True, errors="replace")
    if done.returncode:
        said = (done.stderr.strip().splitlines() or [f"status {done.returncode}"])[-1]
        raise SetupError(f"what was installed cannot be imported: {said}")
    return packages()


def _plain(requirement: str) -> str:
    """A distribution's name as the indexes compare it, without the bounds of its version."""
    name = re.match(r"[\w.-]*\w", requirement)
    assert name is not None
    return re.sub(r"[-_.]+", "-", name[0]).lower()


def make_venv() -> None:
    print(f"Making {VENV}, some ten seconds ...", flush=True)
    venv.EnvBuilder(clear=True, symlinks=os.name != "nt", with_pip=True).create(VENV)


def pip_install(*arguments: str | Path) -> None:
    """Run pip, and raise :class:`SetupError` with the real reason where it fails."""
    # There need be no compiler here, so a package without a wheel is to be reported as such.
    options = ["--disable-pip-version-check", "--no-input", "--only-binary", ":all:"]
    command = [PYTHON, "-m", "pip", "install", *options, *arguments]
    said = []
    with subprocess.Popen(
        command,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        close_fds=False,  # it holds the lock of setup/alone.py too
    ) as pip:
        assert pip.stderr is not None
        for line in pip.stderr:
            sys.stderr.write(line)
            said.append(line)
    if pip.returncode:
        raise SetupError(cause("".join(said)) or f"pip ended with status {pip.returncode}")


def names_of(wanted: Stamp) -> list[str]:
    """The requirements of the app, and of the groups."""
    lists = dependency_lists()
    return [name for group in ("app", *wanted.groups) for name in lists.get(group, [])]


def install(wanted: Stamp, found: Stamp) -> None:
    names = names_of(wanted)
    print(
        f"Installing {len(names)} packages and what they need. pip downloads first (of torch "
        "200 MB for the CPU, gigabytes with CUDA), then unpacks without a word: a minute or two.",
        flush=True,
    )
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
