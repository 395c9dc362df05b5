"""Carries out an export, a little in each turn of the event loop."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from functools import partial

from PySide6.QtCore import QObject, QSize, QSizeF, QTimer, Signal, Slot
from PySide6.QtGui import QColor

from app import theme
from app.export import films, orders
from app.export.drawing import Sketch
from app.export.inset import legends
from app.export.orders import Kind, Order, Progress, Written
from app.export.vectors import POINTS, pdf, vectors
from app.job import Failure, Job, Report, Worker
from app.panel.animation import Animation
from app.panel.panel import Panel
from app.words.labels import tr
from core.experiment import Experiment
from core.films import GIF_UNIT, durations, moments
from core.parameters import Spec

WAIT_MS = 5
"""Milliseconds between two checks of something that is awaited."""

AHEAD = 2
"""The number of frames that may wait to be encoded."""

SAMPLES = 5
"""The number of frames whose colors a GIF's palette is made from."""

Turns = Iterator[int]
"""An iterator over turns; each yields the milliseconds until the next."""


Drawing = Generator[int, None, Callable[[], Iterator[Progress]]]
"""Turns that draw something, and return what writes it."""


class Exporter(QObject):
    """Writes one file at a time. Lives in the GUI thread; the compute thread writes."""

    progressed = Signal(int, int)
    finished = Signal(object)
    """Emitted with the :class:`Order` whose file is complete."""
    failed = Signal(object, str)
    """Emitted with the order, and with the reason why there is no file, in a sentence."""
    stopped = Signal()
    """Emitted when the person has cancelled the export; no file is left."""

    def __init__(self, worker: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._order: Order | None = None
        self._turns: Turns | None = None
        self._job: Job | None = None
        self._encoded = 0
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._turn)

    @property
    def busy(self) -> bool:
        """Whether a file is being written."""
        return self._order is not None

    def start(self, order: Order) -> None:
        """Start writing this order; the signals report how it went. It must not be called while
        busy."""
        assert not self.busy
        self._order = order
        self._encoded = 0
        make = {Kind.PICTURE: self._picture, Kind.DATA: self._data, Kind.FILM: self._film}
        self._turns = make[order.format.kind](order)
        self._timer.start(0)

    def cancel(self) -> None:
        """Cancel the export: what was changed for it is restored, and no file is left."""
        if self.busy:
            self._end()
            self.stopped.emit()

    # What is done in the GUI thread, turn by turn

    def _picture(self, order: Order) -> Turns:
        draw = self._vectors if order.format.key in orders.VECTORS else self._pixels
        with _Dressed(order) as dressed:
            yield from dressed.turns()
            write = yield from draw(order)
        self._begin(orders.errand(write))

    def _vectors(self, order: Order) -> Drawing:
        texts = orders.texts_of(order)
        words = (texts["Title"], texts["Description"])
        if order.format.key == "svg":
            document = vectors(order.widget, *words)
            yield 0
            return partial(orders.write_svg, order.path, document, order.length)
        scale = POINTS / order.dpi
        size = QSizeF(order.size.width() * scale, order.size.height() * scale)
        document = pdf(order.widget, size, *words)
        yield 0
        return partial(orders.write_bytes, order.path, document)

    def _pixels(self, order: Order) -> Drawing:
        sketch = Sketch(order.widget, order.size)
        for _ in sketch.turns():
            yield 0
        texts = orders.texts_of(order)
        return partial(orders.write_png, order.path, sketch, order.dpi, texts)

    def _data(self, order: Order) -> Turns:
        if order.format.key == "csv":
            notes, tables = orders.notes_of(order), orders.tables_of(order)
            self._begin(orders.errand(partial(orders.write_csv, order.path, notes, tables)))
        else:
            report = order.panel.jobs.report(order.source)
            assert report is not None
            meta = orders.provenance(order)
            self._begin(orders.errand(partial(orders.write_npz, order.path, report.frame, meta)))
        yield 0

    def _film(self, order: Order) -> Turns:
        animation = order.panel.player.animation()
        assert animation is not None
        frames = max(1, round(order.seconds * order.rate))
        wanted = moments(animation.count, frames)
        of_gif = order.format.key == "gif"
        samples = [moments(animation.count, SAMPLES)[k] for k in range(SAMPLES)] if of_gif else []
        waiting: deque[Sketch] = deque()
        job = self._begin(
            orders.errand(
                partial(
                    orders.write_film,
                    order.path,
                    films.begin(order.format.key, order.rate, _colors(order)),
                    durations(frames, order.seconds, GIF_UNIT if of_gif else 1),
                    waiting,
                    len(samples),
                )
            )
        )
        job.pause()  # it goes on by one frame for each that it is given
        size = _even(order.size) if order.format.key == "mp4" else order.size
        before = animation.now()
        same = _Unchanged(order.panel)
        try:
            with _Dressed(order) as dressed:
                yield from dressed.turns()
                for k, moment in enumerate([*samples, *wanted]):
                    while k - self._encoded >= AHEAD:
                        same.check()
                        yield WAIT_MS
                    yield from _shown(order, animation, moment)
                    same.check()
                    sketch = Sketch(order.widget, size)
                    for _ in sketch.turns():
                        yield 0
                    waiting.append(sketch)
                    job.step()
        finally:
            animation.show(before)

    @Slot()
    def _turn(self) -> None:
        """Take one turn; an error in it is reported as a sentence."""
        if self._turns is None or self._order is None:
            return
        try:
            wait = next(self._turns)
        except StopIteration:
            self._turns = None
        except _DisturbedError:
            self._fail(tr("The panel was changed while it was filmed: there is no film."))
        except MemoryError:
            self._fail(self._unwritten(tr("there is not enough memory")))
        except Exception:
            self._end()  # nothing half done, whatever it was
            self.stopped.emit()
            raise
        else:
            self._timer.start(wait)

    # What comes from the compute thread

    def _begin(self, errand: Experiment) -> Job:
        job = self._job = Job(self._worker, errand, parent=self)
        job.delivered.connect(self._on_delivered)
        job.failed.connect(self._on_failed)
        job.submit(Spec())
        return job

    @Slot(object)
    def _on_delivered(self, report: Report) -> None:
        written, order = report.frame, self._order
        assert isinstance(written, Written)
        if order is None:
            return
        if not written.last:
            self._encoded = written.step
            self.progressed.emit(written.step, written.total)
        elif written.problem:
            self._fail(self._unwritten(written.problem))
        else:
            self._end()
            self.finished.emit(order)

    @Slot(object)
    def _on_failed(self, failure: Failure) -> None:
        self._fail(self._unwritten(failure.report.strip().splitlines()[-1]))

    def _unwritten(self, reason: str) -> str:
        path = self._order.path if self._order is not None else ""
        return tr("{path} could not be written: {reason}", path=path, reason=reason)

    def _fail(self, sentence: str) -> None:
        order = self._order
        if order is not None:
            self._end()
            self.failed.emit(order, sentence)

    def _end(self) -> None:
        self._timer.stop()
        turns, self._turns = self._turns, None
        self._order = None
        if turns is not None:
            turns.close()  # type: ignore[attr-defined]
        if self._job is not None:
            self._job.cancel()
            self._job.deleteLater()
            self._job = None


class _DisturbedError(Exception):
    """Raised when a panel changes while it is filmed, since a film of two different things makes no
    sense."""


class _Unchanged:
    """Checks whether a panel still shows the same specs and page."""

    def __init__(self, panel: Panel) -> None:
        self._panel, self._specs, self._page = panel, panel.specs, panel.page

    def check(self) -> None:
        """Raise :class:`_DisturbedError` if the panel has changed."""
        if self._panel.specs != self._specs or self._panel.page is not self._page:
            raise _DisturbedError


class _Dressed:
    """While entered, an order's panel has the light theme if that was asked for, and its picture a
    legend."""

    def __init__(self, order: Order) -> None:
        self._order, self._panel = order, order.panel
        self._legends = ExitStack()
        self._before = theme.current().key
        self._other = order.light and self._before != "light"

    def __enter__(self) -> _Dressed:
        return self

    def turns(self) -> Turns:
        """Set the light theme, let everything be drawn anew, and add the legend."""
        if self._other:
            theme.dress(self._panel, "light")
            yield 0
            self._panel.retheme()
            yield 0
        order = self._order
        if order.legend and order.widget is not order.panel:
            self._legends.enter_context(legends(order.widget, order.caption))
            yield 0  # a title takes its room

    def __exit__(self, *_: object) -> None:
        self._legends.close()
        if self._other:
            theme.undress(self._panel, self._before)
            self._panel.retheme()


def _shown(order: Order, animation: Animation, moment: int) -> Turns:
    """Show a moment, and wait until everything that depends on it is drawn. A panel that is not
    visible is waited for, since it computes nothing."""
    while not (order.panel.isVisible() and order.widget.isVisible()):
        yield 10 * WAIT_MS
    animation.show(moment)
    yield 0
    while not animation.settled():
        yield WAIT_MS


def _colors(order: Order) -> list[tuple[int, int, int]]:
    """The colors that have a meaning in the theme that is used."""
    worn = theme.LIGHT if order.light else theme.current()
    names = (worn.window, worn.panel, worn.picture, worn.text, worn.muted, worn.line, worn.accent)
    colors = [QColor(name) for name in dict.fromkeys((*names, worn.error, *worn.series))]
    return [(color.red(), color.green(), color.blue()) for color in colors]


def _even(size: QSize) -> QSize:
    """The size rounded down to even numbers: H.264 keeps one color for each 2 x 2 pixels."""
    return QSize(max(2, size.width() // 2 * 2), max(2, size.height() // 2 * 2))
