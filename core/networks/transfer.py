"""Does a trained trunk help on a new task? Digits 0-4 first, then 5-9 from few examples of each.

Measured with the default settings over three pretrained trunks (seeds 0, 1, 2) and five draws of
examples: accuracy on 5-9, and by how much the fine-tuned trunk is ahead of a new one in each of the
three (paired by draws; t of Student's test in brackets).

    examples a class        1        2        5        10       30       100
    from scratch           .28      .36      .52      .68      .90      .95
    head, random trunk     .26      .29      .35      .37      .40      .38
    head, pretrained       .37      .44      .50      .54      .59      .59
    fine-tuned, 1e-3       .37      .45      .56      .66      .80      .88
    fine-tuned - scratch   +.086    +.098    +.072    +.016    -.072    -.059
                           (6.4)    (5.9)    (2.3)    (.6)     (-4.5)   (-6.0)
                           +.108    +.109    +.035    -.036    -.120    -.091
                           (4.2)    (3.4)    (.9)     (-.9)    (-4.5)   (-6.0)
                           +.085    +.048    +.015    -.054    -.095    -.067
                           (2.8)    (1.8)    (.3)     (-3.8)   (-8.6)   (-12)

Fine-tuned at 1e-2: +.084 with 5, +.006 with 30, +.009 with 100, and the old task falls from .99 to
.59. A frozen trunk in training mode, new pictures four times as bright: parameters 0, features .85,
the old task from .99 to .40, .38, .22; in eval() 0, 0, .99.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from core.experiment import Frame
from core.number_lists import GRAMMAR, read_whole_numbers
from core.parameters import (
    Parameter,
    Spec,
    choice,
    integer,
    number,
    parameter_of,
    seed,
    subset,
    text,
)

Array = np.ndarray[Any, Any]

WAYS = ("scratch", "random", "head", "fine_tune")
"""What is trained on the new task: everything from its draw on; a head on a trunk that stays as it
was drawn; a head on the pretrained trunk, which is frozen; a head and the pretrained trunk."""
FROZEN = ("random", "head")
"""The ways whose trunk's parameters are not trained."""
PRETRAINED = ("head", "fine_tune")
"""The ways that begin with the pretrained trunk."""
DATA = ("placed", "digits")
MODES = ("eval", "train")

CLASSES = 5
"""The classes of either task: the digits 0-4, and the digits 5-9."""
GUESSED = 1 / CLASSES
"""The accuracy of guessing."""
WIDTHS = (12, 24, 48)
"""Channels of the trunk's layers."""
OLD_TRAINED = 700
"""How many of the digits 0-4 are trained on; the others test the old task."""
MOST_EXAMPLES = 100
"""The digits of each new class from which examples are drawn; the others test the new task."""
MOST_COUNTS = 12
SPOTS = 16
"""The spots of the canvas at which the pretraining sees each digit."""
PRETRAINING_BATCH = 64
BATCH = 32
"""The pictures of a step on the new task; all of them where there are fewer."""
AT_ONCE = 128
"""Pictures that go through a net together where nothing is learned."""
PRETRAINING_RATE = 3e-3
POINT = 10
"""Steps between two frames."""


def read_counts(parameter: Parameter, text: str) -> tuple[int, ...]:
    """The numbers of examples that a text names, rising, each once. Raises :class:`SpecError` for
    the parameter's field."""
    return tuple(sorted(set(read_whole_numbers(parameter, text, 1, MOST_EXAMPLES, MOST_COUNTS))))


def _trains(*ways: str) -> Any:
    """Whether a field matters: one of these ways is trained."""
    return lambda spec: any(way in spec.ways for way in ways)


@dataclass(frozen=True, kw_only=True)
class TransferSpec(Spec):
    """The two tasks, what is trained on the second, and on how many examples."""

    key: ClassVar[str] = "transfer"

    data: str = choice(
        "placed",
        DATA,
        "Digits",
        "Placed: at a drawn spot of a 16 x 16 canvas. Plain: 8 x 8, all in the middle",
    )
    ways: str = subset(
        "scratch, random, head, fine_tune", WAYS, "Trained", "What is trained on the digits 5-9"
    )
    samples_per_class: str = text(
        "1, 2, 5, 10, 30, 100",
        read_counts,
        GRAMMAR,
        "Examples a class",
        f"Examples of each of the digits 5-9: whole numbers from 1 to {MOST_EXAMPLES}",
    )
    brightness: float = number(
        1.0,
        0.1,
        10.0,
        "Brightness",
        "The pictures of 5-9 times this: a new look, in training and in the test",
        log=True,
    )
    bn_mode: str = choice(
        "eval",
        MODES,
        "BN of a frozen trunk",
        "train: its running mean and variance go on moving. eval: they stand still",
        applies=_trains(*FROZEN),
    )
    steps: int = integer(120, 10, 1000, "Steps", "Steps of Adam on the new task", log=True)
    fine_rate: float = number(
        1e-3,
        1e-6,
        1.0,
        "Rate, fine-tuned trunk",
        "Learning rate of the pretrained trunk; its head has the head's",
        log=True,
        applies=_trains("fine_tune"),
    )
    head_rate: float = number(
        1e-2,
        1e-6,
        1.0,
        "Rate, head",
        "Learning rate of a new head on a frozen or a fine-tuned trunk",
        log=True,
        applies=_trains("random", "head", "fine_tune"),
    )
    scratch_rate: float = number(
        1e-2,
        1e-6,
        1.0,
        "Rate, from scratch",
        "Learning rate of trunk and head from scratch",
        log=True,
        applies=_trains("scratch"),
    )
    pretraining: int = integer(
        300, 20, 2000, "Pretraining", "Steps of Adam on the digits 0-4", log=True
    )
    seeds: int = integer(
        3, 1, 10, "Seeds", "Draws of examples, new weights and order; the pretrained trunk is one"
    )
    seed: int = seed()

    @property
    def compared(self) -> tuple[str, ...]:
        """The ways that are compared, in the order of :data:`WAYS`."""
        named = {part.strip() for part in self.ways.split(",")}
        return tuple(way for way in WAYS if way in named)

    @property
    def counts(self) -> tuple[int, ...]:
        """The numbers of examples of each class, rising."""
        declared = parameter_of(type(self), "samples_per_class")
        return read_counts(declared, self.samples_per_class)


@dataclass(frozen=True, kw_only=True)
class TransferFrame(Frame):
    """Results for K ways, C numbers of examples a class and R seeds; what has not been trained yet
    is NaN. The pretraining comes first, then all ways side by side, few examples first, and the
    whole row with one seed, then with the next."""

    ways: tuple[str, ...]
    """[K] keys of what is trained."""
    samples_per_class: Array
    """[C] examples of each of the digits 5-9, rising."""
    accuracy: Array
    """[K, C, R] share of the test digits 5-9 that are read right after the last step."""
    mean_accuracy: Array
    """[K, C] mean over the seeds that have got there."""
    spread: Array
    """[K, C] their standard deviation, with n - 1; NaN for fewer than two."""
    apart: Array
    """[K, K, C] whether a way is told from another, by the differences between their accuracies
    seed by seed (both learn from the same examples): 1 where the row is ahead of the column, -1
    where it is behind, 0 where that may be chance (Student's t test, 5 %, both sides)."""
    moved_parameters: Array
    """[K, C, R] change of the trunk's parameters, as a share of their norm before."""
    moved_features: Array
    """[K, C, R] change of the trunk's features of the old task's test digits, in prediction, as a
    share of their norm before the new task."""
    old_accuracy: Array
    """[K, C, R] share of the test digits 0-4 that the old head reads right from the trunk as it is
    after the new task; NaN for trunks that were never trained on them."""
    old_before: float
    """The same share before the new task; NaN while the pretraining runs."""
    losses: Array
    """[K, C, step] loss (cross-entropy, nats) on the new task's batches, of the newest seed."""
    pretraining_loss: Array
    """[P] loss of each step of the pretraining so far."""


def seed_of(spec: TransferSpec, run: int) -> int:
    """The seed of a run by its place; the first run has the spec's own seed."""
    return (spec.seed + run) % 2**31
