"""``python -m benchmarks [NAME ...] [--quick]``: measure, and print tables."""

from __future__ import annotations

import argparse
import faulthandler
import importlib
import os
import platform
import sys
import time
from collections.abc import Sequence
from importlib.metadata import version

from benchmarks.stage import hide_display

BENCHMARKS = {
    "start": "time to first paint, with and without lazy torch",
    "stalls": "how long the event loop is held while each panel computes and plays",
    "drawing": "the draw time of a frame",
    "response": "from a control's change to the updated picture",
    "presets": "from a click on each preset to its first frame and its end",
    "race": "a Descent race against plain torch.optim loops",
    "maps": "a basin map against torch.optim on one tensor of all starts",
    "propagation": "the statistics of every value against a bare pass",
    "training": "what looking at a training costs",
    "watch": "what saddlepoint.watch costs a training, and that it changes nothing",
    "norms": "norms from their definition against torch.nn.functional",
    "landscape": "planes, curvature and curves against plain loops",
    "networks": "rows against modules on meta, and nets of several depths against a bare loop",
}
"""Each a module here, whose ``measure(quick)`` yields tables."""

PATIENCE_SECONDS = 600


def main(words: Sequence[str]) -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(
        prog="dev.py bench",
        description=(sys.modules["benchmarks"].__doc__ or "").split("\n\n")[0],
        epilog="\n".join(f"{name:12} {about}" for name, about in BENCHMARKS.items()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="what to measure; everything")
    parser.add_argument("--quick", action="store_true", help="fewer repetitions")
    options = parser.parse_args(words)
    for name in options.names:
        if name not in BENCHMARKS:
            parser.error(f"{name!r} is none of {', '.join(BENCHMARKS)}")
    hide_display()
    print(f"{_machine()}\n", flush=True)
    began = time.monotonic()
    for name in options.names or BENCHMARKS:
        _watch()
        for table in importlib.import_module(f"benchmarks.{name}").measure(options.quick):
            print(table.text(), flush=True)
            _watch()
    print(f"{time.monotonic() - began:.0f} s in all. {_load()}", flush=True)


def _watch() -> None:
    """Let what hangs from now on end, and say where it hung."""
    faulthandler.dump_traceback_later(PATIENCE_SECONDS, exit=True)


def _machine() -> str:
    parts = [f"Python {platform.python_version()}", platform.platform(), f"{os.cpu_count()} cores"]
    parts += [f"{name} {version(name)}" for name in ("torch", "PySide6-Essentials", "pyqtgraph")]
    return ", ".join(parts) + f". {_load()}"


def _load() -> str:
    if not hasattr(os, "getloadavg"):
        return ""
    return f"Load of the last minute: {os.getloadavg()[0]:.1f}."


if __name__ == "__main__":
    main(sys.argv[1:])
