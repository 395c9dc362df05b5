"""What the scripts of this lab have in common: a run that is trained and measured."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core.data.labeled import LABELED
from core.diagnosis.diagnosis import ASKED, EVALUATE, LIVE, MOMENTA, DiagnosisSpec
from core.layers.activations import SATURATED
from core.resources import resource
from core.scripts.diagnosis import nets
from core.scripts.writing import block, constant, lines, together

_HEADS = {
    "digits": ("images of 8 x 8 handwritten digits", 16),
    "fashion": ("images of 28 x 28 pieces of clothing", 255),
}


_OPTIONS = (
    *("standardize", "label_noise", "shuffle", "dropout", "init_scale", "bias"),
    "weight_decay",
)
"""The settings that a run is only told where they are not the usual ones."""


def settings(spec: DiagnosisSpec) -> dict[str, Any]:
    """What a run's ``train`` is told, as plain values."""
    told: dict[str, Any] = {"seed": spec.seed, "samples": spec.samples}
    if spec.dense:
        told["hidden"] = list(spec.sizes)
    told |= {
        "activation": spec.activation,
        "init": spec.init,
        "optimizer": spec.optimizer,
        "lr": spec.learning_rate,
    }
    if spec.optimizer in MOMENTA:
        told["momentum"] = spec.momentum
    told |= {"batch": spec.batch, "epochs": spec.epochs}
    plain = DiagnosisSpec()
    for name in (
        "standardize",
        "label_noise",
        "shuffle",
        "dropout",
        "init_scale",
        "bias",
        "weight_decay",
    ):
        if getattr(spec, name) != getattr(plain, name):
            told[name] = getattr(spec, name)
    return told


def constants(specs: Sequence[DiagnosisSpec]) -> str:
    """The file of the pictures, and what all runs have in common."""
    one = specs[0]
    says, _ = _HEADS[one.data]
    return lines(
        constant("IMAGES", str(resource("data", f"{one.data}.npz")), says),
        constant("CLASSES", len(LABELED[one.data].classes)),
        constant("CADENCE", one.cadence, "steps between measurements"),
        constant("EVALUATE", EVALUATE, "measurements between evaluations"),
        constant("ASKED", ASKED, "the most samples that an evaluation asks"),
    )


def training(specs: Sequence[DiagnosisSpec]) -> str:
    """The functions that train a run and measure it; they contain only what these runs use."""
    used = {name for spec in specs for name in settings(spec)}
    return together(
        _data(specs[0], used),
        nets.made(specs, used),
        _batches(used),
        block(_EVALUATE, flat=_flat(specs)),
        block(_TRAIN, changes=_changes(specs)),
    )


def _data(spec: DiagnosisSpec, used: set[str]) -> str:
    source = LABELED[spec.data]
    side = source.side
    kept = f"np.arange({source.trained}, {source.count})" if source.held_out else "order[samples:]"
    shape = f"-1, {side**2}" if spec.dense else f"-1, 1, {side}, {side}"
    return block(
        _DATA,
        shape=shape,
        solid=_HEADS[spec.data][1],
        many=source.trained,
        held_out=kept,
        sort=_SORT if "shuffle" in used else "",
        noise=_NOISE if "label_noise" in used else "",
        standardize=_STANDARDIZE if "standardize" in used else "",
    )


_DATA = '''
    with np.load(IMAGES) as file:
        images = torch.tensor(file["images"].astype(np.float32)) / $solid
        images = images.reshape($shape)
        labels = torch.tensor(file["labels"].astype(np.int64)).reshape(-1)


    def generator(run, stream):
        """One of many independent streams of the run's seed."""
        return torch.Generator().manual_seed(run["seed"] * 1000 + stream)


    def divided(run):
        """Pictures and labels to train on, then those that are held out."""
        samples = run["samples"]
        order = torch.randperm($many, generator=generator(run, 900))
        train, test = order[:samples], $held_out
        x, y = images[train], labels[train]
        $sort
        $noise
        test_x = images[test]
        $standardize
        return x, y, test_x, labels[test]
'''
_STANDARDIZE = """
mean, std = x.mean(), x.std(correction=0)
x, test_x = (x - mean) / std, (test_x - mean) / std
""".strip()
_SORT = """
if not run.get("shuffle", True):  # class by class, as files often lie
    x, y = x[y.argsort(stable=True)], y.sort().values
""".strip()
_NOISE = """
drawn = generator(run, 902)
wrong = torch.rand(len(y), generator=drawn) < run.get("label_noise", 0)
y = torch.where(wrong, torch.randint(CLASSES, y.shape, generator=drawn), y)
""".strip()


def _batches(used: set[str]) -> str:
    sorted_too = "shuffle" in used
    return block(
        _BATCHES,
        places="places = torch.arange(samples)" if sorted_too else "",
        drawn=_SHUFFLED if sorted_too else _SHUFFLED.splitlines()[1].strip(),
    )


_BATCHES = '''
    def batches(run, samples, order):
        """Indices without end: each epoch in an order of its own."""
        $places
        while True:
            $drawn
            yield from places.split(run["batch"])
'''
_SHUFFLED = """
if run.get("shuffle", True):
    places = torch.randperm(samples, generator=order)
""".strip()

_EVALUATE = '''
    def ask(net, activations, x, y):
        """Loss and accuracy in prediction; of each activation: dead units, flats, std."""
        kept = {}

        def keep(module, given, output):
            kept[module] = given[0], output

        hooks = [module.register_forward_hook(keep) for module in activations]
        net.eval()
        with torch.no_grad():
            scores = net(x)
        net.train()
        for hook in hooks:
            hook.remove()
        loss = F.cross_entropy(scores, y).item()
        right = (scores.argmax(1) == y).float().mean().item()
        looks = []
        for z, h in (kept[module] for module in activations):
            rest = tuple(axis for axis in range(h.ndim) if axis != 1)
            dead = (h == 0).all(rest).float().mean().item()
            $flat
            looks.append((dead, flat, h.std(correction=0).item()))
        return loss, right if math.isfinite(loss) else math.nan, looks
'''

_TRAIN = '''
    def train(run):
        """Train a run; returns what was recorded of it, by name."""
        x, y, test_x, test_y = divided(run)
        samples = len(y)
        net, layers, activations = build(run)
        weights = [layer.weight for layer in layers]
        optimizer = optimizer_of(run, net.parameters())
        order = generator(run, 901)
        drawn = batches(run, samples, order)
        asked = torch.randperm(samples, generator=order)[:ASKED].sort().values
        shares = y.bincount(minlength=CLASSES) / samples
        variety = (1 - (1 - shares) ** run["batch"]).sum().item()
        epoch = -(-samples // run["batch"])
        found = {"epoch": epoch, "losses": []}
        evaluations, measurements = [], []

        def evaluate(step):
            trained = ask(net, activations, x[asked], y[asked])
            held_out = ask(net, activations, test_x[:ASKED], test_y[:ASKED])
            norm = torch.stack([w.detach().norm() for w in weights]).norm().item()
            evaluations.append((step, trained, held_out, norm))

        for step in range(run["epochs"] * epoch):
            $changes
            if step % (CADENCE * EVALUATE) == 0:
                evaluate(step)
            rows = next(drawn)
            loss = F.cross_entropy(net(x[rows]), y[rows])
            optimizer.zero_grad()
            loss.backward()
            before = [w.detach().clone() for w in weights]
            optimizer.step()
            found["losses"].append(loss.item())
            if step % CADENCE == 0:
                moved = [(w.detach() - b).norm() for w, b in zip(weights, before)]
                ratios = [(m / b.norm()).item() for m, b in zip(moved, before)]
                lengths = [w.grad.norm().item() for w in weights]
                classes = len(y[rows].unique()) / variety
                measurements.append((step, ratios, lengths, classes))
        evaluate(step + 1)

        steps, trained, held_out, norms = zip(*evaluations)
        found["evaluated_at"], found["weight_norm"] = steps, norms
        found["train_losses"], found["train_accuracies"], looks = zip(*trained)
        found["test_losses"], found["test_accuracies"], _ = zip(*held_out)
        found["dead"], found["saturated"], found["std"] = np.moveaxis(looks, -1, 0)
        found["measured_at"], ratios, lengths, found["batch_classes"] = zip(*measurements)
        found["update_ratio"] = np.transpose(ratios)
        found["gradient_norm"] = np.transpose(lengths)
        return {name: np.array(values) for name, values in found.items()}
'''


def _flat(specs: Sequence[DiagnosisSpec]) -> str:
    """Lines for the share of an activation's values where it is nearly flat."""
    bounded = {"tanh": "1 - h**2", "sigmoid": "h * (1 - h) * 4"}
    keys = list(dict.fromkeys(spec.activation for spec in specs))
    slopes = [(key, bounded[key]) for key in keys if key in bounded]
    if not slopes:
        return "flat = math.nan"
    name = {"tanh": "torch.nn.Tanh", "sigmoid": "torch.nn.Sigmoid"}
    shares = {k: f"(({slope}) < {SATURATED}).float().mean().item()" for k, slope in slopes}
    if len(keys) == 1:
        return f"flat = {shares[keys[0]]}"
    made = ["flat = math.nan"]
    for key, share in shares.items():
        made += [f"if isinstance(activations[0], {name[key]}):", f"    flat = {share}"]
    return lines(*made)


def _changes(specs: Sequence[DiagnosisSpec]) -> str:
    """Lines that set what is changed on the way, before the step."""
    made = []
    for at, name, value in specs[0].planned:
        group = "optimizer.param_groups[0]"
        if name == LIVE[0]:
            made.append(f'if step == {at}:\n    {group}["lr"] = {value!r}')
        elif name == LIVE[2]:
            made.append(f'if step == {at}:\n    {group}["weight_decay"] = {value!r}')
        elif MOMENTA.get(specs[0].optimizer) == "beta1":
            made.append(f'if step == {at}:\n    {group}["betas"] = ({value!r}, 0.999)')
        elif specs[0].optimizer in MOMENTA:
            made.append(f'if step == {at}:\n    {group}["momentum"] = {value!r}')
    return "\n".join(made)
