"""The catalog is complete, current and well-formed, and no words of the window go past it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from app.labs.descent.words import competitor
from app.words import labels, language
from core.optimizers.optimizers import OPTIMIZERS
from core.optimizers.records import LEARNING_RATE
from core.parameters import Number
from resources.translations import update

APP = Path(labels.__file__).parents[1]

SHOWING = re.compile(
    "Q(Action|CheckBox|DockWidget|GroupBox|Label|ListWidgetItem|Menu|PushButton|RadioButton"
    "|TableWidgetItem|ToolBar|ToolButton)"
    "|add(Action|Button|Item|Menu|Tab)|create(Redo|Undo)Action|get(Open|Save)FileName"
    "|set(AccessibleDescription|AccessibleName|DetailedText|InformativeText|Label"
    "|PlaceholderText|StatusTip|Text|Title|ToolTip|WhatsThis|WindowTitle)"
    "|about|critical|information|question|showMessage|warning"
    "|Chart|Choice|FileKind|Item|Menu|Picture|Preset|Switch|say|set_name|set_title|set_y_name|tool_button"
)
"""The calls whose arguments a person reads: Qt's, and our own."""
SHOWN_KEYWORDS = {"name", "placeholderText", "text", "title", "toolTip", "x", "y"}
NAMES = {"Saddlepoint", "npy", "left", "bottom"}


def name_of(call: ast.Call) -> str:
    function = call.func
    if isinstance(function, ast.Call):
        return ""
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def literals(node: ast.expr) -> Iterator[str]:
    """The text that stands in an expression itself, not in what it calls."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr(values=parts):
            for part in parts:
                yield from literals(part)
        case ast.BinOp(left=left, right=right):
            yield from (*literals(left), *literals(right))
        case ast.IfExp(body=body, orelse=orelse):
            yield from (*literals(body), *literals(orelse))


def bare_words(source: str) -> Iterator[str]:
    """English words that are shown without being marked for translation."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        shown: list[ast.expr] = []
        if SHOWING.fullmatch(name_of(node)):
            named = [k.value for k in node.keywords if k.arg in SHOWN_KEYWORDS]
            shown = [*node.args, *named]
        elif name_of(node) in update.MARKS and not isinstance(node.args[0], ast.Constant):
            shown = node.args[:1]  # a text that is put together is in no catalog
        for text in (text for argument in shown for text in literals(argument)):
            bare = re.sub(r"<[^>]*>?|&\w+;", " ", text)
            yield from (word for word in re.findall(r"[A-Za-z]{3,}", bare) if word not in NAMES)


def test_the_catalog_is_complete_and_current() -> None:
    assert update.problems() == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('tr("a " "b", x=1)', ["a b"]),
        ('labels.tr("one")', ["one"]),
        ('A = {"k": _("two")}; Preset(mark("three"), {"surface": "saddle"})', ["two", "three"]),
        ('tr(NAMES["k"]); other("four"); tr(word)', []),
    ],
)
def test_marked_literals_are_found(source: str, found: list[str]) -> None:
    assert list(update.marked(source)) == found


def test_a_translation_has_the_placeholders_of_its_source() -> None:
    def placeholders(text: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}

    for source, translation in update.translations().items():
        assert placeholders(translation) == placeholders(source), source


def test_a_translation_has_the_accelerator_of_its_source() -> None:
    for source, translation in update.translations().items():
        keys = [key.upper() for key in re.findall(r"&(\w)", source)]
        assert re.findall(r"\(&(\w)\)", translation) == keys, source
        assert translation.count("&") == len(keys), source


def test_a_hyper_parameter_keeps_its_symbol_at_the_end() -> None:
    found = update.translations()
    hyper = (p for o in OPTIMIZERS.values() for p in (LEARNING_RATE, *o.hyper))
    for label in {p.label for p in hyper if isinstance(p, Number)}:
        assert found[label].split()[-1] == label.split()[-1]  # competitor() reads it there


@pytest.mark.usefixtures("qapp")
def test_the_window_speaks_chinese_and_english_again() -> None:
    try:
        language.install("zh_CN")
        assert labels.tr("Surface") == "曲面"
        assert competitor("adam:learning_rate=0.1") == "Adam η=0.1"
        language.install("en")
        assert labels.tr("Surface") == "Surface"
    finally:
        labels.use(lambda text: text)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('QLabel("Learning rate")', ["Learning", "rate"]),
        ('box.setToolTip(f"{n} steps")', ["steps"]),
        ('box.setText("Layer" if x else tr("Loss"))', ["Layer"]),
        ('tr(f"{n} layers")', ["layers"]),
        ('QMessageBox.about(self, tr("About"), f"<h3>Saddlepoint {v}</h3>" + tr("It is."))', []),
        ('styled(QLabel(tr("Loss")), "muted"); box.setText(""); box.setText("x = ")', []),
    ],
)
def test_bare_words_are_found(source: str, found: list[str]) -> None:
    assert list(bare_words(source)) == found


def test_no_words_go_past_the_catalog() -> None:
    files = {file: list(bare_words(file.read_text(encoding="utf-8"))) for file in APP.rglob("*.py")}
    assert {str(file.relative_to(APP)): words for file, words in files.items() if words} == {}
