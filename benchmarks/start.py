"""From nothing to a window, and to its first picture.

Each run is a process of its own that opens the real window on the offscreen platform. It is told
when it was started, and says how long after that the first paint had ended, the first experiment
(the descent) was drawn and painted to its last step, and (not in a quick measurement) torch was
loaded and warm. "Eager" is the same program with ``import torch`` before anything else. The two
take turns; a first run, which fills the disk's cache, is not counted.

The packaged program, if there is one in dist/, is timed from outside, by what it writes into its
log; and beside it main.py in the same way, so that the two can be compared.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from benchmarks.timing import Sample, Table

STARTED = "SADDLEPOINT_BENCHMARK_STARTED"
MOMENTS = {
    "painted": "first paint",
    "finished": "first experiment drawn",
    "warm": "torch loaded and warm",
}
WAYS = ("lazy", "eager")
ROOT = Path(__file__).resolve().parents[1]
PACKAGED = ROOT / "dist" / "Saddlepoint" / "Saddlepoint"
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
    yield _packaged(2 if quick else 3)


def _logged() -> dict[str, str]:
    """What the log says of each moment. (This module must not import Qt: the new process does.)"""
    from app.application import DRAWN, PAINTED, WARM

    return dict(zip((PAINTED, DRAWN, WARM), MOMENTS.values(), strict=True))


def _packaged(rounds: int) -> Table:
    """The program in dist/ against main.py, as the log of each tells it."""
    table = Table("Start, packaged", "From the start of the process, by the program's own log.")
    if not PACKAGED.exists():
        table.about = f"There is no {PACKAGED}: 'python3 dev.py package' builds it."
        return table
    programs = {"packaged": [str(PACKAGED)], "main.py": [sys.executable, str(ROOT / "main.py")]}
    taken: dict[str, list[dict[str, float]]] = {name: [] for name in programs}
    for number in range(rounds + 1):
        for name, command in programs.items():
            found = _by_its_log(command)
            if number:
                taken[name].append(found)
    for message, words in _logged().items():
        packaged, source = (Sample(tuple(run[message] for run in taken[n])) for n in programs)
        table.add(f"{words}, packaged", packaged.ms())
        table.add(f"{words}, main.py", source.ms())
        table.add(f"{words}, packaged / main.py", packaged.over(source).times())
    return table


def _by_its_log(command: Sequence[str]) -> dict[str, float]:
    """Seconds from the start of a program to each message of its log, in a home of its own."""
    awaited = _logged()
    with tempfile.TemporaryDirectory() as home:
        homes = dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"), home)
        began = time.time()
        running = subprocess.Popen(
            [*command, "--panel", "descent"],
            env={**os.environ, **homes, "QT_QPA_PLATFORM": "offscreen"},
            stderr=subprocess.DEVNULL,
        )
        try:
            while True:
                said = _messages(Path(home))
                if said.keys() >= awaited.keys():
                    return {message: said[message] - began for message in awaited}
                if running.poll() is not None or time.time() - began > PATIENCE_SECONDS:
                    raise RuntimeError(f"{command[0]} said no more than {', '.join(said)}")
                time.sleep(0.1)  # it is not read while it writes what is measured
        finally:
            running.kill()
            running.wait()


def _messages(home: Path) -> dict[str, float]:
    """When each message was written, by the log in that home."""
    said = {}
    for log in home.rglob("saddlepoint.log"):
        for line in log.read_text(encoding="utf-8").splitlines():
            stamp, _, message = line.partition(" INFO ")
            if message:
                said[message] = datetime.strptime(stamp, "%Y-%m-%d %H:%M:%S,%f").timestamp()
    return said


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
    from app import bindings

    bindings.prepare()
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
