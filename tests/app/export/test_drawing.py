"""Vectors turned into pixels in another thread, while the window paints."""

from __future__ import annotations

from tests.processes import printed

BOTH_AT_ONCE = """
import faulthandler, sys, threading
faulthandler.dump_traceback_later(120, exit=True)
sys.setswitchinterval(1e-4)
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QImage, QImageReader, QPainter
from PySide6.QtWidgets import QApplication, QWidget
from app.export.drawing import Sketch
from app.export.svg import painted
from core.resources import resource
application = QApplication(["drawing"])
sketch = Sketch(QWidget(), QSize(30, 30))
head = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
document = head + b'<g><path d="M0 0H9V9"/></g></svg>'
icon = resource("icons", "pause.svg")
def draw():
    image = QImage(30, 30, QImage.Format.Format_RGBX8888)
    painter = QPainter(image)
    for _ in range(300):
        painted(document, painter, QRect(0, 0, 30, 30))
    painter.end()
drawing = threading.Thread(target=draw)
drawing.start()
while drawing.is_alive():
    QImageReader(str(icon)).size()
print("done")
"""


def test_an_export_and_a_window_that_paints_an_icon_do_not_wait_for_each_other() -> None:
    """Both ask Qt for its image formats, under one lock. Whoever holds it must not need the
    interpreter, which the window holds while it waits for the lock."""
    assert printed(BOTH_AT_ONCE) == "done"
