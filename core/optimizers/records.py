"""The record of an optimizer, and the hyper-parameters that several optimizers share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from core.optimizers.libraries import Places
from core.optimizers.rules import Memories, Rule
from core.optimizers.second_order import Direction
from core.optimizers.treatment import SCHEDULES
from core.optimizers.worked import Lines
from core.parameters import Choice, Integer, Number, Parameter
from core.surfaces.surfaces import surface_of


@dataclass(frozen=True, kw_only=True)
class Optimizer:
    """A record of an optimizer: its rule, hyper-parameters, TeX formula, torch code and source.

    Exactly one of ``rule``, ``direction`` and ``library`` is given.
    """

    key: str
    rule: Rule | None = None
    direction: Callable[..., Direction] | None = None
    """The direction as a function of gradient and Hessian: :mod:`core.optimizers.second_order`."""
    library: Callable[..., Places] | None = None
    """The whole method, taken from a library: :mod:`core.optimizers.libraries`."""
    memories: tuple[str, ...] = ()
    hyper: tuple[Number, ...] = ()
    """The hyper-parameters of rule, direction or library, apart from the learning rate."""
    treatments: tuple[Parameter, ...] = ()
    """The fields of :class:`Treatment` that make sense for this optimizer."""
    takes_rate: bool = True
    """Whether the optimizer takes a learning rate at all."""
    own_rate: float | None = None
    """The learning rate if none was set, for a method that does not use the common one."""
    first_memories: tuple[float | str, ...] = ()
    """The memories before the first step, if not all are 0; a text names the hyper-parameter with
    whose value a memory begins."""
    tex: str
    torch: str = ""
    """The name of the class of ``torch.optim``; empty if there is none."""
    keywords: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict, hash=False)
    """The names that this class gives to the hyper-parameters."""
    constants: Mapping[str, Any] = field(default_factory=dict, hash=False)
    """Further arguments that this class is given."""
    code: str = ""
    """The update as lines of torch code, for scripts.

    For a rule: the next ``p`` from ``p``, the gradient ``g``, the number ``t`` of the step,
    memories and hyper-parameters, with ``lr`` for the learning rate. For a direction: a function of
    ``g`` and the Hessian ``H``.
    """
    code_before: str = ""
    """The line of torch code that makes the memories before the first step."""
    worked: Lines = ()
    """The rule for a single number, written so that its numbers can be filled in."""
    remembered: tuple[str, ...] = ()
    """The numbers of :attr:`worked` whose product is the remembered direction, for a rule that has
    one. Momentum's and Nesterov's terms add up: -η times gradient and memory is the step."""
    stable_rate: Callable[[Any, float], Any] | None = None
    """The largest learning rate at which a quadratic converges, as a function of the momentum (0 if
    none) and the largest curvature; None where theory does not know it."""
    stable_rate_code: str = ""
    """The same rate as a torch expression in ``momentum`` and ``L``."""
    source: str

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """Everything that a competitor may set: the rate, the rule's own parameters, and the
        treatments."""
        return (*((LEARNING_RATE,) if self.takes_rate else ()), *self.hyper, *self.treatments)

    def hyper_parameter(self, name: str) -> Parameter | None:
        """The parameter with that name that a competitor may set, the learning rate included."""
        return next((p for p in self.parameters if p.name == name), None)

    def torch_keywords(
        self, hyper: Mapping[str, float], weight_decay: float = 0.0
    ) -> dict[str, Any]:
        """The arguments of the class of ``torch.optim`` for these hyper-parameters."""
        told: dict[str, Any] = {
            name: hyper[ours] if isinstance(ours, str) else tuple(hyper[one] for one in ours)
            for name, ours in self.keywords.items()
        }
        decay = {"weight_decay": weight_decay} if weight_decay else {}
        return told | dict(self.constants) | decay

    def starting_memories(self, hyper: Mapping[str, float]) -> Memories:
        """The memories before the first step."""
        first = self.first_memories or (0.0,) * len(self.memories)
        return tuple(hyper[one] if isinstance(one, str) else one for one in first)


def hyper(
    name: str,
    default: float,
    low: float,
    high: float,
    label: str,
    help: str,
    log: bool,
    near_one: bool = False,
) -> Number:
    """The field of a hyper-parameter that is a number; ``log`` if it is changed by factors,
    ``near_one`` if its distance from 1 is. The last word of its ``label`` is its symbol."""
    return Number(
        name=name,
        default=default,
        low=low,
        high=high,
        label=label,
        help=help,
        log=log,
        near_one=near_one,
    )


MIN_RATE, MAX_RATE = 1e-8, 100.0
RATE_HELP = "Step size η that scales every update"
LEARNING_RATE = hyper("learning_rate", 0.01, MIN_RATE, MAX_RATE, "Learning rate η", RATE_HELP, True)

MOMENTUM = hyper(
    "momentum",
    0.9,
    0,
    0.9999,
    "Momentum μ",
    "Share μ of the velocity kept from step to step",
    log=False,
    near_one=True,
)
BETA1 = hyper(
    "beta1",
    0.9,
    0,
    0.9999,
    "Beta β₁",
    "Share of the mean gradient m kept from step to step",
    log=False,
    near_one=True,
)
BETA2 = hyper(
    "beta2",
    0.999,
    0,
    0.99999,
    "Beta β₂",
    "Share of the mean squared gradient v kept",
    log=False,
    near_one=True,
)
EPS = hyper(
    "eps",
    1e-8,
    1e-16,
    1,
    "Epsilon ε",
    "Added to the root, so that nothing is divided by zero",
    True,
)

NOISE = hyper(
    "noise", 1, 0, 1000, "Noise σ", "Standard deviation σ of the noise on each coordinate", False
)
DECAY = hyper(
    "weight_decay", 0, 0, 10, "Weight decay λ", "Weight decay: λp is added to the gradient", False
)
CLIP = hyper("clip", 0, 0, 1e6, "Clip", "Longest gradient that passes; 0: none is clipped", False)
SCHEDULE = Choice(
    name="schedule",
    default="constant",
    choices=SCHEDULES,
    label="Schedule",
    help="How the learning rate changes over the race's steps",
)
BATCH = Integer(
    name="batch",
    default=0,
    low=0,
    high=1000,
    label="Batch b",
    help="Samples in each gradient, the same order for all; 0: the whole data set",
    matters=lambda spec: surface_of(spec).loss is not None,
)
TREATMENTS = (BATCH, DECAY, CLIP, SCHEDULE)
