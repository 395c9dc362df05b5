"""A legend ends its lines between entries."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor, QTextDocument

from app.widgets.legend import legend_text


@pytest.mark.parametrize(
    "name", ["η 0.0015 训练", "测试集，留出 a/b", "held-out L-BFGS <x>", "std"]
)
def test_a_legend_is_broken_between_its_entries_alone(qtbot, name):
    """Chinese has no spaces: a line could end within each word."""
    text = legend_text([(name, QColor("red"), "━━")] * 3)
    document = QTextDocument()
    document.setHtml(text)
    whole = document.idealWidth()
    for width in np.linspace(whole / 3, whole, 40):
        document.setTextWidth(width)
        document.size()  # lays it out
        layout = document.begin().layout()
        lines = [layout.lineAt(i) for i in range(layout.lineCount())]
        plain = document.begin().text().replace("\xa0", " ")
        for line in lines:
            shown = plain[line.textStart() : line.textStart() + line.textLength()]
            parts = shown.replace("\N{WORD JOINER}", "").split("━━")
            assert not parts[0].strip()
            assert {part.strip() for part in parts[1:]} == {name}
