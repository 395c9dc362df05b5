"""An image of a scene of OpenGL in any number of pixels, as it is seen on the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QPainter, QVector3D
from PySide6.QtWidgets import QWidget

SAMPLES = 4
"""Of a pixel of the image."""

INCH = 0.0254
"""In meters."""


@dataclass(frozen=True)
class Scene:
    """A view of pyqtgraph's, and what in it is so many pixels large whatever the distance."""

    view: Any
    lines: Sequence[Any]
    dots: Sequence[Any]
    texts: Sequence[Any]
    enlarge_rest: Callable[[float], object]
    """Makes what else counts pixels so many times larger than on the screen."""

    def image(self, size: QSize) -> QImage | None:
        """The scene from the same place in so many pixels, with lines, dots and words as much
        larger; None where OpenGL has no room for them."""
        from OpenGL import GL  # type: ignore[import-untyped]
        from PySide6.QtOpenGL import QOpenGLFramebufferObject, QOpenGLFramebufferObjectFormat

        view, viewport = self.view, (0, 0, size.width(), size.height())
        form = QOpenGLFramebufferObjectFormat()
        form.setAttachment(QOpenGLFramebufferObject.Attachment.CombinedDepthStencil)
        form.setSamples(SAMPLES)
        view.makeCurrent()
        try:
            if max(viewport) > GL.glGetIntegerv(GL.GL_MAX_RENDERBUFFER_SIZE):
                return None
            buffer = QOpenGLFramebufferObject(size, form)
            if not buffer.isValid() or not buffer.bind():
                return None
            GL.glViewport(*viewport)
            with self._enlarged(size.width() / view.width()):
                view.paint(region=viewport, viewport=viewport)
            buffer.release()
            image = buffer.toImage().convertToFormat(QImage.Format.Format_RGB32)
            _write(self.texts, image, view)
        finally:
            view.doneCurrent()
        return image

    @contextmanager
    def _enlarged(self, scale: float) -> Iterator[None]:
        """While entered, lines and dots are larger, and the words, which are painted onto the
        screen, are not there."""
        sizes = [(item, "width", item.width) for item in self.lines]
        sizes += [(item, "size", item.size) for item in self.dots]
        for item, name, before in sizes:
            setattr(item, name, scale * before)
        for text in self.texts:
            text.setVisible(False)
        self.enlarge_rest(scale)
        try:
            yield
        finally:
            self.enlarge_rest(1.0)
            for item, name, before in sizes:
                setattr(item, name, before)
            for text in self.texts:
                text.setVisible(True)


def _write(texts: Sequence[Any], image: QImage, view: QWidget) -> None:
    """The words onto an image of a view, where they stand on the screen."""
    for set_dots, dpi in (
        (image.setDotsPerMeterX, view.logicalDpiX()),
        (image.setDotsPerMeterY, view.logicalDpiY()),
    ):
        set_dots(round(dpi / INCH))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    painter.scale(image.width() / view.width(), image.height() / view.height())
    for text in texts:
        place = text.compute_projection().map(QVector3D(*text.pos)).toPointF()
        painter.setPen(text.color)
        painter.setFont(text.font)
        painter.drawText(text.align_text(place), text.text)
    painter.end()
