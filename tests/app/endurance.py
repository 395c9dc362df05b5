"""A thousand runs of every panel, and windows opened and closed; started by test_endurance.py.

Prints a line of JSON for each look at the process: what it holds then.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import GeneratorType
from typing import Any

import shiboken6
from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QEventLoop,
    QObject,
    QSettings,
    Qt,
    QThread,
    QTimer,
)
from PySide6.QtWidgets import QApplication

from app import application, job, theme
from app.panel.form import Form
from app.window.main_window import MainWindow
from app.words import language
from core.experiment import Frame, Run
from core.experiments import EXPERIMENTS
from core.parameters import Choice, Integer, Number, Parameter, Spec, SpecError, Switch, parameters
from tests.patience import SECONDS

ROOT = Path(__file__).resolve().parents[2]
CORE = str(ROOT / "core")
SIZE = (900, 600)
ROUNDS = 5
"""Of changes, about two hundred runs each."""
WINDOWS = 2
TRAINED = ("networks", "training", "landscape")
"""The panels whose pages train nets."""
IDLE_SECONDS = 1.0


def wait_until(condition: Callable[[], bool]) -> None:
    """Let events happen until it holds, looked at every other millisecond."""
    loop = QEventLoop()
    deadline = time.monotonic() + SECONDS
    looks = QTimer(interval=2, timerType=Qt.TimerType.PreciseTimer)
    looks.timeout.connect(
        lambda: loop.quit() if condition() or time.monotonic() > deadline else None
    )
    looks.start()
    loop.exec()
    if not condition():
        raise TimeoutError("waited for nothing")


def wait(seconds: float) -> None:
    loop = QEventLoop()
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    loop.exec()


# ---- what the process holds ----------------------------------------------------------------------


def look(what: str, runs: int) -> None:
    """Print it, after all garbage is gone and the C library has given back what it kept."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.unfreeze()
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    kinds = held()
    pages_held = int(Path("/proc/self/statm").read_text().split()[1])
    cores = [o for o in kinds[GeneratorType] if o.gi_code.co_filename.startswith(CORE)]
    found = {
        "what": what,
        "runs": runs,
        "MB": pages_held * os.sysconf("SC_PAGESIZE") / 1e6,
        "native threads": sum(own.read_text().strip() != POOLED for own in TASKS.glob("*/comm")),
        "threads of Python": threading.active_count(),
        "threads of Qt": sum(shiboken6.isValid(o) for o in kinds[QThread]),
        "windows": len(application.topLevelWidgets()),
        "widgets": len(application.allWidgets()),
        "objects of Qt": sum(shiboken6.isValid(o) for o in kinds[QObject]),
        "frames": len(kinds[Frame]),
        "runs open": len(kinds[Run]),
        "generators open": len(cores),
    }
    print(json.dumps(found), flush=True)


TASKS = Path("/proc/self/task")
POOLED = "Thread (pooled)"
"""Qt's own: they end after half a minute without work and begin anew, so on a busy machine their
number would tell of the time that passed."""

HELD: tuple[type, ...] = (QThread, QObject, Frame, Run, GeneratorType)


def held() -> dict[type, list[Any]]:
    """The objects of each kind that are alive; of half a million, so each type is asked once."""
    kinds: dict[type, list[Any]] = {kind: [] for kind in HELD}
    fitting: dict[type, list[type]] = {}
    for thing in gc.get_objects():
        if type(thing) not in fitting:
            fitting[type(thing)] = [kind for kind in HELD if issubclass(type(thing), kind)]
        for kind in fitting[type(thing)]:
            kinds[kind].append(thing)
    return kinds


# ---- the window and the hand ---------------------------------------------------------------------


def open_window(settings: Path) -> MainWindow:
    """The window with every experiment at its smallest, all of it loaded and at rest."""
    window = MainWindow(QSettings(str(settings), QSettings.Format.IniFormat), "descent")
    for key in window.docks.widgets:
        panel = window.docks.panel(key)
        small = {n: EXPERIMENTS[n].spec(**EXPERIMENTS[n].smallest) for n in panel.specs}
        panel.set_specs(small)
    started: list[bool] = []
    window.started.connect(lambda: started.append(True))
    window.resize(*SIZE)
    window.show()
    for panel in window.docks.panels.values():
        panel.player.show_end()  # torch takes twice as long to load while a race is played
    wait_until(lambda: bool(started))
    return window


def close(window: MainWindow) -> None:
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def at_rest(window: MainWindow) -> None:
    wait_until(lambda: not any(panel.busy for panel in window.docks.panels.values()))
    for panel in window.docks.panels.values():
        if panel.errors.isVisible():
            raise RuntimeError(f"{panel.key}: {panel.errors.label.text()}")


def pages(window: MainWindow) -> Iterator[tuple[Any, str]]:
    """Each page of each panel, in front and at rest."""
    for key in window.docks.widgets:
        window.docks.show(key)
        panel = window.docks.panel(key)
        for page in panel.pages:
            panel.show_page(page.key)
            at_rest(window)
            yield panel, page.key


def changes(form: Form) -> Iterator[dict[str, Any]]:
    """Each control of a form moved once, as far as the others allow it."""
    spec = form.spec
    for parameter in parameters(type(spec)):
        if parameter.applies_to(spec) and shown(form, parameter.name):
            for value in neighbors(parameter, spec):
                if fits(spec, parameter.name, value):
                    yield {parameter.name: value}
                    break


def shown(form: Form, name: str) -> bool:
    try:
        return not form.control(name).isHidden()
    except KeyError:  # the page's own form leaves the field to the main one
        return False


def neighbors(parameter: Parameter, spec: Spec) -> Iterator[Any]:
    value = getattr(spec, parameter.name)
    match parameter:
        case Integer():
            yield from (value + 1, value - 1)
        case Number():
            yield from (1.1 * value + 0.01, 0.9 * value - 0.01)
        case Switch():
            yield not value
        case Choice():
            yield from (option for option in parameter.options(spec) if option != value)


def fits(spec: Spec, name: str, value: Any) -> bool:
    try:
        return spec.adapt(**{name: value}) != spec
    except SpecError:
        return False


def one_round(window: MainWindow, number: int) -> int:
    """Move every control and undo it; how many runs that was.

    The main form is moved on the first page and, by one control, on the others, which follow it.
    All pages are painted in the first round, and a quarter in each of the others: painting takes as
    long as all else together.
    """
    runs = 0
    for index, (panel, page) in enumerate(pages(window)):
        window.setUpdatesEnabled((index + number) % (2 if number < 2 else 8) == 0)
        form = panel.forms[panel.page.experiment]
        moves = list(changes(form))
        if form is panel.form and page != panel.pages[0].key:
            moves = moves[:1]
        elif panel.page.waits and panel.key in TRAINED:
            moves = moves[:1]  # even the smallest run takes a good part of a second
        for move in moves:
            form.change(**move)
            at_rest(window)
            window.docks.undo.undo()
            at_rest(window)
            runs += 2
    window.setUpdatesEnabled(True)
    return runs


def main() -> None:
    """Prepare, endure, and say what is left after each part."""
    job.COALESCE_MS = 0  # nobody drags here: a change need not wait for the next
    instance = application.create(["endurance"])
    language.install("en")
    theme.install(instance, "light")
    with tempfile.TemporaryDirectory() as folder:
        settings = Path(folder) / "settings.ini"
        window = open_window(settings)
        runs = 0
        for number in range(ROUNDS):
            runs += one_round(window, number)
            look("round", runs)
        began, used = time.monotonic(), time.process_time()
        wait(IDLE_SECONDS)
        share = (time.process_time() - used) / (time.monotonic() - began)
        print(json.dumps({"what": "idle", "share": share}), flush=True)
        close(window)
        del window
        look("window", 0)
        for number in range(WINDOWS):
            close(open_window(settings))
            look("window", number + 1)
