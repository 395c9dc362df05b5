"""The specs of a panel: the main one, and those that take some of their fields from it. No Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.job import Report
from app.panel.page import Page
from app.panel.preset import Preset
from app.panel.state import Specs
from core.experiment import Frame
from core.experiments import EXPERIMENTS
from core.parameters import Spec, SpecError


class SpecBook:
    """Holds a spec for each experiment of a panel's pages. The spec of a page whose experiment is
    not the main one is a companion: the fields that it shares with the main spec are read from
    there."""

    def __init__(self, main: str, pages: Sequence[Page[Any]]) -> None:
        self.main = main
        self._pages = pages
        self.specs: Specs = self.defaults()

    def defaults(self) -> dict[str, Spec]:
        """All specs with their default values."""
        keys = dict.fromkeys((self.main, *(page.experiment for page in self._pages)))
        return {key: EXPERIMENTS[key].spec() for key in keys}

    def page_of(self, experiment: str) -> Page[Any]:
        """The first page that shows an experiment."""
        return next(page for page in self._pages if page.experiment == experiment)

    def shared(self, companion: str) -> Mapping[str, Any]:
        """The fields that a companion's spec takes from the panel."""
        return self.page_of(companion).shared(self.specs[self.main])

    def spec_of(self, key: str) -> Spec | SpecError:
        """The spec of an experiment, or the error that prevents one in this state."""
        if key == self.main:
            return self.specs[key]
        try:
            return self.specs[key].adapt(**self.shared(key))
        except SpecError as error:
            return error

    def asked_of(self, page: Page[Any]) -> Spec | SpecError:
        """The spec that the job of a page's experiment is asked for."""
        spec = self.spec_of(page.experiment)
        return page.asked(spec) if isinstance(spec, Spec) else spec

    def keys_of(self, page: Page[Any]) -> Sequence[str]:
        """The experiments whose settings belong to a page."""
        keys = (page.experiment,) if page.alone else (self.main, page.experiment)
        return tuple(dict.fromkeys(keys))

    def specs_of(self, page: Page[Any]) -> Specs:
        """The specs on which a page's pictures depend."""
        specs = {key: self.spec_of(key) for key in self.keys_of(page)}
        return {key: spec for key, spec in specs.items() if isinstance(spec, Spec)}

    def specs_for(self, preset: Preset) -> Specs:
        """The specs of a preset: the defaults with the preset's changes."""
        specs = self.defaults()
        main = specs[self.main] = specs[self.main].adapt(**preset.settings)
        for key, settings in preset.pages.items():
            specs[key] = specs[key].adapt(**self.page_of(key).shared(main), **settings)
        return specs

    def replayable(self, spec: Spec, frame: Frame) -> Spec:
        """The spec that reproduces this frame; it holds more than what was asked for if the run was
        changed on its way."""
        pages = [page for page in self._pages if page.experiment == spec.key]
        return pages[0].replayable(spec, frame) if pages else spec

    def kept(self, key: str, report: Report | None) -> Spec:
        """The spec of an experiment as a session keeps it; if it is the one that is drawn, in the
        form that replays it."""
        spec = self.specs[key]
        if report is not None and report.spec == self.asked_of(self.page_of(key)):
            return self.replayable(spec, report.frame)
        return spec
