"""The script of searching a learning rate and a weight decay."""

from __future__ import annotations

from core.data.digits import CLASSES, PIXELS
from core.diagnosis import search as facts
from core.diagnosis.search import SearchSpec
from core.scripts.inputs import digits_path
from core.scripts.writing import block, constant, lines, literal, script


def search(spec: SearchSpec) -> str:
    """Write the script: many nets take their steps together, with one product for all."""
    return script(
        "A learning rate and a weight decay, searched by a grid, at random, by Sobol's sequence.",
        "map is [rate, decay], best [way, repetition, training]: the lowest test loss so far.",
        lines(
            digits_path(),
            constant("WAYS", list(spec.chosen)),
            constant("BUDGET", spec.budget, "trainings in one search"),
            constant("REPETITIONS", spec.repetitions),
            constant("LOW", [spec.rate_low, spec.decay_low], "of rate and decay"),
            constant("HIGH", [spec.rate_high, spec.decay_high]),
            constant("SAMPLES", facts.SAMPLES),
            constant("STEPS", facts.STEPS),
            constant("WIDTH", facts.WIDTH, "units of the hidden layer"),
            constant("MOMENTUM", facts.MOMENTUM),
            constant("SEED", spec.seed),
        ),
        block(
            _DATA,
            order=facts.ORDER,
            weights=facts.WEIGHTS,
            batches=facts.BATCHES,
            batch=facts.BATCH,
            most=max(facts.STEPS, facts.TESTED_STEPS),
            pixels=PIXELS,
            classes=CLASSES,
        ),
        block(_TRAIN),
        block(_POINTS, ways=literal(list(facts.WAYS)), stream=facts.POINTS),
        block(
            _RANGE,
            low=facts.TESTED[0],
            high=facts.TESTED[1],
            steps=facts.TESTED_STEPS,
            kept=facts.SMOOTHED,
            exploded=facts.EXPLODED,
        ),
        block(_RUN, rates=facts.RATES, decays=facts.DECAYS),
    )


_DATA = '''
    def generator(stream):
        """One of many independent streams of the seed."""
        return torch.Generator().manual_seed(SEED * 1000 + stream)


    with np.load(DIGITS) as file:
        x = torch.tensor(file["images"].reshape(-1, 64).astype(np.float32)) / 16
        y = torch.tensor(file["labels"].astype(np.int64))
    order = torch.randperm(len(y), generator=generator($order))
    train_x, train_y = x[order[:SAMPLES]], y[order[:SAMPLES]]
    test_x, test_y = x[order[SAMPLES:]], y[order[SAMPLES:]]

    draws = generator($weights)
    start = []  # of every net: He's weights
    for fan_out, fan_in in ((WIDTH, $pixels), ($classes, WIDTH)):
        w = torch.randn(fan_out, fan_in, generator=draws) * (2 / fan_in) ** 0.5
        start += [w, torch.zeros(fan_out, 1)]

    draws = generator($batches)
    batches = []  # of every net: an epoch has an order of its own
    while len(batches) < $most:
        batches += torch.randperm(SAMPLES, generator=draws).split($batch)
'''

_TRAIN = '''
    def scores(parameters, x):
        """[net, class, sample]: one product for all nets."""
        w1, b1, w2, b2 = parameters
        return w2 @ torch.relu(w1 @ x.T + b1) + b2


    def losses(parameters, x, y):
        """[net] the cross-entropy of each net."""
        z = scores(parameters, x)
        targets = y.expand(len(z), -1)
        each = torch.nn.functional.cross_entropy(z, targets, reduction="none")
        return each.mean(1)


    class Nets:
        """Many nets, each with its own rate and decay, trained by SGD with momentum."""

        def __init__(self, rates, decays):
            shape = (len(rates), 1, 1)
            self.rates = torch.tensor(rates).float().reshape(shape)
            self.decays = torch.tensor(decays).float().reshape(shape)
            many = [w.repeat(len(rates), 1, 1) for w in start]
            self.parameters = [w.requires_grad_() for w in many]
            self.velocities = [torch.zeros_like(w) for w in many]

        def step(self, rows):
            """One step of every net; returns the losses before it."""
            found = losses(self.parameters, train_x[rows], train_y[rows])
            gradients = torch.autograd.grad(found.sum(), self.parameters)
            with torch.no_grad():
                for w, v, g in zip(self.parameters, self.velocities, gradients):
                    v.mul_(MOMENTUM).add_(g + self.decays * w)
                    w -= self.rates * v
            return found.detach()


    def train(rates, decays):
        """[net] test losses; infinite where a training diverged."""
        found = []
        for first in range(0, len(rates), 64):
            nets = Nets(rates[first : first + 64], decays[first : first + 64])
            for rows in batches[:STEPS]:
                nets.step(rows)
            with torch.no_grad():
                found += losses(nets.parameters, test_x, test_y).tolist()
        return np.nan_to_num(found, nan=np.inf, posinf=np.inf)
'''

_POINTS = '''
    STREAMS = $ways


    def points(way):
        """[repetition, training, 2] rates and decays."""
        draws = np.random.default_rng((SEED, $stream, STREAMS.index(way)))
        shape = (REPETITIONS, BUDGET)
        if way == "grid":
            side = round(BUDGET**0.5)
            corners = np.indices((side, side)).reshape(2, -1).T
            parts = (corners + draws.random((REPETITIONS, 1, 2))) / side
            order = draws.random(shape).argsort(axis=1)
            parts = np.take_along_axis(parts, order[:, :, None], axis=1)
        elif way == "sobol":
            power = (BUDGET - 1).bit_length()
            sets = [qmc.Sobol(2, seed=draws) for _ in range(REPETITIONS)]
            parts = np.stack([one.random_base2(power)[:BUDGET] for one in sets])
        else:
            parts = draws.random((*shape, 2))
        low, high = np.array(LOW), np.array(HIGH)
        if way == "linear":
            return low + (high - low) * parts
        return low * (high / low) ** parts
'''

_RANGE = '''
    def range_test():
        """Rates that grow from step to step, and the smoothed loss."""
        nets, rates, smoothed, mean = Nets([0.0], [0.0]), [], [], 0.0
        for step, rate in enumerate(np.geomspace($low, $high, $steps)):
            nets.rates.fill_(rate)
            mean = $kept * mean + (1 - $kept) * nets.step(batches[step]).item()
            loss = mean / (1 - $kept ** (step + 1))
            if not loss < $exploded * min([*smoothed, loss]):
                break
            rates.append(rate)
            smoothed.append(loss)
        return np.array(rates), np.array(smoothed)
'''

_RUN = """
    rates = np.geomspace(LOW[0], HIGH[0], $rates)
    decays = np.geomspace(LOW[1], HIGH[1], $decays)
    map = train(np.repeat(rates, len(decays)), np.tile(decays, len(rates)))
    map = map.reshape(len(rates), len(decays))
    limited = np.minimum(map, 3)
    rate_explains = limited.mean(1).var() / limited.var()
    best_rate = rates[limited.mean(1).argmin()]

    best = []
    for way in WAYS:
        chosen = points(way)
        found = train(*chosen.reshape(-1, 2).T).reshape(chosen.shape[:2])
        best.append(np.minimum.accumulate(found, axis=1))

    tested_rates, tested_losses = range_test()
    by_log = np.gradient(tested_losses, np.log(tested_rates))
    by_value = np.gradient(tested_losses, tested_rates)
    readings = tested_rates[[tested_losses.argmin(), by_log.argmin(), by_value.argmin()]]
    readings[0] /= 10

    print(f"The rate explains {rate_explains:.1%}; the best is {best_rate:.3g}.")
    print("The range test says", *(f"{rate:.3g}" for rate in readings))
    for way, row in zip(WAYS, best):
        print(f"{way:8} median of the lowest test losses {np.median(row[:, -1]):.3f}")
"""
