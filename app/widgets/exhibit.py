"""Exhibits: the parts of a panel that can be exported by themselves, as a picture and
as numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget

from app.words.labels import tr
from core.tables import Table


class Exhibit:
    """A mixin for widgets. Exports, copies and screen readers name the widget by its
    :meth:`caption`."""

    has_vectors: ClassVar[bool] = True
    """Whether the widget consists of lines and words; an OpenGL view is only pixels."""

    def caption(self) -> str:
        """A short name for what is shown: the accessible name, or what the axes say."""
        assert isinstance(self, QWidget)
        return self.accessibleName() or tr("Picture")

    def legend_entries(self) -> Sequence[tuple[str, QColor, str]]:
        """The name, the color and the sign of everything that is drawn and named only beside the
        widget; an export writes them into the picture."""
        return ()

    def drawn(self, size: QSize) -> QImage | None:
        """The widget drawn in a number of pixels, if it can be painted neither larger nor as
        vectors; None if its pixels on the screen are enough."""
        return None

    def tables(self) -> Sequence[Table]:
        """The numbers that are drawn, as they came with the frame: neither thinned nor rounded. If
        it is empty the whole frame is exported instead."""
        return ()


def exhibits(root: QWidget) -> list[QWidget]:
    """The visible exhibits of a panel, from top to bottom; of nested exhibits only the
    outermost."""
    found = [w for w in root.findChildren(QWidget) if isinstance(w, Exhibit) and w.isVisible()]
    whole: list[QWidget] = [
        widget for widget in found if exhibit_of(widget.parentWidget(), root) is None
    ]
    places = {widget: widget.mapTo(root, QPoint(0, 0)) for widget in whole}
    return sorted(whole, key=lambda widget: (places[widget].y(), places[widget].x()))


def exhibit_of(widget: QWidget | None, root: QWidget) -> QWidget | None:
    """The outermost exhibit of a panel that contains the widget; None if there is none."""
    outermost = None
    while widget is not None and widget is not root:
        outermost = widget if isinstance(widget, Exhibit) else outermost
        widget = widget.parentWidget()
    return outermost


def caption_of(widget: QWidget) -> str:
    """The caption of an exhibit."""
    assert isinstance(widget, Exhibit)
    return widget.caption()


def captions(widgets: Sequence[QWidget]) -> list[str]:
    """The captions of these exhibits; equal ones are numbered."""
    names = [caption_of(widget) for widget in widgets]
    seen: dict[str, int] = {}
    told = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        told.append(f"{name} ({seen[name]})" if names.count(name) > 1 else name)
    return told
