"""The panels in their docks: which are built, which is in front, and their undo stack."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QObject, QSettings, Qt, Signal
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import (
    QApplication,
    QDockWidget,
    QMainWindow,
    QStyle,
    QToolBar,
)

from app.labs.panels import Entry
from app.panel.cover import Cover
from app.places import used
from app.widgets.fitted import Still
from app.widgets.styled import style_of, styled
from app.words import labels
from app.words.labels import tr

if TYPE_CHECKING:
    from app.job import Worker
    from app.panel.panel import Panel
    from app.panel.state import PanelState, Specs
    from app.session import Session

Say = Callable[[str, int], None]
"""Shows a sentence at the foot of the window for a number of milliseconds; 0 means permanently."""

LAYOUT_VERSION = 1
UNDO_STEPS = 1000
"""The number of undo steps that are kept; each holds two specs, a few kilobytes."""


class Docks(QObject):
    """A dock for each panel in a window. Lives in the GUI thread.

    At the start there are only the docks, with covers in them, since a window can be painted long
    before its panels. Later a panel is built whole when it is asked for or shown, and otherwise a
    piece at a time by :meth:`build_next`.
    """

    built = Signal(object)
    """Emitted with a :class:`Panel` that was built, before it is shown."""
    front_changed = Signal(str)
    """Emitted with the key of the panel that was brought to the front."""

    def __init__(
        self, window: QMainWindow, worker: Callable[[], Worker], entries: Sequence[Entry]
    ) -> None:
        """Make a dock for each entry. ``worker`` is called when the first panel is built."""
        super().__init__(window)
        self.window, self._worker = window, worker
        self.entries: Mapping[str, Entry] = {entry.key: entry for entry in entries}
        self.panels: dict[str, Panel] = {}
        """The panels that exist, even if they are not complete yet."""
        self.widgets: Mapping[str, QDockWidget] = {entry.key: self._add(entry) for entry in entries}
        """The docks, by the keys of their panels; a dock is empty until its panel is built."""
        self.undo: QUndoStack = QUndoStack(self)
        self.undo.setUndoLimit(UNDO_STEPS)
        self.device = "auto"
        """The device on which panels compute, including those that are built later."""
        self._chosen = entries[0].key
        self._classes: dict[str, type[Panel]] = {}
        self._unfinished: dict[str, Iterator[None]] = {}
        """The remaining building steps of panels that exist but are not complete."""
        self._awaited: dict[str, PanelState] = {}
        """The states that panels take when they are built."""
        self._controls: dict[str, bool | None] = {}
        """Whether a person wants the controls of each panel open; None as there is room."""
        self._aside: QDockWidget | None = None
        self._started = self._closed = False

    # Panels

    def panel(self, key: str) -> Panel:
        """The panel with that key, built now if it was not yet."""
        if key not in self.panels:
            self._begin(key)
        for _ in self._unfinished.pop(key, ()):
            pass
        return self.panels[key]

    def meet(self, greet: Callable[[Panel], None]) -> None:
        """Call ``greet`` with every panel: now for those that exist, later for each
        that is built."""
        for panel in self.panels.values():
            greet(panel)
        self.built.connect(greet)

    def build_next(self, *, shown: bool = False) -> bool:
        """Build a piece of the next incomplete panel: import it, begin it, or build one of its
        parts. With ``shown`` only what is visible is built, the panel in front first. False if all
        of that is complete."""
        for key in dict.fromkeys((self._chosen, *self.entries)):
            if not (self._seen_whole(key) if shown else self._whole(key)):
                self._build_piece(key)
                return True
        return False

    def show(self, key: str, *, beside: bool = False, at_start: bool = False) -> None:
        """Show a panel in place of the docked ones, or beside them. At the start its cover is
        enough."""
        chosen = self.widgets[key]
        with self._aside_as_wide():
            if not chosen.isVisibleTo(self.window) and not beside:
                for dock in self.widgets.values():
                    if dock is not chosen and not dock.isFloating():
                        dock.hide()
            if not at_start:
                self.panel(key)
            self._place(chosen)
            chosen.show()
            chosen.raise_()
        self._choose(key)
        if key in self.panels:
            self.panels[key].setFocus()

    def front(self) -> Panel:
        """The panel that keys and menus act on: the one that has the keyboard, or was chosen."""
        return self.panel(self.front_key())

    def front_key(self) -> str:
        """The key of the panel in front, found without building a panel."""
        focused = QApplication.focusWidget()
        for key, panel in self.panels.items():
            if focused is not None and panel.isAncestorOf(focused) and panel.isVisible():
                return key
        return self._chosen

    def open_file(self, path: str) -> bool:
        """Give a file to the panel in front if it can use it; else to another visible one, else to
        the first that can. False if none can."""
        front = self.front_key()
        shown = [key for key in self.entries if key in self.panels and self.panels[key].isVisible()]
        for key in dict.fromkeys((front, *shown, *self.entries)):
            in_front = key in shown
            if self.entries[key].has_use_for(path, in_front=in_front) and self._give(key, path):
                return True
        return False

    def set_device(self, device: str) -> None:
        """Compute on that device from now on."""
        self.device = device
        for panel in self.panels.values():
            panel.set_device(device)

    def close(self) -> None:
        """Stop computing and building panels."""
        self._closed = True
        for panel in self.panels.values():
            panel.hide()

    # What stands beside the panels

    def add_aside(self, dock: QDockWidget) -> None:
        """Take in a dock that stands beside the panels, hidden; it keeps its width when they change
        places."""
        self._aside = dock
        dock.hide()
        right = Qt.DockWidgetArea.RightDockWidgetArea
        self.window.addDockWidget(right, dock, Qt.Orientation.Horizontal)

    def _place(self, chosen: QDockWidget) -> None:
        """Lay a dock that is about to be shown over another, as a tab, if the window would have to
        grow for it to stand beside."""
        if chosen.isVisibleTo(self.window) or chosen.isFloating():
            return
        beside = [d for d in self._side_by_side() if d is not chosen]
        needed = sum(dock.minimumSizeHint().width() for dock in (*beside, chosen))
        panels = [dock for dock in beside if dock is not self._aside]
        if panels and needed > self._room(len(beside) + 1):
            self.window.tabifyDockWidget(panels[-1], chosen)
        elif panels and chosen in self.window.tabifiedDockWidgets(panels[-1]):
            right = Qt.DockWidgetArea.RightDockWidgetArea
            self.window.addDockWidget(right, chosen, Qt.Orientation.Horizontal)

    def _side_by_side(self) -> list[QDockWidget]:
        """The docks that share the window's width now."""
        docks = [*self.widgets.values(), *([self._aside] if self._aside is not None else [])]
        return [dock for dock in docks if dock.isVisible() and not dock.isFloating()]

    def _room(self, docks: int) -> int:
        """The width that a number of docks side by side share."""
        extent = QStyle.PixelMetric.PM_DockWidgetSeparatorExtent
        separators = docks * style_of(self.window).pixelMetric(extent)
        bars = sum(bar.width() for bar in self.window.findChildren(QToolBar) if bar.isVisible())
        return self.window.width() - bars - separators

    def widen_aside(self, width: int) -> None:
        """Set the width of the dock beside the panels; the panels take what is left."""
        if self._aside is None or self._aside.isFloating():
            return
        panels = [d for d in self.widgets.values() if d.isVisible() and not d.isFloating()]
        room = self._room(len(panels) + 1) - width
        sizes = [room // max(1, len(panels))] * len(panels)
        self.window.resizeDocks([*panels, self._aside], [*sizes, width], Qt.Orientation.Horizontal)

    # What is kept

    def session(self) -> Session:
        """A session with what a person has set in all panels."""
        from app.session import Session

        own = {key: panel.state() for key, panel in self.panels.items()}
        return Session(
            panels={**self._awaited, **own},
            shown=self.front_key(),
            geometry=bytes(self.window.saveGeometry().data()),
            layout=bytes(self.window.saveState(LAYOUT_VERSION).data()),
        )

    def restore(self, session: Session) -> None:
        """Restore a session; changes made before it can no longer be undone. A panel that is not
        built yet takes its state when it is."""
        self._arrange(QByteArray(session.geometry), QByteArray(session.layout))
        for key, state in session.panels.items():
            if key in self.panels:
                self.panel(key).restore(state)
            elif key in self.widgets:
                self._awaited[key] = state
        if session.shown in self.widgets:
            self.show(session.shown, beside=True, at_start=not self._started)
        self.undo.clear()

    def remember(self, settings: QSettings) -> None:
        """Save for the next start where everything stands, and which panel is in front."""
        settings.setValue("geometry", self.window.saveGeometry())
        settings.setValue("layout", self.window.saveState(LAYOUT_VERSION))
        settings.setValue("panel", self.front_key())
        settings.setValue("folder", str(used.folder or ""))
        for key, panel in self.panels.items():
            wanted = panel.drawer.wanted
            settings.setValue(f"controls/{key}", "" if wanted is None else int(wanted))

    def recall(self, settings: QSettings, wanted: str | None) -> None:
        """Arrange everything as at the last end; if a panel is ``wanted``, only that one is in
        front."""
        for key in self.entries:
            wish = str(settings.value(f"controls/{key}", ""))
            self._controls[key] = bool(int(wish)) if wish in ("0", "1") else None
        folder = str(settings.value("folder", ""))
        used.folder = Path(folder) if folder else None
        geometry, layout = settings.value("geometry"), settings.value("layout")
        self._arrange(
            geometry if isinstance(geometry, QByteArray) else QByteArray(),
            layout if isinstance(layout, QByteArray) else QByteArray(),
        )
        shown = [key for key, dock in self.widgets.items() if dock.isVisibleTo(self.window)]
        last = wanted or str(settings.value("panel", self._chosen))
        if wanted is None and shown:
            self._choose(last if last in shown else shown[0])
        else:
            self.show(last if last in self.widgets else self._chosen, at_start=True)

    # Small things

    def _add(self, entry: Entry) -> QDockWidget:
        dock = styled(QDockWidget(tr(labels.PANELS[entry.key]), self.window), entry.key)
        dock.setFeatures(
            QDockWidget.DockWidgetFeature.DockWidgetClosable
            | QDockWidget.DockWidgetFeature.DockWidgetMovable
            | QDockWidget.DockWidgetFeature.DockWidgetFloatable
        )
        right = Qt.DockWidgetArea.RightDockWidgetArea
        self.window.addDockWidget(right, dock, Qt.Orientation.Horizontal)
        dock.setWidget(Cover(entry.key))
        dock.hide()
        dock.visibilityChanged.connect(partial(self._on_shown, entry.key))
        return dock

    def _load(self, key: str) -> type[Panel]:
        if key not in self._classes:
            self._classes[key] = self.entries[key].load()
        return self._classes[key]

    def _whole(self, key: str) -> bool:
        return key in self.panels and key not in self._unfinished

    def _seen_whole(self, key: str) -> bool:
        """Whether everything visible of a panel is built."""
        if self._whole(key) or not self.widgets[key].isVisible():
            return True
        return key in self.panels and self.panels[key].seen_whole

    def _build_piece(self, key: str) -> None:
        if key not in self._classes:
            self._load(key)
        elif key not in self.panels:
            self._begin(key)
        elif next(self._unfinished[key], self) is self:
            del self._unfinished[key]

    def _begin(self, key: str) -> None:
        """Put a new panel in place of its cover, without the parts that take long to build."""
        self._started = True
        panel = self._load(key)(self._worker())
        panel.device = self.device
        panel.spec_edited.connect(partial(self._on_edited, panel))
        self._unfinished[key] = panel.turns()
        next(self._unfinished[key])
        self.panels[key] = panel
        panel.drawer.wanted = self._controls.get(key)
        if key in self._awaited:
            panel.restore(self._awaited.pop(key))
        self.built.emit(panel)
        self.widgets[key].setWidget(Still(panel))

    def _choose(self, key: str) -> None:
        self._chosen = key
        self.front_changed.emit(key)

    def _give(self, key: str, path: str) -> bool:
        if not self.panel(key).open_file(path):
            return False
        self.show(key)
        return True

    def _arrange(self, geometry: QByteArray, layout: QByteArray) -> None:
        if geometry:
            self.window.restoreGeometry(geometry)
        if layout:
            self.window.restoreState(layout, LAYOUT_VERSION)

    @contextmanager
    def _aside_as_wide(self) -> Iterator[None]:
        """Keep the width of the dock beside the panels while another panel replaces the
        shown one."""
        width = self._aside.width() if self._aside is not None and self._aside.isVisible() else 0
        yield
        if width:
            self.widen_aside(width)

    def _on_shown(self, key: str, visible: bool) -> None:
        if visible and self._started and not self._closed:
            self.panel(key)

    def _on_edited(
        self, panel: Panel, before: Specs | PanelState, after: Specs | PanelState, gesture: int
    ) -> None:
        from app.panel.undo import SpecChange

        self.undo.push(SpecChange(panel, before, after, gesture, self.show))
