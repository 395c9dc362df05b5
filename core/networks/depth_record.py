"""A record of what nets of several depths have come to, and its snapshots."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.experiment import read_only
from core.known import mean_of_known
from core.networks.block_signals import BlockSignals
from core.networks.depth import SMOOTH, THEORY, DepthFrame, DepthSpec, blocks_of

Array = np.ndarray[Any, Any]


class Record:
    """All results so far. One seed comes after the other; within a seed nets take their steps."""

    def __init__(self, spec: DepthSpec) -> None:
        self._spec = spec
        shape = (spec.seeds, len(spec.compared), len(spec.layers))
        blocks = blocks_of(spec.layers[-1])
        self._losses, self._smoothed = np.full((2, *shape, spec.steps), np.nan)
        self._final, self._accuracy = np.full((2, *shape), np.nan)
        self._diverged = np.zeros(shape, bool)
        self._gradient = np.full((4, *shape[1:], blocks), np.nan)
        self._cosine = np.full((*shape[1:], blocks), np.nan)
        self.inserted = np.full((spec.seeds, len(spec.layers)), np.nan)
        """[R, D] loss of the nets that are made by inserting identities."""
        self._taken = np.zeros((spec.seeds, len(spec.layers)), int)
        """[R, D] steps that the nets of a depth have taken."""
        self._seed = self._turns = 0
        self._signals: dict[str, Array] = {}

    def measure(self, k: int, d: int, found: BlockSignals) -> None:
        """Record what was found in a net before its first step."""
        many = len(found.cosine)
        self._gradient[:, k, d, :many] = found.gradient
        self._cosine[k, d, :many] = found.cosine

    def begin(self, r: int) -> None:
        """Begin with a seed; with the first one everything has been measured."""
        self._seed = r
        if not self._signals:
            self._signals = {name: read_only(a) for name, a in self._measured().items()}

    def note(self, k: int, d: int, step: int, loss: float) -> None:
        """Record the loss of a net's step."""
        r = self._seed
        self._losses[r, k, d, step] = loss
        last = self._losses[r, k, d, max(0, step + 1 - SMOOTH) : step + 1]
        self._smoothed[r, k, d, step] = last.mean()
        self._diverged[r, k, d] |= not np.isfinite(loss)
        self._taken[r, d] = step + 1

    def turn(self) -> None:
        """Count a turn of all nets."""
        self._turns += 1

    def end(self, k: int, d: int, found: tuple[float, float]) -> None:
        """Record the final loss and the accuracy of a net."""
        self._final[self._seed, k, d], self._accuracy[self._seed, k, d] = found

    def frame(self) -> DepthFrame:
        """A snapshot."""
        spec = self._spec
        final, shallow = mean_of_known(self._final, 0), mean_of_known(self.inserted, 0)
        arrays: dict[str, Array] = {
            "depths": np.array(spec.layers),
            "losses": self._mean(self._losses),
            "smoothed": self._mean(self._smoothed),
            "final_loss": final,
            "latest_loss": np.where(np.isfinite(final), final, self._latest()),
            "accuracy": mean_of_known(self._accuracy, 0),
            "final_losses": self._final.copy(),
            "accuracies": self._accuracy.copy(),
            "diverged": np.logical_or.reduce(self._diverged, axis=0),
            "inserted_losses": self.inserted.copy(),
        }
        return DepthFrame(
            step=self._turns,
            total=spec.seeds * spec.turns,
            kinds=spec.compared,
            shallow_loss=float(shallow[0]),
            inserted_loss=float(shallow[-1]),
            **{name: read_only(array) for name, array in arrays.items()},
            **self._signals,
        )

    def _measured(self) -> dict[str, Array]:
        """What was measured before training, for all frames alike."""
        blocks = np.array([blocks_of(depth) for depth in self._spec.layers])
        each = np.arange(len(blocks))
        out = self._gradient[0][:, each, blocks - 1]
        relative = self._gradient[1:] / out[:, :, None]
        return {
            "gradient_norm": self._gradient[1],
            "gradient_skip": self._gradient[2],
            "gradient_branch": self._gradient[3],
            "gradient_out": out,
            "growth": relative[0, :, :, 0] ** (1 / blocks),
            "relative_norm": relative,
            "theory": THEORY ** np.arange(blocks[-1], 0.0, -1.0),
            "cosine": self._cosine,
            "last_cosine": self._cosine[:, each, blocks - 1],
        }

    def _latest(self) -> Array:
        """[K, D] the last smoothed loss of the present seed; NaN before the first step."""
        last = self._taken[self._seed] - 1
        found = self._smoothed[self._seed][:, np.arange(len(last)), last]
        latest: Array = np.where(last < 0, np.nan, found)
        return latest

    def _mean(self, curves: Array) -> Array:
        """[K, D, S] mean over the seeds [R, K, D, S] that have reached each step; NaN where one of
        them is NaN, since it diverged."""
        if len(curves) == 1:
            only: Array = curves[0].copy()
            return only
        reached = np.arange(curves.shape[-1]) < self._taken[:, None, :, None]
        count = np.broadcast_to(reached, curves.shape).sum(axis=0)
        total = np.where(reached, curves, 0.0).sum(axis=0)
        mean: Array = np.where(count, total / np.maximum(count, 1), np.nan)
        return mean
