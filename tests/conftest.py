"""Settings that all tests share: no screen, a home of their own, and nothing left behind."""

from __future__ import annotations

import gc
import os
import sys
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

    from app.job import ComputeThread

# Before anything of Qt or torch starts. Whoever wants to watch names another platform.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if os.environ["QT_QPA_PLATFORM"] == "offscreen":
    for display in ("DISPLAY", "WAYLAND_DISPLAY"):
        os.environ.pop(display, None)  # OpenGL on "offscreen" would crash at the sight of one

# The collector may start at any allocation, also within a call of Qt that holds a lock, such as
# QObject.disconnect: a widget that is deleted there waits for that lock for ever. Nor may a thread
# that only computes delete widgets. So garbage is collected between tests.
gc.set_threshold(0)

HOMES = {
    "HOME": "",
    "XDG_CONFIG_HOME": "config",
    "XDG_DATA_HOME": "data",
    "XDG_CACHE_HOME": "cache",
    "XDG_STATE_HOME": "state",
}


LONGEST = ("endurance", "everything_shown", "style", "killed_saves", "real_window", "replay")
"""Files with tests that take ten seconds and more. They come first: a worker that begins one when
the other has nothing left to do would be waited for."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest comes first; all else stays in its order."""
    names = {f"test_{name}": place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: names.get(item.path.stem, len(names)))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Give each worker a whole stretch of tests, of which an idle one takes over the end: dealt out
    in turn, what is made once for a file would be made by all workers."""
    from xdist.scheduler import WorkStealingScheduling  # type: ignore[import-untyped]

    return WorkStealingScheduling(config, log) if config.getvalue("dist") == "load" else None


@pytest.fixture(scope="session", autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home folder of the tests' own: nothing of the person's is read or written."""
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name, below in HOMES.items():
            (folder / below).mkdir(exist_ok=True)
            patch.setenv(name, str(folder / below))
        yield folder


@pytest.fixture(scope="session")
def qapp(home: Path) -> QApplication:
    """The one application as the window has it, with settings in the tests' own home."""
    from PySide6.QtCore import QSettings, QStandardPaths

    from app import theme
    from app.application import create
    from app.words import language

    QStandardPaths.setTestModeEnabled(True)
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    for scope in (QSettings.Scope.UserScope, QSettings.Scope.SystemScope):
        QSettings.setPath(QSettings.Format.IniFormat, scope, str(home / "settings"))
    application = create(["saddlepoint"])
    language.install("en")
    theme.install(application, "light")
    return application


@pytest.fixture
def compute(qapp: QApplication) -> Iterator[ComputeThread]:
    """The compute thread, started; closed after the test."""
    from app.job import ComputeThread

    thread = ComputeThread()
    thread.start()
    yield thread
    thread.close()


@pytest.fixture(autouse=True)
def one_thread() -> None:
    """One thread for torch, where something has imported it already."""
    if "torch" in sys.modules:
        import torch

        torch.set_num_threads(1)


@pytest.fixture(autouse=True)
def nothing_left(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fail a test that leaves a running thread, a window, a timer of one, or no garbage collector;
    give the next test the language, the theme and the font that it expects."""
    from PySide6.QtCore import QThread

    started: list[weakref.ref[QThread]] = []
    start = QThread.start

    def recorded(thread: QThread, *arguments: Any) -> None:
        started.append(weakref.ref(thread))
        start(thread, *arguments)

    monkeypatch.setattr(QThread, "start", recorded)
    font = _font()
    yield
    _collect()
    application = _application()
    if application is None:
        return
    left = [*_running(started), *_windows()]
    if not gc.isenabled():
        gc.enable()
        left.append("the garbage collector is still off")
    _restore(application, font)
    if left:
        pytest.fail("left behind: " + "; ".join(left))


def _collect() -> None:
    """As often as Python would."""
    counts = gc.get_count()
    for generation, threshold in reversed([*enumerate((700, 10, 10))]):
        if counts[generation] > threshold:
            gc.collect(generation)
            return


def _application() -> QApplication | None:
    if "app.application" not in sys.modules:
        return None
    from PySide6.QtWidgets import QApplication

    application = QApplication.instance()
    return application if isinstance(application, QApplication) else None


def _running(started: list[weakref.ref[Any]]) -> list[str]:
    """Threads that still run; they are stopped, so that the other tests go on."""
    import shiboken6

    left = []
    for reference in started:
        thread = reference()
        if thread is not None and shiboken6.isValid(thread) and thread.isRunning():
            left.append(f"the thread {thread.objectName() or thread!r} still runs")
            thread.quit()
            thread.wait(5000)
    return left


def _windows() -> list[str]:
    """Windows that nobody closed, with the timers that still run in them."""
    from PySide6.QtCore import QTimer

    found = _top_levels()
    if found:
        del found
        gc.collect()  # what only a cycle of references holds is no leak
        found = _top_levels()
    left = []
    for widget in found:
        timers = sum(timer.isActive() for timer in widget.findChildren(QTimer))
        left.append(f"{type(widget).__name__} {widget.objectName()!r} with {timers} active timers")
        widget.hide()
        widget.deleteLater()
    return left


def _top_levels() -> list[QWidget]:
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtWidgets import QApplication, QMenu

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    # Qt's tool tip has no parent, nor have the menus of pyqtgraph's plots, which nobody opens.
    return [
        widget
        for widget in QApplication.topLevelWidgets()
        if widget.parent() is None
        and not isinstance(widget, QMenu)
        and widget.metaObject().className() != "QTipLabel"
    ]


def _font() -> Any:
    application = _application()
    return None if application is None else application.font()


def _restore(application: QApplication, font: Any) -> None:
    from app import theme
    from app.words import language

    language.install("en")
    if theme.current().key != "light" or (font is not None and application.font() != font):
        theme.install(application, "light")
