"""One way of learning the new task: what of a net is trained, and what came of it."""

from __future__ import annotations

import copy
import math
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from core.nets.trunk import Trunk
from core.nets.weights import linear
from core.networks.pretraining import Pretrained, features, right
from core.networks.transfer import AT_ONCE, FROZEN, PRETRAINED, TransferSpec
from core.networks.transfer_tasks import Drawn
from core.training.data import Split
from core.training.trainer import Trainer

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Outcome:
    """What one way made of the new task, and what that made of the trunk."""

    losses: tuple[float, ...]
    accuracy: float
    moved_parameters: float
    moved_features: float
    old_accuracy: float


@dataclass(frozen=True)
class Learner:
    """A trunk and a head in training on the new task."""

    trunk: Trunk
    trainer: Trainer
    pretrained: bool
    parameters: Sequence[Tensor]
    """The trunk's parameters as they were before."""
    features: Tensor
    """Its features of the old task's test, as they were before."""

    def outcome(
        self, before: Pretrained, old: Split, losses: Array
    ) -> Generator[None, None, Outcome]:
        """What has become of both tasks, after the last step."""
        data = self.trainer.data
        answer = yield from self.trainer.ask(data.held_out_x, data.held_out_y)
        seen = yield from features(self.trunk, old.held_out_x)
        pretrained = self.pretrained
        return Outcome(
            losses=tuple(losses.tolist()),
            accuracy=answer.accuracy,
            moved_parameters=moved(self.parameters, list(self.trunk.parameters())),
            moved_features=moved([self.features], [seen]),
            old_accuracy=right(before.head, seen, old.held_out_y) if pretrained else math.nan,
        )


def learner(
    spec: TransferSpec,
    way: str,
    new: Split,
    old: Split,
    pretrained: Pretrained,
    drawn: Drawn,
    batches: Iterator[Tensor],
) -> Generator[None, None, Learner]:
    """One way of learning the new task, before its first step; yields after each piece of work.

    A trunk that is frozen and in prediction mode is a function that nothing changes: its features
    are computed once, and only the head goes on from them.
    """
    device = str(new.x.device)
    trunk = trunk_of(way, pretrained, drawn).to(device)
    head = linear(drawn.head.clone(), torch.zeros(len(drawn.head))).to(device)
    frozen, still = way in FROZEN, way in FROZEN and spec.bn_mode == "eval"
    trunk.requires_grad_(not frozen).train(not still)
    net: nn.Module = nn.Sequential(trunk, head)
    data = new
    if still:
        seen = yield from features(trunk, new.x)
        tested = yield from features(trunk, new.held_out_x)
        net, data = head, Split(seen, new.y, tested, new.held_out_y)
    if way in PRETRAINED:
        before = pretrained.features
    else:
        before = yield from features(trunk, old.held_out_x)
    optimizer = torch.optim.Adam(groups_of(spec, way, trunk, head))
    trainer = Trainer(net, F.cross_entropy, data, optimizer, batches=batches, at_once=AT_ONCE)
    parameters = [one.detach().clone() for one in trunk.parameters()]
    return Learner(trunk, trainer, way in PRETRAINED, parameters, before)


def trunk_of(way: str, pretrained: Pretrained, drawn: Drawn) -> Trunk:
    """The trunk that a way begins with: a copy of the pretrained one, or a new one."""
    if way in PRETRAINED:
        return copy.deepcopy(pretrained.trunk)
    return Trunk([filters.clone() for filters in drawn.filters])


def groups_of(spec: TransferSpec, way: str, trunk: Trunk, head: nn.Linear) -> list[dict[str, Any]]:
    """The parameters that a way trains, each group with its learning rate."""
    if way == "scratch":
        return [{"params": [*trunk.parameters(), *head.parameters()], "lr": spec.scratch_rate}]
    groups = [{"params": list(head.parameters()), "lr": spec.head_rate}]
    if way == "fine_tune":
        groups.append({"params": list(trunk.parameters()), "lr": spec.fine_rate})
    return groups


def moved(before: Sequence[Tensor], after: Sequence[Tensor]) -> float:
    """|after - before| / |before|, the norms over all values of all tensors; 0 / 0 is 0."""
    pairs = [(a.double(), b.detach().double()) for a, b in zip(before, after, strict=True)]
    change = sum(float((b - a).square().sum()) for a, b in pairs)
    size = sum(float(a.square().sum()) for a, _ in pairs)
    return math.sqrt(change / size) if change > 0 else 0.0
