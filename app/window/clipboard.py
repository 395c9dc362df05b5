"""Copies from the panel in front: its picture, its command line, its script."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication, QWidget

from app import theme
from app.docks import Docks, Say
from app.panel.commands import render_command
from app.panel.panel import Panel
from app.words import language
from app.words.labels import tr
from app.words.refusals import refusal
from core.parameters import Spec, SpecError

Question = Callable[[], object]


class Clipboard(QObject):
    """Copies something, and says what was copied."""

    def __init__(self, docks: Docks, say: Say) -> None:
        super().__init__(docks)
        self._docks, self._say = docks, say
        self._ask: dict[str, Callable[[Question], None]] = {}
        """Functions by the panel's key that ask for its script on the compute thread."""
        docks.meet(self._on_built)

    def copy_picture(self, widget: QWidget | None = None) -> None:
        """Copy the picture of a part of a panel; of the whole panel in front if none is given."""
        from app.export.drawing import grabbed

        QApplication.clipboard().setPixmap(grabbed(widget or self._docks.front()))
        self._say(tr("The picture is on the clipboard."), 3000)

    def copy_command(self) -> None:
        """Copy the command that computes what the page in front shows, and one that draws it."""
        from app.request import asked_again

        panel = self._docks.front()
        looks = ["--theme", theme.current().key, "--language", language.current()]
        looks += ["--larger"] if theme.text_scale() > 1 else []
        draw = render_command(asked_again(panel), panel.size().toTuple(), looks)
        QApplication.clipboard().setText(f"{panel.command()}\n{draw}\n")
        self._say(tr("Two commands are on the clipboard: one computes this, one draws it."), 5000)

    def copy_script(self) -> None:
        """Copy what the page in front computes, as plain torch."""
        panel = self._docks.front()
        spec = panel.shown_spec()
        if isinstance(spec, Spec):
            self._ask[panel.key](partial(_script, spec))
        else:
            self._on_script(spec)

    @Slot(object)
    def _on_built(self, panel: Panel) -> None:
        self._ask[panel.key] = panel.jobs.add_question(self._on_script)
        panel.copy_wanted.connect(self.copy_picture)

    @Slot(object)
    def _on_script(self, answer: str | SpecError) -> None:
        if isinstance(answer, SpecError):
            words = refusal(answer)
        else:
            QApplication.clipboard().setText(answer)
            words = tr(
                "The script is on the clipboard: {count} lines of plain torch.",
                count=answer.count("\n"),
            )
        self._say(words, 5000)


def _script(spec: Spec) -> str | SpecError:
    """The script, or why there is none, since a question that fails has no answer."""
    from core.scripts import script_of

    try:
        return script_of(spec)
    except SpecError as error:
        return error
