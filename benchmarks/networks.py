"""A net as a table of rows against its modules, built and run on torch's device ``meta``.

The modules are those of the script that *Copy as PyTorch* gives: nothing is allocated there, and
hooks count parameters and MACs. In one process, in turn, with torch imported before.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable, Iterator
from functools import partial

import torch

from benchmarks.timing import Table, interleaved
from core.nets.zoo.known import KNOWN, build
from core.networks.architecture import ArchitectureSpec
from core.scripts import script_of


def measure(quick: bool) -> Iterator[Table]:
    """Every net that has a name, both ways."""
    table = Table(
        "A net as rows, and as modules on meta",
        f"torch with {torch.get_num_threads()} thread(s).",
    )
    for key, settings in KNOWN.items():
        works: dict[str, Callable[[], object]] = {
            "rows": partial(build, settings),
            "modules": _script(key),
        }
        taken = interleaved(3 if quick else 10, works)
        rows = len(build(settings).rows)
        table.add(f"{key}, rows", taken["rows"].ms(), f"{rows} rows")
        table.add(f"{key}, modules", taken["modules"].ms())
        table.add(f"{key}, modules / rows", taken["modules"].over(taken["rows"]).times())
    yield table


def _script(key: str) -> Callable[[], None]:
    """Runs the net's script, without its words."""
    code = compile(script_of(ArchitectureSpec(net=key)), key, "exec")

    def run() -> None:
        with contextlib.redirect_stdout(io.StringIO()):
            exec(code, {"__name__": "__main__"})

    return run
