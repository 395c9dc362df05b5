"""The script of basins: a start at every pixel, all in one tensor."""

from __future__ import annotations

from core.descent.basins import BasinsSpec
from core.scripts.calls import torch_call
from core.scripts.descent import surface
from core.scripts.descent.maps import NEAREST, corners, diagonal, length
from core.scripts.writing import block, call, constant, fit, lines, script
from core.surfaces.surfaces import surface_of
from core.surfaces.verdicts import ARRIVED, FAR


def basins(spec: BasinsSpec) -> str:
    """Write the script that finds, from every pixel, the minimum that an optimizer of torch's
    reaches."""
    (one,) = spec.optimizer
    drawn, partial = surface_of(spec), surface.compiled(spec).partial
    dimensions = drawn.dimensions
    torchs, given = torch_call(one.optimizer, one.hyper(spec.learning_rate))
    arguments = ["[p]", "lr=LEARNING_RATE", *(f"{n}={v}" for n, v in given if n != "lr")]
    return script(
        f"Basins of attraction: every pixel is a start on a surface, {surface.name_of(spec)}.",
        "All starts are rows of one tensor, and one optimizer moves them all: its rule works "
        "on each number by itself.",
        lines(
            surface.domain(spec),
            constant("RESOLUTION", spec.resolution, "starts along each side"),
            constant("STEPS", spec.steps),
            constant("LEARNING_RATE", one.rate(spec.learning_rate)),
            f"DIAGONAL = {diagonal(dimensions)}",
            f"REACH = {ARRIVED!r} * {length(drawn, drawn.scale)}  # nearer is arrived",
        ),
        surface.definition(spec),
        surface.search(spec),
        block(_GRID_1 if dimensions == 1 else _GRID_2),
        block(NEAREST),
        one.optimizer.torch_source,
        fit(f"optimizer = {call(torchs, arguments)}"),
        block(_DESCENT),
        block(
            _FATES,
            far=FAR,
            extent=length(drawn, drawn.extent),
            domain=corners(dimensions),
            starts="x[:, None]" if dimensions == 1 else "starts",
            gone="started.isnan()" + (" | end.isnan().any(1)" if partial else ""),
        ),
        block(_PRINTED),
    )


_GRID_1 = """
    x = np.linspace(*X, RESOLUTION)
    shape = (1, RESOLUTION)
    p = torch.tensor(x, dtype=torch.float32)[:, None].requires_grad_()
"""

_GRID_2 = """
    x = np.linspace(*X, RESOLUTION)
    y = np.linspace(*Y, RESOLUTION)
    shape = (RESOLUTION, RESOLUTION)
    starts = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    p = torch.tensor(starts, dtype=torch.float32, requires_grad=True)
"""

_DESCENT = """
    number = nearest(p.detach())
    since = torch.zeros_like(number)  # the step at which it came to be where it is
    for step in range(1, STEPS + 1):
        optimizer.zero_grad()
        surface(*p.T).sum().backward()  # each row's gradient is its own
        optimizer.step()
        before, number = number, nearest(p.detach())
        since[number != before] = step
"""

_FATES = """
    # -1: still on the way, -2: diverged, -3: left the domain, -4: f has no value there.
    end, started = p.detach().double(), surface(*torch.tensor($starts).T)
    f = surface(*end.T)
    low, high = torch.tensor([$domain]).T
    inside = ((low <= end) & (end <= high)).all(1)
    far = ~((end - (low + high) / 2).norm(dim=1) <= $far * $extent)
    far = (far & ~(f <= started)) | f.isinf() | ~end.isfinite().all(1)
    lost = torch.where(inside, -1, torch.where(far, -2, -3))
    lost[$gone] = -4
    arrived = number >= 0
    basin = torch.where(arrived, number, lost).reshape(shape).numpy()
    steps_to_settle = torch.where(arrived, since, -1).reshape(shape).numpy()
    codes = (*range(len(minima)), -1, -2, -3, -4)
    shares = np.array([(basin == code).mean() for code in codes])
    minima = minima.numpy()
"""

_PRINTED = """
    names = [f"minimum {np.round(m, 4)}" for m in minima]
    named = zip(shares, [*names, "on the way", "diverged", "left", "no value"])
    for share, name in sorted(named, reverse=True)[:12]:
        print(f"{name:32}{share:8.2%}")
    if (basin >= 0).any():
        print(f"median steps to settle: {np.median(steps_to_settle[basin >= 0]):g}")
"""
