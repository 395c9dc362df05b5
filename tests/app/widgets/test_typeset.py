"""The formulas that are shipped as pictures are those that would be typeset now."""

from __future__ import annotations

import json
import sys

from app.labs.formulas import formulas
from app.widgets.formula import INK, SHIPPED, FormulaView, svg, typeset


def test_every_formula_of_the_registries_is_shipped_as_it_would_be_typeset() -> None:
    """If not: resources/formulas/rebuild.py."""
    shipped = json.loads(SHIPPED.read_text(encoding="utf-8"))
    assert list(shipped) == list(dict.fromkeys(formulas()))
    assert [text for text in shipped if typeset(text, INK) != shipped[text]] == []


def test_a_shipped_formula_takes_the_color_that_is_wanted_and_one_size() -> None:
    text = next(iter(formulas()))
    assert svg(text, "#abcdef") == typeset(text, "#abcdef").encode()
    assert svg(text, "#abcdef", 20.0) == typeset(text, "#abcdef", 20.0).encode()


def test_a_shipped_formula_is_drawn_at_once(qtbot, monkeypatch) -> None:
    monkeypatch.delitem(sys.modules, "ziamath", raising=False)
    view = FormulaView()
    qtbot.addWidget(view)
    view.set_tex(next(iter(formulas())))
    assert view.sizeHint().width() > 40
    assert "ziamath" not in sys.modules


def test_a_line_has_its_name_before_it(qtbot) -> None:
    view, bare = FormulaView(), FormulaView()
    for widget in (view, bare):
        qtbot.addWidget(widget)
    view.set_tex("x = 1\ny = 2", ("before", "之后"))
    bare.set_tex("x = 1\ny = 2")
    assert view.accessibleName() == "before: x = 1\n之后: y = 2"
    for widget in (view, bare):
        widget.draw()
        widget.resize(280, 60)
    assert view.sizeHint().width() > bare.sizeHint().width()
    assert view.grab().toImage() != bare.grab().toImage()
    view.set_tex("x = 1\ny = 2", ("after", "之后"))
    assert "after" in view.accessibleName()
