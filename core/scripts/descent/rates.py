"""The script of rates: every pixel is a run with its own hyper-parameters."""

from __future__ import annotations

import numpy as np

from core.descent.rates import STARTS, RatesSpec, axis_of, stability
from core.optimizers.optimizers import OPTIMIZERS
from core.optimizers.records import turned_on, written
from core.scripts.calls import class_name
from core.scripts.descent import surface
from core.scripts.descent.maps import NEAREST, corners, diagonal, length
from core.scripts.writing import block, constant, lines, script
from core.surfaces.surfaces import compile_surface, surface_of
from core.surfaces.verdicts import FAR


def rates(spec: RatesSpec) -> str:
    """Write the script: one run for every pair of the two swept parameters, with the rule written
    out."""
    drawn = surface_of(spec)
    dimensions = drawn.dimensions
    optimizer = OPTIMIZERS[spec.optimizer]
    about = (
        f"{class_name(optimizer)} takes one number for all places, but here each has its own: "
        "so its rule is written out, a few lines of the same arithmetic."
    )
    swept = (spec.x_parameter, spec.y_parameter)
    return script(
        f"Every pixel is a run: {spec.x_parameter} against {spec.y_parameter} of "
        f"{spec.optimizer} on a surface, {surface.name_of(spec)}.",
        about,
        lines(
            surface.domain(spec),
            constant("RESOLUTION", spec.resolution, "runs along each side of the map"),
            constant("STEPS", spec.steps),
            constant("START", surface.place(spec, spec.start_x, spec.start_y))
            if not set(STARTS) <= set(swept)
            else "",
            f"DIAGONAL = {diagonal(dimensions)}",
            f"REACH = {spec.reach!r} * {length(drawn, drawn.scale)}  # nearer is arrived",
        ),
        surface.definition(spec),
        surface.search(spec),
        lines(_values(spec, "x", "to the right"), _values(spec, "y", "upwards")),
        _parameters(spec, dimensions),
        _start(spec, dimensions),
        block(NEAREST),
        _descent(spec),
        block(
            _SWEPT,
            far=FAR,
            extent=length(drawn, drawn.extent),
            domain=corners(dimensions),
        ),
        _stability(spec),
        block(_PRINTED, x=spec.x_parameter, y=spec.y_parameter),
    )


def _values(spec: RatesSpec, side: str, where: str) -> str:
    name = getattr(spec, f"{side}_parameter")
    low, high = getattr(spec, f"{side}_from"), getattr(spec, f"{side}_to")
    space = "geomspace" if axis_of(spec, name).log else "linspace"
    made = f"{side}_values = np.{space}({low!r}, {high!r}, RESOLUTION)"
    return f"{made}  # {name}, {where}"


def _column(spec: RatesSpec, name: str) -> str:
    """The swept values of a parameter as they broadcast over the map [row, column, coordinate]."""
    if name == spec.x_parameter:
        return "torch.tensor(x_values)[None, :, None]"
    return "torch.tensor(y_values)[:, None, None]"


def _parameters(spec: RatesSpec, dimensions: int) -> str:
    swept = (spec.x_parameter, spec.y_parameter)
    optimizer = OPTIMIZERS[spec.optimizer]
    hyper = [p for p in optimizer.hyper if p.name not in optimizer.options or p.name in swept]
    values = {"learning_rate": spec.learning_rate, **{p.name: p.default for p in hyper}}
    rows = [
        f"{_SHORT.get(name, name)} = {_column(spec, name) if name in swept else repr(float(v))}"
        for name, v in values.items()
    ]
    return lines("# The hyper-parameters: [row, column, 1] where they are swept.", *rows)


_SHORT = {"learning_rate": "lr"}


def _start(spec: RatesSpec, dimensions: int) -> str:
    rows = []
    if not set(STARTS) <= {spec.x_parameter, spec.y_parameter}:
        rows.append("p[:] = torch.tensor(START)")
    for i, name in enumerate(STARTS[:dimensions]):
        if name == spec.x_parameter:
            rows.append(f"p[:, :, {i}] = torch.tensor(x_values)")
        elif name == spec.y_parameter:
            rows.append(f"p[:, :, {i}] = torch.tensor(y_values)[:, None]")
    made = f"p = torch.empty(RESOLUTION, RESOLUTION, {dimensions}, dtype=torch.float64)"
    return lines(made, *rows, "start = p.clone()")


def _descent(spec: RatesSpec) -> str:
    optimizer = OPTIMIZERS[spec.optimizer]
    on = turned_on({p.name: p.default for p in optimizer.hyper})
    on |= {spec.x_parameter, spec.y_parameter}
    memories, rule = written(optimizer.code_before, on), written(optimizer.code, on)
    return block(_DESCENT, memories=memories, rule=rule)


_DESCENT = """
    $memories
    number = nearest(p)
    since = torch.zeros_like(number)  # the step at which it came to be where it is
    for t in range(1, STEPS + 1):
        p.requires_grad_()
        (g,) = torch.autograd.grad(surface(*p.unbind(-1)).sum(), p)
        p = p.detach()
        $rule
        before, number = number, nearest(p)
        since[number != before] = t
"""

_SWEPT = """
    steps_to_settle = torch.where(number >= 0, since, -1).numpy()
    low, high = torch.tensor([$domain], dtype=torch.float64).T
    far = ~((p - (low + high) / 2).norm(dim=-1) <= $far * $extent)
    final_loss, first_loss = surface(*p.unbind(-1)), surface(*start.unbind(-1))
    lost = final_loss.isinf() | ~p.isfinite().all(-1)
    diverged = (lost | (far & ~(final_loss <= first_loss))).numpy()
    final_loss = final_loss.numpy()
    final_loss = np.where(np.isfinite(final_loss), final_loss, np.nan)
    minima = minima.numpy()
"""

_PRINTED = """
    arrived = steps_to_settle >= 0
    print(f"arrived {arrived.mean():.1%}, diverged {diverged.mean():.1%} of the runs")
    if arrived.any():
        i, j = np.argwhere(steps_to_settle == steps_to_settle[arrived].min())[0]
        print(f"fastest: {steps_to_settle[i, j]} steps at")
        print(f"  $x {x_values[j]:.4g}, $y {y_values[i]:.4g}")
"""


def _stability(spec: RatesSpec) -> str:
    """The rate up to which theory predicts convergence, as code; empty where theory
    says nothing."""
    limits = stability(spec, surface_of(spec), compile_surface(spec), np.ones(1))
    if not np.isfinite(limits).all():
        return ""
    line = OPTIMIZERS[spec.optimizer].stable_rate_code
    if spec.y_parameter == "momentum":
        line = line.replace("momentum", "y_values")
    else:
        line = f"np.full(RESOLUTION, {line})"
    return block(_STABILITY, line=line)


_STABILITY = """
    # On a quadratic of largest curvature L theory knows the largest stable rate.
    H = torch.autograd.functional.hessian(lambda p: surface(*p), torch.tensor(minima[0]))
    L = torch.linalg.eigvalsh(H)[-1].item()
    stability = $line
"""
