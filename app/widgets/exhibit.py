"""What can be taken out of a panel by itself: drawn as a picture, and as the numbers in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from app.words.labels import tr
from core.tables import Table


class Exhibit:
    """Mixed into a widget. Exports, copies and screen readers call it by its :meth:`caption`."""

    has_vectors: ClassVar[bool] = True
    """Whether it is made of lines and words; a view of OpenGL is nothing but pixels."""

    def caption(self) -> str:
        """What it shows, in a few words: the name that it was given, or what its axes say."""
        assert isinstance(self, QWidget)
        return self.accessibleName() or tr("Picture")

    def drawn(self, size: QSize) -> QImage | None:
        """Itself in so many pixels, for what can neither be painted larger nor as vectors; None
        where its pixels on the screen must do."""
        return None

    def tables(self) -> Sequence[Table]:
        """The numbers that are drawn, as they came with the frame: neither thinned nor rounded.
        None of its own: the whole frame stands for it."""
        return ()


def exhibits(root: QWidget) -> list[QWidget]:
    """What is looked at in a panel, from the top to the bottom; of what is made of several
    exhibits, the whole."""
    found = [w for w in root.findChildren(QWidget) if isinstance(w, Exhibit) and w.isVisible()]
    whole: list[QWidget] = [
        widget for widget in found if exhibit_of(widget.parentWidget(), root) is None
    ]
    places = {widget: widget.mapTo(root, QPoint(0, 0)) for widget in whole}
    return sorted(whole, key=lambda widget: (places[widget].y(), places[widget].x()))


def exhibit_of(widget: QWidget | None, root: QWidget) -> QWidget | None:
    """The outermost exhibit of a panel that holds the widget; None for what is none."""
    outermost = None
    while widget is not None and widget is not root:
        outermost = widget if isinstance(widget, Exhibit) else outermost
        widget = widget.parentWidget()
    return outermost


def caption_of(widget: QWidget) -> str:
    """What an exhibit is called."""
    assert isinstance(widget, Exhibit)
    return widget.caption()


def captions(widgets: Sequence[QWidget]) -> list[str]:
    """Their captions; those that several have are counted."""
    names = [caption_of(widget) for widget in widgets]
    seen: dict[str, int] = {}
    told = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        told.append(f"{name} ({seen[name]})" if names.count(name) > 1 else name)
    return told
