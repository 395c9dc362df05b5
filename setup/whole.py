"""The whole set-up: the system's packages, then .venv, each only where something is missing."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace

from setup import environment, system
from setup.alone import alone
from setup.environment import Stamp


def set_up(needed: Mapping[str, str], groups: Iterable[str], torch_index: str | None) -> None:
    """Bring whatever is missing of the system packages `needed` and of .venv with `groups`."""
    groups = tuple(groups)
    found, wanted, new_venv, done = _state(groups, torch_index)
    if done and not found.packages:  # by an older dev.py; all of it has been looked at just now
        with suppress(OSError):
            environment.write_stamp(replace(found, packages=environment.packages()))
    if done and not _missing(needed, new_venv=False):
        return
    with alone():
        found, wanted, new_venv, done = _state(groups, torch_index)  # after whoever was first
        missing = _missing(needed, new_venv=new_venv)
        # Fonts alone are worth a word once, other packages that this command needs not are not.
        fonts = system.missing_fonts() if needed and not done else {}
        besides = _missing(system.ALL_PACKAGES, new_venv=False) if missing or fonts else {}
        system.bring_packages(
            missing, {k: v for k, v in {**besides, **fonts}.items() if k not in missing}
        )
        if not done:
            _fill(wanted, found, new_venv=new_venv)


def _state(groups: Iterable[str], torch_index: str | None) -> tuple[Stamp, Stamp, bool, bool]:
    """The stamps that .venv has and is to have, whether it must be made
    anew, and whether it is ready."""
    found = environment.read_stamp()
    wanted = environment.wanted_stamp(groups, torch_index, found)
    new_venv = environment.needs_new_venv(found, wanted)
    return found, wanted, new_venv, found == wanted and not new_venv


def _missing(needed: Mapping[str, str], *, new_venv: bool) -> Mapping[str, str]:
    if sys.platform != "linux":
        return {}
    return system.missing_packages(needed, new_venv=new_venv)


def _fill(wanted: Stamp, found: Stamp, *, new_venv: bool) -> None:
    if new_venv:
        environment.make_venv()
    environment.write_stamp(replace(wanted, fingerprint=""))
    environment.install(wanted, found)
    seen = environment.look_at(environment.names_of(wanted))
    environment.write_stamp(replace(wanted, packages=seen))
