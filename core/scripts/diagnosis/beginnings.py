"""The script of beginnings: a perceptron, a net from many starts, ten pretrained layers."""

from __future__ import annotations

from core.data.digits import CLASSES, PIXELS
from core.diagnosis import beginnings as facts
from core.diagnosis.beginnings import ACTIVATIONS, CORNERS, GATES, SIZES, BeginningsSpec
from core.scripts.inputs import digits_path
from core.scripts.writing import block, constant, lines, script


def beginnings(spec: BeginningsSpec) -> str:
    """Write the script of the part that is run."""
    return {"perceptron": _perceptron, "mlp": _mlp, "deep": _deep}[spec.part](spec)


def _gate(spec: BeginningsSpec) -> str:
    return lines(
        constant("CORNERS", [list(corner) for corner in CORNERS]),
        constant("GATE", list(GATES[spec.gate]), spec.gate.upper()),
    )


def _grid() -> dict[str, object]:
    return {"low": facts.REACH[0], "high": facts.REACH[1], "grid": facts.GRID}


def _perceptron(spec: BeginningsSpec) -> str:
    return script(
        "A perceptron is shown the four corners of a gate again and again.",
        "lines is [presentation, 1, 3] w1, w2 and b; learned_after holds the presentation of the "
        "last mistake in each of many orders.",
        lines(_gate(spec), constant("SEED", spec.seed)),
        block(
            _PERCEPTRON,
            stream=facts.ORDER,
            orders=facts.ORDERS,
            shown=facts.PRESENTATIONS,
            passes=facts.PRESENTATIONS // 4,
            **_grid(),
        ),
    )


def _mlp(spec: BeginningsSpec) -> str:
    return script(
        "Nets with one hidden layer learn a gate, each from its own start.",
        "pictures is [start, y, x] the probability of a 1; share is [activation, H].",
        lines(
            _gate(spec),
            constant("HIDDEN", spec.hidden),
            constant("ACTIVATION", f"{spec.activation}"),
            constant("STARTS", spec.starts),
            constant("STEPS", spec.steps),
            constant("SEED", spec.seed),
        ),
        block(
            _MLP,
            stream=facts.WEIGHTS,
            rate=facts.RATE,
            momentum=facts.MOMENTUM,
            names=", ".join(f'"{name}"' for name in ACTIVATIONS),
            sizes=", ".join(map(str, SIZES)),
            **_grid(),
        ),
    )


def _deep(spec: BeginningsSpec) -> str:
    return script(
        "Ten sigmoid layers are stuck; pretrained they learn; and what made that obsolete.",
        "losses is [net, step]; final_loss and accuracy are of each net at the end; rebuilt is "
        "[layer, epoch].",
        lines(
            digits_path(),
            constant("NETS", list(facts.NETS)),
            constant("RATES", list(facts.DEEP_RATES)),
            constant("STEPS", spec.steps),
            constant("EPOCHS", spec.epochs, "of pretraining for each layer"),
            constant("SEED", spec.seed),
        ),
        block(_DIGITS, order=facts.ORDER, samples=facts.SAMPLES),
        block(
            _MACHINE,
            width=facts.WIDTH,
            start=facts.RBM_START,
            sampled=facts.SAMPLED,
            batch=facts.RBM_BATCH,
            rate=facts.RBM_RATE,
            layers=facts.LAYERS,
        ),
        block(
            _NETS,
            weights=facts.WEIGHTS,
            pixels=PIXELS,
            width=facts.WIDTH,
            layers=facts.LAYERS,
            classes=CLASSES,
        ),
        block(
            _TRAIN,
            batches=facts.BATCHES,
            batch=facts.BATCH,
            momentum=facts.DEEP_MOMENTUM,
        ),
    )


_PERCEPTRON = '''
    draws = np.random.default_rng((SEED, $stream))
    passes = np.tile(np.arange(4), ($orders, $passes, 1))
    orders = draws.permuted(passes, axis=2).reshape($orders, $shown)
    inputs, targets = np.c_[np.array(CORNERS), np.ones(4)], np.array(GATE)


    def perceptron(order):
        """[presentation, 3] the weights, from 0 on."""
        weights = [np.zeros(3)]
        for corner in order:
            said = int(inputs[corner] @ weights[-1] > 0)
            weights.append(weights[-1] + (targets[corner] - said) * inputs[corner])
        return np.array(weights)


    def learned(weights):
        """The presentation of the last mistake; NaN where there still are some."""
        if ((weights[-1] @ inputs.T > 0) != targets).any():
            return np.nan
        return 1 + max(np.flatnonzero(np.diff(weights, axis=0).any(1)), default=-1)


    lines = perceptron(orders[0])[:, None]
    learned_after = np.array([learned(perceptron(order)) for order in orders])
    wrong = ((lines[:, 0] @ inputs.T > 0) != targets).sum(1)
    presented = orders[0]
    places = np.linspace($low, $high, $grid)
    x, y = np.meshgrid(places, places)
    pictures = np.array([w1 * x + w2 * y + b > 0 for w1, w2, b in lines[:, 0]]) * 1.0
    print("wrong after each presentation:", *wrong)
    print("learned after presentation, by order:", *learned_after)
'''

_MLP = '''
    x, y = torch.tensor(CORNERS), torch.tensor(GATE).float()


    def outputs(parameters, name, inputs):
        """[net, sample] the scores of all nets: one product for all."""
        w1, b1, w2, b2 = parameters
        hidden = getattr(torch, name)(inputs @ w1.transpose(1, 2) + b1)
        return (hidden @ w2.transpose(1, 2) + b2)[..., 0]


    def trained(name, hidden, many):
        """The parameters of this many nets, trained by SGD with momentum."""
        draws = torch.Generator().manual_seed(SEED * 1000 + $stream)
        w1 = torch.randn(many, hidden, 2, generator=draws)
        w2 = torch.randn(many, 1, hidden, generator=draws)
        parameters = [w1, torch.zeros(many, 1, hidden), w2, torch.zeros(many, 1, 1)]
        parameters = [w.requires_grad_() for w in parameters]
        sgd = torch.optim.SGD(parameters, $rate, momentum=$momentum)
        for _ in range(STEPS):
            z = outputs(parameters, name, x)
            loss = F.binary_cross_entropy_with_logits(z, y.expand_as(z), reduction="none")
            sgd.zero_grad()
            loss.mean(1).sum().backward()  # a net's gradient is that of its own loss
            sgd.step()
        return [w.detach() for w in parameters]


    def right(parameters, name):
        """[net] whether all four corners are told right."""
        return ((outputs(parameters, name, x) > 0) == y.bool()).all(1)


    parameters = trained(ACTIVATION, HIDDEN, STARTS)
    learned = right(parameters, ACTIVATION).numpy()
    lines = torch.cat([parameters[0], parameters[1].transpose(1, 2)], 2).numpy()
    places = torch.linspace($low, $high, $grid)
    plane = torch.stack(torch.meshgrid(places, places, indexing="xy"), -1).view(-1, 2)
    pictures = outputs(parameters, ACTIVATION, plane).sigmoid()
    pictures = pictures.view(-1, $grid, $grid).numpy()
    print(f"{learned.sum()} of {STARTS} starts have learned")
    share = np.zeros((3, 3))
    for row, name in enumerate([$names]):
        for column, hidden in enumerate([$sizes]):
            nets = trained(name, hidden, 200)
            share[row, column] = right(nets, name).double().mean()
            print(f"{name:8} H = {hidden}: {share[row, column]:.1%}")
'''

_DIGITS = '''
    def generator(stream):
        """One of many independent streams of the seed."""
        return torch.Generator().manual_seed(SEED * 1000 + stream)


    with np.load(DIGITS) as file:
        images = torch.tensor(file["images"].reshape(-1, 64).astype(np.float32)) / 16
        labels = torch.tensor(file["labels"].astype(np.int64))
    order = torch.randperm(len(labels), generator=generator($order))
    train, test = order[:$samples], order[$samples:]
'''

_MACHINE = '''
    def machine(v, draws):
        """A restricted Boltzmann machine by CD-1: weights, biases, and errors by epoch."""
        w = $start * torch.randn($width, v.shape[1], generator=draws)
        a, b, errors = torch.zeros(v.shape[1]), torch.zeros($width), []
        for _ in range(EPOCHS):
            found = []
            for rows in torch.randperm(len(v), generator=draws).split($batch):
                given, rate = v[rows], $rate / len(rows)
                h = (given @ w.T + b).sigmoid()
                drawn = (torch.rand(h.shape, generator=draws) < h).float()
                rebuilt = (drawn @ w + a).sigmoid()
                again = (rebuilt @ w.T + b).sigmoid()
                w = w + rate * (h.T @ given - again.T @ rebuilt)
                a = a + rate * (given - rebuilt).sum(0)
                b = b + rate * (h - again).sum(0)
                found.append((given - rebuilt).square().mean().item())
            errors.append(np.mean(found))
        return w, b, errors


    v, draws, machines, rebuilt = images[train], generator($sampled), [], []
    for layer in range($layers):
        w, b, errors = machine(v, draws)
        machines.append((w, b))
        rebuilt.append(errors)
        v = (v @ w.T + b).sigmoid()
    rebuilt = np.array(rebuilt)
'''

_NETS = '''
    class Skip(nn.Sequential):
        """Layers whose input is added to what they pass on."""

        def forward(self, x):
            return x + super().forward(x)


    def net_of(name):
        """One of the nets, untrained; all begin from the same draws."""
        draws, relu, layers = generator($weights), name in ("he", "skips"), []
        for layer in range($layers):
            linear = nn.Linear($width if layer else $pixels, $width)
            w = torch.randn(linear.weight.shape, generator=draws)
            w = w * ((2 if relu else 1) * 2 / (linear.in_features + $width)) ** 0.5
            linear.weight.data, linear.bias.data = w, torch.zeros($width)
            if name == "rbm":
                linear.weight.data, linear.bias.data = (p.clone() for p in machines[layer])
            norm = [nn.BatchNorm1d($width)] if name == "bn" else []
            parts = [linear, *norm, nn.ReLU() if relu else nn.Sigmoid()]
            skips = name == "skips" and linear.in_features == $width
            layers.append((Skip if skips else nn.Sequential)(*parts))
        scores = nn.Linear($width, $classes)
        w = torch.randn(scores.weight.shape, generator=draws)
        scores.weight.data = w * (2 / ($width + $classes)) ** 0.5
        nn.init.zeros_(scores.bias)
        return nn.Sequential(*layers, scores)
'''

_TRAIN = '''
    def batches():
        """Indices without end: each epoch in an order of its own."""
        order = generator($batches)
        while True:
            yield from torch.randperm(len(train), generator=order).split($batch)


    losses, final_loss, accuracy = [], [], []
    for name, rate in zip(NETS, RATES):
        net, order, found = net_of(name), batches(), []
        sgd = torch.optim.SGD(net.parameters(), rate, $momentum)
        for _ in range(STEPS):
            rows = train[next(order)]
            loss = F.cross_entropy(net(images[rows]), labels[rows])
            sgd.zero_grad()
            loss.backward()
            sgd.step()
            found.append(loss.item())
        net.eval()
        with torch.no_grad():
            end = F.cross_entropy(net(images[train]), labels[train]).item()
            right = (net(images[test]).argmax(1) == labels[test]).double().mean().item()
        losses.append(found)
        final_loss.append(end)
        accuracy.append(right)
        print(f"{name:7} loss {end:.3f}, right on new digits {right:.1%}")
    losses, final_loss, accuracy = (np.array(a) for a in (losses, final_loss, accuracy))
'''
