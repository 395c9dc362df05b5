"""The anatomy of an architecture: what each of its layers makes, costs and sees."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import numpy as np

from core.experiment import Frame
from core.nets.zoo.known import FAMILIES, KNOWN, MOST_SIDE, smallest_side
from core.nets.zoo.settings import Settings
from core.number_lists import read_whole_numbers
from core.parameters import (
    Counts,
    Divisor,
    Integer,
    Parameter,
    Reason,
    Spec,
    SpecError,
    choice,
    field,
    integer,
    parameter_of,
    switch,
)

Array = np.ndarray[Any, Any]

MOST_IN_STAGE, MOST_STAGES = 64, 6
MOST_CHANNELS, MOST_PATHS = 512, 256


def _own(name: str) -> Callable[[Any], Any]:
    """The chosen net's own value of a setting."""

    def own(spec: Any) -> Any:
        value = getattr(KNOWN[spec.net], name)
        return ", ".join(map(str, value)) if isinstance(value, tuple) else value

    return own


def _has(name: str) -> Callable[[Any], bool]:
    """Whether the chosen net's family has a setting."""
    return lambda spec: name in FAMILIES[KNOWN[spec.net].family].sliders


def _of_net(name: str, **options: Any) -> dict[str, Any]:
    """The options of a field that a family may have, and whose default is the net's own."""
    return {"auto": _own(name), "applies": _has(name), "anew": ("net",), **options}


def _read_blocks(parameter: Parameter, typed: str) -> tuple[int, ...]:
    return read_whole_numbers(parameter, typed, 1, MOST_IN_STAGE, MOST_STAGES)


@dataclass(frozen=True, kw_only=True)
class Blocks(Counts):
    """The numbers of blocks by stage, of which a family may have so many."""

    def check(self, value: Any, spec: Any) -> str:
        typed = super().check(value, spec)
        count = len(_read_blocks(self, typed))
        fewest, most = FAMILIES[KNOWN[spec.net].family].stages
        if not fewest <= count <= most:
            accepted = str(most) if fewest == most else f"{fewest} … {most}"
            raise SpecError(self.name, Reason.STAGES, count, accepted)
        return typed


@dataclass(frozen=True, kw_only=True)
class Side(Integer):
    """The side of an input, of which the net's strides have to leave something."""

    def check(self, value: Any, spec: Any) -> int:
        try:
            return super().check(value, spec)
        except SpecError as error:
            low, _ = self.range(spec)
            if error.reason is not Reason.OUT_OF_RANGE or not 1 <= value < low:
                raise
            raise self.error(Reason.INPUT_TOO_SMALL, value, spec) from None


@dataclass(frozen=True, kw_only=True)
class ArchitectureSpec(Spec):
    """A net that has a name, and what a person changes in it within its family."""

    key: ClassVar[str] = "architecture"

    net: str = choice(
        "resnet18",
        tuple(KNOWN),
        "Net",
        "The net whose values the fields below take; they stay adjustable",
    )
    blocks: str = field(
        Blocks(
            default=None,
            read=_read_blocks,
            grammar="3, 4, 6, 3",
            entries=lambda spec: settings_of(spec).blocks or None,
            label="Blocks",
            help="Blocks in each stage, with commas between",
            **_of_net("blocks"),
        )
    )
    version: str = choice(
        None,
        ("plain", "v1", "v2"),
        "Skips",
        "v1 adds before the activation, v2 has norm and activation before each convolution",
        **_of_net("version"),
    )
    bottleneck: bool = switch(
        None,
        "Bottleneck",
        "Convolutions of 1 x 1 around each of 3 x 3",
        **_of_net("bottleneck"),
    )
    width: int = integer(
        None,
        1,
        MOST_CHANNELS,
        "Width",
        "Channels in the first stage; of one path where blocks have several",
        log=True,
        **_of_net("width"),
    )
    cardinality: int = field(
        Divisor(
            default=None,
            whole=lambda spec: None if spec.bottleneck else spec.width,
            low=1,
            high=lambda spec: MOST_PATHS if spec.bottleneck else spec.width,
            label="Cardinality",
            help="Paths in a block: groups of its 3 x 3 convolutions",
            log=True,
            **_of_net("cardinality"),
        )
    )
    growth: int = integer(
        None, 1, 256, "Growth", "Channels that each layer adds", log=True, **_of_net("growth")
    )
    batch_norm: bool = switch(
        None,
        "Batch norm",
        "A norm behind each convolution; without one, a bias",
        **_of_net("batch_norm"),
    )
    head: str = choice(
        None,
        ("dense", "global"),
        "Head",
        "What turns the last map into classes",
        **_of_net("head"),
    )
    auxiliary: bool = switch(
        None,
        "Heads in the middle",
        "Count the classifiers that only training has",
        **_of_net("auxiliary"),
    )
    side: int = field(
        Side(
            default=None,
            low=lambda spec: smallest_side(settings_of(spec)),
            high=MOST_SIDE,
            label="Input side",
            help="Height and width of the input",
            unit="px",
            log=True,
            auto=_own("side"),
            anew=("net",),
        )
    )
    channels: int = integer(
        None,
        1,
        MOST_CHANNELS,
        "Input channels",
        "3 for colors, 1 for gray",
        log=True,
        auto=_own("channels"),
        anew=("net",),
    )
    classes: int = integer(
        None,
        1,
        100_000,
        "Classes",
        "Outputs of the last layer",
        log=True,
        auto=_own("classes"),
        anew=("net",),
    )


def settings_of(spec: ArchitectureSpec) -> Settings:
    """What the net's family is told."""
    known = KNOWN[spec.net]
    taken = {name: getattr(spec, name) for name in FAMILIES[known.family].sliders}
    if "blocks" in taken:
        taken["blocks"] = _read_blocks(parameter_of(ArchitectureSpec, "blocks"), spec.blocks)
    return replace(known, side=spec.side, channels=spec.channels, classes=spec.classes, **taken)


def known_as(spec: ArchitectureSpec) -> str:
    """The key of the known net that a spec has come to, whatever its input; empty if it is none."""
    settings = settings_of(spec)
    for key, known in KNOWN.items():
        same_input = replace(
            known, side=settings.side, channels=settings.channels, classes=settings.classes
        )
        if same_input == settings:
            return key
    return ""


@dataclass(frozen=True, kw_only=True)
class ArchitectureFrame(Frame):
    """A net of R rows, from its input to its answer, with E connections; beside it the Z nets that
    have names, each at its own input.

    MACs are multiply-accumulates of convolutions and linear layers, for one input. How receptive
    fields are counted is said in ``core/nets/rows.py``.
    """

    names: tuple[str, ...]
    """[R] names of the rows, with dots: ``stage2.block1.conv1``."""
    operations: tuple[str, ...]
    """[R] keys of what they do: conv, linear, norm, activation, max_pool, add, concat and so on."""
    parts: tuple[str, ...]
    """[R] the block that each belongs to: ``stage2.block1``."""
    shapes: Array
    """[R, 3] channels, height and width of what each row makes."""
    parameters: Array
    """[R] weights and biases, γ and β."""
    macs: Array
    """[R] multiply-accumulates of each row."""
    receptive_fields: Array
    """[R] pixels of the input that a value sees, along the longer side."""
    jumps: Array
    """[R] pixels of the input between two neighbors; 0 where each value sees the whole input."""
    depths: Array
    """[R] convolutions and linear layers on the longest path up to a row."""
    kernels: Array
    """[R, 2] height and width of the window."""
    strides: Array
    """[R] the step of the window."""
    groups: Array
    """[R] groups of the channels."""
    edges: Array
    """[E, 2] from which row to which."""
    total_parameters: int
    """All parameters."""
    total_macs: int
    """All multiply-accumulates, for one input."""
    weighted_depth: int
    """Convolutions and linear layers on the longest path, as the field counts."""
    receptive_field: int
    """The field of the last map, before the whole input is seen at once."""
    zoo_names: tuple[str, ...]
    """[Z] keys of the nets that have names."""
    zoo_parameters: Array
    """[Z] their parameters."""
    zoo_macs: Array
    """[Z] their multiply-accumulates."""
