"""From nothing to a window, and to its first picture.

Each run is a process of its own that opens the real window on the offscreen platform. It is told
when it was started, and says how long after that each moment came, and how much memory it held:

- the first paint: menus, sidebar, and the question of the panel in front;
- its controls, and its first picture;
- the first experiment (the race of Descent), drawn and painted to its last step;
- not in a quick measurement, torch loaded and warm.

Beside it stand two programs that do nothing, so that the floor is seen: an empty QMainWindow with a
menu, and one with a plot of pyqtgraph. All take turns; a first run of each, which fills the disk's
cache, is not counted, and what Python makes of the sources is made beforehand.

The packaged program, if there is one in dist/, is timed from outside, by what it writes into its
log; and beside it main.py in the same way, so that the two can be compared.
"""

from __future__ import annotations

import compileall
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
    "controls": "controls painted",
    "pictured": "first picture painted",
    "finished": "first experiment drawn",
    "warm": "torch loaded and warm",
}
FLOORS = {"window": "an empty QMainWindow", "plot": "a QMainWindow with one plot"}
ROOT = Path(__file__).resolve().parents[1]
PACKAGED = ROOT / "dist" / "Saddlepoint" / "Saddlepoint"
PATIENCE_SECONDS = 60


def measure(quick: bool) -> Iterator[Table]:
    """Start the program again and again."""
    for folder in ("app", "core", "benchmarks"):
        compileall.compile_dir(ROOT / folder, quiet=1)
    moments = tuple(MOMENTS)[: 4 if quick else 5]
    rounds = 5 if quick else 7
    taken: dict[str, list[dict[str, float]]] = {way: [] for way in ("program", *FLOORS)}
    for number in range(rounds + 1):
        for way, found in taken.items():
            run = _start(way, moments if way == "program" else moments[:1])
            if number:
                found.append(run)
    yield _table(taken, moments)
    yield _packaged(2 if quick else 3)


def _table(taken: dict[str, list[dict[str, float]]], moments: Sequence[str]) -> Table:
    table = Table("Start", "From the start of the process. Fresh processes, disk cache warm.")
    floors = {way: Sample(tuple(run["painted"] for run in taken[way])) for way in FLOORS}
    for way, words in FLOORS.items():
        table.add(f"{words} painted", floors[way].ms(), "the floor")
    for moment in moments:
        sample = Sample(tuple(run[moment] for run in taken["program"]))
        table.add(MOMENTS[moment], sample.ms())
        if moment in ("painted", "finished"):
            way = "window" if moment == "painted" else "plot"
            table.add(f"{MOMENTS[moment]} / {FLOORS[way]}", sample.over(floors[way]).times())
    for moment in ("painted", "finished"):
        held = Sample(tuple(run[f"{moment}_mb"] for run in taken["program"]))
        table.add(f"memory at {MOMENTS[moment]}", held.spread(unit=" MB"))
    return table


def _logged() -> dict[str, str]:
    """What the log says of each moment. (This module must not import Qt: the new process does.)"""
    from app.application import DRAWN, PAINTED, WARM

    return {PAINTED: MOMENTS["painted"], DRAWN: MOMENTS["finished"], WARM: MOMENTS["warm"]}


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
            [sys.executable, "-m", "benchmarks.started", folder, way, *moments],
            env={**os.environ, STARTED: repr(time.time())},
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
        )
    if done.returncode:
        raise RuntimeError(f"the program did not start:\n{done.stdout}{done.stderr}")
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found
