"""The script of the activation functions: curves, flat ranges, costs, the zig-zag and
the symmetry."""

from __future__ import annotations

from core.layers.activations import ACTIVATIONS, SATURATED, activation_of
from core.scripts import inputs
from core.scripts.writing import block, constant, lines, literal, script
from core.signals.functions import (
    COST_CALLS,
    COST_FEW,
    COST_ROUNDS,
    COST_VALUES,
    FAR,
    HIDDEN,
    POINTS,
    SYMMETRY_RATE,
    SYMMETRY_SAMPLES,
    TARGET,
    FunctionsSpec,
)


def functions(spec: FunctionsSpec) -> str:
    """Write the script: every activation function side by side, and two small runs."""
    modules = [
        f"    {literal(key)}: {activation_of(key, spec.slope).torch}," for key in ACTIVATIONS
    ]
    return script(
        "Activation functions side by side, and what follows from them.",
        "Curves and slopes, where they are flat, their mean for z of N(0, 1); two weights whose "
        "inputs are all positive; a small net whose weights are all the same.",
        lines(
            constant("Z_REACH", spec.z_reach, "curves are drawn for z in +- this"),
            constant("ZIGZAG_RATE", spec.zigzag_rate),
            constant("ZIGZAG_STEPS", spec.zigzag_steps),
            constant("SYMMETRY_RATE", SYMMETRY_RATE),
            constant("SYMMETRY_STEPS", spec.symmetry_steps),
            constant("SEED", spec.seed),
        ),
        lines("FUNCTIONS = {", *modules, "}"),
        block(_CURVES),
        block(_DRAWN, points=POINTS),
        block(_FLATS, flat=SATURATED, far=FAR, count=int(2 * FAR * 1000) + 1),
        block(_COST, **_COST_OF) if spec.measure_cost else "",
        block(_ZIGZAG, target=f"[{', '.join(map(repr, TARGET))}]"),
        inputs.DRAW,
        block(_SYMMETRY, samples=SYMMETRY_SAMPLES, hidden=HIDDEN),
        block(_PRINTED),
    )


_CURVES = '''
    def curve(f, z):
        """f and f' at each z, in float64."""
        z = torch.tensor(z, dtype=torch.float64, requires_grad=True)
        h = f(z)
        (slope,) = torch.autograd.grad(h.sum(), z)
        return h.detach().numpy(), slope.numpy()
'''

_DRAWN = """
    z = np.linspace(-Z_REACH, Z_REACH, $points)
    values, slopes = np.stack([curve(f, z) for f in FUNCTIONS.values()], axis=1)

    # The mean of f(z) for z of N(0, 1), by the trapezoid rule: 0 where f is odd.
    wide = np.linspace(-9, 9, 200_001)
    density = np.exp(-(wide**2) / 2)
    density /= density.sum()
    mean = np.array([curve(f, wide)[0] @ density for f in FUNCTIONS.values()])
"""

_FLATS = '''
    def flat_range(f):
        """The z below which and above which |f'| stays under $flat of its maximum."""
        z = np.linspace(-$far, $far, $count)
        slope = np.abs(curve(f, z)[1])
        steep = np.flatnonzero(slope >= $flat * slope.max())
        below = z[steep[0] - 1] if steep[0] > 0 else np.nan
        above = z[steep[-1] + 1] if steep[-1] < len(z) - 1 else np.nan
        return round(below, 3), round(above, 3)


    flat_below, flat_above = np.array([flat_range(f) for f in FUNCTIONS.values()]).T
'''

_COST_OF = {
    "count": COST_VALUES,
    "few": COST_FEW,
    "calls": COST_CALLS,
    "rounds": COST_ROUNDS,
}
_COST = """
    # What f alone takes, over ReLU's: forward, on values that fit into the cache, less
    # what a bare call takes; by the clock, so roughly.
    inputs = torch.randn($count, generator=torch.Generator().manual_seed(0))


    def seconds(f, z):
        return benchmark.Timer("f(z)", globals={"f": f, "z": z}).timeit($calls).median


    with torch.no_grad():
        rounds = [
            [seconds(f, inputs) - seconds(f, inputs[:$few]) for f in FUNCTIONS.values()]
            for _ in range($rounds)
        ]
    taken = np.median(rounds, axis=0)
    cost = taken / taken[list(FUNCTIONS).index("relu")]
"""

_ZIGZAG = '''
    def zigzag_path(offset):
        """A linear neuron learns the weights (1, -1), a sample a step.

        Where both inputs are positive, both parts of dL/dw = (y - t) x share a sign.
        """
        x = np.random.default_rng(SEED).uniform(size=(ZIGZAG_STEPS, 2)) - offset
        weights = np.array([-1.0, 1.0])
        path, shared = [weights], 0
        for row in x:
            gradient = (row @ (weights - np.array($target))) * row
            shared += bool(gradient[0] * gradient[1] > 0)
            weights = weights - ZIGZAG_RATE * gradient / max(row @ row, 1e-12)
            path.append(weights)
        return np.array(path), shared / len(x)


    ways = [zigzag_path(offset) for offset in (0.0, 0.5)]  # as they are, and centered
    zigzag = np.array([path for path, _ in ways])
    one_sign = np.array([share for _, share in ways])
'''

_SYMMETRY = '''
    def symmetric(drawn):
        """First weights and losses of a 2-$hidden-1 net of tanh that learns a sign."""
        x = torch.randn($samples, 2, generator=generator(0))
        target = x[:, :1].sign() * x[:, 1:].sign()
        shapes = [($hidden, 2), (1, $hidden)]
        if drawn:
            weights = [
                torch.randn(*shape, generator=generator(1 + layer)) / 2
                for layer, shape in enumerate(shapes)
            ]
        else:
            weights = [torch.ones(shape) / 2 for shape in shapes]
        first, second = (w.requires_grad_() for w in weights)
        optimizer = torch.optim.SGD([first, second], lr=SYMMETRY_RATE)
        path, losses = [], []
        for _ in range(SYMMETRY_STEPS + 1):
            loss = ((x @ first.T).tanh() @ second.T - target).square().mean()
            path.append(first[:, 0].tolist())
            losses.append(loss.item())
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        return path, losses


    nets = [symmetric(drawn) for drawn in (False, True)]
    symmetry = np.array([path for path, _ in nets])  # [2, step, unit]
    symmetry_losses = np.array([losses for _, losses in nets])
'''

_PRINTED = """
    print("function     flat below  flat above    mean")
    for row in zip(FUNCTIONS, flat_below, flat_above, mean):
        print("{:12}{:11.3f}{:12.3f}{:8.4f}".format(*row))
    print(f"gradients of one sign: {one_sign[0]:.0%}, centered inputs {one_sign[1]:.0%}")
    spread = symmetry[:, -1].std(axis=1)
    print(f"spread of the units' weights: all equal {spread[0]:.3g}, drawn {spread[1]:.3g}")
"""
