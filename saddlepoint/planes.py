"""The loss over a plane in the space of all weights, and where paths lie beside it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from saddlepoint.chains import ChainRows, chain_of
from saddlepoint.directions import (
    coordinates,
    mean_of,
    principal_directions,
    random_directions,
    random_walk_shares,
)
from saddlepoint.hessian import Hessian, Ritz, lanczos
from saddlepoint.objective import Data, Loss, Objective, Weights

Array = np.ndarray[Any, Any]

KINDS = ("random", "pca", "through", "sharpest")
"""What the two directions are: random ones, filter by filter as long as the weights; the principal
ones of a path; those to two other models; the eigenvectors of the two largest eigenvalues."""

MARGIN = 0.2
"""How far beyond a path, or three models, a plane goes on, as a share of their extent."""

SAME = 1e-6
"""How near a cell has to be to a model's own place to be that model's loss."""


@dataclass(frozen=True)
class Plane:
    """The loss at the weights c + u d₁ + v d₂, for u and v on a grid."""

    values: Array
    """[v, u] loss; NaN where it is not computed yet, and not finite where it is not. The cell of
    the center is the model's own loss, exactly."""
    u: Array
    """[n] u of the columns; 0 is among them."""
    v: Array
    """[n] v of the rows; 0 is among them."""
    kind: str
    """Which of ``KINDS`` the directions are."""
    directions: tuple[Tensor, Tensor]
    """d₁ and d₂ [P]."""
    center: Tensor
    """c [P]."""
    path: Array = field(default_factory=lambda: np.zeros((0, 2)))
    """[T, 2] where the given path lies in the plane, by least squares."""
    beside: Array = field(default_factory=lambda: np.zeros(0))
    """[T] how far each of its points is beside the plane, as a share of its distance from c."""
    shares: Array = field(default_factory=lambda: np.zeros(0))
    """[T] the share of the path's variance that each principal component holds, about what
    ``about`` says; empty for other kinds."""
    walk: Array = field(default_factory=lambda: np.zeros(0))
    """[T] the shares that a random walk of as many points has about its mean."""
    known: int = 0
    """How many cells are computed."""


def plane(
    model: nn.Module,
    loss: Loss,
    data: Data,
    *,
    kind: str = "random",
    path: Sequence[Weights] = (),
    others: Sequence[Weights] = (),
    about: str = "mean",
    size: int = 41,
    reach: float = 1.0,
    norm: str = "running",
    seed: int = 0,
) -> Plane:
    """The loss of ``model`` over ``data`` on a plane through its weights.

    ``kind`` is one of ``KINDS``: ``"pca"`` needs a ``path`` of at least three different points,
    counted from their mean or, with ``about="end"``, from the model itself; ``"through"`` needs two
    ``others``, which then lie at (1, 0) and (0, 1). A path is drawn on a plane of any kind.
    ``size`` is the number of cells of a side, an odd one is taken. The plane of a path, or through
    models, goes a little beyond them, any other to -1 and 1; ``reach`` is a factor on that.
    ``norm`` is as in :class:`Objective`. Beside a path of T points, each once as a vector,
    it needs [T, T] numbers and six vectors.

    Goodfellow, Vinyals & Saxe 2015; Li, Xu, Taylor, Studer & Goldstein 2018. Raises ``ValueError``
    for what makes no plane.
    """
    objective = Objective(model, loss, data, norm=norm)
    laid = lay(objective, kind, path, others, about=about, size=size, reach=reach, seed=seed)
    steps = survey(objective, laid, own=others if kind == "through" else ())
    return deque(steps, maxlen=1).pop()


def lay(
    objective: Objective,
    kind: str,
    path: Sequence[Weights] = (),
    others: Sequence[Weights] = (),
    *,
    about: str = "mean",
    size: int = 41,
    reach: float = 1.0,
    seed: int = 0,
    lengths: str = "filter",
    also: Sequence[Weights] = (),
    sharpest: Ritz | None = None,
) -> Plane:
    """A plane without its values: directions, grid, and where the path lies.

    ``lengths`` is as in :func:`random_directions`, ``also`` are weights that the
    plane of a path is to hold besides, and ``sharpest`` the eigenvectors where they are known.
    """
    center = objective.vector
    points = [objective.vector_of(weights) for weights in path]
    shares = np.zeros(0)
    if kind == "random":
        draws = torch.Generator().manual_seed(seed)
        directions = random_directions(center, objective.shapes, draws, lengths=lengths)
    elif kind == "pca":
        if len(points) < 3:
            raise ValueError(f"a path of {len(points)} points spans no plane; 3 points do")
        if about not in ("mean", "end"):
            raise ValueError(f"about is {about!r}; it can be 'mean' or 'end'")
        origin = mean_of(points) if about == "mean" else center
        directions, shares = principal_directions(points, origin)
    elif kind == "through":
        if len(others) != 2:
            raise ValueError(f"a plane goes through the model and 2 others, not {len(others)}")
        directions = _apart(center, [objective.vector_of(weights) for weights in others])
    elif kind == "sharpest":
        directions = _sharpest(sharpest or _eigenvectors(objective, seed))
    else:
        raise ValueError(f"kind is {kind!r}; it can be {', '.join(map(repr, KINDS))}")
    found, beside = coordinates(directions, center, points)
    places = [np.zeros((1, 2))]
    if kind in ("pca", "through"):
        more = coordinates(directions, center, [objective.vector_of(w) for w in also])[0]
        places += [found, more, *([np.eye(2)] if kind == "through" else [])]
    whole = kind == "through"
    u, v = (_axis(np.concatenate(places)[:, k], size, reach, whole=whole) for k in (0, 1))
    apart = np.array([float((w - center).double().norm()) for w in points])
    share = np.divide(beside, apart, out=np.zeros_like(beside), where=apart > 0)
    walk = random_walk_shares(len(points)) if len(points) > 1 else np.zeros(0)
    values = np.full((len(v), len(u)), np.nan)
    return Plane(values, u, v, kind, directions, center, found, share, shares, walk)


def survey(
    objective: Objective,
    laid: Plane,
    own: Sequence[Weights] = (),
    *,
    first: int = 11,
    at_once: int | None = None,
) -> Iterator[Plane]:
    """Compute the values of a plane, coarse to fine, each cell once; yields the plane after each
    row of cells, or at most ``at_once`` of them, the center first.

    The first pass takes about ``first`` cells a side. The cells of the models themselves, of the
    center and of those ``own`` that the grid meets, come from the model's own forward pass.
    """
    values = laid.values.copy()
    computed = np.zeros(values.shape, bool)
    spots = [(objective.vector, np.zeros(2))]
    if own:
        vectors = [objective.vector_of(weights) for weights in own]
        found, beside = coordinates(laid.directions, laid.center, vectors)
        spots += [(w, at) for w, at, b in zip(vectors, found, beside, strict=True) if b < 1e-6]
    for w, at in spots:
        column, row = (
            int(np.abs(axis - x).argmin()) for axis, x in zip((laid.u, laid.v), at, strict=True)
        )
        if max(abs(laid.u[column] - at[0]), abs(laid.v[row] - at[1])) < SAME:
            values[row, column], computed[row, column] = objective.value(w), True
    rows = rows_of(objective, laid.directions, laid.center)
    yield _with(laid, values, computed)
    for row, columns in _coarse_to_fine(len(laid.v), len(laid.u), first):
        new = columns[~computed[row, columns]]
        for start in range(0, len(new), at_once or len(laid.u)):
            wanted = new[start : start + (at_once or len(laid.u))]
            values[row, wanted] = rows(laid.u[wanted], float(laid.v[row]))
            computed[row, wanted] = True
            yield _with(laid, values, computed)


def rows_of(
    objective: Objective, directions: tuple[Tensor, Tensor], center: Tensor
) -> Callable[[Array, float], Array]:
    """A function of us [K] and v that gives the losses [K] at c + u d₁ + v d₂: a quick one where
    the model is a chain of known layers, else its own forward pass at each place."""
    chain = chain_of(objective.model)
    single = all(isinstance(x, Tensor) and x.is_floating_point() for x, _ in objective.batches)
    precise = {p.dtype for p in objective.model.parameters()} <= {torch.float32, torch.float64}
    if chain is not None and single and precise:
        quick = [
            ChainRows(objective, chain, batch, directions, center) for batch in objective.batches
        ]
        counts = [len(y) for _, y in objective.batches]

        def rows(us: Array, v: float) -> Array:
            with torch.no_grad():
                along = torch.as_tensor(us, dtype=center.dtype, device=center.device)
                parts = [one.losses(along, v) * n for one, n in zip(quick, counts, strict=True)]
                total: Array = (torch.stack(parts).sum(0) / objective.samples).cpu().numpy()
            return total

        return rows

    def one_by_one(us: Array, v: float) -> Array:
        base = torch.add(center, directions[1], alpha=v)
        return np.array(
            [objective.value(torch.add(base, directions[0], alpha=u)) for u in us.tolist()]
        )

    return one_by_one


def _with(laid: Plane, values: Array, computed: Array) -> Plane:
    return replace(laid, values=values.copy(), known=int(computed.sum()))


def _apart(center: Tensor, others: Sequence[Tensor]) -> tuple[Tensor, Tensor]:
    first, second = (w - center for w in others)
    lengths = (first.norm() * second.norm()).clamp_min(1e-30)
    if abs(float(first @ second / lengths)) > 1 - 1e-6 or not bool(lengths > 1e-20):
        raise ValueError("the three models lie on one line, which makes no plane")
    return first, second


def _eigenvectors(objective: Objective, seed: int) -> Ritz:
    like = objective.vector
    with Hessian.of(objective) as hessian:
        return lanczos(hessian.product, len(like), top=2, seed=seed, like=like)


def _sharpest(found: Ritz) -> tuple[Tensor, Tensor]:
    """The two sharpest directions, each as long as it takes for λ/2 |d|² to be 1."""
    if len(found.values) < 2:
        raise ValueError("a model of one weight has no second direction")
    lengths = [(2 / max(abs(float(value)), 1e-12)) ** 0.5 for value in found.values[:2]]
    first, second = (w * length for w, length in zip(found.vectors[:2], lengths, strict=True))
    return first, second


def _axis(places: Array, size: int, reach: float, *, whole: bool) -> Array:
    """The cells of a side, an odd number, with 0 among them, and with 1 if ``whole``, around the
    places."""
    half = max(1, size // 2)
    low, high = float(places.min()), float(places.max())
    margin = MARGIN * (high - low)
    low, high = (low - margin, high + margin) if high > low else (-1.0, 1.0)
    low, high = low * reach, high * reach
    step = (high - low) / (2 * half)
    if whole and step < 1 and reach == 1:
        step = 1 / int(1 / step)
    # The grid is moved a little, so that 0 is exactly on it.
    before = min(2 * half, max(0, round(-low / step)))
    cells: Array = (np.arange(2 * half + 1) - before) * step
    return cells


def _coarse_to_fine(rows: int, columns: int, first: int) -> Iterator[tuple[int, Array]]:
    """Rows of a grid with the columns to compute in them: coarser grids first, and each row of a
    finer one only where it is new."""
    stride = 1
    while (max(rows, columns) - 1) // (2 * stride) + 1 >= first:
        stride *= 2
    last = None
    while stride:
        for row in range(0, rows, stride):
            fine = np.arange(0, columns, stride)
            if last is not None and row % last == 0:
                fine = fine[fine % last != 0]
            yield row, fine
        last, stride = stride, stride // 2
