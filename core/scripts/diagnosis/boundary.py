"""The script of a small net that tells points of the plane apart."""

from __future__ import annotations

from core.diagnosis import boundary as facts
from core.diagnosis.boundary import OWN, BoundarySpec
from core.layers.activations import ACTIVATIONS
from core.optimizers.optimizers import OPTIMIZERS
from core.scripts.calls import torch_call
from core.scripts.writing import block, call, constant, fit_at, lines, script


def boundary(spec: BoundarySpec) -> str:
    """Write the script: the points, a net for each loss, and the classes over the plane."""
    record = OPTIMIZERS[spec.optimizer]
    hyper = {p.name: p.default for p in record.hyper} | {"learning_rate": spec.learning_rate}
    torchs, given = torch_call(record, hyper)
    arguments = ["net.parameters()", *(f"{name}={value}" for name, value in given)]
    own = spec.data == OWN
    return script(
        "A small net tells points of the plane apart, trained by one loss or another.",
        "losses is [net, step]; classes and confidence are [net, y, x] after the last step.",
        lines(
            constant("POINTS", [list(p) for p in spec.own_points], "x, y, class") if own else "",
            "" if own else constant("SAMPLES", spec.samples),
            "" if own else constant("NOISE", spec.noise, "on x and y"),
            constant("HIDDEN", list(spec.layers), "units of each hidden layer"),
            constant("CLASSES", spec.classes),
            constant("LOSSES", list(spec.chosen)),
            constant("BATCH", spec.batch),
            constant("STEPS", spec.steps),
            constant("SEED", spec.seed),
        ),
        block(_GENERATOR),
        block(_OWN) if own else block(_SETS[spec.data]),
        "" if own else block(_DRAW, drawn=facts.DRAWN, held_out=facts.HELD_OUT, many=facts.TESTED),
        block(_NET, stream=facts.WEIGHTS, activation=ACTIVATIONS[spec.activation].torch),
        record.torch_source,
        block(_LOSS),
        block(
            _TRAIN,
            stream=facts.ORDER,
            optimizer=fit_at(f"optimizer = {call(torchs, arguments)}", 4),
        ),
        block(_RUN, reach=facts.REACH, grid=facts.GRID, test="" if own else _TEST),
    )


_GENERATOR = '''
    def generator(stream):
        """One of many independent streams of the seed."""
        return torch.Generator().manual_seed(SEED * 1000 + stream)
'''

_OWN = """
    table = torch.tensor(POINTS)
    train_x, train_y = table[:, :2], table[:, 2].long()
"""


_SETS = {
    "moons": '''
    def make(count, draws):
        """Two half circles, each of which reaches into the other."""
        labels = torch.arange(count) % 2
        angle = math.pi * torch.rand(count, generator=draws)
        upper = torch.stack([angle.cos() - 0.5, angle.sin() - 0.25], 1)
        return torch.where((labels == 0)[:, None], upper, -upper) * 1.1, labels
    ''',
    "circles": '''
    def make(count, draws):
        """A circle around another of half its radius."""
        labels = torch.arange(count) % 2
        angle = 2 * math.pi * torch.rand(count, generator=draws)
        radius = torch.where(labels == 0, 1.5, 0.75)
        return radius[:, None] * torch.stack([angle.cos(), angle.sin()], 1), labels
    ''',
    "spirals": '''
    def make(count, draws):
        """Two arms that wind one and a half times around the middle."""
        labels = torch.arange(count) % 2
        part = torch.rand(count, generator=draws).sqrt()
        angle = 3 * math.pi * part + math.pi * labels
        return 1.7 * part[:, None] * torch.stack([angle.cos(), angle.sin()], 1), labels
    ''',
    "xor": '''
    def make(count, draws):
        """A square whose quadrants belong to the classes in turn."""
        points = 3 * torch.rand(count, 2, generator=draws) - 1.5
        return points, (points[:, 0] * points[:, 1] < 0).long()
    ''',
}
_BLOBS = '''
    def make(count, draws):
        """Points around the corners of a regular polygon."""
        labels = torch.arange(count) % CLASSES
        angle = 2 * math.pi * labels / CLASSES + math.pi / 2
        corners = 1.2 * torch.stack([angle.cos(), angle.sin()], 1)
        return corners + 0.2 * torch.randn(count, 2, generator=draws), labels
'''
_SETS |= dict.fromkeys(("blobs3", "blobs5"), _BLOBS)

_DRAW = '''
    def drawn(count, draws):
        """The points with noise, and their classes."""
        points, labels = make(count, draws)
        return points + NOISE * torch.randn(count, 2, generator=draws), labels


    train_x, train_y = drawn(SAMPLES, generator($drawn))
    test_x, test_y = drawn($many, generator($held_out))
'''

_NET = '''
    def net_of():
        """He's weights, no biases; the same for every loss."""
        draws, layers = generator($stream), []
        sizes = [2, *HIDDEN, CLASSES]
        for fan_in, fan_out in zip(sizes, sizes[1:]):
            linear = torch.nn.Linear(fan_in, fan_out)
            w = torch.randn(fan_out, fan_in, generator=draws) * (2 / fan_in) ** 0.5
            linear.weight.data.copy_(w)
            torch.nn.init.zeros_(linear.bias)
            layers += [linear, $activation]
        return torch.nn.Sequential(*layers[:-1])
'''

_LOSS = '''
    def squared(scores, labels):
        """Half the squared distance of the softmax from the label's unit vector."""
        apart = scores.softmax(1) - torch.nn.functional.one_hot(labels, CLASSES)
        return apart.square().sum(1).mean() / 2


    losses_by_name = {
        "cross_entropy": torch.nn.functional.cross_entropy,
        "squared": squared,
    }
'''

_TRAIN = '''
    def batches():
        """Indices without end: each epoch in an order of its own."""
        order = generator($stream)
        while True:
            yield from torch.randperm(len(train_y), generator=order).split(BATCH)


    def train(name):
        """The trained net, and its loss before each step."""
        net, order, found = net_of(), batches(), []
        $optimizer
        for _ in range(STEPS):
            rows = next(order)
            loss = losses_by_name[name](net(train_x[rows]), train_y[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            found.append(loss.item())
        return net, found


    def accuracy(net, x, y):
        """The share of points that are told right."""
        with torch.no_grad():
            return (net(x).argmax(1) == y).double().mean().item()
'''

_TEST = """
test_accuracy = np.array([accuracy(net, test_x, test_y) for net in models])
print("held-out points told right:", *(f"{share:.1%}" for share in test_accuracy))
"""

_RUN = """
    trained = [train(name) for name in LOSSES]
    models = [net for net, _ in trained]
    losses = np.array([found for _, found in trained])

    x = np.linspace(-$reach, $reach, $grid)
    plane = torch.tensor(np.stack(np.meshgrid(x, x), -1).reshape(-1, 2)).float()
    with torch.no_grad():
        shares = [net(plane).softmax(1).max(1) for net in models]
    classes = np.array([said.reshape($grid, $grid) for _, said in shares])
    confidence = np.array([sure.reshape($grid, $grid) for sure, _ in shares])

    train_accuracy = np.array([accuracy(net, train_x, train_y) for net in models])
    print("training points told right:", *(f"{share:.1%}" for share in train_accuracy))
    $test
"""
