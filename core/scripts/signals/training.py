"""The script of a net in training: a torch module, torch's own optimizer, labeled pictures."""

from __future__ import annotations

from core.data.digits import CLASSES
from core.data.labeled import LABELED
from core.layers.initializers import INITIALIZERS
from core.optimizers.on_matrices import ON_MATRICES
from core.optimizers.optimizers import OPTIMIZERS
from core.optimizers.schedules import SCHEDULES
from core.scripts import inputs
from core.scripts.calls import torch_call
from core.scripts.inputs import labeled_path
from core.scripts.signals import net
from core.scripts.writing import block, call, constant, fit_at, lines, script, together
from core.signals.net import BIASES
from core.signals.training import EVALUATE, HELD_OUT, ORDER, SPLIT, TRAINED, TrainingSpec


def training(spec: TrainingSpec) -> str:
    """Write the script: a dense net on the digits, trained at one rate or several side by side."""
    key, std = getattr(spec, f"init_{spec.side}"), getattr(spec, f"std_{spec.side}")
    torchs, source, given = _optimizer(spec)
    arguments = ["net.parameters()", "lr=rate", *(f"{n}={v}" for n, v in given if n != "lr")]
    changes = constant("RATE_CHANGES", dict(spec.changes), "from that step on") if (
        spec.rate_changes
    ) else ""  # fmt: skip
    return script(
        f"A net of {spec.depth} {spec.activation} layers learns to tell pictures apart.",
        "losses are [net, step]; what all data say of the nets is in train_losses, "
        "test_losses and their accuracies, [net, evaluation].",
        lines(
            labeled_path(spec.data),
            constant("DEPTH", spec.depth),
            constant("WIDTH", spec.width),
            constant("BIAS", spec.bias, "of every unit at the start") if spec.bias else "",
            constant("RATES", [spec.learning_rate * f for f in spec.factors], "a net each"),
            changes,
            constant("HELD_OUT", HELD_OUT, "pictures that are never trained on"),
            constant("BATCH", spec.batch),
            constant("STEPS", spec.steps),
            constant("CADENCE", spec.cadence, "steps between measurements"),
            constant("SEED", spec.seed),
        ),
        inputs.DRAW,
        _read(spec),
        _split(spec),
        net.initialize(key),
        net.draw_biases(key),
        _module(spec, fit_at(f"w = {net.call_of(key, 'linear.weight', std, spec.leak)}", 16)),
        block(_EVALUATE),
        source,
        SCHEDULES[spec.schedule].code,
        _train(spec, fit_at(f"optimizer = {call(torchs, arguments)}", 4)),
        block(_RUN),
        block(_PRINTED),
    )


def _optimizer(spec: TrainingSpec) -> tuple[str, str, list[tuple[str, str]]]:
    """The name of the optimizer's class, its source if torch has none, and its arguments."""
    if spec.optimizer in ON_MATRICES:
        one = ON_MATRICES[spec.optimizer]
        return one.torch, one.torch_source, []
    record = OPTIMIZERS[spec.optimizer]
    hyper = {p.name: p.default for p in record.hyper} | {"learning_rate": spec.learning_rate}
    torchs, given = torch_call(record, hyper)
    return torchs, record.torch_source, given


def _read(spec: TrainingSpec) -> str:
    """Lines that read the levels of gray ``images`` [N, pixel] in float64 and ``labels`` [N]."""
    if spec.data == "digits":
        return inputs.READ_DIGITS
    levels = LABELED[spec.data].levels
    rows = f"images = (images.flatten(1) * {levels}).double().numpy()  # levels of gray"
    return lines(inputs.read_labeled(spec.data), rows)


def _parts(spec: TrainingSpec) -> str:
    """Lines that draw which pictures are trained on, and which are held out."""
    source = LABELED[spec.data]
    if not source.held_out:
        return block(_DRAWN, stream=SPLIT)
    return block(_PUBLISHED, stream=SPLIT, many=source.trained, trained=TRAINED)


_DRAWN = """
    order = torch.randperm(len(labels), generator=generator($stream)).numpy()
    train, test = order[HELD_OUT:], order[:HELD_OUT]
"""

_PUBLISHED = """
    order = torch.randperm($many, generator=generator($stream)).numpy()
    train, test = order[:$trained], $many + np.arange(HELD_OUT)
"""


def _split(spec: TrainingSpec) -> str:
    prepared = inputs.prepare(spec.preprocess, "images", fitted="images[train]")
    return together(
        _parts(spec) + "\n" + prepared,
        block("""
            x = torch.tensor(prepared, dtype=torch.float32)
            train_x, train_y = x[train], labels[train]
            test_x, test_y = x[test], labels[test]
        """),
    )


_NORM_MODULES = {
    "bn": "torch.nn.BatchNorm1d(WIDTH, affine=False)",
    "ln": "torch.nn.LayerNorm(WIDTH, elementwise_affine=False)",
}


def _module(spec: TrainingSpec, initialize: str) -> str:
    norms = ""
    if spec.norm != "none":
        norms = (
            "self.norms = torch.nn.ModuleList(\n"
            f"    {_NORM_MODULES[spec.norm]} for _ in range(DEPTH)\n)"
        )
    pairs = "for linear, norm in zip(self.linears, self.norms):" if norms else (
        "for linear in self.linears:"
    )  # fmt: skip
    return block(
        _MODULE,
        classes=CLASSES,
        activation=net.activation(spec),
        norms=norms,
        loop=pairs,
        initialize=initialize,
        begin=_biases(spec),
        layer=net.layer_lines(spec, norm="norm({})").replace(" activation(", " self.activation("),
    )


def _biases(spec: TrainingSpec) -> str:
    """Lines that make a layer's biases what they begin with."""
    key = getattr(spec, f"init_{spec.side}")
    common = "BIAS if layer < DEPTH else 0"
    if not INITIALIZERS[key].bias_code:
        if spec.bias:
            return f"torch.nn.init.constant_(linear.bias, {common})"
        return "torch.nn.init.zeros_(linear.bias)"
    return lines(
        f"stream = generator({BIASES} + layer)",
        f"b = {key}_bias(torch.zeros(len(w)), w.shape[1], stream)",
        f"linear.bias.data.copy_(b{f' + ({common})' if spec.bias else ''})",
    )


_MODULE = '''
    class Net(torch.nn.Module):
        """DEPTH layers of WIDTH units, and a linear layer of $classes classes on top."""

        def __init__(self):
            super().__init__()
            sizes = [train_x.shape[1], *[WIDTH] * DEPTH]
            pairs = zip(sizes, sizes[1:])
            self.linears = torch.nn.ModuleList(torch.nn.Linear(a, b) for a, b in pairs)
            self.scores = torch.nn.Linear(sizes[-1], $classes)
            self.activation = $activation
            $norms
            for layer, linear in enumerate([*self.linears, self.scores]):
                with torch.no_grad():
                    $initialize
                    linear.weight.copy_(w)
                $begin

        def forward(self, signal):
            """The outputs of all layers, the classes' scores last."""
            outputs = []
            $loop
                z = linear(signal)
                $layer
                outputs.append(signal)
            return [*outputs, self.scores(signal)]
'''

_EVALUATE = '''
    def evaluate(net):
        """Loss and accuracy on all data, and each layer's share of dead units."""
        net.eval()
        with torch.no_grad():
            outputs = net(train_x)
            dead = [(h == 0).all(0).float().mean().item() for h in outputs[:-1]]
            found = []
            for scores, y in ((outputs[-1], train_y), (net(test_x)[-1], test_y)):
                loss = torch.nn.functional.cross_entropy(scores, y).item()
                right = (scores.argmax(1) == y).float().mean().item()
                found += [loss, right if math.isfinite(loss) else math.nan]
        net.train()
        return found, dead
'''


def _train(spec: TrainingSpec, optimizer: str) -> str:
    schedule = SCHEDULES[spec.schedule]
    kind = "named" if schedule.code else spec.schedule
    change = f"if step in RATE_CHANGES:\n{_CHANGES[kind]}" if spec.rate_changes else ""
    return block(
        _TRAIN,
        order=ORDER,
        every=EVALUATE,
        optimizer=optimizer,
        scheduler=_SCHEDULERS[kind].format(name=schedule.name),
        change=change.format(name=schedule.name),
        scheduled=_SCHEDULED[kind],
    )


_SCHEDULERS = {
    "constant": "",
    "named": "scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, {name})",
    "plateau": "scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer)\nchosen = rate",
}
_CHANGES = {
    "constant": '    optimizer.param_groups[0]["lr"] = RATE_CHANGES[step] * rate / RATES[0]',
    "named": "    scheduler.base_lrs = [RATE_CHANGES[step] * rate / RATES[0]]\n"
    '    optimizer.param_groups[0]["lr"] = scheduler.base_lrs[0] * {name}(step)',
    "plateau": "    before, chosen = chosen, RATE_CHANGES[step] * rate / RATES[0]\n"
    '    optimizer.param_groups[0]["lr"] *= chosen / before',
}
_SCHEDULED = {
    "constant": "",
    "named": "scheduler.step()",
    "plateau": "scheduler.step(loss.item())",
}


_TRAIN = '''
    def batches():
        """Indices without end: each epoch in an order of its own."""
        order = generator($order)
        while True:
            yield from torch.randperm(len(train_y), generator=order).split(BATCH)


    def train_net(rate):
        """Losses, |change of w| / |w| of each measured step, and what all data say."""
        net, order = Net(), batches()
        $optimizer
        $scheduler
        weights = [linear.weight for linear in [*net.linears, net.scores]]
        losses, ratios, evaluations = [], [], [evaluate(net)]
        for step in range(STEPS):
            $change
            rows = next(order)
            loss = torch.nn.functional.cross_entropy(net(train_x[rows])[-1], train_y[rows])
            optimizer.zero_grad()
            loss.backward()
            before = [w.detach().clone() for w in weights]
            optimizer.step()
            $scheduled
            losses.append(loss.item())
            if step % CADENCE == 0:
                moved = [(w.detach() - b).norm() for w, b in zip(weights, before)]
                ratios.append([(m / b.norm()).item() for m, b in zip(moved, before)])
            if (step + 1) % ($every * CADENCE) == 0 or step + 1 == STEPS:
                evaluations.append(evaluate(net))
        return losses, ratios, *zip(*evaluations)
'''

_RUN = """
    nets = [train_net(rate) for rate in RATES]
    losses, update_ratios, numbers, dead = (np.array(part) for part in zip(*nets))
    train_losses, train_accuracies = numbers[..., 0], numbers[..., 1]  # [net, evaluation]
    test_losses, test_accuracies = numbers[..., 2], numbers[..., 3]
"""

_PRINTED = """
    print("rate          last loss   train loss  accuracy   test loss  accuracy")
    for k, rate in enumerate(RATES):
        print(f"{rate:<10.4g}{losses[k, -1]:13.4g}{train_losses[k, -1]:13.4g}", end="")
        print(f"{train_accuracies[k, -1]:10.1%}{test_losses[k, -1]:12.4g}", end="")
        print(f"{test_accuracies[k, -1]:10.1%}")
"""
