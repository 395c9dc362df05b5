"""The virtual environment .venv: what it holds, and what it shall hold."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tomllib
import venv
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from setup.places import LOCK, PROJECT, PYTHON, STAMP, VENV

BROUGHT_BY_TORCH = ("cuda-", "nvidia-", "triton")  # its lines in the lock


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
