"""From nothing to a window, and to its first picture.

Each run is a process of its own that opens the real window on the offscreen platform. It is told
when it was started, and says how long after that the first paint had ended, the first experiment
(the descent) was drawn and painted to its last step, and (not in a quick measurement) torch was
loaded and warm. "Eager" is the same program with ``import torch`` before anything else. The two
take turns; a first run, which fills the disk's cache, is not counted.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.timing import Sample, Table

STARTED = "SADDLEPOINT_BENCHMARK_STARTED"
MOMENTS = {
    "painted": "first paint",
    "finished": "first experiment drawn",
    "warm": "torch loaded and warm",
}
WAYS = ("lazy", "eager")
PATIENCE_SECONDS = 60


def measure(quick: bool) -> Iterator[Table]:
    """Start the program again and again."""
    moments = tuple(MOMENTS)[: 2 if quick else 3]
    taken: dict[str, list[dict[str, float]]] = {way: [] for way in WAYS}
    _start("eager", moments[:1])
    for _ in range(2 if quick else 3):
        for way in WAYS:
            taken[way].append(_start(way, moments))
    table = Table("Start", "From the start of the process. Fresh processes, disk cache warm.")
    for moment in moments:
        words = MOMENTS[moment]
        lazy, eager = (Sample(tuple(run[moment] for run in taken[way])) for way in WAYS)
        table.add(f"{words}, lazy torch", lazy.ms(), "as the program is")
        table.add(f"{words}, eager torch", eager.ms(), "import torch comes first")
        table.add(f"{words}, eager / lazy", eager.over(lazy).times())
    yield table


def _start(way: str, moments: Sequence[str]) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.start", folder, way, *moments],
            env={**os.environ, STARTED: repr(time.time())},
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
        )
    if done.returncode:
        raise RuntimeError(f"the program did not start:\n{done.stdout}{done.stderr}")
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def _child(folder: str, way: str, *awaited: str) -> None:
    """In the new process: open the window, note the moments, and go."""
    if way == "eager":
        import torch  # noqa: F401
    from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt

    from app.job import Report
    from benchmarks.stage import new_window, wait_until

    moments: dict[str, float] = {}

    def note(moment: str) -> None:
        moments.setdefault(moment, time.time() - float(os.environ[STARTED]))

    class FirstPaint(QObject):
        """All that the window holds is painted before its event loop goes on, to this first."""

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                watched.removeEventFilter(self)
                after = QEvent(QEvent.Type.User)
                QCoreApplication.postEvent(self, after, Qt.EventPriority.HighEventPriority.value)
            return False

        def event(self, event: QEvent) -> bool:
            if event.type() == QEvent.Type.User:
                note("painted")
            return super().event(event)

    window = new_window(Path(folder) / "settings.ini", "descent")
    first_paint = FirstPaint()
    window.installEventFilter(first_paint)

    def on_delivered(report: Report) -> None:
        if report.frame.step == report.frame.total:
            window.painted.connect(lambda: note("finished"))

    window.started.connect(lambda: note("warm"))
    window.jobs("descent")[0].delivered.connect(on_delivered)
    window.show()
    wait_until(lambda: all(moment in moments for moment in awaited), PATIENCE_SECONDS / 2)
    print(json.dumps(moments), flush=True)
    os._exit(0)  # without waiting for what is still being loaded


if __name__ == "__main__":
    _child(*sys.argv[1:])
