"""A surface in three dimensions, with the paths on it; without OpenGL, a sentence.

From the moment that such a picture is in it the window is drawn through OpenGL, so the picture is
not made before it is first visible.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QOpenGLContext, QPen, QShowEvent
from PySide6.QtWidgets import QApplication, QLabel, QStackedLayout, QWidget

from app import theme
from app.widgets.exhibit import Exhibit
from app.widgets.field import Field, Scale
from app.widgets.gestures import Gestures
from app.widgets.ghost import PALE
from app.widgets.relief import Relief
from app.widgets.scene_image import Scene
from app.widgets.solid_signs import isolines, ladder, rungs, signs
from app.words.labels import _ as mark
from app.words.labels import number, tr

Array = np.ndarray[Any, Any]

HEAD = 11
"""The size in pixels of the ends of paths."""

FAINT = 0.45
"""The opacity of contour lines."""

CAMERA = {"distance": 3.4, "elevation": 44, "azimuth": -62}


def preload() -> None:
    """Import the OpenGL part of pyqtgraph: half a second for which no window should wait."""
    import pyqtgraph.opengl  # noqa: F401


@dataclass(frozen=True)
class _Ghost:
    """Pinned paths, with the surface that they belong to, and the theme."""

    of: Hashable
    positions: Array
    step: int
    pens: tuple[QPen, ...]
    theme: theme.Theme


class Surface3D(Exhibit, QWidget):
    """Draws a field that has a scale, seen from the side, and paths on it. Dragging turns it, the
    wheel zooms, and a double-click restores the first viewpoint."""

    has_vectors = False
    GESTURES: ClassVar[Gestures] = (
        (mark("Drag in 3-D"), mark("turn the surface")),
        (mark("Wheel in 3-D"), mark("zoom")),
        (mark("Double-click in 3-D"), mark("return to the first view")),
    )

    ghost_changed = Signal()

    def __init__(self, names: tuple[str, str, str] = ("x", "y", "f")) -> None:
        """Make the picture. ``names`` are those of the three axes."""
        super().__init__()
        self._names = names
        self.setMinimumSize(120, 90)
        self.setAccessibleName(tr("The surface in three dimensions"))
        self.words = QLabel(wordWrap=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words.setMargin(24)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.scene: Any = None
        """The OpenGL view, once there is one."""
        self._field: Field | None = None
        self._relief: Relief | None = None
        self._pens: Sequence[QPen] = ()
        self._hidden: Collection[int] = ()
        self._paths: tuple[Array, int] | None = None
        self._ghost: _Ghost | None = None
        self._pale: list[Any] = []
        self._layout = QStackedLayout(self)
        self._layout.addWidget(self.words)

    def set_field(self, field: Field) -> None:
        """Draw a field; one of a single row, or of categories, has no surface."""
        if field.is_line or not isinstance(field.shades, Scale):
            return
        self._field = field
        self._relief = Relief(field, field.shades)
        self.ghost_changed.emit()
        if self.scene is not None:
            self._draw_surface(field, self._relief)

    def set_paths(self, pens: Sequence[QPen]) -> None:
        """Set the number of paths, and their colors."""
        self._pens = pens
        if self.scene is not None:
            self._make_lines()

    def hide_paths(self, hidden: Collection[int]) -> None:
        """Hide the paths with these numbers, from the next :meth:`show_paths` on."""
        self._hidden = hidden

    def show_paths(self, positions: Array, step: int) -> None:
        """Draw [K, steps, 2] up to a step; outside the domain there is no surface to lie on."""
        self._paths = (positions, step)
        if self.scene is not None and self.isVisible():
            self._draw_paths(positions, step)

    def pin(self) -> bool:
        """Keep the paths as far as they are drawn, pale, while the surface stays the same."""
        self.unpin()
        if self.scene is None or self._paths is None or self._field is None:
            return False
        of, pens = self._field.of, tuple(self._pens)
        self._ghost = _Ghost(of, *self._paths, pens, theme.current())
        self._draw_ghost()
        return True

    def unpin(self) -> None:
        """Remove the pinned paths."""
        self._ghost = None
        if self.scene is not None:
            self._draw_ghost()

    @property
    def ghost_shown(self) -> bool:
        """Whether there are pinned paths that belong to the surface that is shown."""
        ghost, field = self._ghost, self._field
        return ghost is not None and field is not None and ghost.of == field.of

    def retheme(self) -> None:
        """Take the colors of the present theme."""
        if self.scene is not None:
            self.scene.setBackgroundColor(theme.current().picture)
            self._draw_all()

    def drawn(self, size: QSize) -> QImage | None:
        """The same view from the same viewpoint in a number of pixels, with lines, dots and words
        enlarged accordingly; None if OpenGL has no room for it."""
        if self.scene is None:
            return None
        lines = [self.frame, self.ladder, self.isolines, self.signs, *self.lines, *self._pale]
        dots = [self.heads]
        return Scene(self.scene, lines, dots, self.texts, self._set_back).image(size)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.scene is None and not self.words.text():
            self._build()
        elif self.scene is not None and self._paths is not None:
            self._draw_paths(*self._paths)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.scene is not None:
            self.scene.setCameraPosition(**CAMERA)

    def _build(self) -> None:
        if not QOpenGLContext().create():
            self.words.setText(
                tr(
                    "This display does not support OpenGL, which three dimensions need. "
                    "The other pages show the same surface."
                )
            )
            return
        import pyqtgraph.opengl as gl

        self._gl = gl
        self.scene = gl.GLViewWidget()
        self.scene.setMinimumSize(120, 90)
        self.scene.setBackgroundColor(theme.current().picture)
        self.scene.setCameraPosition(**CAMERA)
        self.scene.mouseDoubleClickEvent = self.mouseDoubleClickEvent
        self.mesh: Any = None  # one without data cannot be drawn
        nothing = np.zeros((0, 3))
        self.signs = gl.GLLinePlotItem(mode="lines", width=2.5, glOptions="translucent")
        self.isolines = gl.GLLinePlotItem(mode="lines", width=1, glOptions="translucent")
        self.ladder = gl.GLLinePlotItem(mode="line_strip", width=8, glOptions="translucent")
        self.heads = gl.GLScatterPlotItem(pos=nothing, size=HEAD, glOptions="translucent")
        self.frame = gl.GLLinePlotItem(
            mode="lines", antialias=True, width=1, glOptions="translucent"
        )
        for item in (self.frame, self.ladder, self.isolines, self.signs, self.heads):
            self.scene.addItem(item)
        self.lines: list[Any] = []
        self.texts: list[Any] = []
        self._layout.addWidget(self.scene)
        self._layout.setCurrentWidget(self.scene)
        self._draw_all()

    def _draw_all(self) -> None:
        if self._field is not None and self._relief is not None:
            self._draw_surface(self._field, self._relief)
        self._make_lines()
        if self._paths is not None:
            self._draw_paths(*self._paths)

    def _draw_ghost(self) -> None:
        for line in self._pale:
            self.scene.removeItem(line)
        self._pale = []
        ghost = self._ghost
        if ghost is None or not self.ghost_shown:
            return
        for path, pen in zip(ghost.positions, ghost.pens, strict=False):
            color = theme.counterpart(pen.color(), ghost.theme)
            color.setAlphaF(PALE)
            line = self._line(color)
            self._pale.append(line)
            self._lay(line, path[: ghost.step + 1])

    def _draw_surface(self, field: Field, relief: Relief) -> None:
        if self.mesh is not None:
            self.scene.removeItem(self.mesh)
        self.mesh = self._gl.GLMeshItem(
            vertexes=relief.vertexes,
            faces=relief.faces,
            vertexColors=relief.colors,
            smooth=True,
            computeNormals=False,
            shader=None,
        )
        self._set_back(1.0)
        self.scene.addItem(self.mesh)
        now = theme.current()
        self.signs.setData(pos=signs(field.marks, relief), color=_rgba(now.text))
        faint = (*_rgba(now.muted)[:3], FAINT)
        self.isolines.setData(pos=isolines(field.contours, relief), color=faint)
        if isinstance(field.shades, Scale):
            points, colors = ladder(field.shades)
            self.ladder.setData(pos=points, color=colors)
        self._draw_frame(field)
        self._draw_ghost()

    def _draw_frame(self, field: Field) -> None:
        """Draw the edges of the box, and the numbers at its ends."""
        corners = [(x, y) for x in (-1, 1) for y in (-1, 1)]
        edges: list[tuple[float, float, float]] = []
        for a, b in ((0, 1), (0, 2), (1, 3), (2, 3)):
            edges += [(*corners[a], 0.0), (*corners[b], 0.0)]
        now = theme.current()
        self.frame.setData(pos=np.array(edges, float), color=_rgba(now.muted), mode="lines")
        words = self._ends(field)
        font = QApplication.font()
        while len(self.texts) < len(words):
            self.texts.append(self._gl.GLTextItem())
            self.scene.addItem(self.texts[-1])
        words += [((0.0, 0.0, 0.0), "")] * (len(self.texts) - len(words))  # scales differ in ticks
        for item, (place, text) in zip(self.texts, words, strict=True):
            item.setData(pos=np.array(place, float), text=text, color=QColor(now.muted), font=font)

    def _ends(self, field: Field) -> list[tuple[tuple[float, float, float], str]]:
        """The positions and texts of the numbers at the ends of the axes."""
        (left, right), (bottom, top) = field.domain
        x, y, f = self._names
        upright = rungs(field.shades, f) if isinstance(field.shades, Scale) else []
        return [
            ((-0.9, -1.2, 0), f"{x} = {number(left)}"),
            ((0.8, -1.2, 0), f"{x} = {number(right)}"),
            ((1.1, -1.0, 0), f"{y} = {number(bottom)}"),
            ((1.1, 0.9, 0), f"{y} = {number(top)}"),
            *upright,
        ]

    def _set_back(self, scale: float) -> None:
        """Let the surface's depth count as if it lay half a dot further away. A dot is drawn flat,
        and a surface that rises towards the eye would swallow its lower half."""
        from OpenGL import GL  # type: ignore[import-untyped]

        options = {
            GL.GL_DEPTH_TEST: True,
            GL.GL_BLEND: False,
            GL.GL_CULL_FACE: False,
            GL.GL_POLYGON_OFFSET_FILL: True,
            "glPolygonOffset": (scale * HEAD / 2, 1),
        }
        self.mesh.setGLOptions(options)

    def _make_lines(self) -> None:
        for line in self.lines:
            self.scene.removeItem(line)
        self.lines = []
        self.lines = [self._line(pen.color()) for pen in self._pens]

    def _line(self, color: QColor) -> Any:
        line = self._gl.GLLinePlotItem(
            color=_rgba(color), width=2.5, antialias=True, mode="lines", glOptions="translucent"
        )
        self.scene.addItem(line)
        return line

    def _lay(self, line: Any, path: Array) -> Array:
        """Draw a path [n, 2] with a line on the surface; returns its positions [n, 3]."""
        nowhere = np.full((len(path), 3), np.nan)
        places = nowhere if self._relief is None else self._relief.places(path)
        there: Array = np.asarray(np.isfinite(places).all(axis=1))
        pairs = np.flatnonzero(there[:-1] & there[1:])
        line.setData(pos=places[np.stack([pairs, pairs + 1], axis=1).ravel()])
        return places

    def _draw_paths(self, positions: Array, step: int) -> None:
        heads, colors = [], []
        for k, (path, line, pen) in enumerate(zip(positions, self.lines, self._pens, strict=False)):
            line.setVisible(k not in self._hidden)
            if k in self._hidden:
                continue
            places = self._lay(line, path[: step + 1])
            if np.isfinite(places[-1]).all():
                heads.append(places[-1])
                colors.append(_rgba(pen.color()))
        self.heads.setData(
            pos=np.array(heads).reshape(-1, 3), color=np.array(colors).reshape(-1, 4)
        )


def _rgba(color: QColor | str) -> tuple[float, float, float, float]:
    chosen = QColor(color)
    return chosen.redF(), chosen.greenF(), chosen.blueF(), chosen.alphaF()
