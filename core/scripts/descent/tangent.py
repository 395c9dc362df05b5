"""The script of a surface cut along a line, and one gradient step."""

from __future__ import annotations

from core.descent.tangent import TangentSpec
from core.parameters import Reason, SpecError
from core.scripts.descent import surface
from core.scripts.writing import block, constant, lines, script
from core.surfaces.surfaces import surface_of


def tangent(spec: TangentSpec) -> str:
    """Write the script: a line through a point of the surface, its tangent, and one
    gradient step."""
    point = (spec.point_x, spec.point_y)
    if not surface.finite_at(spec, *point):
        raise SpecError("point_x", Reason.NOT_FINITE_AT_START, f"{point}", "f(x, y) ≠ ∞")
    downhill = spec.along == "downhill"
    axis = 0 if downhill else "xy".index(spec.along)
    alone = surface_of(spec).dimensions == 1
    return script(
        f"A surface cut along a line, and one gradient step: {surface.name_of(spec)}.",
        "Moving against the slope lowers f by about rate * |g|**2: by how much does it really, "
        "and from which rate on no longer?",
        lines(
            constant("POINT", surface.place(spec, *point)),
            constant("LEARNING_RATE", spec.learning_rate),
            "" if downhill else f"{'XY'[axis]} = {_ends(spec, axis)}  # the domain that is drawn",
        ),
        surface.definition(spec),
        block(_AT_POINT),
        block(_FAILING),
        block(_STEP, change=_one_axis(axis, alone) if not downhill else ""),
        block(_DOWNHILL) if downhill else block(_ALONG, ends="XY"[axis], axis=axis),
        block(_CUT),
        block(_PRINTED),
    )


def _ends(spec: TangentSpec, axis: int) -> str:
    shape = surface_of(spec)
    return repr(tuple(map(float, (shape.x, shape.y)[axis])))


def _one_axis(axis: int, alone: bool) -> str:
    if alone:
        return ""
    other = 1 - axis
    return f"step[{other}] = 0  # a step along {'xy'[axis]} alone"


_AT_POINT = """
    p = torch.tensor(POINT, dtype=torch.float64, requires_grad=True)
    height = surface(*p)
    (g,) = torch.autograd.grad(height, p)
    H = torch.autograd.functional.hessian(lambda p: surface(*p), p)
    p, value = p.detach(), height.item()
"""

_FAILING = '''
    def change(rates, step):
        """surface(p - rate * step) - surface(p) for many rates."""
        ahead = p - rates[:, None] * step
        real = surface(*ahead.T) - value
        # Where that is lost in rounding, the slopes along the way say it (Simpson's rule).
        size = torch.maximum(real.add(value).abs(), torch.tensor(abs(value)))
        lost = real.abs() <= 64 * np.finfo(float).eps * size
        places = (p - torch.outer(rates[lost], step) * part for part in (0, 0.5, 1))
        start, middle, end = (-gradients(q) @ step for q in places)
        real[lost] = rates[lost] / 6 * (start + 4 * middle + end)
        return real


    def gradients(places):
        """The gradient at each of many places [n, D]."""
        places = places.clone().requires_grad_()
        return torch.autograd.grad(surface(*places.T).sum(), places)[0]


    def find_first_failing_rate(step):
        """The smallest rate that does not lower the surface; infinite if all do."""
        if not 0 < step.norm() < math.inf:
            return math.nan
        low, high = 1e-12, 1e6
        for count in (2**14, *(32,) * 9):  # all powers of ten, then again within the gap
            rates = torch.tensor(np.geomspace(low, high, count))
            failing = ~(change(rates, step) < 0)
            if count == 32:
                failing[0], failing[-1] = False, True  # as they were found to be
            if not failing.any():
                return math.inf
            first = failing.int().argmax().item()
            if first == 0:
                return math.nan
            low, high = rates[first - 1].item(), rates[first].item()
        return high
'''

_STEP = """
    step = g.clone()
    $change
    first_failing_rate = find_first_failing_rate(step)
    predicted = value - LEARNING_RATE * (step @ step).item()
    real = surface(*(p - LEARNING_RATE * step)).item()
"""

_DOWNHILL = """
    # The line p - s g: s is a learning rate.
    direction, origin, arrival = -g, 0.0, LEARNING_RATE
    near = first_failing_rate <= 50 * LEARNING_RATE
    high = 1.5 * (max(LEARNING_RATE, first_failing_rate) if near else 2 * LEARNING_RATE)
    low = -0.25 * high
"""

_ALONG = """
    # The line along one coordinate: s is that coordinate.
    direction = torch.eye(len(p), dtype=torch.float64)[$axis]
    origin = POINT[$axis]
    arrival = origin - LEARNING_RATE * g[$axis].item()
    low, high = $ends
    if not low <= origin <= high:  # the point has left the domain: as much around it
        low, high = origin - (high - low) / 2, origin + (high - low) / 2
"""

_CUT = """
    slope = (g @ direction).item()
    curvature = (direction @ H @ direction).item()
    along = np.linspace(low - origin, high - origin, 401)
    s = along + origin
    f = surface(*(p + torch.outer(torch.tensor(along), direction)).T).numpy()
    tangent = value + slope * along
    parabola = tangent + curvature * along**2 / 2
"""

_PRINTED = """
    print(f"f at the point       {value:.6g}")
    print(f"slope, curvature     {slope:.6g}, {curvature:.6g}")
    print(f"after the step       {real:.6g}, by the tangent {predicted:.6g}")
    print(f"first failing rate   {first_failing_rate:.6g}")
"""
