"""Draws a panel on a screen of a chosen scale and tells, widget by widget, what it measured;
started by test_sharp_screens.py with QT_SCALE_FACTOR set.

It prints one JSON object: for each widget its size, the size of its pixels, and how much of its
picture would be lost if it had been drawn for a plain screen and enlarged.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel, QWidget

from app.headless import Looks, _Stage
from app.labs.normalization.block import NormBlock
from app.widgets.buttons import IconButton
from app.widgets.chart import Chart
from app.widgets.curves import has_line
from app.widgets.formula import FormulaView
from app.widgets.picture import Picture
from tests.app import walk

KINDS: tuple[type[QWidget], ...] = (Picture, IconButton, FormulaView, NormBlock)


def lost(image: QImage, ratio: float) -> float:
    """The largest difference, in levels of 255, to the picture reduced to a plain screen's pixels
    and enlarged again."""
    smooth = Qt.TransformationMode.SmoothTransformation
    keep = Qt.AspectRatioMode.IgnoreAspectRatio
    size = image.size()
    plain = image.scaled(size / ratio, keep, smooth)
    return float(np.abs(levels(image) - levels(plain.scaled(size, keep, smooth))).max())


def levels(image: QImage) -> Any:
    """[row, column] gray levels."""
    gray = image.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(gray.constBits(), np.uint8).reshape(gray.height(), gray.bytesPerLine())
    return rows[:, : gray.width()].astype(float)


def measured(widget: QWidget) -> dict[str, Any]:
    image = widget.grab().toImage()
    ratio = widget.devicePixelRatioF()
    return {
        "kind": type(widget).__name__,
        "logical": widget.size().toTuple(),
        "pixels": image.size().toTuple(),
        "lost": lost(image, ratio) if ratio > 1 else 0.0,
    }


def main(key: str) -> None:
    with _Stage(Looks()) as stage, stage._shown(key) as panel:
        panel.pin.toggle()
        wanted = [w for w in panel.findChildren(QWidget) if w.isVisible() and isinstance(w, KINDS)]
        swatches = [w for w in panel.findChildren(QLabel) if w.isVisible() and w.pixmap().width()]
        found = {
            "ratio": panel.devicePixelRatioF(),
            "panel": measured(panel),
            "widgets": [measured(w) for w in wanted],
            "swatches": [
                (w.pixmap().size().toTuple(), w.pixmap().deviceIndependentSize().toTuple())
                for w in swatches
            ],
            "widths": [
                curve.opts["pen"].widthF() / pen.widthF()
                for chart in panel.findChildren(Chart)
                for curve, pen in zip(chart.curves, chart._pens, strict=True)
                if has_line(curve)
            ],
            "clipped": walk.clipped(panel),
        }
    print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1])
