"""What ``render`` asks of a panel: a page, a preset, settings, and the file that they become."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.panel.state import fitting, view_values
from app.words.labels import tr
from core.parameters import Reason, Spec, SpecError, parameter_of, parameters

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.export.orders import Order
    from app.panel.panel import Panel
    from app.panel.preset import Preset
    from app.session import Session

SUFFIXES = ("png", "svg", "pdf", "gif", "webp", "mp4")
"""The suffixes of files that a panel, or a picture of it, can become."""


PLAYHEAD = "playhead"
"""The name of the part of a view that has its place only once all is computed."""


class UnfitError(ValueError):
    """A request that cannot be met, or was not; the text is a sentence for a person."""


@dataclass(frozen=True)
class Request:
    """What a panel is to show; what is left empty stays as it is by default."""

    page: str = ""
    preset: str = ""
    """The name of a preset, in English or in the language that is shown."""
    settings: Mapping[str, str] = field(default_factory=dict)
    """Typed values by the fields of the page's experiment, or of the panel's main one."""
    view: Mapping[str, str] = field(default_factory=dict)
    """Typed values by the fields of the panel's view: what is shown but not computed."""
    session: Session | None = None
    picture: str = ""
    """The caption or the number of one of the page's pictures; empty for the whole panel, or, where
    a format takes a single picture, for the first."""
    seconds: float = 5.0
    rate: int = 20
    """The length of a film, and its frames a second."""

    def prepare(self, panel: Panel) -> bool:
        """Let a panel show what is asked for, before it computes anything; :class:`SpecError` if
        it cannot. False if it is to wait at the start."""
        if self.session is not None and panel.key in self.session.panels:
            panel.restore(self.session.panels[panel.key])
        waits = False
        if self.preset:
            preset = _preset(panel, self.preset)
            panel.apply_preset(preset)
            waits = preset.waits
        if self.page:
            keys = [page.key for page in panel.pages]
            if self.page not in keys:
                raise _unknown("page", self.page, keys)
            panel.show_page(self.page)
        if self.settings:
            _set(panel, self.settings)
        viewed = _viewed(panel.view, self.view)
        panel.change_view(**{name: v for name, v in viewed.items() if name != PLAYHEAD})
        return not waits

    def finish(self, panel: Panel) -> None:
        """Let a panel that has computed everything show the step that is asked for."""
        if PLAYHEAD in self.view:
            at = view_values(panel.view)[PLAYHEAD]
            panel.player.nudge(_viewed(panel.view, self.view)[PLAYHEAD] - at)

    def order(self, panel: Panel, path: Path) -> Order:
        """The order for a file of what the panel shows; :class:`UnfitError` if none can be."""
        from app.export.orders import FORMATS, VECTORS, Order, sources, why_not, why_not_there
        from app.widgets.exhibit import captions, exhibits

        format = FORMATS[path.suffix[1:].lower()]
        pictures = exhibits(panel)
        names = captions(pictures)
        widget: QWidget = panel
        caption = tr("The whole panel")
        if self.picture or (format.key in VECTORS and pictures):
            widget, caption = _picture(self.picture or "1", pictures, names)
        problem = why_not(panel, widget, format) or why_not_there(path)
        if problem:
            raise UnfitError(problem)
        return Order(
            panel=panel,
            widget=widget,
            caption=caption,
            format=format,
            path=path,
            size=widget.size(),
            legend=True,
            source=next(iter(sources(panel, widget)), ""),
            seconds=self.seconds,
            rate=self.rate,
        )


def _preset(panel: Panel, name: str) -> Preset:
    wanted = name.strip().casefold()
    for preset in panel.presets:
        if wanted in (preset.name.casefold(), tr(preset.name).casefold()):
            return preset
    raise _unknown("preset", name, [preset.name for preset in panel.presets])


def asked_again(panel: Panel) -> list[str]:
    """The words after ``render`` with which a panel shows what it shows now."""
    page = panel.page
    words = ["--panel", panel.key, *(["--page", page.key] if page is not panel.pages[0] else [])]
    words += _told("--set", _settings(panel))
    return words + _told("--view", {name: str(v) for name, v in _view(panel).items()})


def _told(option: str, values: Mapping[str, str]) -> list[str]:
    return [word for name, text in values.items() for word in (option, f"{name}={text}")]


def _settings(panel: Panel) -> dict[str, str]:
    """What :func:`_set` is told to set the page in front, where it is not by default."""
    book, spec = panel.book, panel.shown_spec()
    if not isinstance(spec, Spec):
        return {}
    if spec.key == book.main:
        return spec.settings()
    free = {p.name for p in parameters(type(spec))} - book.shared(spec.key).keys()
    own = {name: text for name, text in spec.settings().items() if name in free}
    if book.main not in book.keys_of(panel.page):
        return own
    mains = book.specs[book.main].settings()
    return own | {f"{book.main}." * (n in free) + n: text for n, text in mains.items()}


def _view(panel: Panel) -> dict[str, Any]:
    """What is not by default in a panel's view; the end of what passes in time is."""
    from app.panel.transport import Transport

    now = view_values(panel.view)
    plain = view_values(type(panel.view)()) if now else {}
    if isinstance(panel.transport, Transport):
        plain[PLAYHEAD] = panel.transport.total
    return {name: value for name, value in now.items() if value != plain[name]}


def _viewed(view: Any, texts: Mapping[str, str]) -> dict[str, Any]:
    """Typed values of a view, by their names, as that view takes them."""
    own = view_values(view)
    values: dict[str, Any] = {}
    for name, text in texts.items():
        if name not in own:
            raise SpecError(name, Reason.UNKNOWN, name, ", ".join(own))
        kind = type(own[name])
        with suppress(ValueError):
            value = text == str(True) if kind is bool else kind(text)
            values |= fitting(view, {name: value})
        if name not in values:
            raise SpecError(name, Reason.NOT_A_CHOICE, text, f"{own[name]} …")
    return values


def _set(panel: Panel, settings: Mapping[str, str]) -> None:
    """Set fields of the page in front, by the names that ``run --set`` knows for its experiment and
    for the panel's main one."""
    page, book = panel.page, panel.book
    own, main = type(book.specs[page.experiment]), type(book.specs[book.main])
    shared = book.shared(page.experiment) if page.experiment != book.main else {}
    mains = {p.name for p in parameters(main)} if book.main in book.keys_of(page) else set()
    free = {p.name for p in parameters(own)} - shared.keys()
    changes: dict[str, dict[str, object]] = {book.main: {}, page.experiment: {}}
    for given, text in settings.items():
        name = page.renamed.get(given, given)
        alone = name.removeprefix(f"{book.main}.")  # what both have is the page's, but for this
        if alone != name and alone in mains:
            changes[book.main][alone] = parameter_of(main, alone).parse(text)
        elif name in free:
            changes[page.experiment][name] = parameter_of(own, name).parse(text)
        elif name in mains:
            changes[book.main][name] = parameter_of(main, name).parse(text)
        else:
            names = ", ".join(sorted(free | mains | page.renamed.keys()))
            raise SpecError(given, Reason.UNKNOWN, given, names)
    specs = dict(panel.specs)
    for key, values in changes.items():
        specs[key] = specs[key].adapt(**values)
    panel.set_specs(specs)
    spec = panel.spec_of(page.experiment)
    if isinstance(spec, SpecError):
        raise spec


def _picture(wanted: str, pictures: Sequence[QWidget], names: Sequence[str]) -> tuple[QWidget, str]:
    for number, (widget, name) in enumerate(zip(pictures, names, strict=True), 1):
        if wanted.strip().casefold() in (str(number), name.casefold()):
            return widget, name
    raise _unknown("picture", wanted, [f"{number}: {name}" for number, name in enumerate(names, 1)])


def _unknown(field: str, given: str, accepted: Sequence[str]) -> SpecError:
    return SpecError(field, Reason.NOT_A_CHOICE, given, ", ".join(accepted))
