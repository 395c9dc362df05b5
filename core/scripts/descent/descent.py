"""The script of a descent: torch's own optimizers from one start, Newton's methods in
plain lines."""

from __future__ import annotations

from collections.abc import Iterable

from core.descent.descent import TUNED_RATES, DescentSpec
from core.optimizers.batches import evaluations_within, size_of
from core.optimizers.optimizers import Competitor
from core.optimizers.schedules import SCHEDULES
from core.optimizers.treatment import Treatment
from core.parameters import Reason, SpecError, plain
from core.scripts.calls import torch_call
from core.scripts.descent import surface
from core.scripts.descent.paths import runners, treatment_of
from core.scripts.writing import (
    block,
    call,
    comment,
    constant,
    fit,
    lines,
    literal,
    script,
    together,
)
from core.surfaces.function import Function
from core.surfaces.surfaces import compile_surface, surface_of

SCIPYS = ("bfgs", "conjugate_gradient")
"""Optimizers that torch does not have."""


def descent(spec: DescentSpec) -> str:
    """Write the script that runs every competitor that torch has from one start."""
    function = compile_surface(spec)
    if not surface.finite_at(spec, spec.start_x, spec.start_y):
        given = f"({plain(spec.start_x)}, {plain(spec.start_y)})"
        raise SpecError("start_x", Reason.NOT_FINITE_AT_START, given, "f(x, y) ≠ ∞")
    racers = [(k, one) for k, one in enumerate(spec.optimizers) if one.key not in SCIPYS]
    left_out = [one.text for one in spec.optimizers if one.key in SCIPYS]
    instead = not racers
    if instead:
        racers = [(0, Competitor("lbfgs"))]
    return script(
        f"Optimizers race down a surface: {surface.name_of(spec)}.",
        "Each starts at START. Afterwards positions, losses and gradient_norms hold "
        "every step of every racer, [racer, step, ...].",
        _settings(spec, function, racers),
        surface.definition(spec),
        *runners(spec, function, [one for _, one in racers]),
        _race(spec, function, racers, left_out, instead),
        _results(spec),
    )


def _settings(spec: DescentSpec, function: Function, racers: list[tuple[int, Competitor]]) -> str:
    common = any(
        one.optimizer.takes_rate
        and one.optimizer.own_rate is None
        and "learning_rate" not in dict(one.settings)
        for _, one in racers
    )
    drawn = any(t.noise or t.batch for t in (treatment_of(one, function) for _, one in racers))
    return lines(
        constant("START", surface.place(spec, spec.start_x, spec.start_y)),
        constant("STEPS", spec.steps, "updates of each racer" if spec.budget == "steps" else ""),
        constant("LEARNING_RATE", spec.learning_rate) if common and not spec.tune else "",
        constant("RATES", list(TUNED_RATES), "each racer tries all of them") if spec.tune else "",
        constant("TOLERANCE", spec.tolerance, "how near the lowest loss counts as arrived")
        if surface.known_minima(spec)
        else "",
        surface.minima(spec),
        constant("SEED", spec.seed) if drawn else "",
    )


# The race itself


def _race(
    spec: DescentSpec,
    function: Function,
    racers: list[tuple[int, Competitor]],
    left_out: list[str],
    instead: bool,
) -> str:
    calls = [_call(spec, function, k, one) for k, one in racers]
    names = fit(f"names = {literal([one.text for _, one in racers])}")
    words = ""
    if left_out:
        who = " and ".join(left_out)
        words = f"Left out, since torch has it not but scipy.optimize.minimize: {who}."
        if instead:
            words += " In its place runs torch's own relative, L-BFGS."
    if spec.tune:
        listed = "\n".join(fit(one, "    ", ",") for one in calls)
        made = f"tried = [\n{listed}\n]\nrates = np.array([rate for rate, _ in tried])\n"
        made += "paths = np.stack([path for _, path in tried])"
    else:
        listed = "\n".join(fit(one, "        ", ",") for one in calls)
        rates = [one.rate(spec.learning_rate) for _, one in racers]
        made = f"paths = np.stack(\n    [\n{listed}\n    ]\n)\n"
        made += fit(f"rates = np.array({literal(rates)})")
    return lines(comment(words) if words else "", names, made)


def _call(spec: DescentSpec, function: Function, number: int, one: Competitor) -> str:
    hyper = one.hyper(spec.learning_rate)
    treatment = treatment_of(one, function)
    rate = "" if spec.tune else _rate(one, spec)
    if one.optimizer.rule:
        # torch's own class with torch's own names for the hyper-parameters
        torchs, arguments = torch_call(one.optimizer, hyper, treatment.weight_decay)
        runner, given = "descend", [torchs]
        given += _budget(spec, function, treatment, 1)
        given += _treatments(treatment, number)
        given += [f"{name}={value}" for name, value in arguments if name != "lr"]
    elif one.optimizer.direction:
        runner, given = "by_hessian", [one.key]
        given += _budget(spec, function, treatment, 1 + function.dimensions)
        given += [f"{k}={v!r}" for k, v in hyper.items() if k != "learning_rate"]
    else:
        runner, given = "lbfgs", []
        if spec.budget != "steps":
            given.append(f"evaluations={_evaluations(spec, function, treatment)}")
        given.append(f"gtol={hyper['gtol']!r}")
    if spec.tune:
        return call("tuned", [runner, *given])
    at = next((i for i, text in enumerate(given) if "=" in text), len(given))
    return call(runner, [*given[:at], f"lr={rate}", *given[at:]])


def _rate(one: Competitor, spec: DescentSpec) -> str:
    own = dict(one.settings).get("learning_rate", one.optimizer.own_rate)
    return "LEARNING_RATE" if own is None else repr(float(own))


def _treatments(treatment: Treatment, number: int) -> Iterable[str]:
    if treatment.batch:
        yield f"batch={treatment.batch}"
    if treatment.noise:
        yield f"noise={float(treatment.noise)!r}"
        yield f"number={number}"
    if treatment.clip:
        yield f"clip={treatment.clip!r}"
    if SCHEDULES[treatment.schedule].code:
        yield f"schedule={SCHEDULES[treatment.schedule].name}"
    if treatment.schedule == "plateau":
        yield "plateau=True"


def _evaluations(spec: DescentSpec, function: Function, treatment: Treatment) -> int:
    """The number of evaluations that the race's budget pays for."""
    if spec.budget == "evaluations":
        return spec.steps
    size = size_of(treatment.batch, function)
    return evaluations_within(spec.steps, size, max(1, function.samples))


def _budget(
    spec: DescentSpec, function: Function, treatment: Treatment, each: int
) -> Iterable[str]:
    """The number of updates that the budget allows, as an argument, if each update costs ``each``
    evaluations and the start one."""
    if spec.budget != "steps":
        count = max(0, _evaluations(spec, function, treatment) - 1) // each
        yield f"updates={count}"


# What is read from it


def _results(spec: DescentSpec) -> str:
    data = surface_of(spec).loss is not None
    one = surface_of(spec).dimensions == 1
    places = "torch.tensor(positions).unbind(-1)"
    arrays = lines(
        "positions = paths[:, :, :-2]  # [racer, step, coordinate]",
        "losses, gradient_norms = paths[:, :, -2], paths[:, :, -1]",
        f"test_losses = surface(*{places}, data=TEST).numpy()" if data else "",
    )
    if surface.known_minima(spec):
        arrays = together(arrays, block(_ARRIVED))
    header = f"{'':28}{'loss':>12}{'x':>11}" + ("" if one else f"{'y':>11}")
    row = "{name:28}{loss:12.4g}" + "".join(f"{{p[{i}]:11.4f}}" for i in range(1 if one else 2))
    loop = "for name, loss, p in zip(names, losses[:, -1], positions[:, -1])"
    if surface.known_minima(spec):
        header += f"{'arrived':>9}"
        row += "{at:9d}"
        loop = (
            "ends = zip(names, losses[:, -1], positions[:, -1], steps_to_tolerance)\n"
            "for name, loss, p, at in ends"
        )
    printed = f'print("{header}")\n{loop}:\n    print(f"{row}")'
    return together(arrays, printed)


_ARRIVED = """
    lowest = min(surface(*torch.tensor(p, dtype=torch.float64)).item() for p in MINIMA)
    near = losses - lowest <= TOLERANCE
    steps_to_tolerance = np.where(near.any(1), near.argmax(1), -1)  # -1: never
    away = positions[:, :, None] - np.array(MINIMA)
    distance = np.linalg.norm(away, axis=-1).min(-1)  # to the nearest minimum
"""
