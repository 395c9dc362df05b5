"""The surfaces that are a loss over data, and their data.

The small data sets are drawn from ``RandomState``, whose stream numpy froze for good (NEP 19): the
stated minima depend on it.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache, partial

import numpy as np

from core.surfaces.function import Array, Surface
from core.surfaces.losses import LeastSquares, Logistic, Samples, TanhNet, lowest_point

COUNT = 100
"""The number of samples to train on, and also of those held out."""

RARE = 5
"""The number of these samples whose rare feature is not zero."""

HIDDEN_COUNT = 64

OF_EACH_DIGIT = 60
"""The number of training images of each class; all others of the two classes are held out."""

PENALTY = 0.01
DIGITS = (4, 9)


@cache
def linear_regression() -> LeastSquares:
    """Samples of t = 1.5 a - 1 + noise, with a uniform in 0 … 3; x is the slope, y the
    intercept."""
    draw = np.random.RandomState(0)
    a = draw.uniform(0, 3, 2 * COUNT)
    target = 1.5 * a - 1 + 0.5 * draw.standard_normal(2 * COUNT)
    return LeastSquares(*_halves(a, np.ones(2 * COUNT), target))


@cache
def sparse_regression() -> LeastSquares:
    """Samples of t = a + 2 b + noise, where b is 1 for five samples in a hundred and 0 for all
    others."""
    draw = np.random.RandomState(1)
    a = draw.standard_normal(2 * COUNT)
    b = np.concatenate([draw.permutation(np.arange(COUNT) < RARE) for _ in range(2)]).astype(float)
    target = a + 2 * b + 0.1 * draw.standard_normal(2 * COUNT)
    return LeastSquares(*_halves(a, b, target))


@cache
def tanh_net() -> TanhNet:
    """Samples of t = 1.5 tanh(1.2 a) + noise, with a uniform in -2 … 2."""
    draw = np.random.RandomState(2)
    a = draw.uniform(-2, 2, 2 * HIDDEN_COUNT)
    target = 1.5 * np.tanh(1.2 * a) + 0.2 * draw.standard_normal(2 * HIDDEN_COUNT)
    return TanhNet(*_halves(a, np.ones(2 * HIDDEN_COUNT), target))


@cache
def logistic_regression(digit_a: int, digit_b: int) -> Logistic:
    """Two digits to be told apart by the first two principal components of their images' pixels.

    Sixty images of each, chosen by a fixed seed, are trained on; means, standard deviations and
    components come from these alone. ``digit_a`` is the class -1, ``digit_b`` the class 1. A
    component's largest entry is positive.
    """
    from core.data.digits import load_digits

    digits = load_digits()
    order = np.random.RandomState(0).permutation(len(digits.labels))
    shuffled = [order[digits.labels[order] == digit] for digit in (digit_a, digit_b)]
    train = np.concatenate([numbers[:OF_EACH_DIGIT] for numbers in shuffled])
    test = np.concatenate([numbers[OF_EACH_DIGIT:] for numbers in shuffled])
    images = digits.images.astype(float)
    mean, std = images[train].mean(0), images[train].std(0)
    std[std == 0] = 1  # pixels that nobody inked
    components = np.linalg.svd((images[train] - mean) / std, full_matrices=False)[2][:2]
    largest = components[np.arange(2), np.abs(components).argmax(1)]
    components = components * np.sign(largest)[:, None]

    def samples(numbers: Array) -> Samples:
        a, b = components @ ((images[numbers] - mean) / std).T
        return Samples(a, b, np.where(digits.labels[numbers] == digit_b, 1.0, -1.0))

    return Logistic(samples(train), samples(test), PENALTY)


def _halves(a: Array, b: Array, target: Array) -> tuple[Samples, Samples]:
    """The first half of the samples to train on, the second half held out."""
    half = len(target) // 2
    whole = Samples(a, b, target)
    return whole.part(np.arange(half)), whole.part(np.arange(half, 2 * half))


_LOGISTIC = Surface(
    key="logistic_regression",
    loss=partial(logistic_regression, *DIGITS),
    set_as=(
        r"f = \frac{1}{N} \sum_i \ln\left(1 + e^{-t_i (x a_i + y b_i)}\right)"
        r" + \frac{\lambda}{2}\left(x^2 + y^2\right)"
    ),
    x=(-3, 3),
    y=(-3, 3),
    start=(2.5, 2),
    minima=((-1.24894161805, -0.0866632886501),),
    convex=True,
    source="Alpaydin & Kaynak 1998, two classes of the optical digits; λ = 0.01",
)

DATA_SURFACES = (
    Surface(
        key="linear_regression",
        loss=linear_regression,
        set_as=r"f = \frac{1}{2N} \sum_i (x a_i + y - t_i)^2",
        x=(-2, 4),
        y=(-5, 4),
        start=(-1, 3),
        minima=((1.41079633463, -0.918575952112),),
        convex=True,
        source="a hundred points near a line: slope x, intercept y",
    ),
    Surface(
        key="sparse_regression",
        loss=sparse_regression,
        set_as=r"f = \frac{1}{2N} \sum_i (x a_i + y b_i - t_i)^2",
        x=(-3, 3),
        y=(-3, 4),
        start=(-2, -2),
        minima=((0.985937323443, 1.94270959908),),
        convex=True,
        source="two features, one of which is 0 for 95 samples of 100: y is the rare one's weight",
    ),
    _LOGISTIC,
    Surface(
        key="tanh_net",
        loss=tanh_net,
        set_as=r"f = \frac{1}{2N} \sum_i (y \tanh(x a_i) - t_i)^2",
        x=(-3, 3),
        y=(-3, 3),
        start=(-2.5, 1),
        minima=((1.30303902795, 1.47487232329), (-1.30303902795, -1.47487232329)),
        saddles=((0, 0),),
        source="a net of one hidden unit; (x, y) and (-x, -y) are the same net",
    ),
)


@cache
def logistic_surface(digit_a: int, digit_b: int) -> Surface:
    """The surface of a logistic regression on those two digits, with its minimum found."""
    if (digit_a, digit_b) == DIGITS:
        return _LOGISTIC
    loss = partial(logistic_regression, digit_a, digit_b)
    return replace(_LOGISTIC, loss=loss, minima=(lowest_point(loss(), (0.0, 0.0)),))
