"""The main window: a sidebar that names the panels, a dock for each, menus, and the helpers."""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QEvent, QSettings, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDockWidget, QMainWindow, QMenu, QWidget

from app.docks import Docks
from app.labs.panels import PANELS
from app.panel import keys
from app.panel.keys import KEYS, PanelKey
from app.places import data_folder
from app.widgets.gestures import Gestures
from app.widgets.styled import styled
from app.window import looks
from app.window.device import DeviceChoice
from app.window.helpers import HelpedWindow
from app.window.menus import SEPARATOR, Choice, Item, Menu, fill
from app.window.sidebar import Sidebar
from app.words import labels, language
from app.words.labels import _ as mark
from app.words.labels import tr
from core import device as devices

if TYPE_CHECKING:
    from app.job import Job
    from app.panel.panel import Panel

LATER_MS = 15
PATIENCE_SECONDS = 4.0
"""The longest time that the other panels wait for the first experiment, which would
wait for them."""
SIZE = (1280, 800)
NATIVE = QKeySequence.SequenceFormat.NativeText
Standard = QKeySequence.StandardKey


class MainWindow(HelpedWindow):
    """The window of all panels, with one compute thread.

    Its frame is painted before anything else is imported: menus, the sidebar, docks with covers in
    them. The rest follows in :meth:`_start`, one piece in each turn of the event loop.
    """

    GESTURES: ClassVar[Gestures] = (
        (
            mark("Drop a file on the window"),
            mark("open a session, a tensor, a picture, a folder of pictures"),
        ),
    )

    drawn = Signal()
    """Emitted when what is visible first has been computed and painted."""
    ready = Signal()
    """Emitted when all panels and helpers are built."""
    started = Signal()
    """Emitted when torch is loaded and warm."""
    language_chosen = Signal(str)
    """Emitted with a language. Every word is set when it is built, so a window in that language
    replaces this one."""

    def __init__(self, settings: QSettings, panel: str | None = None) -> None:
        super().__init__()
        self.settings = settings
        self._found: tuple[tuple[str, ...], str] = (("cpu",), "CPU")
        """The devices on this machine, and the name of the fastest."""
        self.setWindowTitle("Saddlepoint[*]")
        self.setAcceptDrops(True)
        self.setDockOptions(
            QMainWindow.DockOption.AllowNestedDocks
            | QMainWindow.DockOption.AllowTabbedDocks
            | QMainWindow.DockOption.AnimatedDocks
        )
        self._painted = False
        self.statusBar().setSizeGripEnabled(False)
        empty = QWidget()
        empty.setMaximumSize(0, 0)
        self.setCentralWidget(empty)
        self.docks = Docks(self, self.worker, PANELS)
        self.docks.meet(self._on_built)
        self.sidebar = Sidebar(self.docks)
        self.addToolBar(Qt.ToolBarArea.LeftToolBarArea, self.sidebar.bar())
        self.device = DeviceChoice(self.docks)
        self.device.stand_in(self.statusBar())
        self.lesson_dock: QDockWidget = styled(QDockWidget(tr("Lesson"), self), "lessonDock")
        self.lesson_dock.setAllowedAreas(
            Qt.DockWidgetArea.LeftDockWidgetArea | Qt.DockWidgetArea.RightDockWidgetArea
        )
        self.docks.add_aside(self.lesson_dock)
        self.recent_menu = QMenu(tr("Open &recent"), self)
        self.recent_menu.aboutToShow.connect(lambda: self.keeper.fill_recent(self.recent_menu))
        fill(self.menuBar(), self._menus())
        self.setTabOrder(self.sidebar, self.device)
        self.resize(*SIZE)
        self.docks.recall(settings, panel)
        self._warm: Job | None = None
        self._turns = self._start()
        self._later = QTimer(self)
        self._later.timeout.connect(self._take_turn)

    # The start

    def _start(self) -> Iterator[None]:
        """Continue after the first paint: build and draw what is visible, then build the helpers
        and the other panels, then load torch."""
        if _left_open():
            self.keeper.start()
            yield
        while self.docks.build_next(shown=True):
            yield
        self.keeper.start()
        self._later.setInterval(LATER_MS)
        patient_until = time.monotonic() + PATIENCE_SECONDS
        while self._busy() and time.monotonic() < patient_until:
            yield
        self.drawn.emit()
        yield from self.make_helpers()
        while self.docks.build_next():
            yield
        self.ready.emit()
        self._warm_up()

    def _busy(self) -> bool:
        """Whether anything visible is being computed or painted."""
        return any(panel.busy for panel in self.docks.panels.values() if panel.isVisible())

    @Slot()
    def _take_turn(self) -> None:
        if self.closing or next(self._turns, self) is self:
            self._later.stop()

    def _warm_up(self) -> None:
        from app.job import Job, warm_up
        from app.widgets.formula import prepare
        from app.widgets.surface_3d import preload
        from core.parameters import Spec

        errands = warm_up([prepare, preload, self._look_for_devices])
        self._warm = Job(self.thread_.worker, errands, priority=9, parent=self)
        self._warm.busy_changed.connect(self._on_warm)
        self._warm.submit(Spec())

    def _look_for_devices(self) -> None:
        """Ask for the devices, on the compute thread: a driver may take seconds, or fail."""
        found = devices.available()
        self._found = found, devices.name(found[0])

    # Menus

    def _menus(self) -> list[Menu]:
        return [
            self._file_menu(),
            self._edit_menu(),
            Menu(tr("&Play"), [self._play(key) for key in KEYS]),
            self._view_menu(),
            Menu(
                tr("&Help"),
                [
                    Item(tr("&Explanation"), lambda: self.teacher.toggle(), ["F1"]),
                    Item(tr("&Tour"), lambda: self.guide.start()),
                    Item(tr("&Keyboard shortcuts"), self._show_shortcuts),
                    Item(tr("&About Saddlepoint"), self._show_about),
                ],
            ),
        ]

    def _file_menu(self) -> Menu:
        return Menu(
            tr("&File"),
            [
                Item(tr("&Open…"), lambda: self.files.ask(), [Standard.Open]),
                self.recent_menu,
                Item(tr("&Save session"), lambda: self.keeper.save(), [Standard.Save]),
                Item(tr("Save session &as…"), lambda: self.keeper.save_as(), ["Ctrl+Shift+S"]),
                SEPARATOR,
                Item(tr("&Export…"), lambda: self.exports.open(), ["Ctrl+E"]),
                Item(tr("Copy &picture"), lambda: self.clipboard.copy_picture(), ["Ctrl+Shift+P"]),
                Item(
                    tr("Copy as co&mmand"), lambda: self.clipboard.copy_command(), ["Ctrl+Shift+M"]
                ),
                Item(
                    tr("Copy as P&yTorch"), lambda: self.clipboard.copy_script(), ["Ctrl+Shift+C"]
                ),
                SEPARATOR,
                Item(tr("&Quit"), self.close, [Standard.Quit]),
            ],
        )

    def _edit_menu(self) -> Menu:
        undo = self.docks.undo.createUndoAction(self, tr("&Undo"))
        undo.setShortcut(Standard.Undo)
        redo = self.docks.undo.createRedoAction(self, tr("&Redo"))
        redo.setShortcuts([QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")])
        reset = Item(tr("Reset &panel"), lambda: self.docks.front().reset(), ["Ctrl+Shift+R"])
        return Menu(tr("&Edit"), [undo, redo, SEPARATOR, reset])

    def _play(self, key: PanelKey) -> Item:
        """A menu entry for a key of the panels; the panels handle the key themselves (a focused
        slider keeps its arrow keys), so here it is only named."""
        named = f"{tr(key.words)}\t{QKeySequence(key.key).toString(NATIVE)}"
        return Item(named, lambda: key.do(self.docks.front()))

    def _view_menu(self) -> Menu:
        show = self.docks.show
        names = {key: tr(labels.PANELS[key]) for key in self.docks.entries}
        beside = [Item(name, partial(show, key, beside=True)) for key, name in names.items()]
        themes = {looks.SYSTEM: tr("Like the system"), "light": tr("Light"), "dark": tr("Dark")}
        spoken = str(self.settings.value("language", language.of_system()))
        size = "larger" if looks.is_larger(self.settings) else "usual"
        return Menu(
            tr("&View"),
            [
                *(
                    Item(name, partial(show, key), [f"Ctrl+{number}"])
                    for number, (key, name) in enumerate(names.items(), start=1)
                ),
                Menu(tr("Open &beside"), beside),
                Item(tr("&Fold or open controls"), self._on_controls, ["Ctrl+B"]),
                SEPARATOR,
                Choice(tr("&Theme"), self._on_theme, themes, looks.chosen_theme(self.settings)),
                Choice(tr("&Language"), self._on_language, language.NAMES, spoken),
                Choice(
                    "",
                    self._on_text_size,
                    {"usual": tr("&Usual text"), "larger": tr("Larger te&xt")},
                    size,
                    # On a US keyboard + is typed with Shift, and = is on the same key.
                    {"usual": ["Ctrl+-", "Ctrl+0"], "larger": ["Ctrl++", "Ctrl+="]},
                ),
                SEPARATOR,
                Item(tr("&Full screen"), self._on_full_screen, ["F11"]),
            ],
        )

    # What happens

    @Slot(bool)
    def _on_warm(self, busy: bool) -> None:
        if busy or self.closing:
            return
        self.thread_.garbage.settle()
        self.teacher.read()
        self.device.offer(*self._found)
        self.started.emit()

    @Slot(object)
    def _on_built(self, panel: Panel) -> None:
        panel.status_changed.connect(self._on_status)

    @Slot(str)
    def _on_status(self, device: str) -> None:
        words = tr("computed on {device}", device=labels.DEVICES[device])
        self.statusBar().showMessage(words)

    def _show_shortcuts(self) -> None:
        from app.window import shortcuts

        shortcuts.show(self.docks)

    def _show_about(self) -> None:
        from app.window import about

        about.show(self.docks, self.settings)

    def _on_controls(self) -> None:
        self.docks.front().drawer.toggle()

    def _on_theme(self, key: str) -> None:
        self.settings.setValue("theme", key)
        self._redraw()

    def _on_text_size(self, key: str) -> None:
        larger = key == "larger"
        if larger != looks.is_larger(self.settings):
            self.settings.setValue("larger", int(larger))
            self._redraw()

    def _redraw(self) -> None:
        looks.install(self.settings)
        for panel in self.docks.panels.values():
            panel.retheme()
        self.teacher.retheme()
        self.sidebar.retheme()

    def _on_language(self, key: str) -> None:
        self.settings.setValue("language", key)
        self.language_chosen.emit(key)

    def _on_full_screen(self) -> None:
        # As it was before, maximized or not, when it comes back.
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    # Qt's own

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and not self._painted:
            # A timer that showEvent started would fire before anything was on the screen.
            self._painted = True
            QTimer.singleShot(0, self, self._later.start)
        return super().event(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        for url in event.mimeData().urls():
            self.files.open(url.toLocalFile())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let the panel in front hear of keys for which nothing beside the panels has a use."""
        if not keys.take(event, self.docks.front):
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing = True
        self._later.stop()
        try:
            self.docks.remember(self.settings)
            self.docks.close()
            if self._warm is not None:
                self._warm.cancel()
        finally:
            self.close_helpers()
        super().closeEvent(event)


def _left_open() -> bool:
    """Whether a window was closed with unsaved work, which is brought back before anything else is
    built."""
    try:
        return any(data_folder().glob("last*"))
    except OSError:
        return False
