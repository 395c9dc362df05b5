"""The window: a sidebar that names the panels, a dock for each, menus, undo, and the device."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import (
    QByteArray,
    QEvent,
    QSettings,
    QSignalBlocker,
    QSize,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeySequence,
    QUndoCommand,
    QUndoStack,
)
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDockWidget,
    QFileDialog,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMainWindow,
    QMenu,
    QToolBar,
    QWidget,
)

from app import theme
from app.export.drawing import grabbed
from app.export.exporter import Exports
from app.job import ComputeThread, Job, warm_up
from app.labs.formulas import formulas
from app.labs.panels import PANELS, Entry, Panel
from app.lessons.teacher import Teacher
from app.panel.keys import KEYS, PanelKey
from app.panel.state import PanelState, Specs
from app.session import SUFFIX, Session
from app.tour.guide import Guide
from app.widgets.fitted import Still
from app.widgets.formula import typeset_all
from app.widgets.gestures import Gestures
from app.widgets.icons import icon
from app.widgets.styled import styled
from app.widgets.surface_3d import preload
from app.window import about, shortcuts
from app.window.keeping import Keeper
from app.words import labels, language
from app.words.labels import _ as mark
from app.words.labels import tr
from app.words.refusals import refusal
from core import device as devices
from core.data.images import SUFFIXES as PICTURES
from core.parameters import Spec, SpecError
from core.scripts import script_of

LAYOUT_VERSION = 1
LATER_MS = 15
PATIENCE_MS = 4000
"""So long at most the other panels wait for the first experiment, which would wait for them."""
UNDO_STEPS = 1000
"""Each keeps two specs, some kilobytes."""
NATIVE = QKeySequence.SequenceFormat.NativeText


class SpecChange(QUndoCommand):
    """One change of a panel's controls; those of one gesture are one. A preset changes the page and
    what is shown too, and so do its undo and redo."""

    def __init__(
        self,
        panel: Panel,
        before: Specs | PanelState,
        after: Specs | PanelState,
        gesture: int,
        show: Callable[[str], None],
    ) -> None:
        super().__init__()
        self.panel, self.before, self.after, self.gesture = panel, before, after, gesture
        self._show = show
        self._first = True

    def id(self) -> int:
        return 1

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, SpecChange) or other.panel is not self.panel:
            return False
        if other.gesture != self.gesture:
            return False
        self.after = other.after
        return True

    def redo(self) -> None:
        if self._first:  # the hand has made it already
            self._first = False
            return
        self._take(self.after)

    def undo(self) -> None:
        self._take(self.before)

    def _take(self, state: Specs | PanelState) -> None:
        if not self.panel.isVisible():
            self._show(self.panel.key)  # or nothing would be seen to happen
        if isinstance(state, PanelState):
            self.panel.restore(state)
        else:
            self.panel.set_specs(state)


class MainWindow(QMainWindow):
    """All panels, one compute thread."""

    GESTURES: ClassVar[Gestures] = (
        (
            mark("Drop a file on the window"),
            mark("open a session, a tensor, a picture, a folder of pictures"),
        ),
    )

    started = Signal()
    """torch is loaded and warm."""
    language_chosen = Signal(str)
    """Every word was set when it was built, so a window in that language takes this one's place."""

    def __init__(self, settings: QSettings, panel: str | None = None) -> None:
        super().__init__()
        self.settings = settings
        self.setWindowTitle("Saddlepoint")
        self.setAcceptDrops(True)
        self.setDockOptions(
            QMainWindow.DockOption.AllowNestedDocks
            | QMainWindow.DockOption.AllowTabbedDocks
            | QMainWindow.DockOption.AnimatedDocks
        )
        self.thread_ = ComputeThread(self)
        self.undo: QUndoStack = QUndoStack(self)
        self.undo.setUndoLimit(UNDO_STEPS)
        self.docks: dict[str, QDockWidget] = {}
        self.panels: dict[str, Panel] = {}
        """Those that are built: the shown ones at once, the others after the first paint."""
        self._unfinished: dict[str, tuple[Panel, Iterator[None]]] = {}
        """Panels that are built a piece at a time, and what is still to be done."""
        self._ask_script: dict[str, Callable[[Callable[[], object]], None]] = {}
        self._closing = self._painted = False
        self._turns = 0
        self.sidebar: QListWidget = styled(QListWidget(), "sidebar")
        self.device = QComboBox()
        self.device_name = styled(QLabel(), "muted")
        self.keeper = Keeper(self)
        self.teacher: Teacher = Teacher(self)
        self.guide = Guide(self)
        self.exports = Exports(self)
        self._build()
        self.resize(1280, 800)
        self._restore()
        shown = [key for key, dock in self.docks.items() if dock.isVisibleTo(self)]
        last = panel or str(settings.value("panel", PANELS[0].key))
        if panel is None and shown:
            self._select(last if last in shown else shown[0])
        else:
            self.show_panel(last if last in self.docks else PANELS[0].key)
        self.thread_.start()
        errands = warm_up(chain(typeset_all(formulas()), [preload]))
        self._warm = Job(self.thread_.worker, errands, priority=9, parent=self)
        self._warm.busy_changed.connect(self._on_warm)
        self._later = QTimer(self, interval=LATER_MS)
        self._later.timeout.connect(self._build_next)

    # Panels

    def panel(self, key: str) -> Panel:
        """The panel of that key, built if it was not yet."""
        if key not in self.panels:
            begun = key in self._unfinished
            panel, turns = self._unfinished.pop(key) if begun else self._begin(key)
            for _ in turns:
                pass
            panel.device = self.device.currentData()
            panel.spec_edited.connect(partial(self._on_edited, panel))
            panel.status_changed.connect(self._on_status)
            self._ask_script[key] = panel.jobs.add_question(self._on_script)
            panel.export_wanted.connect(self.exports.open)
            panel.copy_wanted.connect(self.exports.copy)
            self.panels[key] = panel
            self.teacher.greet(panel)
            self.docks[key].setWidget(Still(panel))
        return self.panels[key]

    def show_panel(self, key: str, *, beside: bool = False) -> None:
        """Show a panel: in place of those that stand docked, or beside them."""
        chosen = self.docks[key]
        with self.teacher.staying():
            if not chosen.isVisibleTo(self) and not beside:
                for dock in self.docks.values():
                    if dock is not chosen and not dock.isFloating():
                        dock.hide()
            panel = self.panel(key)
            chosen.show()
            chosen.raise_()
        self._select(key)
        self.teacher.pane.set_panel(key)
        panel.setFocus()

    def shown_panel(self) -> Panel:
        """The panel that keys and menus act on: the one that has the keyboard, or was chosen."""
        focused = QApplication.focusWidget()
        for panel in self.panels.values():
            if focused is not None and panel.isAncestorOf(focused) and panel.isVisible():
                return panel
        item = self.sidebar.currentItem()
        return self.panel(item.data(Qt.ItemDataRole.UserRole))

    def open_file(self, path: str) -> None:
        """Open a session, or give a file to the panel that has a use for it."""
        if path.endswith(SUFFIX):
            self.keeper.open(Path(path))
            return
        for entry in PANELS:
            if self.panel(entry.key).open_file(path):
                self.show_panel(entry.key)
                return
        panel = self.shown_panel()
        panel.errors.say(
            tr(
                "{path} is not opened here; accepted: a session, a .npy tensor, a picture, "
                "or a folder of pictures",
                path=path,
            )
        )

    def session(self) -> Session:
        """What a person has set, in all panels that were built."""
        return Session(
            panels={key: panel.state() for key, panel in self.panels.items()},
            shown=self.shown_panel().key,
            geometry=bytes(self.saveGeometry().data()),
            layout=bytes(self.saveState(LAYOUT_VERSION).data()),
        )

    def restore_session(self, session: Session) -> None:
        """Take up a session; what has been changed before cannot be undone any more."""
        if session.geometry:
            self.restoreGeometry(QByteArray(session.geometry))
        if session.layout:
            self.restoreState(QByteArray(session.layout), LAYOUT_VERSION)
        for key, state in session.panels.items():
            if key in self.docks:
                self.panel(key).restore(state)
        if session.shown in self.docks:
            self.show_panel(session.shown, beside=True)
        self.undo.clear()

    # Building

    def _build(self) -> None:
        empty = QWidget()
        empty.setMaximumSize(0, 0)
        self.setCentralWidget(empty)
        self._build_sidebar()
        self._build_status()
        for entry in PANELS:
            self._add_dock(entry)
        self.teacher.dock.hide()
        self.addDockWidget(
            Qt.DockWidgetArea.RightDockWidgetArea, self.teacher.dock, Qt.Orientation.Horizontal
        )
        self._build_menus()
        self.setTabOrder(self.sidebar, self.device)

    def _build_sidebar(self) -> None:
        self.sidebar.setIconSize(QSize(24, 24))
        self.sidebar.setAccessibleName(tr("Panels"))
        self.sidebar.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.sidebar.customContextMenuRequested.connect(self._on_sidebar_menu)
        self.sidebar.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._fill_sidebar()
        self._fit_sidebar()
        self.sidebar.currentItemChanged.connect(self._on_chosen)
        self.sidebar.itemClicked.connect(self._on_chosen)  # its dock may have been closed
        bar = styled(QToolBar(tr("Panels")), "panels")
        bar.setMovable(False)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        bar.toggleViewAction().setEnabled(False)
        bar.addWidget(self.sidebar)
        bar.setStyleSheet("QToolBar { padding: 0; border: none; spacing: 0; }")
        self.addToolBar(Qt.ToolBarArea.LeftToolBarArea, bar)

    def _fill_sidebar(self) -> None:
        group = ""
        for entry in PANELS:
            if entry.group != group:
                group = entry.group
                heading = QListWidgetItem(tr(labels.GROUPS[group]))
                heading.setFlags(Qt.ItemFlag.NoItemFlags)
                heading.setData(Qt.ItemDataRole.UserRole, "")
                self.sidebar.addItem(heading)
            item = QListWidgetItem(icon(entry.icon), tr(labels.PANELS[entry.key]))
            item.setData(Qt.ItemDataRole.UserRole, entry.key)
            item.setToolTip(tr(labels.QUESTIONS[entry.key]))
            self.sidebar.addItem(item)

    def _fit_sidebar(self) -> None:
        """As wide as its longest name, in the present size of text."""
        self.sidebar.setFixedWidth(max(136, self.sidebar.sizeHintForColumn(0) + 2))

    def _add_dock(self, entry: Entry) -> None:
        dock = styled(QDockWidget(tr(labels.PANELS[entry.key]), self), entry.key)
        dock.setFeatures(
            QDockWidget.DockWidgetFeature.DockWidgetClosable
            | QDockWidget.DockWidgetFeature.DockWidgetMovable
            | QDockWidget.DockWidgetFeature.DockWidgetFloatable
        )
        self.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock, Qt.Orientation.Horizontal)
        dock.hide()
        self.docks[entry.key] = dock
        dock.visibilityChanged.connect(partial(self._on_dock_shown, entry.key))

    def _build_status(self) -> None:
        status = self.statusBar()
        status.setSizeGripEnabled(False)
        self.device.setAccessibleName(tr("Device"))
        self.device.setToolTip(tr("Where experiments are computed"))
        for key in ("auto", "cpu"):
            self.device.addItem(_device_words(key), key)
        self.device.setMaximumHeight(self.fontMetrics().height() + 6)
        self.device.activated.connect(self._on_device)
        status.addPermanentWidget(self.device_name)
        status.addPermanentWidget(self.device)

    def _build_menus(self) -> None:
        """Menus as data: each action is named once, with its key and what it does."""
        bar = self.menuBar()
        file = bar.addMenu(tr("&File"))
        self._action(file, tr("&Open…"), self._on_open, QKeySequence.StandardKey.Open)
        file.addMenu(self.keeper.recent_menu)
        self._action(file, tr("&Save session"), self.keeper.save, QKeySequence.StandardKey.Save)
        self._action(file, tr("Save session &as…"), self.keeper.save_as, "Ctrl+Shift+S")
        file.addSeparator()
        self._action(file, tr("&Export…"), lambda: self.exports.open(), "Ctrl+E")
        self._action(file, tr("Copy &picture"), self._copy_picture, "Ctrl+Shift+P")
        self._action(file, tr("Copy as co&mmand"), self._copy_command, "Ctrl+Shift+M")
        self._action(file, tr("Copy as P&yTorch"), self._copy_script, "Ctrl+Shift+C")
        file.addSeparator()
        self._action(file, tr("&Quit"), self.close, QKeySequence.StandardKey.Quit)

        edit = bar.addMenu(tr("&Edit"))
        undo = self.undo.createUndoAction(self, tr("&Undo"))
        undo.setShortcut(QKeySequence.StandardKey.Undo)
        redo = self.undo.createRedoAction(self, tr("&Redo"))
        redo.setShortcuts([QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")])
        edit.addActions([undo, redo])
        edit.addSeparator()
        self._action(edit, tr("Reset &panel"), lambda: self.shown_panel().reset(), "Ctrl+Shift+R")

        play = bar.addMenu(tr("&Play"))
        # These keys are the panel's own (a focused slider keeps its arrows): here they are named.
        for one in KEYS:
            named = f"{tr(one.words)}\t{QKeySequence(one.key).toString(NATIVE)}"
            self._action(play, named, partial(self._press, one))

        view = bar.addMenu(tr("&View"))
        for number, entry in enumerate(PANELS, start=1):
            show = partial(self.show_panel, entry.key)
            self._action(view, tr(labels.PANELS[entry.key]), show, f"Ctrl+{number}")
        beside = view.addMenu(tr("Open &beside"))
        for entry in PANELS:
            show = partial(self.show_panel, entry.key, beside=True)
            self._action(beside, tr(labels.PANELS[entry.key]), show)
        view.addSeparator()
        self._choices(
            view.addMenu(tr("&Theme")),
            {"system": tr("Like the system"), "light": tr("Light"), "dark": tr("Dark")},
            str(self.settings.value("theme", "system")),
            self._on_theme,
        )
        self._choices(
            view.addMenu(tr("&Language")),
            dict(language.NAMES),
            str(self.settings.value("language", language.of_system())),
            self._on_language,
        )
        larger = self._action(view, tr("Larger te&xt"), lambda: None, "Ctrl+Shift++")
        larger.setCheckable(True)
        larger.setChecked(_larger(self.settings))
        larger.toggled.connect(self._on_larger)
        self._action(view, tr("&Full screen"), self._on_full_screen, "F11")

        help_ = bar.addMenu(tr("&Help"))
        self._action(help_, tr("&Explanation"), self.teacher.toggle, "F1")
        self._action(help_, tr("&Tour"), self.guide.start)
        self._action(help_, tr("&Keyboard shortcuts"), partial(shortcuts.show, self))
        self._action(help_, tr("&About Saddlepoint"), partial(about.show, self))

    def _action(
        self,
        menu: QMenu,
        text: str,
        do: Callable[[], object],
        key: QKeySequence.StandardKey | str | None = None,
    ) -> QAction:
        action = QAction(text, self)
        if key is not None:
            action.setShortcut(QKeySequence(key))
        action.triggered.connect(lambda: do())
        menu.addAction(action)
        return action

    def _choices(
        self, menu: QMenu, words: dict[str, str], chosen: str, do: Callable[[str], None]
    ) -> None:
        group = QActionGroup(self)
        for key, text in words.items():
            action = self._action(menu, text, partial(do, key))
            action.setCheckable(True)
            action.setChecked(key == chosen)
            group.addAction(action)

    # What happens

    def _press(self, key: PanelKey) -> None:
        key.do(self.shown_panel())

    def _on_chosen(self, item: QListWidgetItem | None, before: object = None) -> None:
        key = item.data(Qt.ItemDataRole.UserRole) if item is not None else ""
        if key:
            self.show_panel(key)

    def _on_sidebar_menu(self, position: object) -> None:
        item = self.sidebar.itemAt(position)  # type: ignore[call-overload]
        key = item.data(Qt.ItemDataRole.UserRole) if item is not None else ""
        if key:
            menu = QMenu(self)
            self._action(menu, tr("Open beside"), partial(self.show_panel, key, beside=True))
            menu.exec(self.sidebar.viewport().mapToGlobal(position))  # type: ignore[call-overload]

    def _select(self, key: str) -> None:
        for row in range(self.sidebar.count()):
            if self.sidebar.item(row).data(Qt.ItemDataRole.UserRole) == key:
                with QSignalBlocker(self.sidebar):
                    self.sidebar.setCurrentRow(row)

    def _on_edited(
        self, panel: Panel, before: Specs | PanelState, after: Specs | PanelState, gesture: int
    ) -> None:
        self.undo.push(SpecChange(panel, before, after, gesture, self.show_panel))

    def _on_dock_shown(self, key: str, visible: bool) -> None:
        if visible and not self._closing:
            self.panel(key)

    @Slot()
    def _build_next(self) -> None:
        """After the first paint: what is looked at is drawn first, then the other panels are built,
        one part a turn of the event loop, then torch is loaded."""
        self._turns += 1
        first = self._turns * LATER_MS < PATIENCE_MS
        if first and any(p.busy for p in self.panels.values() if p.isVisible()):
            return
        for entry in PANELS:
            if entry.key not in self.panels:
                self._build_on(entry.key)
                return
        self._later.stop()
        self._warm.submit(Spec())

    def _build_on(self, key: str) -> None:
        """One more piece of a panel; when it is whole, it goes into its dock."""
        if key not in self._unfinished:
            self._unfinished[key] = self._begin(key)
            return
        _, turns = self._unfinished[key]
        for _ in turns:
            return
        self.panel(key)

    def _begin(self, key: str) -> tuple[Panel, Iterator[None]]:
        """A new panel, and the turns that build the rest of it."""
        (entry,) = (entry for entry in PANELS if entry.key == key)
        panel = entry.panel(self.thread_.worker)
        return panel, panel.turns()

    @Slot(bool)
    def _on_warm(self, busy: bool) -> None:
        if busy or self._closing:
            return
        self.thread_.garbage.settle()
        self.keeper.start()
        self.teacher.read()
        found = devices.available()
        for key in found:
            if self.device.findData(key) < 0:
                self.device.addItem(_device_words(key), key)
        self.device_name.setText(devices.name(found[0]))
        self.started.emit()

    @Slot(str)
    def _on_status(self, device: str) -> None:
        words = tr("computed on {device}", device=labels.DEVICES[device])
        self.statusBar().showMessage(words)

    def _on_device(self) -> None:
        for panel in self.panels.values():
            panel.set_device(self.device.currentData())

    def _on_open(self) -> None:
        patterns = " ".join(f"*{suffix}" for suffix in (SUFFIX, ".npy", *PICTURES))
        kinds = tr("Sessions, tensors and pictures ({patterns})", patterns=patterns)
        path, _ = QFileDialog.getOpenFileName(self, tr("Open"), "", kinds)
        if path:
            self.open_file(path)

    def _copy_picture(self) -> None:
        QApplication.clipboard().setPixmap(grabbed(self.shown_panel()))
        self.statusBar().showMessage(tr("The picture is on the clipboard."), 3000)

    def _copy_command(self) -> None:
        command = self.shown_panel().command()
        QApplication.clipboard().setText(command)
        self.statusBar().showMessage(command, 5000)

    def _copy_script(self) -> None:
        """What the page in front computes, as plain torch; written on the compute thread."""
        panel = self.shown_panel()
        spec = panel.shown_spec()
        if isinstance(spec, Spec):
            self._ask_script[panel.key](partial(_script, spec))
        else:
            self._on_script(spec)

    @Slot(object)
    def _on_script(self, answer: str | SpecError) -> None:
        if isinstance(answer, SpecError):
            words = refusal(answer)
        else:
            QApplication.clipboard().setText(answer)
            words = tr(
                "The script is on the clipboard: {count} lines of plain torch.",
                count=answer.count("\n"),
            )
        self.statusBar().showMessage(words, 5000)

    def _on_theme(self, key: str) -> None:
        self.settings.setValue("theme", key)
        self._redraw()

    def _redraw(self) -> None:
        install_theme(self.settings)
        for panel in self.panels.values():
            panel.retheme()
        self.teacher.pane.retheme()
        self._fit_sidebar()
        for row in range(self.sidebar.count()):
            item = self.sidebar.item(row)
            for entry in PANELS:
                if item.data(Qt.ItemDataRole.UserRole) == entry.key:
                    item.setIcon(icon(entry.icon))

    def _on_language(self, key: str) -> None:
        self.settings.setValue("language", key)
        self.language_chosen.emit(key)

    def _on_larger(self, larger: bool) -> None:
        self.settings.setValue("larger", int(larger))
        self._redraw()

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
            self.open_file(url.toLocalFile())

    def closeEvent(self, event: QCloseEvent) -> None:
        self._closing = True
        self.exports.close()
        self.settings.setValue("geometry", self.saveGeometry())
        self.settings.setValue("layout", self.saveState(LAYOUT_VERSION))
        self.settings.setValue("panel", self.shown_panel().key)
        for panel in self.panels.values():
            panel.hide()
        self.guide.close()
        self.teacher.close()
        self.keeper.close()
        self._later.stop()
        self._warm.cancel()
        self.thread_.close()
        super().closeEvent(event)

    def _restore(self) -> None:
        geometry, layout = self.settings.value("geometry"), self.settings.value("layout")
        if isinstance(geometry, QByteArray):
            self.restoreGeometry(geometry)
        if isinstance(layout, QByteArray):
            self.restoreState(layout, LAYOUT_VERSION)


def _script(spec: Spec) -> str | SpecError:
    """The script, or why there is none: a question that fails has no answer."""
    try:
        return script_of(spec)
    except SpecError as error:
        return error


def install_theme(settings: QSettings) -> None:
    """The theme and the size of text that the settings ask for."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    key = str(settings.value("theme", "system"))
    theme.install(
        application,
        key if key in theme.THEMES else theme.follow_system(application),
        larger=_larger(settings),
    )


def _larger(settings: QSettings) -> bool:
    return str(settings.value("larger", "0")) == "1"


def _device_words(key: str) -> str:
    return tr("Device: automatic") if key == "auto" else labels.DEVICES[key]
