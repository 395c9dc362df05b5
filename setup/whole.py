"""The whole set-up: the system's packages, then .venv, each only where something is missing."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import replace

from setup import environment, system


def set_up(needed: Mapping[str, str], groups: Iterable[str], torch_index: str | None) -> None:
    """Bring whatever is missing of the system packages `needed` and of .venv with `groups`."""
    found = environment.read_stamp()
    wanted = environment.wanted_stamp(groups, torch_index, found)
    new_venv = environment.needs_new_venv(found, wanted)
    done = found == wanted and not new_venv
    if sys.platform == "linux":
        missing = system.missing_packages(needed, new_venv=new_venv)
        system.bring_packages(missing, system.missing_fonts() if needed and not done else {})
    if done:
        return
    if new_venv:
        environment.make_venv()
    environment.write_stamp(replace(wanted, fingerprint=""))
    environment.install(wanted, found)
    environment.write_stamp(wanted)
