"""Text that is not broken."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QTextDocument

from app.widgets.text import unbroken


def test_a_name_that_stays_in_one_line_is_as_wide_as_before(qtbot):
    def width(html: str) -> float:
        document = QTextDocument()
        document.setHtml(html)
        return document.idealWidth()

    assert width(unbroken("训练 L-BFGS")) == pytest.approx(width("训练 L-BFGS"))
    assert unbroken("not seen") == "not&nbsp;seen"
    assert unbroken("") == ""
