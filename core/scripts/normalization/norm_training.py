"""The script that trains a small convolutional net with each norm."""

from __future__ import annotations

from textwrap import indent

from core.data.labeled import LABELED
from core.normalization.norm_training import (
    MIN_RATE,
    POINTS_AN_EPOCH,
    VARIED,
    NormTrainingSpec,
    seed_of,
    test_block,
)
from core.scripts.inputs import divide_labeled, labeled_path, read_labeled
from core.scripts.writing import block, constant, lines, script, together

_CALLS = {
    "bn": "F.batch_norm(x, mean, variance, w, b, self.training, eps=EPS)",
    "ln": "F.layer_norm(x, x.shape[1:], wide(w, x), wide(b, x), eps=EPS)",
    "in": "F.instance_norm(x, weight=w, bias=b, eps=EPS)",
    "gn": "F.group_norm(x, GROUPS, w, b, eps=EPS)",
    "rms": "F.rms_norm(x, x.shape[1:], wide(w, x), eps=EPS)",
}

_WIDE = '''
    def wide(v, x):
        """One number a channel as one for every element of a sample."""
        return v[:, None, None].expand(x.shape[1:])
'''


def norm_training(spec: NormTrainingSpec) -> str:
    """Write the script: a small convolutional net, trained with each norm at each value."""
    varied = spec.vary
    names = {
        name: name if name == varied else name.upper()
        for name in ("learning_rate", "batch", "init_scale", "depth", "placement")
    }
    keys = spec.compared
    return script(
        "Does normalization help? A small convolutional net, with each norm.",
        "loss and error are [norm, value, point]"
        + (f", where the values are those of {varied}." if varied != "nothing" else "."),
        _settings(spec, names),
        _data(spec),
        block(_WIDE) if {"ln", "rms"} & set(keys) else "",
        _net(spec, names),
        block(_ERROR, block=test_block(spec)),
        _train(spec, names),
        _run(spec),
    )


def _settings(spec: NormTrainingSpec, names: dict[str, str]) -> str:
    words = {
        "learning_rate": "of plain SGD",
        "batch": "",
        "init_scale": "initial weights: He's, times this",
        "depth": "convolutions",
    }
    fixed = [
        constant(name.upper(), getattr(spec, name), says)
        for name, says in words.items()
        if names[name] != name
    ]
    return lines(
        labeled_path(spec.data),
        constant("NORMS", list(spec.compared)),
        constant("VALUES", list(VARIED[spec.vary]), f"of {spec.vary}")
        if spec.vary != "nothing"
        else "",
        *fixed,
        constant("WIDTH", spec.width, "channels of every convolution"),
        constant("GROUPS", spec.groups, "of GN") if "gn" in spec.compared else "",
        constant("EPOCHS", spec.epochs),
        constant("POINTS", POINTS_AN_EPOCH, "an epoch, at which the loss is noted"),
        constant("SAMPLES", spec.samples, "to train on; others are the test"),
        constant("EPS", 1e-5) if set(spec.compared) != {"none"} else "",
        constant("SEED", spec.seed)
        if spec.seeds == 1
        else constant("SEEDS", [seed_of(spec, run) for run in range(spec.seeds)]),
    )


def _data(spec: NormTrainingSpec) -> str:
    """The lines that read the pictures and divide them, once or for each seed."""
    read = read_labeled(spec.data)
    if spec.seeds == 1:
        return lines(read, divide_labeled(spec.data, "SEED", "SAMPLES"), block(_SPLIT))
    order = divide_labeled(spec.data, "seed", "SAMPLES")
    return together(read, block(_DIVIDED, order=order))


_SPLIT = """
    train_x, test_x = images[order].tensor_split([SAMPLES])
    train_y, test_y = labels[order].tensor_split([SAMPLES])
"""

_DIVIDED = '''
    def divided(seed):
        """Pictures to train on and to test with, then their labels."""
        $order
        x, y = images[order], labels[order]
        return *x.tensor_split([SAMPLES]), *y.tensor_split([SAMPLES])
'''


def _net(spec: NormTrainingSpec, names: dict[str, str]) -> str:
    branches = [_branch(key, spec) for key in _CALLS if key in spec.compared]
    if "none" in spec.compared:
        branches.append("return x + b[:, None, None]  # without a norm: a bias alone")
    before = "x = self.normalize(x, k).relu()"
    after = "x = self.normalize(x.relu(), k)"
    if names["placement"] == "placement":
        placed = f'if self.placement == "before":\n    {before}\nelse:\n    {after}'
    else:
        placed = before if spec.placement == "before" else after
    arguments = [n for n in ("init_scale", "depth", "placement") if names[n] == n]
    return block(
        _NET,
        arguments="".join(f", {name}" for name in arguments),
        keep_placement="self.placement = placement" if "placement" in arguments else "",
        depth=names["depth"],
        scale=names["init_scale"],
        classes=len(LABELED[spec.data].classes),
        side=LABELED[spec.data].side,
        running=_RUNNING if "bn" in spec.compared else "",
        branches="\n".join(branches),
        placed=placed,
    )


def _branch(key: str, spec: NormTrainingSpec) -> str:
    """A layer's branch for that norm, without a condition if it is the only norm."""
    told = "mean, variance = self.running[k]  # for prediction\n" if key == "bn" else ""
    made = f"{told}return {_CALLS[key]}"
    if spec.compared == (key,):
        return made
    return f'if self.norm == "{key}":\n' + indent(made, "    ")


_RUNNING = """\
fresh = ((torch.zeros(WIDTH), torch.ones(WIDTH)) for _ in filters)
self.running = list(fresh)  # mean and variance, followed in training"""

_NET = '''
    class Net(torch.nn.Module):
        """(Convolution, norm, ReLU) some times and a linear layer; two poolings."""

        def __init__(self, norm, generator$arguments):
            super().__init__()
            self.norm = norm
            $keep_placement

            def drawn(fan_in, *shape):
                values = torch.randn(shape, generator=generator) * (2 / fan_in) ** 0.5
                return torch.nn.Parameter(values * $scale)

            widths = [1, *[WIDTH] * $depth]
            pairs = zip(widths, widths[1:])
            filters = [drawn(9 * a, b, a, 3, 3) for a, b in pairs]
            self.filters = torch.nn.ParameterList(filters)
            fan_in = ($side >> min($depth, 2)) ** 2 * WIDTH
            self.weight = drawn(fan_in, $classes, fan_in)
            self.bias = torch.nn.Parameter(torch.zeros($classes))
            ones = (torch.ones(WIDTH) for _ in filters)
            zeros = (torch.zeros(WIDTH) for _ in filters)
            self.gammas = torch.nn.ParameterList(ones)
            self.betas = torch.nn.ParameterList(zeros)
            $running

        def normalize(self, x, k):
            w, b = self.gammas[k], self.betas[k]
            $branches

        def forward(self, x):
            for k, filters in enumerate(self.filters):
                x = F.conv2d(x, filters, padding=1)
                $placed
                if k < 2:
                    x = F.avg_pool2d(x, 2)
            return F.linear(x.flatten(1), self.weight, self.bias)
'''

_ERROR = '''
    def test_error(net):
        """The share of the test pictures that are misread, in prediction."""
        net.eval()
        with torch.no_grad():
            scores = torch.cat([net(x) for x in test_x.split($block)])
        net.train()
        wrong = (scores.argmax(1) != test_y).float().mean().item()
        return wrong if scores.isfinite().all() else math.nan
'''


def _train(spec: NormTrainingSpec, names: dict[str, str]) -> str:
    value = "" if spec.vary == "nothing" else f", {spec.vary}"
    of_net = [n for n in ("init_scale", "depth", "placement") if names[n] == n]
    rate, scaled = names["learning_rate"], ""
    if spec.vary == "batch" and spec.scale_rate:
        rate, scaled = "rate", f"{rate} * batch / 32"
        if spec.learning_rate / 32 < MIN_RATE:
            scaled = f"max({MIN_RATE!r}, {scaled})"
    return block(
        _TRAIN,
        value=value,
        net="".join(f", {name}" for name in of_net),
        scaled=f"rate = {scaled}" if scaled else "",
        rate=rate,
        batch=names["batch"],
        seed="SEED" if spec.seeds == 1 else "seed",
    )


_TRAIN = '''
    def train(norm$value):
        """Mean losses since the point before, and test errors: POINTS an epoch."""
        generator = torch.Generator().manual_seed($seed + 1)
        net = Net(norm, generator$net)
        $scaled
        optimizer = torch.optim.SGD(net.parameters(), lr=$rate)
        losses, errors = [], []
        for _ in range(EPOCHS):
            order = torch.randperm(SAMPLES, generator=generator).split($batch)
            ends = [-(-len(order) * part // POINTS) for part in range(POINTS + 1)]
            for first, last in zip(ends, ends[1:]):
                taken = []
                for rows in order[first:last]:
                    loss = F.cross_entropy(net(train_x[rows]), train_y[rows])
                    optimizer.zero_grad()
                    loss.backward()
                    optimizer.step()
                    taken.append(loss.item())
                    if not math.isfinite(taken[-1]):  # diverged: the rest stays NaN
                        rest = EPOCHS * POINTS - len(losses)
                        return losses + [math.nan] * rest, errors + [math.nan] * rest
                losses.append(sum(taken) / len(taken) if taken else loss.item())
                errors.append(math.nan)
            errors[-1] = test_error(net)  # at the end of each epoch
        return losses, errors
'''


def _run(spec: NormTrainingSpec) -> str:
    """The code that runs every norm at every value and gives arrays and a table."""
    once = spec.vary == "nothing"
    rows = "[train(norm)]" if once else "[train(norm, value) for value in VALUES]"
    runs = f"runs = np.array([{rows} for norm in NORMS])"
    if spec.seeds > 1:
        runs = block(_SEEDS, rows=rows)
    largest = ""
    if spec.vary == "learning_rate":
        largest = (
            "rates = np.where(trained, np.array(VALUES), -np.inf).max(axis=1)\n"
            "largest_rate = np.where(np.isfinite(rates), rates, np.nan)"
        )
    printed = _PRINTED_ONCE if once else _PRINTED_VARIED
    return block(
        f"{runs}\n"
        + block(_ARRAYS if spec.seeds == 1 else _MEANS)
        + f"\n{largest}\n\n".replace("\n\n\n", "\n\n")
        + block(printed)
    )


_ARRAYS = """
    loss, error = runs[:, :, 0], runs[:, :, 1]  # [norm, value, point]
    diverged = np.isnan(loss).any(axis=-1)
    final_error = np.where(np.isnan(error[..., -1]), 0.9, error[..., -1])  # 0.9: guessing
    final_errors = final_error[np.newaxis]  # [seed, norm, value]
    trained = ~diverged & (loss[..., -1] < math.log(10) / 2)  # half of what guessing gives
"""

_SEEDS = """
    runs = []
    for seed in SEEDS:
        train_x, test_x, train_y, test_y = divided(seed)
        runs.append([$rows for norm in NORMS])
    runs = np.array(runs)
"""

_MEANS = """
    losses, errors = runs[:, :, :, 0], runs[:, :, :, 1]  # [seed, norm, value, point]
    loss, error = losses.mean(axis=0), errors.mean(axis=0)
    broken = np.isnan(losses).any(axis=-1)
    diverged = broken.any(axis=0)
    last = errors[..., -1]
    final_errors = np.where(np.isnan(last), 0.9, last)  # 0.9: guessing
    final_error = final_errors.mean(axis=0)
    # below half of what guessing gives, with every seed
    trained = (~broken & (losses[..., -1] < math.log(10) / 2)).all(axis=0)
"""

_PRINTED_ONCE = """
    print("norm    last loss   test error")
    for name, row, wrong in zip(NORMS, loss[:, 0, -1], final_error[:, 0]):
        print(f"{name:6}{row:11.4g}{wrong:13.1%}")
"""

_PRINTED_VARIED = """
    print("test error", *(f"{value!s:>8}" for value in VALUES))
    for name, row in zip(NORMS, final_error):
        print(f"{name:10}", *(f"{wrong:8.1%}" for wrong in row))
"""
