"""A net as a table of rows against its modules, built and run on torch's device ``meta``.

The modules are those of the script that *Copy as PyTorch* gives; nothing is allocated there. In one
process, in turn, with torch imported before.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import torch

from benchmarks.timing import Table, interleaved
from core.nets.zoo.known import KNOWN, build
from core.networks.architecture import ArchitectureSpec
from core.scripts.networks.architecture import net_text


def measure(quick: bool) -> Iterator[Table]:
    """Every net that has a name, both ways."""
    table = Table(
        "A net as rows, and as modules on meta",
        f"torch with {torch.get_num_threads()} thread(s).",
    )
    for key, settings in KNOWN.items():
        works: dict[str, Callable[[], object]] = {
            "rows": partial(build, settings),
            "modules": _modules(key),
        }
        # Garbage of the modules is not to be collected in the rows' time.
        gc.collect()
        gc.disable()
        taken = interleaved(5 if quick else 15, works)
        gc.enable()
        rows = len(build(settings).rows)
        table.add(f"{key}, rows", taken["rows"].ms(), f"{rows} rows")
        table.add(f"{key}, modules", taken["modules"].ms())
        table.add(f"{key}, modules / rows", taken["modules"].over(taken["rows"]).times())
    yield table


def _modules(key: str) -> Callable[[], None]:
    """Builds the net's modules, and runs them once."""
    names: dict[str, Any] = {}
    exec(compile(net_text(ArchitectureSpec(net=key)), key, "exec"), names)

    def run() -> None:
        with torch.no_grad(), torch.device("meta"):
            names["build"]().eval()(torch.empty(1, *names["INPUT"]))

    return run
