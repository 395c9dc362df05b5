"""The surface in a script: ``surface(x, y)`` of tensors, its data, its minima, and their search.

A surface of one variable is ``surface(x)``. A loss over data also takes its samples.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from core.scripts.descent.expression import torch_lines
from core.scripts.inputs import digits_path
from core.scripts.writing import (
    block,
    constant,
    docstring,
    fit,
    lines,
    literal,
    together,
)
from core.surfaces.function import Function, Surface
from core.surfaces.surfaces import compile_surface, surface_of


def definition(spec: Any) -> str:
    """The code of the function, with the data it needs; refuses what a run of that spec would
    refuse."""
    surface = surface_of(spec)
    partial = compile_surface(spec).partial
    if surface.loss is not None:
        return together(_data(spec), _LOSSES[surface.key])
    if surface.key == "quadratic":
        return _quadratic(spec)
    arguments = "x" if surface.dimensions == 1 else "x, y"
    body = "\n".join(_body(surface.formula, partial))
    words = "The formula that was typed." if surface.source == "typed" else _sentence(surface)
    return f"def surface({arguments}):\n    {docstring(words)}\n{body}"


def _body(formula: str, partial: bool) -> list[str]:
    """The lines that compute a formula. Where it has no value it has no slope either, while
    autograd gives log(x) the slope 1/x below 0 too: there all its slopes become NaN."""
    if not partial:
        return torch_lines(formula)
    return [
        *torch_lines(formula, last="f = "),
        "    whole = torch.where(f.isnan(), f, 1.0).detach()  # no value: no slope either",
        "    return f * whole",
    ]


def name_of(spec: Any) -> str:
    """The name of the surface in a script's head."""
    key = surface_of(spec).key
    return "a typed formula" if key == "formula" else key.replace("_", " ")


def _sentence(surface: Surface) -> str:
    return surface.source[0].upper() + surface.source[1:].rstrip(".") + "."


def minima(spec: Any) -> str:
    """The constant MINIMA if some minima are known; empty otherwise."""
    known = known_minima(spec)
    return constant("MINIMA", [_place(p, surface_of(spec)) for p in known]) if known else ""


def known_minima(spec: Any) -> tuple[tuple[float, float], ...]:
    """The minima that the surface states, including its cusps."""
    surface = surface_of(spec)
    return surface.minima + surface.cusps


def _place(point: tuple[float, float], surface: Surface) -> tuple[float, ...]:
    return tuple(float(v) for v in point[: surface.dimensions])


def place(spec: Any, *point: float) -> tuple[float, ...]:
    """The coordinates of a point, as many as the surface has variables."""
    return _place((point[0], point[1]), surface_of(spec))


def domain(spec: Any) -> str:
    """The constants X and Y, the ends of the drawn domain; only X for one variable."""
    surface = surface_of(spec)
    x, y = (tuple(map(float, ends)) for ends in (surface.x, surface.y))
    if surface.dimensions == 1:
        return constant("X", x, "the domain that is drawn")
    return lines(constant("X", x, "the domain that is drawn"), constant("Y", y))


def compiled(spec: Any) -> Function:
    """The surface as the panel computes it, used to refuse what a run would refuse."""
    return compile_surface(spec)


def _quadratic(spec: Any) -> str:
    return together(
        lines(
            constant("CONDITION", spec.condition, "the largest curvature over the smallest"),
            f"ANGLE = math.radians({spec.angle!r})  # of the long axis against x",
        ),
        block('''
            def surface(x, y):
                """A quadratic: curvature 1 along its long axis, CONDITION across it."""
                along = math.cos(ANGLE) * x + math.sin(ANGLE) * y
                across = math.cos(ANGLE) * y - math.sin(ANGLE) * x
                return (along**2 + CONDITION * across**2) / 2
        '''),
    )


def _data(spec: Any) -> str:
    """The constants TRAIN and TEST: each sample's factor for x, its factor for y, and
    its target."""
    made = _DRAWN[spec.surface]
    if spec.surface == "logistic_regression":
        made = (
            lines(
                digits_path(),
                constant("DIGIT_A", spec.digit_a, "the class -1"),
                constant("DIGIT_B", spec.digit_b, "the class 1"),
                constant("PENALTY", 0.01, "of the weights' squares"),
                "",
            )
            + "\n\n"
            + made
        )
    return made


_HALVES = """
    # [a, b, target] of the first half to train on; the other half is held out.
    data = torch.tensor(np.stack([a, b, target]))
    TRAIN, TEST = data.chunk(2, dim=1)
"""

_DRAWN = {
    "linear_regression": block("""
        draw = np.random.RandomState(0)
        a = draw.uniform(0, 3, 200)
        b = np.ones(200)
        target = 1.5 * a - 1 + 0.5 * draw.standard_normal(200)
    """) + "\n" + block(_HALVES),
    "sparse_regression": block("""
        draw = np.random.RandomState(1)
        a = draw.standard_normal(200)
        # The rare feature: 1 for five samples of a hundred, 0 for all others.
        b = np.concatenate([draw.permutation(np.arange(100) < 5) for _ in range(2)])
        b = b.astype(float)
        target = a + 2 * b + 0.1 * draw.standard_normal(200)
    """) + "\n" + block(_HALVES),
    "tanh_net": block("""
        draw = np.random.RandomState(2)
        a = draw.uniform(-2, 2, 128)
        b = np.ones(128)
        target = 1.5 * np.tanh(1.2 * a) + 0.2 * draw.standard_normal(128)
    """) + "\n" + block(_HALVES),
    "logistic_regression": together(
        block("""
        with np.load(DIGITS) as file:
            images = file["images"].reshape(-1, 64).astype(float)
            labels = file["labels"]

        # Sixty images of each digit are trained on, all others are held out.
        order = np.random.RandomState(0).permutation(len(labels))
        shuffled = [order[labels[order] == digit] for digit in (DIGIT_A, DIGIT_B)]
        train = np.concatenate([rows[:60] for rows in shuffled])
        test = np.concatenate([rows[60:] for rows in shuffled])

        # Their two features: the first two principal components of the pixels.
        mean, std = images[train].mean(0), images[train].std(0)
        std[std == 0] = 1  # pixels that nobody inked
        components = np.linalg.svd((images[train] - mean) / std, full_matrices=False)[2][:2]
        largest = components[np.arange(2), np.abs(components).argmax(1)]
        components *= np.sign(largest)[:, None]
        """),
        block('''
        def samples(rows):
            """[a, b, target] of those images."""
            a, b = components @ ((images[rows] - mean) / std).T
            target = np.where(labels[rows] == DIGIT_B, 1.0, -1.0)
            return torch.tensor(np.stack([a, b, target]))
        '''),
        "TRAIN, TEST = samples(train), samples(test)",
    ),
}  # fmt: skip

_LINEAR = block('''
    def surface(x, y, data=TRAIN):
        """Half the mean squared error of a * x + b * y; x and y of any one shape."""
        a, b, target = data.to(x.dtype)
        residual = x[..., None] * a + y[..., None] * b - target
        return (residual**2).mean(-1) / 2
''')

_LOSSES = {
    "linear_regression": _LINEAR,
    "sparse_regression": _LINEAR,
    "tanh_net": block('''
        def surface(x, y, data=TRAIN):
            """Half the mean squared error of y * tanh(x * a): a net of one hidden unit."""
            a, _, target = data.to(x.dtype)
            residual = y[..., None] * torch.tanh(x[..., None] * a) - target
            return (residual**2).mean(-1) / 2
    '''),
    "logistic_regression": block('''
        def surface(x, y, data=TRAIN):
            """The mean of log(1 + exp(-margin)), and what is minimized a penalty too."""
            a, b, target = data.to(x.dtype)
            margin = (x[..., None] * a + y[..., None] * b) * target
            loss = -torch.nn.functional.logsigmoid(margin).mean(-1)
            return loss + (PENALTY / 2 * (x**2 + y**2) if data is not TEST else 0)
    '''),
}


def search(spec: Any) -> str:
    """The code of ``minima`` [M, D] as a map counts them: those stated, and, if these are not all,
    those found by a search as well. It needs X, Y and DIAGONAL."""
    surface = surface_of(spec)
    stated = [list(_place(p, surface)) for p in known_minima(spec)]
    dimensions = surface.dimensions
    known = (
        fit(f"minima = torch.tensor({literal(stated)}, dtype=torch.float64)")
        if stated
        else f"minima = torch.zeros(0, {dimensions}, dtype=torch.float64)"
    )
    if surface.every_stationary_point:
        return known
    grid = _GRIDS[dimensions]
    ranges = "X" if dimensions == 1 else "X, Y"
    return together(
        _HESSIANS,
        block(_NEWTON),
        block(_FIND, grid=grid, ranges=ranges),
        lines(known, "minima = find_minima(minima)"),
    )


_HESSIANS = block('''
    def at(p):
        """The surface at one place [D]: what derivatives are taken of."""
        return surface(*p)


    gradients = torch.func.vmap(torch.func.grad(at))
    hessians = torch.func.vmap(torch.func.jacrev(torch.func.grad(at)))
''')
"""Code for gradients [n, D] and Hessians [n, D, D] at n positions [n, D]."""

_GRIDS = {
    1: block("""
        grid = torch.linspace(*X, 128, dtype=torch.float64)[None, :, None]
    """),
    2: block("""
        axes = [torch.linspace(*ends, 128, dtype=torch.float64) for ends in (X, Y)]
        grid = torch.stack(torch.meshgrid(*axes, indexing="xy"), dim=-1)
    """),
}

_NEWTON = '''
    def newton_step(p, longest):
        """How far each place goes in a step |H|^-1 g, and where to; an eighth if uphill."""
        values, vectors = torch.linalg.eigh(hessians(p).nan_to_num(0, 0, 0))
        along = (vectors.mT @ gradients(p)[..., None]) / values.abs()[..., None]
        d = (vectors @ along)[..., 0]
        length = d.norm(dim=1)
        part = (longest / length).clamp(max=1)
        f, ahead = surface(*p.T), surface(*(p - part[:, None] * d).T)
        uphill = (ahead > f + 1e-12 * f.abs()) & (part * length > 1e-6 * longest)
        part = torch.where(uphill, part / 8, part)
        return part * length, p - part[:, None] * d
'''

_FIND = '''
    def find_minima(stated):
        """The stated minima and the others: Newton's method from a grid's low points."""
        $grid
        heights = surface(*grid.unbind(-1)).nan_to_num(math.inf)
        lowest = -torch.nn.functional.max_pool2d(-heights[None], 3, stride=1, padding=1)[0]
        p = grid[(heights <= lowest) & heights.isfinite()]  # no neighbor is lower
        moved = torch.full(p.shape[:1], math.inf, dtype=torch.float64)
        for _ in range(30):
            going = moved > 1e-12 * DIAGONAL / 48
            if going.any():
                moved[going], p[going] = newton_step(p[going], DIAGONAL / 48)
        low, high = torch.tensor([$ranges]).T
        curved = torch.linalg.eigvalsh(hessians(p).nan_to_num(0, 0, 0))
        found = (curved[:, 0] > 1e-8 * curved[:, -1]) & (moved < 1e-9 * DIAGONAL / 48)
        p = p[found & (low <= p).all(1) & (p <= high).all(1)].numpy()
        _, first = np.unique(np.round(p / (1e-6 * DIAGONAL)), axis=0, return_index=True)
        p = p[first]
        heights = surface(*torch.tensor(p).T).numpy().round(9)
        order = np.lexsort((*p.round(6).T[::-1], heights))  # by height, then from the left
        kept = stated.tolist()
        for place in p[order]:
            if all(math.dist(place, other) > 2e-3 * DIAGONAL for other in kept):
                kept.append(place.tolist())
        return torch.tensor(kept, dtype=torch.float64).reshape(-1, stated.shape[1])
'''


def finite_at(spec: Any, x: float, y: float) -> bool:
    """Whether the surface has a value there."""
    return bool(np.isfinite(compile_surface(spec).at(x, y)[0]))
