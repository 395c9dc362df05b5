"""Panels without a screen: drawn as pictures, and checked one by one."""

from __future__ import annotations

import gc
import os
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from app import theme
from app.labs.panels import PANELS
from app.request import Request, UnfitError
from app.words import language
from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS, experiment
from core.lessons import lessons
from core.parameters import Spec

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.panel.panel import Panel

DEFAULTS = Request()
TIMEOUT_SECONDS = 120
FEWEST_COLORS = 8
"""The number of colors that a painted page exceeds; one that was not painted has one or two."""


@dataclass(frozen=True)
class Check:
    """The outcome of one check: its name, whether it passed, and the report if it did not."""

    what: str
    outcome: str
    seconds: float
    report: str


@dataclass(frozen=True)
class Looks:
    """How panels look that are drawn."""

    size: tuple[int, int] = (1280, 800)
    theme: str = "light"
    language: str = "en"
    larger: bool = False
    """Whether the panels are drawn in larger text."""


def render(
    panel: str | None,
    out: Path,
    looks: Looks,
    request: Request = DEFAULTS,
    *,
    everything: bool = False,
) -> list[Path]:
    """Draw each panel into a folder as PNG, with what is asked for finished; returns the paths.

    With ``everything`` each of its pages, and each preset, is drawn too.
    """
    with _Stage(looks) as stage:
        return [
            path
            for entry in PANELS
            if panel is None or entry.key == panel
            for path in stage.draw(entry.key, out, request, everything)
        ]


def render_file(panel: str, out: Path, looks: Looks, request: Request) -> None:
    """Write what is asked of a panel into a file of the kind that its suffix says.

    :class:`app.request.UnfitError` if there can be no such file, or it could not be written.
    """
    with _Stage(looks) as stage:
        stage.write(panel, out, request)


def self_check() -> list[Check]:
    """Run every experiment at its smallest; build every panel, draw each of its pages, and close
    it."""
    checks = [_check(f"run {key}", partial(_run_smallest, key)) for key in EXPERIMENTS]
    checks.append(_check("read lessons", _read_lessons))
    with _Stage(Looks()) as stage:
        for entry in PANELS:
            checks.append(_check(f"panel {entry.key}", partial(stage.check, entry.key)))
    return checks


def _check(what: str, do: Callable[[], object]) -> Check:
    began = time.perf_counter()
    try:
        do()
    except Exception:
        return Check(what, "FAILED", time.perf_counter() - began, traceback.format_exc())
    return Check(what, "ok", time.perf_counter() - began, "")


def _smallest(key: str) -> Spec:
    chosen = experiment(key)
    return chosen.spec(**chosen.smallest)


def _run_smallest(key: str) -> None:
    last_frame(Run(EXPERIMENTS[key], _smallest(key)))


def _read_lessons() -> None:
    """Check that all lessons exist and have no faults."""
    library = lessons.load()
    if library.problems or not library.lessons:
        raise RuntimeError("\n".join(library.problems) or f"there is no lesson in {lessons.FOLDER}")


class _Stage:
    """An application without a screen, with the compute thread, for as long as it is entered."""

    def __init__(self, looks: Looks) -> None:
        self._looks = looks

    def __enter__(self) -> _Stage:
        # Without a display nothing else works; with one, OpenGL on "offscreen" would crash.
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        if sys.platform == "linux":
            os.environ.pop("DISPLAY", None)
        from PySide6.QtWidgets import QApplication

        from app.application import create
        from app.job import ComputeThread
        from app.widgets.formula import prepare as prepare_formulas

        existing = QApplication.instance()
        self._application = existing if isinstance(existing, QApplication) else create()
        prepare_formulas()
        language.install(self._looks.language)
        theme.install(self._application, self._looks.theme, larger=self._looks.larger)
        self._thread = ComputeThread()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        # While all is alive: from now on Python collects whenever it likes. Were it within the
        # destructor of the thread, the panels' menus that wait there would never come to an end.
        gc.collect()
        self._thread.close()

    def draw(self, key: str, out: Path, request: Request, everything: bool) -> list[Path]:
        """Grab a finished panel into a file, and its pages and presets into others."""
        with self._shown(key, request.prepare, request.finish) as panel:
            out.mkdir(parents=True, exist_ok=True)
            paths = [_save(panel, out / f"{key}.png")]
            if everything:
                for page in panel.pages[1:]:
                    self._turn_to(panel, page.key)
                    paths.append(_save(panel, out / f"{key}-{page.key}.png"))
                for number, preset in enumerate(panel.presets, 1):
                    panel.apply_preset(preset)
                    self._finish(panel, end=not preset.waits)
                    paths.append(_save(panel, out / f"{key}-preset-{number}.png"))
        return paths

    def write(self, key: str, out: Path, request: Request) -> None:
        """Export what is asked for, as the window's dialog does."""
        from app.export.exporter import Exporter

        with self._shown(key, request.prepare, request.finish) as panel:
            exporter = Exporter(self._thread.worker, panel)
            ended: list[str] = []
            exporter.finished.connect(lambda order: ended.append(""))
            exporter.failed.connect(lambda order, sentence: ended.append(sentence))
            exporter.start(request.order(panel, out))
            while not ended:
                self._application.processEvents()
                time.sleep(0.002)
        if ended[0]:
            raise UnfitError(ended[0])

    def check(self, key: str) -> None:
        """Draw every page of a panel, each of its experiments at its smallest and finished, and
        check that something is drawn there."""
        with self._shown(key, _make_smallest) as panel:
            for page in panel.pages:
                self._turn_to(panel, page.key)
                _check_colors(page.key, page.widget)
            missing = panel.specs.keys() - panel.jobs.drawn
            if missing:
                raise RuntimeError(f"nothing was drawn of {', '.join(sorted(missing))}")

    @contextmanager
    def _shown(
        self,
        key: str,
        prepare: Callable[[Panel], bool] = DEFAULTS.prepare,
        finish: Callable[[Panel], None] = DEFAULTS.finish,
    ) -> Iterator[Panel]:
        """A panel that was prepared, shown at its end unless it is to wait, and finished; it is
        closed and deleted when the block ends."""
        from PySide6.QtCore import QCoreApplication, QEvent, Qt
        from PySide6.QtWidgets import QLayout

        (entry,) = (entry for entry in PANELS if entry.key == key)
        panel = entry.load()(self._thread.worker)
        for _ in panel.turns():
            pass
        panel.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        layout = panel.layout()
        assert layout is not None
        layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        panel.resize(*self._looks.size)
        try:
            end = prepare(panel)
            panel.show()
            self._finish(panel, end=end)
            finish(panel)
            self._finish(panel, end=False)
            yield panel
        finally:
            panel.close()
            panel.deleteLater()
            # Now: no event loop is entered here that would do it later.
            QCoreApplication.sendPostedEvents(panel, QEvent.Type.DeferredDelete)

    def _turn_to(self, panel: Panel, page: str) -> None:
        panel.show_page(page)
        self._finish(panel)

    def _finish(self, panel: Panel, *, end: bool = True) -> None:
        """Wait for everything that a panel computes, and show the end of it."""
        self._wait_for(panel, lambda: not panel.busy)
        if end:
            panel.player.show_end()
        self._application.processEvents()
        self._wait_for(panel, lambda: panel.settled)  # what is told of the end, and a cut there
        self._application.processEvents()  # and the room for it
        if panel.errors.isVisible():
            raise RuntimeError(panel.errors.label.text())

    def _wait_for(self, panel: Panel, condition: Callable[[], bool]) -> None:
        deadline = time.monotonic() + TIMEOUT_SECONDS
        while not condition():
            self._application.processEvents()
            time.sleep(0.002)
            if time.monotonic() > deadline:
                raise TimeoutError(f"{panel.key} was not finished after {TIMEOUT_SECONDS} s")


def _make_smallest(panel: Panel) -> bool:
    panel.set_specs({name: _smallest(name) for name in panel.specs})
    return True


def _check_colors(what: str, widget: QWidget) -> None:
    image = widget.grab().toImage()
    colors = {
        image.pixel(x, y) for x in range(0, image.width(), 4) for y in range(0, image.height(), 4)
    }
    if len(colors) < FEWEST_COLORS:
        raise RuntimeError(f"{what} was drawn in {len(colors)} colors")


def _save(panel: Panel, path: Path) -> Path:
    """Save a picture of a panel in a file, whole or not at all."""
    from PySide6.QtCore import QSaveFile

    file = QSaveFile(str(path))
    written = file.open(QSaveFile.OpenModeFlag.WriteOnly) and panel.grab().save(file, "PNG")
    if not (written and file.commit()):
        raise OSError(f"{path}: {file.errorString()}")
    return path
