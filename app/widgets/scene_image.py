"""An image of an OpenGL scene in any number of pixels, as it looks on the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QPainter, QVector3D
from PySide6.QtWidgets import QWidget

SAMPLES = 4
"""The number of samples for each pixel of the image."""

INCH = 0.0254
"""The length of an inch in meters."""


@dataclass(frozen=True)
class Scene:
    """A view of pyqtgraph's, and the items in it whose size is in pixels whatever the distance."""

    view: Any
    lines: Sequence[Any]
    dots: Sequence[Any]
    texts: Sequence[Any]
    enlarge_rest: Callable[[float], object]
    """Enlarges everything else whose size is in pixels by this factor."""

    def image(self, size: QSize) -> QImage | None:
        """The scene from the same viewpoint in a number of pixels, with lines, dots and words
        enlarged accordingly; None if OpenGL has no room for it."""
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
        """While entered, lines and dots are enlarged, and the words, which are painted onto the
        screen, are hidden."""
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
    """Paint the words onto an image of a view, in their positions on the screen."""
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
