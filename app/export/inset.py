"""The legend that a picture's file needs: on the screen the names stand beside the picture."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from html import escape

from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QApplication,
    QGraphicsItem,
    QGraphicsRectItem,
    QGraphicsTextItem,
    QWidget,
)

from app import theme
from app.widgets.chart import Chart
from app.widgets.legend import legend_text
from app.widgets.pens import line_pen
from app.widgets.picture import Picture

ABOVE = 1000
"""The z value of a legend: above everything in its picture."""

GAP = 6
"""The pixels between a legend and the corner of its picture."""

WIDEST = 0.6
"""The most of a picture's width that its legend takes."""


@contextmanager
def legends(widget: QWidget, caption: str) -> Iterator[None]:
    """While entered, each picture that names its series elsewhere has their legend in its upper
    right corner, below the caption; one with a name that neither axes nor title say has the caption
    as a title."""
    with ExitStack() as undo:
        for picture in (widget, *widget.findChildren(Picture)):
            if isinstance(picture, Picture) and picture.isVisible() and picture.legend_entries():
                frame, words = _add(picture, caption)
                undo.callback(_remove, frame, words)
        picture = widget.picture if isinstance(widget, Chart) else widget
        if isinstance(picture, Picture) and widget.accessibleName() and not _is_said(picture):
            text, size = escape(caption), f"{QApplication.font().pointSizeF():.4g}pt"
            undo.callback(picture.plot.setTitle, None)
            picture.plot.setTitle(text, color=theme.current().text, size=size)
        yield


def _is_said(picture: Picture) -> bool:
    """Whether a legend or a title says the picture's name."""
    return bool(picture.legend_entries() or picture.title or picture.plot.titleLabel.isVisible())


def _add(picture: Picture, caption: str) -> tuple[QGraphicsRectItem, QGraphicsTextItem]:
    view, now = picture.plot.getViewBox(), theme.current()
    frame = QGraphicsRectItem(view)
    frame.setZValue(ABOVE)
    ground = QColor(now.picture)
    ground.setAlphaF(0.85)
    frame.setBrush(ground)
    frame.setPen(line_pen(now.line))
    # Its own clip, or in an SVG it would be under that of the empty words about the cursor.
    frame.setFlag(QGraphicsItem.GraphicsItemFlag.ItemClipsToShape)
    text = QGraphicsTextItem(frame)
    text.setFont(QApplication.font())
    text.setDefaultTextColor(QColor(now.text))
    text.setHtml(f"<b>{escape(caption)}</b><br>{legend_text(picture.legend_entries())}")
    text.setTextWidth(min(text.document().idealWidth(), WIDEST * view.width()))
    frame.setRect(text.boundingRect())
    frame.setPos(view.width() - frame.rect().width() - GAP, GAP)
    return frame, text


def _remove(frame: QGraphicsRectItem, words: QGraphicsTextItem) -> None:
    """Take a legend away. Python has kept the words until now: their frame would not."""
    scene = frame.scene()
    scene.removeItem(words)
    scene.removeItem(frame)
