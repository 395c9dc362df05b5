"""Experiments: what can be run, and how a run answers.

An experiment is a pure generator ``run(spec, device)`` of frames. The same spec on the same device
gives the same frames. While there is nothing new it yields ``None``, at least every 50 ms of work,
so that its driver can stop it by closing it. Where it yields depends on the spec alone.
"""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from core import device as devices
from core.naming import named
from core.parameters import Spec, SpecError


@dataclass(frozen=True, kw_only=True)
class Frame:
    """A whole snapshot of a run: read-only numpy arrays, the step reached, and the last step.

    Each frame stands alone, so any may be skipped. ``step == total`` marks the last.
    """

    step: int
    total: int

    def arrays(self) -> dict[str, np.ndarray[Any, Any]]:
        """Every array by its public name; text becomes a text array, and nested parts get a prefix.

        A single number is an array of no dimensions; ``step`` and ``total`` are left out.
        """
        return _arrays(self)


def _arrays(part: Any) -> dict[str, np.ndarray[Any, Any]]:
    found: dict[str, np.ndarray[Any, Any]] = {}
    for field in dataclasses.fields(part):
        value = getattr(part, field.name)
        name = field.metadata.get("array", field.name)
        if not name:  # a time, which is no result, stays out of the arrays
            continue
        if dataclasses.is_dataclass(value):
            found |= {f"{name}_{inner}": array for inner, array in _arrays(value).items()}
        elif isinstance(value, np.ndarray):
            found[name] = value
        elif isinstance(value, tuple) or (
            isinstance(value, bool | int | float) and name not in ("step", "total")
        ):
            found[name] = read_only(np.array(value))
    return found


def read_only(array: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """A view of ``array`` that nobody can write through."""
    view = array.view()
    view.flags.writeable = False
    return view


Frames = Generator[Frame | None, Mapping[str, Any] | None, None]


@dataclass(frozen=True)
class Experiment:
    """An experiment: a record that names what runs it, so that a list of them stays light.

    ``run`` and ``script`` are places such as ``core.descent.run_basins:run``, looked up when a run
    begins or a script is asked for: the running module may import torch, the record does not. An
    experiment that is made where it is used may be given its generator directly.
    """

    key: str
    spec: type[Spec]
    run: str | Callable[[Any, str], Frames]
    """The generator function of a spec and a device, or the name of one."""
    smallest: Mapping[str, Any]
    """The settings of the quickest run, for the self-check."""
    frame: type[Frame] = Frame
    """The class of the frames that a run yields."""
    script: str = ""
    """The name of the function that turns a spec into the script's text."""
    uses_torch: bool = False
    """Whether it computes with torch, and so may run on a GPU."""

    @property
    def lab(self) -> str:
        """The package of core that the experiment belongs to."""
        return self.spec.__module__.split(".")[1]

    def frames(self, spec: Spec, device: str) -> Frames:
        """The generator of a run, not begun yet. Imports what runs it."""
        run = named(self.run) if isinstance(self.run, str) else self.run
        return run(spec, device)


class Run(Iterator[Frame | None]):
    """One run of an experiment, an iterator of its frames.

    A GPU that fails or runs out of memory does not end it: the run starts again on the CPU, and
    ``fallback`` says what happened. ``device`` is where it runs now.
    """

    def __init__(self, experiment: Experiment, spec: Spec, device: str = "auto") -> None:
        self.experiment = experiment
        self.spec = spec
        self.device = devices.resolve(device, on_gpu=experiment.uses_torch)
        self.fallback = devices.lost.get(self.device, "")
        if self.fallback:
            self.device = "cpu"
        if experiment.uses_torch:
            devices.prepare()
        self._frames = experiment.frames(spec, self.device)

    def __next__(self) -> Frame | None:
        return self.send(None)

    def send(self, changes: Mapping[str, Any] | None) -> Frame | None:
        """Return the next frame; ``changes`` of live fields reach the generator at its last
        ``yield``."""
        if changes:
            self.spec = self.spec.replace(**changes)  # what a run that starts again begins with
            if inspect.getgeneratorstate(self._frames) == inspect.GEN_CREATED:
                self._frames = self.experiment.frames(self.spec, self.device)
                changes = None
        try:
            return self._frames.send(changes)
        except (StopIteration, SpecError):
            raise
        except Exception as error:
            if self.device == "cpu":
                raise
            self._start_again_on_cpu(error)
            return None

    def close(self) -> None:
        """End the run at the point it has reached."""
        self._frames.close()

    def _start_again_on_cpu(self, error: Exception) -> None:
        # Whatever goes wrong on a GPU, the CPU is tried next: if the fault is in the work itself,
        # it shows there again, and is raised.
        self.fallback = devices.first_line(error)
        devices.release(self.device)
        self.device = "cpu"
        self._frames = self.experiment.frames(self.spec, "cpu")


def last_frame(run: Iterator[Frame | None]) -> Frame:
    """Drive a run to its end and return its last frame."""
    last: Frame | None = None
    for frame in run:
        last = frame if frame is not None else last
    if last is None:
        raise RuntimeError("the run ended without a frame")
    return last
