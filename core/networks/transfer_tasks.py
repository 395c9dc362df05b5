"""The two tasks of a :class:`core.networks.transfer.TransferSpec`, and what is drawn for a run."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from core.data.canvas import CANVAS, place, spots
from core.data.draws import generator
from core.data.labeled import DIGITS_SIDE, labeled, loading
from core.nets.trunk import shapes_of
from core.nets.weights import he_normal
from core.networks.transfer import (
    CLASSES,
    MOST_EXAMPLES,
    OLD_TRAINED,
    SPOTS,
    WIDTHS,
    TransferSpec,
    seed_of,
)
from core.training.data import Split

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Tasks:
    """The digits 0-4 and the digits 5-9, with labels 0 ... 4 for either task."""

    old: Split
    new: Split
    """Those to train on stand class by class, :data:`core.networks.transfer.MOST_EXAMPLES` each."""


@dataclass(frozen=True)
class Drawn:
    """What one seed draws: the same for every way and, as far as it goes, for every number of
    examples."""

    order: Tensor
    """[class, MOST_EXAMPLES] the order in which a class gives its examples."""
    filters: tuple[Tensor, ...]
    """The filters with which a new trunk begins."""
    head: Tensor
    """[class, unit] the weight with which a new head begins."""


def tasks(spec: TransferSpec, device: str) -> Generator[None, None, Tasks]:
    """Both tasks, the new one in its new look; what is trained on is a seeded draw."""
    read = yield from loading(spec.data)
    order = torch.randperm(len(read.labels), generator=generator(spec.seed, 0)).numpy()
    labels = read.labels[order]
    old = order[labels < CLASSES]
    classes = [order[labels == one] for one in range(CLASSES, 2 * CLASSES)]
    examples = np.concatenate([one[:MOST_EXAMPLES] for one in classes])
    tests = np.concatenate([one[MOST_EXAMPLES:] for one in classes])
    yield None
    trained, held_out = old[:OLD_TRAINED], old[OLD_TRAINED:]
    seen, shown = read.images[trained], read.labels[trained]
    if spec.data == "placed":
        seen, shown = _at_spots(trained, shown, spec.seed)
    parts = (
        _split(seen, shown, read.images[held_out], read.labels[held_out]),
        _split(
            *(read.images[examples] * np.float32(spec.brightness), read.labels[examples] - CLASSES),
            *(read.images[tests] * np.float32(spec.brightness), read.labels[tests] - CLASSES),
        ),
    )
    return Tasks(*(part.to(device) for part in parts))


def _at_spots(trained: Array, labels: Array, seed: int) -> tuple[Array, Array]:
    """Each of these digits at several drawn spots, with its label."""
    pictures = np.repeat(labeled("digits").images[trained], SPOTS, axis=0)
    corners = spots(len(pictures), seed, CANVAS - DIGITS_SIDE)
    return place(pictures, corners, CANVAS), np.repeat(labels, SPOTS)


def _split(x: Array, y: Array, held_out_x: Array, held_out_y: Array) -> Split:
    return Split(*(torch.tensor(part) for part in (x, y, held_out_x, held_out_y)))


def draw(spec: TransferSpec, run: int) -> Drawn:
    """What the seed of a run draws, on the CPU, so that all devices see the same."""
    stream = generator(seed_of(spec, run), 1)
    order = [torch.randperm(MOST_EXAMPLES, generator=stream) for _ in range(CLASSES)]
    return Drawn(torch.stack(order), *draw_net(stream))


def draw_net(stream: torch.Generator) -> tuple[tuple[Tensor, ...], Tensor]:
    """The filters of a new trunk and the weight of a new head, by He."""
    *filters, head = he_normal([*shapes_of(1, WIDTHS), (CLASSES, WIDTHS[-1])], 1.0, stream)
    return tuple(filters), head


def examples_of(drawn: Drawn, count: int) -> Tensor:
    """The places of so many examples of each class in the new task's pictures, class by class."""
    first = torch.arange(CLASSES)[:, None] * MOST_EXAMPLES
    return (first + drawn.order[:, :count]).flatten()


def pretraining_stream(spec: TransferSpec) -> torch.Generator:
    """What the pretraining draws its weights and then its batches from."""
    return generator(spec.seed, 2)


def batch_stream(spec: TransferSpec, run: int) -> torch.Generator:
    """What the batches of the new task are drawn from: the same for all ways."""
    return generator(seed_of(spec, run), 3)
