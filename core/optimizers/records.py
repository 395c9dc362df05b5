"""The record of an optimizer, and the hyper-parameters that several optimizers share."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from core.optimizers.elementwise import is_on
from core.optimizers.libraries import Places
from core.optimizers.rules import Memories, Rule
from core.optimizers.schedules import SCHEDULES
from core.optimizers.second_order import Direction
from core.optimizers.worked import Lines
from core.parameters import Choice, Choices, Integer, Number, Parameter, Switch
from core.parameters import field as spec_field
from core.surfaces.surfaces import surface_of

Words = str | Callable[[Collection[str]], str]
"""A text, or one that depends on which hyper-parameters are on: are not 0, not false."""


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
    needs: Mapping[str, str] = field(default_factory=dict, hash=False)
    """The option without which a memory is not in use, for each memory that needs one."""
    hyper: tuple[Parameter, ...] = ()
    """The hyper-parameters of rule, direction or library, apart from the learning rate."""
    options: tuple[str, ...] = ()
    """The names of those hyper-parameters that few people set: at their default, 0 or off, the
    rule is the plain one."""
    treatments: tuple[Parameter, ...] = ()
    """The fields of :class:`Treatment` that make sense for this optimizer."""
    takes_rate: bool = True
    """Whether the optimizer takes a learning rate at all."""
    own_rate: float | None = None
    """The learning rate if none was set, for a method that does not use the common one."""
    first_memories: tuple[float | str, ...] = ()
    """The memories before the first step, if not all are 0; a text names the hyper-parameter with
    whose value a memory begins."""
    tex: Words
    """The rule as lines of TeX, evaluated one after the other. They are all that happens."""
    torch: str = ""
    """The name of the class of ``torch.optim``; empty if there is none."""
    torch_source: str = ""
    """The source of that class, for scripts, if torch has none of that name."""
    keywords: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict, hash=False)
    """The names that this class gives to the hyper-parameters."""
    constants: Mapping[str, Any] = field(default_factory=dict, hash=False)
    """Further arguments that this class is given."""
    code: Words = ""
    """The update as lines of torch code, for scripts.

    For a rule: the next ``p`` from ``p``, the gradient ``g``, the number ``t`` of the step,
    memories and hyper-parameters, with ``lr`` for the learning rate. For a direction: a function of
    ``g`` and the Hessian ``H``.
    """
    code_before: Words = ""
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

    def own_names(self, name: str) -> tuple[str, ...]:
        """The names of ours that one of torch's stands for; any other stands for itself."""
        ours = self.keywords.get(name, name)
        return (ours,) if isinstance(ours, str) else ours

    def in_use(self, hyper: Mapping[str, Any]) -> tuple[str, ...]:
        """The memories that the rule needs under these hyper-parameters."""
        return tuple(
            name
            for name in self.memories
            if name not in self.needs or is_on(hyper[self.needs[name]])
        )

    def torch_keywords(
        self, hyper: Mapping[str, float], weight_decay: float = 0.0
    ) -> dict[str, Any]:
        """The arguments of the class of ``torch.optim`` for these hyper-parameters; an option
        that is off is left to torch."""
        told: dict[str, Any] = {
            name: hyper[ours] if isinstance(ours, str) else tuple(hyper[one] for one in ours)
            for name, ours in self.keywords.items()
            if ours not in self.options or is_on(hyper[str(ours)])
        }
        decay = {"weight_decay": weight_decay} if weight_decay else {}
        return told | dict(self.constants) | decay

    def starting_memories(self, hyper: Mapping[str, float]) -> Memories:
        """The memories before the first step."""
        first = self.first_memories or (0.0,) * len(self.memories)
        return tuple(hyper[one] if isinstance(one, str) else one for one in first)


def turned_on(values: Mapping[str, Any]) -> frozenset[str]:
    """The names of those values that are not 0 and not false."""
    return frozenset(name for name, value in values.items() if is_on(value))


def written(words: Words, on: Collection[str]) -> str:
    """A text of a record as it reads where these hyper-parameters are on."""
    return words if isinstance(words, str) else words(on)


def hyper(
    name: str,
    default: float,
    low: float,
    high: float,
    label: str,
    help: str,
    log: bool,
    near_one: bool = False,
    from_zero: bool = False,
) -> Number:
    """The field of a hyper-parameter that is a number; ``log`` if it is changed by factors,
    ``near_one`` if its distance from 1 is, ``from_zero`` if 0 switches it off. The last word of its
    ``label`` is its symbol."""
    return Number(
        name=name,
        default=default,
        low=low,
        high=high,
        label=label,
        help=help,
        log=log,
        near_one=near_one,
        from_zero=from_zero,
    )


def option(name: str, label: str, help: str) -> Switch:
    """The field of a hyper-parameter that is on or off, and is off by default."""
    return Switch(name=name, default=False, label=label, help=help)


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
DECOUPLED = hyper(
    "weight_decay",
    0.01,
    0,
    10,
    "Weight decay λ",
    "Decay λ of the weights, scaled by η alone",
    log=False,
    from_zero=True,
)
DECAY = hyper(
    "weight_decay",
    0,
    0,
    10,
    "Weight decay λ",
    "Weight decay: λp is added to the gradient",
    log=False,
    from_zero=True,
)
CLIP = hyper(
    "clip",
    0,
    0,
    1e6,
    "Clip",
    "Longest gradient that passes; 0: none is clipped",
    log=False,
    from_zero=True,
)


@dataclass(frozen=True, kw_only=True)
class ScheduleChoice(Choice):
    """The choice of a schedule; a form draws it as a curve over the ``steps`` of its spec."""

    default: str = "constant"
    label: str = "Schedule"
    choices: Choices = tuple(SCHEDULES)


def schedule(help: str) -> Any:
    """The field of a spec for a schedule."""
    return spec_field(ScheduleChoice(help=help))


SCHEDULE = ScheduleChoice(
    name="schedule", help="How the learning rate changes over the race's steps"
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
