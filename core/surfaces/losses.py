"""Losses over data as functions of two weights, in the form that :mod:`core.surfaces.function`
needs.

Each is the mean over N training samples of a sample's loss, and knows the gradient of any part of
the samples (a mini-batch) and the loss on samples held out. x and y are the two weights.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from core.surfaces.recorded import Value
from core.surfaces.tensor_code import Gradient, Pool, write

if TYPE_CHECKING:
    from torch import Tensor

Array = np.ndarray[Any, Any]

AT_ONCE = 2**18
"""Points times samples that are computed together: they stay in a processor's cache."""

NEWTON_STEPS = 100
HALVINGS = 60


class Samples(NamedTuple):
    """[N] arrays: each sample's factor for the first weight, its factor for the second, and its
    target."""

    a: Any
    b: Any
    target: Any

    def part(self, rows: Array) -> Samples:
        """The samples with these indices only."""
        return Samples(self.a[rows], self.b[rows], self.target[rows])


class DataLoss:
    """A loss that is the mean of :meth:`loss` over the samples.

    A model defines it: :meth:`loss`, :meth:`first` and :meth:`second` take samples and weights,
    both numpy's or both torch's, with weights of any shape [...], and return means over the samples
    [...].
    """

    dimensions = 2
    constant = False
    partial = False

    def __init__(self, train: Samples, test: Samples) -> None:
        self.train, self.test = train, test
        self._on_device: dict[tuple[Any, Any], Samples] = {}

    @property
    def samples(self) -> int:
        """The number N of samples trained on."""
        return len(self.train.target)

    @property
    def cost(self) -> int:
        """The cost of an evaluation: one for each sample."""
        return self.samples

    def data_loss(self, of: Samples, x: Any, y: Any) -> Any:
        """The mean loss of these samples, without a penalty."""
        raise NotImplementedError

    def penalty_at(self, x: Any, y: Any) -> Any:
        """The part of f that depends on the weights alone."""
        return 0.0

    def loss(self, of: Samples, x: Any, y: Any) -> Any:
        """The mean loss of these samples with its penalty, if it has one: what is minimized."""
        return self.data_loss(of, x, y)

    def first(self, of: Samples, x: Any, y: Any) -> tuple[Any, Any]:
        """The mean gradient of these samples."""
        raise NotImplementedError

    def second(self, of: Samples, x: Any, y: Any) -> tuple[Any, Any, Any]:
        """The mean Hessian of these samples: xx, xy, yy."""
        raise NotImplementedError

    def value(self, x: Any, y: Any) -> Any:
        """f for arrays of shapes that broadcast."""
        return _in_chunks(lambda x, y: (self.loss(self.train, x, y),), self.cost, x, y)[0]

    def derivatives(self, x: Any, y: Any) -> tuple[Any, Any, Any]:
        """f, df/dx, df/dy for arrays."""

        def both(x: Array, y: Array) -> tuple[Array, ...]:
            return self.loss(self.train, x, y), *self.first(self.train, x, y)

        f, fx, fy = _in_chunks(both, self.cost, x, y)
        return f, fx, fy

    def hessian(self, x: Any, y: Any) -> tuple[Any, Any, Any]:
        """d²f/dx², d²f/dxdy, d²f/dy² for arrays."""
        xx, xy, yy = _in_chunks(lambda x, y: self.second(self.train, x, y), self.cost, x, y)
        return xx, xy, yy

    def at(self, x: float, y: float) -> tuple[float, float, float]:
        """f, df/dx, df/dy at one point, as plain numbers."""
        with np.errstate(all="ignore"):
            place = np.float64(x), np.float64(y)
            fx, fy = self.first(self.train, *place)
            return float(self.loss(self.train, *place)), float(fx), float(fy)

    def batch_gradient(self, x: float, y: float, rows: Array) -> tuple[float, float]:
        """The mean gradient of some of the samples, given by their indices."""
        with np.errstate(all="ignore"):
            fx, fy = self.first(self.train.part(rows), np.float64(x), np.float64(y))
            return float(fx), float(fy)

    def test_value(self, x: Any, y: Any) -> Any:
        """The mean loss of the held-out samples, for arrays. A penalty is no part of it: that is
        what a training minimizes, and not what is wanted of its result."""
        cost = max(1, self.cost * len(self.test.target) // self.samples)
        return _in_chunks(lambda x, y: (self.data_loss(self.test, x, y),), cost, x, y)[0]

    def torch_gradient(self, like: Tensor) -> Gradient:
        """The gradient as code for tensors of this type."""
        of = self._tensors(like)

        def evaluate(pool: Pool, x: Tensor, y: Tensor, dx: Tensor, dy: Tensor) -> None:
            for into, one in zip((dx, dy), self.first(of, x, y), strict=True):
                into.copy_(one)

        return evaluate

    def torch_value(self, x: Tensor, y: Tensor) -> Tensor:
        """f for tensors."""
        import torch

        with torch.no_grad():
            f: Tensor = self.loss(self._tensors(x), x, y)
        return f

    def _tensors(self, like: Tensor) -> Samples:
        """The samples on the device of ``like`` and in its type; the result is kept."""
        import torch

        key = (like.dtype, like.device)
        if key not in self._on_device:
            of = (torch.tensor(v, dtype=like.dtype, device=like.device) for v in self.train)
            self._on_device[key] = Samples(*of)
        return self._on_device[key]


class LeastSquares(DataLoss):
    """f = Σ (a x + b y - t)² / 2N.

    It is exactly a quadratic, f = f* + dᵀHd/2 with H = Σ (a, b)(a, b)ᵀ / N and d the offset from
    the minimum, so an evaluation costs no more than a formula's.
    """

    cost = 1

    def __init__(self, train: Samples, test: Samples) -> None:
        super().__init__(train, test)
        self._train, self._test = _Bowl.of(train), _Bowl.of(test)

    def data_loss(self, of: Samples, x: Any, y: Any) -> Any:
        return (self._test if of is self.test else self._train).height(x, y)

    def first(self, of: Samples, x: Any, y: Any) -> tuple[Any, Any]:
        if of is self.train:
            return self._train.gradient(x, y)
        residual = of.a * x + of.b * y - of.target
        return (residual * of.a).mean(-1), (residual * of.b).mean(-1)

    def second(self, of: Samples, x: Any, y: Any) -> tuple[Any, Any, Any]:
        flat = 0.0 * x
        return flat + self._train.xx, flat + self._train.xy, flat + self._train.yy

    def at(self, x: float, y: float) -> tuple[float, float, float]:
        return self._train.height(x, y), *self._train.gradient(x, y)

    def torch_gradient(self, like: Tensor) -> Gradient:
        x, y = Value("input"), Value("input")
        slopes = self._train.gradient(x, y)
        return write({"x": x, "y": y}, (), slopes, ("dx", "dy")).bind(like)

    def _tensors(self, like: Tensor) -> Samples:
        return self.train  # the quadratic takes tensors as they are


class _Bowl(NamedTuple):
    """The quadratic lowest + ((p - p*)ᵀ H (p - p*)) / 2."""

    lowest: float
    x: float
    y: float
    xx: float
    xy: float
    yy: float

    @classmethod
    def of(cls, samples: Samples) -> _Bowl:
        a, b, target = samples
        xx, xy, yy = (float(v.mean()) for v in (a * a, a * b, b * b))
        H = np.array([[xx, xy], [xy, yy]])
        x, y = np.linalg.solve(H, [(a * target).mean(), (b * target).mean()])
        residual = a * x + b * y - target
        return cls(float((residual**2).mean()) / 2, float(x), float(y), xx, xy, yy)

    def height(self, x: Any, y: Any) -> Any:
        dx, dy = x - self.x, y - self.y
        return self.lowest + (self.xx * dx * dx + 2 * self.xy * dx * dy + self.yy * dy * dy) / 2

    def gradient(self, x: Any, y: Any) -> tuple[Any, Any]:
        dx, dy = x - self.x, y - self.y
        return self.xx * dx + self.xy * dy, self.xy * dx + self.yy * dy


class Logistic(DataLoss):
    """f = Σ log(1 + exp(-t (a x + b y))) / N + λ (x² + y²) / 2, the classes being t = -1 and 1.

    The penalty is part of f: without it f has no minimum where a line separates the classes.
    """

    def __init__(self, train: Samples, test: Samples, penalty: float) -> None:
        super().__init__(train, test)
        self.penalty = penalty

    def data_loss(self, of: Samples, x: Any, y: Any) -> Any:
        margin = self._margin(of, x, y)
        ways = _ways(margin)
        size = abs(margin)
        loss = (size - margin) / 2 + ways.log1p(ways.exp(-size))
        return loss.mean(-1)

    def penalty_at(self, x: Any, y: Any) -> Any:
        return self.penalty / 2 * (x * x + y * y)

    def loss(self, of: Samples, x: Any, y: Any) -> Any:
        return self.data_loss(of, x, y) + self.penalty_at(x, y)

    def first(self, of: Samples, x: Any, y: Any) -> tuple[Any, Any]:
        wrong = self._wrong(of, x, y) * of.target
        decay = self.penalty
        return decay * x - (wrong * of.a).mean(-1), decay * y - (wrong * of.b).mean(-1)

    def second(self, of: Samples, x: Any, y: Any) -> tuple[Any, Any, Any]:
        wrong = self._wrong(of, x, y)
        weight = wrong * (1 - wrong)
        xx, xy, yy = ((weight * u * v).mean(-1) for u, v in _pairs(of))
        return xx + self.penalty, xy, yy + self.penalty

    @staticmethod
    def _margin(of: Samples, x: Any, y: Any) -> Any:
        return (x[..., None] * of.a + y[..., None] * of.b) * of.target

    def _wrong(self, of: Samples, x: Any, y: Any) -> Any:
        """The probability that the model assigns to the wrong class."""
        margin = self._margin(of, x, y)
        return (1 - _ways(margin).tanh(margin / 2)) / 2


class TanhNet(DataLoss):
    """f = Σ (y tanh(x a) - t)² / 2N: a net with one hidden unit; x is its first weight, y its
    second.

    (x, y) and (-x, -y) are the same net, so every minimum has a twin, and the origin is a saddle.
    """

    def data_loss(self, of: Samples, x: Any, y: Any) -> Any:
        _, _, residual = self._passed(of, x, y)
        return (residual * residual).mean(-1) / 2

    def first(self, of: Samples, x: Any, y: Any) -> tuple[Any, Any]:
        hidden, slope, residual = self._passed(of, x, y)
        return y * (residual * slope).mean(-1), (residual * hidden).mean(-1)

    def second(self, of: Samples, x: Any, y: Any) -> tuple[Any, Any, Any]:
        hidden, slope, residual = self._passed(of, x, y)
        bend = -2 * hidden * slope * of.a
        xx = y * y * (slope * slope).mean(-1) + y * (residual * bend).mean(-1)
        xy = y * (slope * hidden).mean(-1) + (residual * slope).mean(-1)
        return xx, xy, (hidden * hidden).mean(-1)

    @staticmethod
    def _passed(of: Samples, x: Any, y: Any) -> tuple[Any, Any, Any]:
        """The value tanh(x a), its derivative by x, and the residual."""
        z = x[..., None] * of.a
        hidden = _ways(z).tanh(z)
        return hidden, of.a * (1 - hidden * hidden), y[..., None] * hidden - of.target


def lowest_point(loss: DataLoss, start: tuple[float, float]) -> tuple[float, float]:
    """The minimum below ``start``, to 12 digits, by Newton's method with halved steps."""
    x, y = start
    height = loss.at(x, y)[0]
    for _ in range(NEWTON_STEPS):
        _, gx, gy = loss.at(x, y)
        xx, xy, yy = (float(v) for v in loss.hessian(np.float64(x), np.float64(y)))
        dx, dy = np.linalg.solve([[xx, xy], [xy, yy]], [gx, gy]).tolist()
        for halving in range(HALVINGS):
            nx, ny = x - dx * 0.5**halving, y - dy * 0.5**halving
            reached = loss.at(nx, ny)[0]
            if reached < height:
                break
        else:
            break  # the step is lost in rounding
        x, y, height = nx, ny, reached
    return float(f"{x - dx:.12g}"), float(f"{y - dy:.12g}")


def _pairs(of: Samples) -> tuple[tuple[Any, Any], ...]:
    return (of.a, of.a), (of.a, of.b), (of.b, of.b)


def _ways(value: Any) -> Any:
    """The library that provides tanh, exp and log1p for such a value."""
    if isinstance(value, np.ndarray):
        return np
    import torch

    return torch


def _in_chunks(
    function: Callable[[Array, Array], tuple[Array, ...]], cost: int, x: Any, y: Any
) -> tuple[Array, ...]:
    """Apply ``function`` to flat arrays in pieces, and return the results in the shape to which x
    and y broadcast."""
    x, y = np.broadcast_arrays(np.asarray(x, float), np.asarray(y, float))
    flat_x, flat_y = x.ravel(), y.ravel()
    size = max(1, AT_ONCE // cost)
    with np.errstate(all="ignore"):
        pieces = [
            function(flat_x[i : i + size], flat_y[i : i + size])
            for i in range(0, max(1, flat_x.size), size)
        ]
    return tuple(np.concatenate(parts).reshape(x.shape) for parts in zip(*pieces, strict=True))
