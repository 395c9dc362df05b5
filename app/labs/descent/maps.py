"""The maps of this lab: basins, and two hyper-parameters against the number of steps needed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import numpy as np
import pyqtgraph as pg

from app import theme
from app.labs.descent.fields import basins_field, rates_field
from app.labs.descent.words import IN_FLOAT32, competitor
from app.widgets.gestures import Gestures
from app.widgets.legend import SPACES
from app.widgets.map_picture import MapPicture
from app.widgets.pens import line_pen
from app.widgets.text import unbroken
from app.words.labels import _ as mark
from app.words.labels import number, percent, tr
from app.words.vocabulary import choice
from core.descent.basins import DIVERGED, LEFT, BasinsFrame, BasinsSpec
from core.descent.rates import RatesFrame, RatesSpec
from core.optimizers.records import LEARNING_RATE
from core.tables import Table, grid

Array = np.ndarray[Any, Any]


MOSTLY = 0.9
"""The share of starts still moving above which the map shows hardly anything else."""


class BasinsPicture(MapPicture):
    """Draws basins: every pixel is a start, in the color of its minimum, paler for more steps."""

    GESTURES: ClassVar[Gestures] = ((mark("Click"), mark("let all competitors start there")),)

    def __init__(self) -> None:
        super().__init__("x", "y")
        self.setAccessibleName(tr("Basins"))
        self.words.setToolTip(tr(IN_FLOAT32))
        self._shown: tuple[BasinsSpec, BasinsFrame] | None = None

    def show_basins(self, spec: BasinsSpec, frame: BasinsFrame) -> None:
        """Draw the map of basins, say whose they are, and state each share."""
        self._shown = (spec, frame)
        self.set_field(basins_field(spec, frame))
        self.words.setText(f"<b>{_whose(spec)}</b>{SPACES}{_shares(spec, frame)}")

    def under(self, row: int, column: int) -> str:
        assert self._shown is not None
        spec, frame = self._shown
        basin = int(frame.basin[row, column])
        told = {
            "name": _whose(spec),
            "x": number(frame.x[column]),
            "y": number(frame.y[row]),
            "steps": int(frame.steps_to_settle[row, column]),
        }
        if basin >= 0:
            x, y = (number(v) for v in frame.minima[basin])
            return tr(
                "{name} from ({x}, {y}): at the minimum ({a}, {b}) after {steps} steps",
                **told,
                a=x,
                b=y,
            )
        told["steps"] = spec.steps
        if basin == DIVERGED:
            return tr("{name} from ({x}, {y}): diverges", **told)
        if basin == LEFT:
            return tr("{name} from ({x}, {y}): leaves the domain", **told)
        return tr("{name} from ({x}, {y}): still moving after {steps} steps", **told)

    def tables(self) -> Sequence[Table]:
        if self._shown is None:
            return ()
        _, frame = self._shown
        x, y = ("x", frame.x), ("y", frame.y)
        numbers = np.arange(len(frame.minima))
        minima = (("number", numbers), ("x", frame.minima[:, 0]), ("y", frame.minima[:, 1]))
        basin = tr("number of the minimum; -1 moving, -2 diverged, -3 left, -4 no value")
        return [
            Table(
                tr("minima"),
                (*minima, (tr("share of all starts"), frame.shares[: len(frame.minima)])),
            ),
            grid(basin, x, y, frame.basin),
            grid(tr("steps until it stays at the minimum; -1 never"), x, y, frame.steps_to_settle),
        ]

    def retheme(self) -> None:
        super().retheme()
        if self._shown is not None:
            self.show_basins(*self._shown)


def _whose(spec: BasinsSpec) -> str:
    """The competitor whose basins they are, with the rate it has."""
    (one,) = spec.optimizer
    rate = one.rate(spec.learning_rate)
    own = any(name == LEARNING_RATE.name for name, _ in one.settings)
    name = competitor(one.text)
    return name if own or rate != rate else f"{name} η={number(rate)}"


def _shares(spec: BasinsSpec, frame: BasinsFrame) -> str:
    now = theme.current()
    count = len(frame.minima)
    named = [
        (theme.series_color(k).name(), f"({number(x)}, {number(y)})")
        for k, (x, y) in enumerate(frame.minima)
    ]
    named += [
        (now.muted, tr("still moving")),
        (now.hole, tr("diverged")),
        (now.line, tr("left the domain")),
        (now.hole, tr("no value")),
    ]
    order = sorted(range(count), key=lambda k: -frame.shares[k])
    entries = [
        f'<span style="color:{named[k][0]}">■</span>&nbsp;'
        + unbroken(f"{named[k][1]} {percent(float(frame.shares[k]))}")
        for k in (*order, *range(count, len(named)))
        if frame.shares[k] > 0
    ]
    told = SPACES.join(entries[:9])
    if frame.shares[count] > MOSTLY:
        told += SPACES + tr(
            "After {steps} steps hardly any has arrived: more steps, or a larger rate, would show "
            "where they lead.",
            steps=spec.steps,
        )
    return told


class RatesPicture(MapPicture):
    """Draws two hyper-parameters against the steps to a minimum, with theory's limit of
    stability."""

    GESTURES: ClassVar[Gestures] = ((mark("Click"), mark("give the chosen competitor these two")),)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Steps needed under each pair of two hyper-parameters"))
        self.border = pg.PlotCurveItem()
        self.plot.addItem(self.border, ignoreBounds=True)
        self._shown: tuple[RatesSpec, RatesFrame] | None = None
        self._log = (False, False)

    def show_rates(self, spec: RatesSpec, frame: RatesFrame) -> None:
        """Draw the map of rates and theory's limit, and state how many runs arrive."""
        self._shown = (spec, frame)
        self._log = (_is_log(frame.x_values), _is_log(frame.y_values))
        x, y = (
            _scaled(v, log)
            for v, log in zip((frame.x_values, frame.y_values), self._log, strict=True)
        )
        self.plot.getAxis("bottom").setLogMode(x=self._log[0], y=False)
        self.plot.getAxis("left").setLogMode(x=False, y=self._log[1])
        self.picture.set_name("bottom", choice(spec.key, "x_parameter", spec.x_parameter))
        self.picture.set_name("left", choice(spec.key, "y_parameter", spec.y_parameter))
        self.set_field(rates_field(spec, frame, x, y))
        with np.errstate(invalid="ignore", divide="ignore"):
            border = _scaled(frame.stability, self._log[0])
        pen = self.picture.scaled(line_pen(theme.current().error, 2.5))
        self.border.setData(border, y, connect="finite", pen=pen)
        name = choice(spec.key, "optimizer", spec.optimizer)
        told = _arrivals(frame, limit=bool(np.isfinite(border).any()))
        self.words.setText(f"<b>{name}</b>{SPACES}{told}")

    def tables(self) -> Sequence[Table]:
        if self._shown is None:
            return ()
        spec, frame = self._shown
        x = (choice(spec.key, "x_parameter", spec.x_parameter), frame.x_values)
        y = (choice(spec.key, "y_parameter", spec.y_parameter), frame.y_values)
        steps = tr("steps until it stays at a minimum; -1 never")
        return [
            grid(steps, x, y, frame.steps_to_settle),
            grid(tr("diverged"), x, y, frame.diverged),
            grid(tr("final loss"), x, y, frame.final_loss),
            Table(tr("theory's limit"), (y, (x[0], frame.stability))),
        ]

    def under(self, row: int, column: int) -> str:
        assert self._shown is not None
        spec, frame = self._shown
        told = {
            "name": choice(spec.key, "optimizer", spec.optimizer),
            "a": f"{self.picture.axis_name('bottom')} {number(frame.x_values[column])}",
            "b": f"{self.picture.axis_name('left')} {number(frame.y_values[row])}",
        }
        steps = int(frame.steps_to_settle[row, column])
        if steps >= 0:
            return tr("{name} with {a}, {b}: there after {steps} steps", steps=steps, **told)
        if frame.diverged[row, column]:
            return tr("{name} with {a}, {b}: diverges", **told)
        return tr("{name} with {a}, {b}: not there after {steps} steps", steps=spec.steps, **told)

    def ring(self, x: float, y: float, what: str) -> None:
        """Ring a pair of values of the two hyper-parameters."""
        with np.errstate(invalid="ignore", divide="ignore"):
            at_x, at_y = (
                float(_scaled(np.float64(v), log)) for v, log in zip((x, y), self._log, strict=True)
            )
        if np.isfinite(at_x + at_y):
            self.show_here(at_x, at_y, what)

    def values_at(self, x: float, y: float) -> tuple[float, float]:
        """The two hyper-parameters under a point of the picture."""
        a, b = (10.0**v if log else v for v, log in zip((x, y), self._log, strict=True))
        return float(f"{a:.3g}"), float(f"{b:.3g}")

    def retheme(self) -> None:
        super().retheme()
        if self._shown is not None:
            self.show_rates(*self._shown)


def _arrivals(frame: RatesFrame, *, limit: bool) -> str:
    """A sentence about how many runs arrive and how soon, and about the line if theory
    has a limit."""
    arrived = frame.steps_to_settle >= 0
    told = tr(
        "{arrived} arrive, the fastest in {steps} steps; {diverged} diverge (hatched).",
        arrived=percent(float(arrived.mean())),
        steps=int(frame.steps_to_settle[arrived].min()) if arrived.any() else "–",
        diverged=percent(float(frame.diverged.mean())),
    )
    return told + (" " + tr("Red: theory's limit.") if limit else "")


def _is_log(values: Array) -> bool:
    """Whether the values grow by factors."""
    if len(values) < 3 or values[0] <= 0:
        return False
    return bool(abs(values[1] / values[0] - values[2] / values[1]) < 1e-6)


def _scaled(values: Any, log: bool) -> Any:
    return np.log10(values) if log else values
