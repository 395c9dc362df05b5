"""The script of nets that are trained on digits in one place and tested on moved ones."""

from __future__ import annotations

from textwrap import indent

from core.networks.shifts import MOST_TRAINED, PREVIEW, ShiftsSpec
from core.scripts.inputs import digits_path
from core.scripts.writing import block, constant, fit_at, lines, script

_LAYERS = {
    "local": ("local()", "conv(32, 16, 5{stride})", "*largest()"),
    "conv_flatten": ("conv(8, 1, 3)", "conv(16, 8, 3{stride})", "*dense({inputs})"),
    "conv_max": ("conv(16, 1, 5)", "conv(32, 16, 5{stride})", "*largest()"),
}
"""The two layers with maps of each net, and what stands on top of them."""

_POOLS = {
    "max": "nn.MaxPool2d(2)",
    "average": "nn.AvgPool2d(2)",
    "stride": "nn.MaxPool2d(1, 2)",
}


def shifts(spec: ShiftsSpec) -> str:
    """Write the script that trains the nets and moves what they are tested with."""
    keys = spec.compared
    mapped = keys != ("dense",)
    return script(
        "What does convolution buy? Nets are trained on digits in one place and tested on moved "
        "ones.",
        "accuracy is [net, down, right] for shifts by -4 ... 4 pixels, by_distance "
        "[net, distance]."
        + (
            " equivariance_error and deep_equivariance_error are [net, down, right]: "
            "|maps of moved x - moved maps of x| / |maps of moved x|, of the first and of the "
            "second layer."
            if mapped
            else ""
        ),
        _settings(spec),
        block(
            _DATA,
            test=spec.test,
            corners=_corners(spec),
            trained=MOST_TRAINED,
            last=MOST_TRAINED + spec.test,
        ),
        block(_PERMUTED if spec.permuted else _AS_THEY_ARE),
        block(_LOCAL) if "local" in keys else "",
        _make(spec),
        block(_TRAIN),
        _compare(spec) if mapped else "",
        block(
            _RUN,
            errors=_ERRORS if mapped else "",
            compared=block(_COMPARED, preview=min(PREVIEW, spec.test)) if mapped else "",
            means=block(_MEANS) if mapped else "",
        ),
        block(_RESULTS),
    )


def _settings(spec: ShiftsSpec) -> str:
    seeds = [(spec.seed + run) % 2**31 for run in range(spec.seeds)]
    moved = "pixels, by up to which training digits are moved"
    return lines(
        digits_path(),
        constant("NETS", list(spec.compared)),
        constant("SHIFT", spec.shift, moved) if spec.shift else "",
        constant("LEARNING_RATE", spec.learning_rate, "of Adam"),
        constant("EPOCHS", spec.epochs),
        constant("BATCH", spec.batch),
        constant("SAMPLES", spec.samples, "to train on; others are the test"),
        constant("SEEDS", seeds),
        "SHIFTS = range(-4, 5)",
    )


def _corners(spec: ShiftsSpec) -> str:
    if not spec.shift:
        return "corners = np.full((SAMPLES, 2), 4)"
    return (
        "spots = np.random.RandomState(seed).randint(0, 2 * SHIFT + 1, (SAMPLES, 2))\n"
        "corners = 4 - SHIFT + spots"
    )


def _make(spec: ShiftsSpec) -> str:
    """The function that makes a net."""
    keys = spec.compared
    needs = {
        _LINEAR: set(keys),
        _DENSE: {"dense", "conv_flatten"} & set(keys),
        _CONV: set(keys) - {"dense"},
        _LOCALLY: {"local"} & set(keys),
        _TOP: {"local", "conv_max"} & set(keys),
    }
    return block(
        _MAKE,
        parts="\n\n".join(block(part) for part, needed in needs.items() if needed),
        nets="\n".join(_net(key, spec) for key in keys),
    )


def _net(key: str, spec: ShiftsSpec) -> str:
    """The lines that return a net of that key."""
    pool, strided = _POOLS.get(spec.pooling, ""), spec.pooling == "stride"
    if key == "dense":
        parts = ["*dense(16 * 16)"]
    else:
        first, second, top = _LAYERS[key]
        parts = [first, "nn.ReLU()", "" if strided else pool, second, "nn.ReLU()"]
        parts += [pool if key == "conv_flatten" else "", top]
    side = 16 // spec.stride**2
    made = ", ".join(part for part in parts if part)
    made = made.format(stride=", 2" if strided else "", inputs=f"16 * {side} * {side}")
    return f'if name == "{key}":\n' + indent(fit_at(f"return nn.Sequential({made})", 8), " " * 4)


def _compare(spec: ShiftsSpec) -> str:
    """The function that compares maps of moved digits with moved maps."""
    keys = [key for key in spec.compared if key != "dense"]
    margins = {key: (1 if key == "conv_flatten" else 2) * spec.stride for key in keys}
    layers = [2, 4 if spec.pooling in ("stride", "none") else 5]
    return block(
        _COMPARE,
        margins=constant("MARGINS", margins, "pixels in which the second layer sees padding"),
        layers=constant("LAYERS", layers, "parts of a net up to each layer's maps"),
        preview=min(PREVIEW, spec.test),
    )


_DATA = '''
    with np.load(DIGITS) as file:
        images = torch.tensor(file["images"].astype(np.float32))[:, None] / 16
        labels = torch.tensor(file["labels"].astype(np.int64))


    def generator(seed, stream):
        """One of a seed's streams."""
        return torch.Generator().manual_seed(seed + stream)


    def data_of(seed):
        """Digits to train on [SAMPLES, 1, 16, 16], test digits at every shift, labels."""
        order = torch.randperm(len(labels), generator=generator(seed, 0))
        chosen, tested = order[:SAMPLES], order[$trained:$last]
        $corners
        train = torch.zeros(SAMPLES, 1, 16, 16)
        for x, digit, (top, left) in zip(train, images[chosen], corners):
            x[:, top : top + 8, left : left + 8] = digit
        test = torch.zeros(9, 9, $test, 1, 16, 16)
        for i, down in enumerate(SHIFTS):
            for j, right in enumerate(SHIFTS):
                place = slice(4 + down, 12 + down), slice(4 + right, 12 + right)
                test[i, j, :, :, *place] = images[tested]
        return seen(train, seed), labels[chosen], seen(test, seed), labels[tested]
'''

_AS_THEY_ARE = '''
    def seen(x, seed):
        """Pictures as the nets see them."""
        return x
'''

_PERMUTED = '''
    def seen(x, seed):
        """Pictures as the nets see them: pixels in another order, the same for all."""
        pixels = torch.randperm(16 * 16, generator=generator(seed, 3))
        return x.flatten(-2)[..., pixels].reshape(x.shape)
'''

_LOCAL = '''
    class LocallyConnected(nn.Module):
        """Like a convolution, but with other weights at every pixel."""

        def __init__(self, weight):
            super().__init__()
            self.weight = weight  # [H, W, out, in, k, k]
            height, width, out = weight.shape[:3]
            self.bias = nn.Parameter(torch.zeros(out, height, width))

        def forward(self, x):
            seen = F.pad(x, [2] * 4).unfold(2, 5, 1).unfold(3, 5, 1)
            return torch.einsum("nchwij,hwocij->nohw", seen, self.weight) + self.bias
'''

_MAKE = '''
    def make(name, seed):
        """An untrained net, from He's weights and biases of 0."""
        drawn = generator(seed, 1)

        def weights(fan_in, *shape):
            values = torch.randn(shape, generator=drawn) * (2 / fan_in) ** 0.5
            return nn.Parameter(values)

        $parts

        $nets
'''

_LINEAR = """
    def linear(units, inputs):
        layer = nn.Linear(inputs, units)
        layer.weight = weights(inputs, units, inputs)
        nn.init.zeros_(layer.bias)
        return layer
"""

_DENSE = """
    def dense(inputs):
        return nn.Flatten(), linear(64, inputs), nn.ReLU(), linear(10, 64)
"""

_CONV = """
    def conv(maps, channels, side, stride=1):
        layer = nn.Conv2d(channels, maps, side, stride, side // 2)
        layer.weight = weights(channels * side**2, maps, channels, side, side)
        nn.init.zeros_(layer.bias)
        return layer
"""

_LOCALLY = """
    def local():
        return LocallyConnected(weights(25, 16, 16, 16, 1, 5, 5))
"""

_TOP = """
    def largest():
        return nn.AdaptiveMaxPool2d(1), nn.Flatten(), linear(10, 32)
"""

_TRAIN = '''
    def train(net, x, y, seed):
        """Losses before each step of Adam."""
        optimizer = torch.optim.Adam(net.parameters(), lr=LEARNING_RATE)
        order, losses = generator(seed, 2), []
        for _ in range(EPOCHS):
            for rows in torch.randperm(SAMPLES, generator=order).split(BATCH):
                loss = F.cross_entropy(net(x[rows]), y[rows])
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
                losses.append(loss.item())
        return losses


    @torch.no_grad()
    def right(net, x, y):
        """The share of moved digits [9, 9, N, 1, 16, 16] that are read right."""
        scores = [[net(moved) for moved in row] for row in x]
        return [[(s.argmax(1) == y).float().mean().item() for s in row] for row in scores]
'''

_COMPARE = '''
    $margins
    $layers


    def common(by, margin):
        """The pixels that a moved picture has in common with the one before, in both."""
        first, last = margin + max(0, by), 16 - margin + min(0, by)
        return slice(first, last), slice(first - by, last - by)


    @torch.no_grad()
    def unlike(part, x, margin):
        """How far a part's maps of moved pictures are from moved maps."""
        errors = np.zeros((9, 9))
        before = F.interpolate(part(x[4, 4]), 16)  # each pixel as a square
        for i, down in enumerate(SHIFTS):
            for j, right in enumerate(SHIFTS):
                after = F.interpolate(part(x[i, j]), 16)
                rows, columns = common(down, margin), common(right, margin)
                here = after[..., rows[0], columns[0]]
                apart = (here - before[..., rows[1], columns[1]]).norm()
                errors[i, j] = apart / here.norm() if apart else 0.0
        return errors
'''

_RUN = """
    losses, accuracies = [], []
    $errors
    for seed in SEEDS:
        x, y, test_x, test_y = data_of(seed)
        trained = [make(name, seed) for name in NETS]
        parameters = [sum(p.numel() for p in net.parameters()) for net in trained]
        losses.append([train(net, x, y, seed) for net in trained])
        accuracies.append([right(net, test_x, test_y) for net in trained])
        $compared
    losses = np.mean(losses, axis=0)  # [net, step]
    accuracies = np.array(accuracies)  # [seed, net, down, right]
    accuracy = accuracies.mean(axis=0)
    $means
"""

_ERRORS = "first_errors, second_errors = np.full((2, len(SEEDS), len(NETS), 9, 9), np.nan)"

_COMPARED = """
    for k, (name, net) in enumerate(zip(NETS, trained)):
        if name in MARGINS:
            few, r = test_x[:, :, :$preview], SEEDS.index(seed)
            first_errors[r, k] = unlike(net[: LAYERS[0]], few, 0)
            second_errors[r, k] = unlike(net[: LAYERS[1]], few, MARGINS[name])
"""

_MEANS = """
    equivariance_error = first_errors.mean(axis=0)  # [net, down, right]
    deep_equivariance_error = second_errors.mean(axis=0)
"""

_RESULTS = """
    far = np.abs(SHIFTS)
    far = np.maximum(far[:, None], far)  # the larger part of each shift
    distances = [accuracies[..., far == d].mean(axis=-1) for d in range(5)]
    by_distances = np.stack(distances, axis=-1)  # [seed, net, distance]
    by_distance = by_distances.mean(axis=0)
    shifts = np.array(SHIFTS)

    print("net           parameters   accuracy by shifts of 0, 1, 2, 3, 4 pixels")
    for name, count, row in zip(NETS, parameters, by_distance):
        print(f"{name:13}{count:11}  ", *(f"{value:6.3f}" for value in row))
"""
