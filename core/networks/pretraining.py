"""The pretraining of a trunk on the digits 0-4, which is kept for the next run."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from core.device import threads
from core.kept import Kept
from core.nets.trunk import Trunk
from core.nets.weights import linear
from core.networks.transfer import AT_ONCE, PRETRAINING_BATCH, PRETRAINING_RATE, TransferSpec
from core.networks.transfer_tasks import draw_net, pretraining_stream
from core.training.data import Split, batches
from core.training.trainer import Trainer


@dataclass(frozen=True, eq=False)
class Pretrained:
    """A trunk and a head that have learned the old task. Nobody changes them: a copy is trained."""

    trunk: Trunk
    head: nn.Linear
    losses: tuple[float, ...]
    """The loss of each step."""
    features: Tensor
    """[test digit, unit] the trunk's features of the old task's test, in prediction."""
    accuracy: float
    """The share of these digits that is read right."""


KEPT: Kept[Pretrained] = Kept(8)
"""The most recent trunks: another look of the new task, or another way, needs no other."""


def pretrain(
    spec: TransferSpec, old: Split, device: str
) -> Generator[float | None, None, Pretrained]:
    """Train a trunk on the old task; yields the loss of each step. A kept one yields the same."""
    key = (spec.data, spec.seed, spec.pretraining, device, threads())
    kept = KEPT.get(key)
    if kept is not None:
        yield from kept.losses
        return kept
    stream = pretraining_stream(spec)
    filters, weight = draw_net(stream)
    trunk, head = Trunk(filters), linear(weight, torch.zeros(len(weight)))
    net = nn.Sequential(trunk, head).to(device)
    trainer = Trainer(
        net,
        F.cross_entropy,
        old,
        torch.optim.Adam(net.parameters(), lr=PRETRAINING_RATE),
        batches=batches(len(old.x), PRETRAINING_BATCH, stream),
    )
    losses = []
    for _ in range(spec.pretraining):
        losses.append(trainer.step())
        yield losses[-1]
    trunk.eval()
    seen = yield from features(trunk, old.held_out_x)
    done = Pretrained(trunk, head, tuple(losses), seen, right(head, seen, old.held_out_y))
    return KEPT.put(key, done)


def features(trunk: Trunk, x: Tensor) -> Generator[None, None, Tensor]:
    """[N, unit] the trunk's features of pictures in prediction; its mode is as before afterwards.
    Yields after each piece."""
    training = trunk.training
    pieces = []
    for piece in torch.split(x, AT_ONCE):
        trunk.eval()
        with torch.no_grad():
            pieces.append(trunk(piece))
        trunk.train(training)
        yield None
    return torch.cat(pieces)


def right(head: nn.Linear, seen: Tensor, y: Tensor) -> float:
    """The share of samples whose class a head reads right from their features."""
    with torch.no_grad():
        return float((head(seen).argmax(dim=1) == y).float().mean())
