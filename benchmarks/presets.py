"""How long a person waits after a click on a preset, in the real window, warm.

The clock starts with the click. ``first`` is when the first frame of the preset's page has been
painted, ``end`` when nothing is computed any more; both are forgotten before the click, but what
the program keeps for the next run of an experiment (a pretrained trunk, data) is kept. Meanwhile a
timer of 5 ms ticks in the window's thread: the longest gap between two ticks, and how many were
over 50 ms;
then what was in the longest, as in ``stalls``.
"""

from __future__ import annotations

from collections.abc import Iterator
from time import perf_counter
from typing import Any

from PySide6.QtCore import QEventLoop, QTimer

from app.job import Report
from app.panel.page import Page
from app.panel.preset import Preset
from benchmarks.stage import KEYS, ObservedWindow, open_window, settle, show
from benchmarks.stalls import KINDS, LONG_MS, Recorder, recorded
from benchmarks.timing import Sample, Table, short

COLUMNS = ("first", "end", "longest gap", f"> {LONG_MS} ms", *KINDS, "CPU")
PATIENCE_SECONDS = 120
QUICK = 3
"""How many presets of a panel a quick run chooses."""


def measure(quick: bool) -> Iterator[Table]:
    """Choose every preset of every panel once."""
    with open_window(KEYS[0]) as window, recorded(window) as recorder:
        for key in KEYS:
            panel = show(window, key)
            table = Table(f"Presets of {key}", "", COLUMNS, "preset")
            for preset in panel.presets[: QUICK if quick else None]:
                table.add(
                    _page(panel, preset).key, _chosen(window, key, preset, recorder), preset.name
                )
            yield table


def _page(panel: Any, preset: Preset) -> Page[Any]:
    return next((page for page in panel.pages if page.key == preset.page), panel.pages[0])


def _chosen(window: ObservedWindow, key: str, preset: Preset, recorder: Recorder) -> list[str]:
    """The cells of one preset."""
    panel = window.docks.panel(key)
    first: list[float] = []
    delivered = False
    panel.jobs.forget()
    job = panel.jobs[_page(panel, preset).experiment]
    with recorder.ticking():
        began = perf_counter()

        def on_delivered(report: Report) -> None:
            nonlocal delivered
            delivered = True

        def on_painted() -> None:
            if delivered and not first:
                first.append(perf_counter() - began)

        job.delivered.connect(on_delivered)
        window.painted.connect(on_painted)
        recorder.wrap("change", panel.apply_preset)(preset)
        loop = QEventLoop()
        look = QTimer(interval=5)
        look.timeout.connect(lambda: loop.quit() if first and not panel.busy else None)
        QTimer.singleShot(1000 * PATIENCE_SECONDS, loop, loop.quit)
        look.start()
        loop.exec()
        look.stop()
        ended = perf_counter() - began
        job.delivered.disconnect(on_delivered)
        window.painted.disconnect(on_painted)
    gaps = Sample(recorder.gaps())
    settle(window)
    return [
        f"{short(first[0])} s" if first else "never",
        f"{short(ended)} s" if not panel.busy else f"over {PATIENCE_SECONDS} s",
        f"{short(max(gaps.values))} ms",
        str(sum(gap > LONG_MS for gap in gaps.values)),
        *recorder.longest(),
    ]
