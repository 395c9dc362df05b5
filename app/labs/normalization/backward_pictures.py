"""A batch normalization's graph, one step at a time: values forward, gradients backward."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from app.labs.normalization import readings
from app.labs.normalization.backward_graph import Graph, node_at
from app.labs.normalization.words import NODES as WORDS
from app.panel.transport import Transport
from app.widgets.formula import FormulaView
from app.widgets.reading import ReadingView
from app.widgets.sentences import sentence
from app.words.labels import tr
from core.normalization.bn_backward import NODES, BnBackwardFrame, BnBackwardSpec

FORWARD: dict[str, str] = {
    "x": r"x",
    "mean": r"\mu = \frac{1}{m} \sum x",
    "centered": r"c = x - \mu",
    "squared": r"q = c^2",
    "variance": r"\sigma^2 = \frac{1}{m} \sum q",
    "root": r"s = \sqrt{\sigma^2 + \epsilon}",
    "inverse": r"v = \frac{1}{s}",
    "normalized": r"\hat{x} = c v",
    "gamma": r"\gamma",
    "scaled": r"z = \gamma \hat{x}",
    "beta": r"\beta",
    "shifted": r"y = z + \beta",
}
BACKWARD: dict[str, str] = {
    "shifted": r"dy",
    "beta": r"d\beta = \sum dy",
    "scaled": r"dz = dy",
    "gamma": r"d\gamma = \sum dz \, \hat{x}",
    "normalized": r"d\hat{x} = \gamma \, dz",
    "inverse": r"dv = \sum d\hat{x} \, c",
    "root": r"ds = - \frac{dv}{s^2}",
    "variance": r"d\sigma^2 = \frac{ds}{2 s}",
    "squared": r"dq = \frac{d\sigma^2}{m}",
    "centered": r"dc = v \, d\hat{x} + 2 c \, dq",
    "mean": r"d\mu = - \sum dc",
    "x": r"dx = dc + \frac{d\mu}{m}",
}


class BackwardPictures(QWidget):
    """The graph, the step's formula, the playback controls, and every number of every node."""

    def __init__(self) -> None:
        super().__init__()
        self.graph = Graph()
        self.words = sentence("muted")
        self.formula = FormulaView()
        self.transport = Transport()
        self.reading = ReadingView()
        self._frame: BnBackwardFrame | None = None
        upper = QWidget()
        column = QVBoxLayout(upper)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.graph, 1)
        column.addWidget(self.words)
        column.addWidget(self.formula)
        column.addWidget(self.transport)
        rows = QSplitter(Qt.Orientation.Vertical)
        rows.addWidget(upper)
        rows.addWidget(self.reading)
        rows.setSizes([450, 230])
        rows.setStretchFactor(0, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.addWidget(rows)
        self.transport.speed.setCurrentIndex(0)  # three nodes a second
        self.transport.moved.connect(lambda _: self._draw())
        self.graph.chosen.connect(self.transport.move_to)

    def show_frame(self, spec: BnBackwardSpec, frame: BnBackwardFrame) -> None:
        """Draw the frame as far as the playhead has come; at first all of it."""
        self._frame = frame
        self.transport.set_total(2 * len(NODES))
        self.reading.show_reading(readings.bn_backward(spec, frame))
        self._draw()

    def retheme(self) -> None:
        """Take the colors of the present theme."""
        self.transport.retheme()
        self.formula.draw()
        self.graph.update()

    def _draw(self) -> None:
        step = self.transport.step
        if self._frame is None:
            return
        self.graph.show_step(self._frame, step)
        if step == 0:
            self.words.setText(tr("Nothing is computed yet."))
            self.formula.set_tex("")
            return
        k = node_at(step)
        node, forward = NODES[k], step <= len(NODES)
        name = tr(WORDS[node])
        if forward:
            self.words.setText(tr("Forward: {node}", node=name))
        else:
            self.words.setText(
                tr(
                    "Backward: gradient of {node} · closed form: {closed} · autograd: {autograd}",
                    node=name,
                    closed=readings.row_of(self._frame.closed_form[k]),
                    autograd=readings.row_of(self._frame.autograd[k]),
                )
            )
        self.formula.set_tex((FORWARD if forward else BACKWARD)[node])
