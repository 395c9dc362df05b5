"""The script of the line and the bend between two nets."""

from __future__ import annotations

from core.landscape import connection as facts
from core.landscape.connection import ConnectionSpec
from core.scripts.inputs import DRAW, digits_path
from core.scripts.writing import block, constant, lines, script


def connection(spec: ConnectionSpec) -> str:
    """Write the script: two trainings, the line, the bend, and the plane through all three."""
    dense = spec.net == "dense"
    return script(
        "Two nets trained from different starts, the line between them, and a bend around it.",
        "line is [treatment, place], curve [look, place], plane [v, u]: the cross-entropy on the "
        "digits that both nets were trained on.",
        lines(
            digits_path(),
            constant("TRAINED", spec.trained, "epochs of either net"),
            constant("RATE", spec.rate, "of the bend, at the start"),
            constant("MOMENTUM", spec.momentum),
            constant("EPOCHS", spec.epochs, "of the bend"),
            constant("LOOKS", facts.LOOKS[spec.net], "at the curve, while the bend is trained"),
            constant("SIZE", facts.SIZE[spec.net], "cells of a side of the plane"),
            constant("SEED", spec.seed),
        ),
        DRAW,
        block(
            _DATA,
            order=facts.ORDER,
            samples=facts.SAMPLES,
            shape="-1, 64" if dense else "-1, 1, 8, 8",
        ),
        block(
            _DENSE if dense else _CONVOLUTIONAL,
            width=facts.WIDTH,
            fan_in=(8 // 4) ** 2 * facts.WIDTH,
        ),
        block(_TRAIN, rate=facts.RATE, momentum=facts.MOMENTUM, batch=facts.BATCH),
        block(
            _ENDS,
            weights=facts.WEIGHTS,
            batches=facts.BATCHES,
            other_weights=facts.OTHER_WEIGHTS,
            other_batches=facts.OTHER_BATCHES,
        ),
        block(
            _LINE if dense else _LINES,
            low=-facts.BEYOND,
            high=1 + facts.BEYOND,
            points=facts.LINE_POINTS,
        ),
        block(
            _CURVE,
            points=facts.CURVE_POINTS,
            samples=facts.SAMPLES,
            batch=facts.BATCH,
            stream=facts.BENDING,
        ),
        block(_PLANE, margin=facts.MARGIN, least=facts.LEAST_DRAWN),
        block(_SAY),
    )


_DATA = """
    with np.load(DIGITS) as file:
        images = torch.tensor(file["images"].astype(np.float32)) / 16
        labels = torch.tensor(file["labels"].astype(np.int64))
    order = torch.randperm(len(labels), generator=generator($order))[:$samples]
    x, y = images[order].reshape($shape), labels[order]
"""

_DENSE = '''
    def make_net(draws):
        """He's start."""
        net = nn.Sequential(
            nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 10)
        )
        for layer in (net[0], net[2], net[4]):
            w = torch.randn(layer.weight.shape, generator=draws)
            layer.weight.data = w * (2 / layer.in_features) ** 0.5
            layer.bias.data.zero_()
        return net
'''

_CONVOLUTIONAL = '''
    def make_net(draws):
        """He's start."""
        net = nn.Sequential(
            nn.Conv2d(1, $width, 3, padding=1, bias=False),
            nn.BatchNorm2d($width),
            nn.ReLU(),
            nn.AvgPool2d(2),
            nn.Conv2d($width, $width, 3, padding=1, bias=False),
            nn.BatchNorm2d($width),
            nn.ReLU(),
            nn.AvgPool2d(2),
            nn.Conv2d($width, $width, 3, padding=1, bias=False),
            nn.BatchNorm2d($width),
            nn.ReLU(),
            nn.Flatten(),
            nn.Linear($fan_in, 10),
        )
        for layer in (net[0], net[4], net[8], net[12]):
            w = torch.randn(layer.weight.shape, generator=draws)
            layer.weight.data = w * (2 / w[0].numel()) ** 0.5
        net[12].bias.data.zero_()
        return net
'''

_TRAIN = '''
    def train(net, draws):
        """SGD with momentum; the net is left in prediction mode."""
        sgd = torch.optim.SGD(net.parameters(), $rate, $momentum)
        for epoch in range(TRAINED):
            for rows in torch.randperm(len(y), generator=draws).split($batch):
                sgd.zero_grad()
                F.cross_entropy(net(x[rows]), y[rows]).backward()
                sgd.step()
        return net.eval()


    def output(w, inputs, statistics=None):
        """Scores at the weights w [P], with these statistics or the inputs' own."""
        named = dict(net.named_parameters())
        pieces = w.split([p.numel() for p in named.values()])
        weights = {n: v.view(p.shape) for (n, p), v in zip(named.items(), pieces)}
        kept = dict(net.named_buffers()) if statistics is None else statistics
        net.train(statistics is None)
        kept = {name: buffer.clone() for name, buffer in kept.items()}
        found = torch.func.functional_call(net, {**weights, **kept}, (inputs,))
        net.eval()
        return found


    @torch.no_grad()
    def measure(w, statistics=None):
        """Loss and accuracy on all digits."""
        scores = output(w, x, statistics)
        right = (scores.argmax(1) == y).double().mean().item()
        return F.cross_entropy(scores, y).item(), right


    def barrier(t, values, first, last):
        """How far values rise above the straight line between the ends."""
        inside = (t >= 0) & (t <= 1) & np.isfinite(values)
        return max(0.0, (values - first - (last - first) * t)[inside].max())
'''

_ENDS = """
    net = train(make_net(generator($weights)), generator($batches))
    other = train(make_net(generator($other_weights)), generator($other_batches))
    a = nn.utils.parameters_to_vector(net.parameters()).detach().clone()
    b = nn.utils.parameters_to_vector(other.parameters()).detach().clone()
    own, others = dict(net.named_buffers()), dict(other.named_buffers())
    ends = np.array([measure(a, own)[0], measure(b, others)[0]])
"""

_LINE = """
    t = np.linspace($low, $high, $points)
    found = np.array([[measure(torch.lerp(a, b, s)) for s in t.tolist()]])
    line, line_accuracy = found[:, :, 0], found[:, :, 1]
    barriers = np.array([barrier(t, line[0], *ends)])
"""

_LINES = """
    t = np.linspace($low, $high, $points)
    found = np.zeros((3, len(t), 2))  # [treatment, place]
    for k, s in enumerate(t.tolist()):
        w = torch.lerp(a, b, s)
        mixed = {
            name: one + s * (others[name] - one) if one.is_floating_point() else one
            for name, one in own.items()
        }
        found[:, k] = measure(w), measure(w, mixed), measure(w, own)
    line, line_accuracy = found[:, :, 0], found[:, :, 1]
    batch_ends = measure(a)[0], measure(b)[0]
    barriers = np.array(
        [barrier(t, one, *e) for one, e in zip(line, (batch_ends, ends, ends))]
    )
"""

_CURVE = '''
    curve_t = np.linspace(0, 1, $points)


    def on_curve(c, s):
        """A Bézier curve from a to b."""
        return (1 - s) ** 2 * a + 2 * s * (1 - s) * c + s**2 * b


    def look():
        """Loss and accuracy along the curve, its barrier, and where the bend stands."""
        c = bend.detach()
        found = np.array([measure(on_curve(c, s)) for s in curve_t.tolist()])
        values = found[:, 0]
        way, to_bend = (b - a).double(), c.double() - a.double()
        along = to_bend @ way / (way @ way)
        off = (to_bend - along * way).norm() / way.norm()
        at = [along.item(), off.item()]
        return values, found[:, 1], barrier(curve_t, values, values[0], values[-1]), at


    bend = ((a + b) / 2).requires_grad_()
    sgd = torch.optim.SGD([bend], RATE, MOMENTUM)
    draws = generator($stream)
    steps = EPOCHS * -(-$samples // $batch)
    seen, step = [look()], 0
    for epoch in range(EPOCHS):
        for rows in torch.randperm($samples, generator=draws).split($batch):
            sgd.param_groups[0]["lr"] = RATE * (1 + math.cos(math.pi * step / steps)) / 2
            place = torch.rand((), generator=draws).item()
            sgd.zero_grad()
            F.cross_entropy(output(on_curve(bend, place), x[rows]), y[rows]).backward()
            sgd.step()
            step += 1
            if step % max(1, steps // LOOKS) == 0 or step == steps:
                seen.append(look())
    curve, curve_accuracy, curve_barriers, bend_at = map(np.array, zip(*seen))
'''

_PLANE = '''
    def cells(low, high):
        """Places a little beyond these ends, with 0 and 1 among them."""
        low, high = low - $margin * (high - low), high + $margin * (high - low)
        each = (high - low) / (SIZE - 1)
        each = 1 / int(1 / each) if each < 1 else each
        return (np.arange(SIZE) - round(-low / each)) * each


    c = bend.detach()
    along, height = bend_at[-1]
    way = (b - a).double()
    drawn = max(height, $least)
    off = (c.double() - a.double() - along * way) * drawn / height
    curve_at = np.stack(
        [
            curve_t**2 + 2 * curve_t * (1 - curve_t) * along,
            2 * curve_t * (1 - curve_t) * height,
        ]
    ).T
    u = cells(min(0, curve_at[:, 0].min()), max(1, curve_at[:, 0].max()))
    v = cells(0, 1)
    off = off.to(a)
    plane = np.array(
        [[measure(a + s * (b - a) + r * off)[0] for s in u.tolist()] for r in v.tolist()]
    )
    v = v * drawn  # in units of |b - a|, as u is
'''

_SAY = """
    print(f"The nets' losses {ends[0]:.4f} and {ends[1]:.4f}.")
    print("The line's barriers", *(f"{one:.4f}" for one in barriers))
    print(f"The curve's {curve_barriers[0]:.4f}, in the end {curve_barriers[-1]:.4f}.")
"""
