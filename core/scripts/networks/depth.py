"""The script that trains plain and residual nets of several depths."""

from __future__ import annotations

from textwrap import indent

from core.data.digits import CLASSES, PIXELS
from core.networks.depth import (
    MEASURED,
    MOMENTUM,
    ORDER,
    SMOOTH,
    SPLIT,
    TRAINED,
    WEIGHTS,
    DepthSpec,
    seed_of,
)
from core.scripts.inputs import digits_path
from core.scripts.writing import block, constant, lines, script

_NORMS = {
    ("bn", "dense"): "torch.nn.BatchNorm1d(WIDTH)",
    ("bn", "conv"): "torch.nn.BatchNorm2d(WIDTH)",
    ("ln", "dense"): "torch.nn.LayerNorm(WIDTH)",
    ("ln", "conv"): "torch.nn.GroupNorm(1, WIDTH)",
}


def depth(spec: DepthSpec) -> str:
    """Write the script: each kind of net at each depth, measured before training, then trained."""
    return script(
        "Deeper nets, without skips and with them: how well do they train?",
        "losses are [net, depth, step]; gradient_norm, gradient_skip, gradient_branch and cosine "
        "are [net, depth, block], before training. inserted_loss is that of the deepest net made "
        "of the shallowest by inserting identities.",
        _settings(spec),
        block(_DATA, split=SPLIT, maps=_MAPS if spec.form == "conv" else ""),
        _layers(spec),
        _nets(spec),
        block(_SIGNALS, normed=_given(spec)),
        block(_TRAIN, order=ORDER),
        block(_EVALUATE, at_once="MEASURED" if spec.form == "conv" else "TRAINED"),
        block(_INSERTED, same=_SAME[spec.form], unnormed=_unnormed(spec)),
        block(_RUN, normed=_given(spec), shallow=_unnormed(spec)),
        block(_PRINTED),
    )


_MAPS = "images = images.reshape(-1, 1, 8, 8)"
_SAME = {
    "dense": "torch.eye(WIDTH)",
    "conv": "torch.nn.init.dirac_(torch.empty(WIDTH, WIDTH, 3, 3))",
}


def _given(spec: DepthSpec) -> str:
    """The last argument of a net that is normalized, where there are such nets."""
    return "" if spec.norm == "none" else ", normed=True"


def _unnormed(spec: DepthSpec) -> str:
    return "" if spec.norm == "none" else ", normed=False"


def _settings(spec: DepthSpec) -> str:
    return lines(
        digits_path(),
        constant("KINDS", list(spec.compared)),
        constant("DEPTHS", list(spec.layers), "weighted layers: two in each block, and two more"),
        constant("WIDTH", spec.units, "channels" if spec.form == "conv" else ""),
        constant("RATE", spec.learning_rate),
        constant("MOMENTUM", MOMENTUM),
        constant("BATCH", spec.batch),
        constant("EPOCHS", spec.epochs),
        constant("TRAINED", TRAINED, "digits that are trained on; the others are the test"),
        constant("MEASURED", MEASURED, "of them are looked at before training"),
        constant("SMOOTH", SMOOTH, "batches whose mean loss is shown"),
        constant("SEEDS", [seed_of(spec, run) for run in range(spec.seeds)]),
    )


_DATA = '''
    def generator(seed, stream):
        """One of many independent streams of the seed."""
        return torch.Generator().manual_seed(seed * 1000 + stream)


    with np.load(DIGITS) as file:
        images = torch.tensor(file["images"].astype(np.float32)).flatten(1)
        labels = torch.tensor(file["labels"].astype(np.int64))
    $maps


    def divided(seed):
        """Digits to train on and to test with, then their labels."""
        order = torch.randperm(len(labels), generator=generator(seed, $split))
        x, y = images[order], labels[order]
        x = (x - x[:TRAINED].mean()) / x[:TRAINED].std()
        return *x.tensor_split([TRAINED]), *y.tensor_split([TRAINED])
'''


def _layers(spec: DepthSpec) -> str:
    """The functions that make a weighted layer, and a norm."""
    normed, biased = ("", "True") if spec.norm == "none" else (", normed", "not normed")
    made = "torch.nn.Linear(weight.shape[1], weight.shape[0], bias=biased)"
    if spec.form == "conv":
        made = "torch.nn.Conv2d(weight.shape[1], WIDTH, 3, padding=1, bias=biased)"
    return block(
        _LAYER,
        normed=normed,
        made=made.replace("biased", biased),
        unbiased="torch.nn.init.zeros_(made.bias)"
        if spec.norm == "none"
        else "if not normed:\n    torch.nn.init.zeros_(made.bias)",
        norm=""
        if spec.norm == "none"
        else "\n\n" + block(_NORM, norm=_NORMS[spec.norm, spec.form]),
    )


_LAYER = '''
    def layer(weight$normed):
        """A layer that begins with this weight; a norm behind it makes a bias useless."""
        made = $made
        made.weight = torch.nn.Parameter(weight)
        $unbiased
        return made
    $norm
'''

_NORM = '''
    def norm(normed):
        """A norm, or none: a list that is unpacked between layers."""
        return [$norm] if normed else []
'''


def _nets(spec: DepthSpec) -> str:
    """The classes of a block and of a net of blocks."""
    kinds, dense = spec.compared, spec.form == "dense"
    arguments, norm = ("", "") if spec.norm == "none" else (", normed", "*norm(normed), ")
    post = f"parts = [first, {norm}torch.nn.ReLU(), second{', *norm(normed)' if norm else ''}]"
    pre = lines(
        f"parts = [{norm}torch.nn.ReLU(), first]", f"parts += [{norm}torch.nn.ReLU(), second]"
    )
    v2 = "v2" in kinds
    scores = "scores" if dense else "pool, torch.nn.Flatten(), scores"
    return block(
        _BLOCK,
        arguments=arguments,
        parts=f'if kind == "v2":\n{indent(pre, "    ")}\nelse:\n    {post}' if v2 else post,
        zero=_ZERO if spec.zero_branch and set(kinds) != {"plain"} else "",
        first=f"(WIDTH, {PIXELS})" if dense else "(WIDTH, 1, 3, 3)",
        inner="(WIDTH, WIDTH)" if dense else "(WIDTH, WIDTH, 3, 3)",
        joined="\n".join(code for kind, code in _JOINED.items() if kind in {"plain", *kinds}),
        behind=f"behind = [{norm}torch.nn.ReLU()]",
        pool="" if dense else "pool = torch.nn.AdaptiveAvgPool2d(1)",
        placed=_PLACED.format(scores=scores)
        if v2
        else (f"stem, head = [stem, *behind], [{scores}]"),
        classes=CLASSES,
        weights=WEIGHTS,
    )


_ZERO = 'if kind != "plain":\n    torch.nn.init.zeros_(parts[-1].weight)'
_JOINED = {
    "plain": 'if self.kind == "plain":\n    return self.branch(x).relu()',
    "v1": 'if self.kind == "v1":\n    return (skipped + self.branch(x)).relu()',
    "v2": "return skipped + self.branch(x)",
}
_PLACED = """\
if kind == "v2":  # its blocks begin with what follows others
    stem, head = [stem], [*behind, {scores}]
else:
    stem, head = [stem, *behind], [{scores}]"""

_BLOCK = '''
    class Block(torch.nn.Module):
        """plain: relu(F(x)); v1: relu(x + F(x)); v2: x + F(x), its ReLUs first."""

        def __init__(self, kind, first, second$arguments):
            super().__init__()
            self.kind = kind
            first, second = layer(first$arguments), layer(second$arguments)
            $parts
            $zero
            self.branch = torch.nn.Sequential(*parts)

        def joined(self, skipped, x):
            """The output, where skip and branch are given x apart."""
            $joined

        def forward(self, x):
            return self.joined(x, x)


    class Net(torch.nn.Module):
        """A layer, blocks of two, and scores, drawn the same for every kind of block."""

        def __init__(self, kind, depth, seed$arguments):
            super().__init__()
            draws = generator(seed, $weights)

            def drawn(shape):
                scale = math.sqrt(2 / math.prod(shape[1:]))  # He's
                return torch.randn(shape, generator=draws) * scale

            stem = layer(drawn($first)$arguments)
            $behind
            blocks = []
            for _ in range((depth - 2) // 2):
                pair = drawn($inner), drawn($inner)
                blocks.append(Block(kind, *pair$arguments))
            scores = torch.nn.Linear(WIDTH, $classes)
            scores.weight = torch.nn.Parameter(drawn(($classes, WIDTH)))
            torch.nn.init.zeros_(scores.bias)
            $pool
            $placed
            self.stem = torch.nn.Sequential(*stem)
            self.blocks = torch.nn.ModuleList(blocks)
            self.head = torch.nn.Sequential(*head)

        def forward(self, x):
            h = self.stem(x)
            for block in self.blocks:
                h = block(h)
            return self.head(h)
'''

_SIGNALS = '''
    def signals(kind, depth, seed, x, y):
        """Norms of dL/dh [4, block], at a block's output and at its input, and of what came
        through skip and branch; then the mean cosine of two inputs behind each block."""
        net, steps, cosine = Net(kind, depth, seed$normed), [], []
        h = net.stem(x)
        for block in net.blocks:
            h.retain_grad()
            skipped, given = h.clone(), h.clone()
            steps.append((h, skipped, given))
            for part in (skipped, given):
                part.retain_grad()
            h = block.joined(skipped, given)
            units = F.normalize(h.detach().flatten(1), dim=1).double()
            n = len(units)
            pairs = units.sum(0).square().sum() - units.square().sum()
            cosine.append((pairs / (n * (n - 1))).item())
        h.retain_grad()
        F.cross_entropy(net.head(h), y).backward()
        steps.append((h, h, h))

        def norms(place):
            found = [step[place].grad for step in steps]
            return [math.nan if one is None else one.norm().item() for one in found]

        whole = norms(0)
        return np.array([whole[1:], whole[:-1], norms(1)[:-1], norms(2)[:-1]]), cosine
'''

_TRAIN = '''
    def train(net, x, y, seed):
        """The loss of each batch, before the step; NaN from where it is not finite."""
        order = generator(seed, $order)
        optimizer = torch.optim.SGD(net.parameters(), lr=RATE, momentum=MOMENTUM)
        losses = []
        for _ in range(EPOCHS):
            for rows in torch.randperm(TRAINED, generator=order).split(BATCH):
                loss = F.cross_entropy(net(x[rows]), y[rows])
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
                losses.append(loss.item())
                if not math.isfinite(losses[-1]):
                    steps = EPOCHS * -(-TRAINED // BATCH)
                    return losses[:-1] + [math.nan] * (steps - len(losses) + 1)
        return losses
'''

_EVALUATE = '''
    def evaluate(net, x, y):
        """Mean loss, and accuracy; NaN if a score is not finite."""
        with torch.no_grad():
            scores = torch.cat([net(part) for part in x.split($at_once)])
        if not scores.isfinite().all():
            return math.nan, math.nan
        right = (scores.argmax(1) == y).float().mean().item()
        return F.cross_entropy(scores, y).item(), right
'''

_INSERTED = '''
    def inserted(net, blocks):
        """The net, which is plain, deeper by blocks that are the identity behind a ReLU."""
        same = $same
        for _ in range(blocks):
            net.blocks.append(Block("plain", same.clone(), same.clone()$unnormed))
        return net
'''

_RUN = """
    shape = len(SEEDS), len(KINDS), len(DEPTHS)
    steps = EPOCHS * -(-TRAINED // BATCH)
    depths, most = np.array(DEPTHS), (DEPTHS[-1] - 2) // 2
    runs = np.full((*shape, steps), np.nan)
    final_losses, accuracies = np.full((2, *shape), np.nan)
    inserted_losses = np.full((len(SEEDS), len(DEPTHS)), np.nan)
    gradient = np.full((4, *shape[1:], most), np.nan)
    cosine = np.full((*shape[1:], most), np.nan)
    parameters = np.zeros(shape[1:], int)
    for r, seed in enumerate(SEEDS):
        train_x, test_x, train_y, test_y = divided(seed)
        for d, depth in enumerate(DEPTHS):
            for k, kind in enumerate(KINDS):
                if r == 0:
                    x, y, many = train_x[:MEASURED], train_y[:MEASURED], (depth - 2) // 2
                    found = signals(kind, depth, seed, x, y)
                    gradient[:, k, d, :many], cosine[k, d, :many] = found
                net = Net(kind, depth, seed$normed)
                parameters[k, d] = sum(p.numel() for p in net.parameters())
                runs[r, k, d] = train(net, train_x, train_y, seed)
                if math.isfinite(runs[r, k, d, -1]):
                    accuracies[r, k, d] = evaluate(net.eval(), test_x, test_y)[1]
                    # as in training, with the statistics of these digits
                    final_losses[r, k, d] = evaluate(net.train(), train_x, train_y)[0]
        net = Net("plain", DEPTHS[0], seed$shallow)
        last = train(net, train_x, train_y, seed)[-1]
        for d, depth in enumerate(DEPTHS):
            deep = inserted(net, (depth - 2) // 2 - len(net.blocks))
            inserted_losses[r, d] = evaluate(deep, train_x, train_y)[0]


    def mean(values):
        \"\"\"The mean over the seeds that did not diverge.\"\"\"
        known = np.isfinite(values)
        total = np.where(known, values, 0).sum(0) / np.maximum(known.sum(0), 1)
        return np.where(known.any(0), total, np.nan)


    windows = [runs[..., max(0, s + 1 - SMOOTH) : s + 1].mean(-1) for s in range(steps)]
    losses, smoothed = runs.mean(0), np.stack(windows, -1).mean(0)
    final_loss, accuracy = mean(final_losses), mean(accuracies)
    diverged = np.isnan(runs).any((0, 3))
    gradient_norm, gradient_skip, gradient_branch = gradient[1:]
    blocks = (depths - 2) // 2
    gradient_out = gradient[0][:, range(len(DEPTHS)), blocks - 1]
    relative_norm = gradient[1:] / gradient_out[:, :, None]
    theory = (math.pi / (math.pi - 1)) ** np.arange(most, 0, -1)  # ReLU and BN, wide
    growth = relative_norm[0, :, :, 0] ** (1 / blocks)
    last_cosine = cosine[:, range(len(DEPTHS)), blocks - 1]
    shallow_loss, *_, inserted_loss = [*mean(inserted_losses), mean(inserted_losses)[-1]]
"""

_PRINTED = """
    print("net    depth  parameters  training loss  accuracy  gradient x a block")
    for k, kind in enumerate(KINDS):
        for d, depth in enumerate(DEPTHS):
            words = f"{kind:6}{depth:6}{parameters[k, d]:12,}{final_loss[k, d]:15.4g}"
            print(words + f"{accuracy[k, d]:10.1%}{growth[k, d]:20.3f}")
    print(f"identities inserted into depth {DEPTHS[0]}:", shallow_loss, inserted_loss)
"""
