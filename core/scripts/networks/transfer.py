"""The script that pretrains a trunk on the digits 0-4 and learns 5-9 from few examples."""

from __future__ import annotations

from itertools import pairwise
from textwrap import indent

from core.data.canvas import CANVAS
from core.data.labeled import DIGITS_SIDE, PLACED_SEED
from core.networks.transfer import (
    AT_ONCE,
    BATCH,
    CLASSES,
    FROZEN,
    MOST_EXAMPLES,
    OLD_TRAINED,
    PRETRAINED,
    PRETRAINING_BATCH,
    PRETRAINING_RATE,
    SPOTS,
    WIDTHS,
    TransferSpec,
    seed_of,
)
from core.scripts.inputs import digits_path
from core.scripts.writing import block, constant, lines, literal, script


def transfer(spec: TransferSpec) -> str:
    """Write the script: the pretraining, every way on every number of examples, the table."""
    kernels = list(pairwise((1, *WIDTHS)))
    return script(
        "Does a trained trunk help on a new task? Digits 0-4 first, then 5-9 from few examples.",
        "accuracy, moved_parameters, moved_features and old_accuracy are [way, count, seed].",
        _settings(spec),
        block(_PLACED, side=CANVAS, room=CANVAS - DIGITS_SIDE + 1) if spec.data == "placed" else "",
        _data(spec),
        block(_NET, kernels=literal(kernels), last=WIDTHS[-1], classes=CLASSES),
        block(_TRAINING, at_once=AT_ONCE),
        block(_PRETRAINING, rate=PRETRAINING_RATE, batch=PRETRAINING_BATCH),
        block(
            _LEARN,
            examples=MOST_EXAMPLES,
            classes=CLASSES,
            batch=BATCH,
            begins=_begins(spec),
            froze=_froze(spec),
            groups=_groups(spec),
            still=_where(spec, FROZEN, block(_STILL)) if spec.bn_mode == "eval" else "",
            old=_old(spec),
        ),
        block(_RUN),
    )


def _settings(spec: TransferSpec) -> str:
    ways = spec.compared
    return lines(
        digits_path(),
        constant("WAYS", list(ways)),
        constant("COUNTS", list(spec.counts), "examples of each of the digits 5-9"),
        constant("BRIGHTNESS", spec.brightness, "of the digits 5-9")
        if spec.brightness != 1
        else "",
        constant("STEPS", spec.steps, "on the new task"),
        constant("FINE_RATE", spec.fine_rate, "of a fine-tuned trunk")
        if "fine_tune" in ways
        else "",
        constant("HEAD_RATE", spec.head_rate) if ways != ("scratch",) else "",
        constant("SCRATCH_RATE", spec.scratch_rate) if "scratch" in ways else "",
        constant("PRETRAINING", spec.pretraining, "steps on the digits 0-4"),
        constant("SEED", spec.seed),
        constant("SEEDS", [seed_of(spec, run) for run in range(spec.seeds)]),
    )


def _data(spec: TransferSpec) -> str:
    placed = spec.data == "placed"
    return block(
        _DATA,
        pictures=f"place(digits, spots(len(digits), {PLACED_SEED}))" if placed else "digits",
        trained=OLD_TRAINED,
        old=block(_AT_SPOTS, many=SPOTS)
        if placed
        else "old_x, old_y = pictures[first], labels[first]",
        look=" * np.float32(BRIGHTNESS)" if spec.brightness != 1 else "",
        classes=CLASSES,
        most=MOST_EXAMPLES,
        last=2 * CLASSES,
    )


_PLACED = '''
    def spots(many, seed):
        """The row and the column of each picture's upper left corner."""
        return np.random.RandomState(seed).randint(0, $room, (many, 2))


    def place(pictures, corners):
        """Digits of 8 x 8 on a blank canvas of $side x $side."""
        canvas = np.zeros((len(pictures), 1, $side, $side), np.float32)
        for blank, picture, (row, column) in zip(canvas, pictures, corners):
            blank[:, row : row + 8, column : column + 8] = picture
        return canvas


'''

_DATA = '''
    def generator(seed, stream):
        """One of several independent streams of a seed."""
        return torch.Generator().manual_seed(seed * 1000 + stream)


    with np.load(DIGITS) as file:
        digits = file["images"].reshape(-1, 1, 8, 8).astype(np.float32) / np.float32(16)
        labels = file["labels"].astype(np.int64)
    pictures = $pictures
    order = torch.randperm(len(labels), generator=generator(SEED, 0)).numpy()
    old = order[labels[order] < $classes]
    first, rest = old[:$trained], old[$trained:]
    $old
    old_x, old_y = torch.tensor(old_x), torch.tensor(old_y)
    old_test_x, old_test_y = torch.tensor(pictures[rest]), torch.tensor(labels[rest])
    classes = [order[labels[order] == digit] for digit in range($classes, $last)]
    first = np.concatenate([found[:$most] for found in classes])
    rest = np.concatenate([found[$most:] for found in classes])
    new_x = torch.tensor(pictures[first]$look)
    new_test_x = torch.tensor(pictures[rest]$look)
    new_y = torch.tensor(labels[first] - $classes)
    new_test_y = torch.tensor(labels[rest] - $classes)
'''

_AT_SPOTS = """
    corners = spots($many * len(first), SEED)
    old_x = place(np.repeat(digits[first], $many, axis=0), corners)
    old_y = np.repeat(labels[first], $many)
"""

_NET = '''
    def new_net(stream):
        """A trunk, whose last maps give their maxima, and a head, both by He."""

        def drawn(*shape):
            scale = math.sqrt(2 / math.prod(shape[1:]))
            return torch.randn(*shape, generator=stream) * scale

        parts = []
        for before, after in $kernels:
            layer = torch.nn.Conv2d(before, after, 3, padding=1, bias=False)
            layer.weight.data = drawn(after, before, 3, 3)
            last = after == $last
            pool = torch.nn.AdaptiveMaxPool2d(1) if last else torch.nn.MaxPool2d(2)
            parts += [layer, torch.nn.BatchNorm2d(after), torch.nn.ReLU(), pool]
        head = torch.nn.Linear($last, $classes)
        head.weight.data = drawn($classes, $last)
        head.bias.data.zero_()
        trunk = torch.nn.Sequential(*parts, torch.nn.Flatten())
        return trunk.to(memory_format=torch.channels_last), head
'''

_TRAINING = '''
    def fit(net, x, y, optimizer, steps, stream, batch):
        """Take that many steps; returns the loss before each."""
        losses = []
        while len(losses) < steps:
            for rows in torch.randperm(len(x), generator=stream).split(batch):
                loss = F.cross_entropy(net(x[rows]), y[rows])
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
                losses.append(loss.item())
                if len(losses) == steps:
                    break
        return losses


    def features(trunk, x):
        """The trunk's features in prediction; its mode is as before afterwards."""
        training = trunk.training
        trunk.eval()
        with torch.no_grad():
            found = torch.cat([trunk(piece) for piece in x.split($at_once)])
        trunk.train(training)
        return found


    def right(head, seen, y):
        """The share that a head reads right."""
        return (head(seen).argmax(1) == y).float().mean().item()


    def moved(before, after):
        """|after - before| / |before| over all values."""
        before = torch.cat([one.detach().double().flatten() for one in before])
        after = torch.cat([one.detach().double().flatten() for one in after])
        return ((after - before).norm() / before.norm()).item()
'''

_PRETRAINING = """
    stream = generator(SEED, 2)
    old_trunk, old_head = new_net(stream)
    net = torch.nn.Sequential(old_trunk, old_head)
    optimizer = torch.optim.Adam(net.parameters(), lr=$rate)
    pretraining_loss = fit(net, old_x, old_y, optimizer, PRETRAINING, stream, $batch)
    old_trunk.eval()
    old_before = right(old_head, features(old_trunk, old_test_x), old_test_y)
    print(f"digits 0-4: {old_before:.1%}")
"""

_LEARN = '''
    def learn(way, seed, count):
        """Losses; accuracy, moved parameters, moved features and the old accuracy."""
        stream = generator(seed, 1)
        order = [torch.randperm($examples, generator=stream) for _ in range($classes)]
        rows = torch.cat([$examples * k + one[:count] for k, one in enumerate(order)])
        trunk, head = new_net(stream)
        $begins
        $froze
        weights = [one.detach().clone() for one in trunk.parameters()]
        seen = features(trunk, old_test_x)
        net, x = torch.nn.Sequential(trunk, head), new_x[rows]
        $groups
        $still
        optimizer = torch.optim.Adam(groups)
        stream = generator(seed, 3)
        losses = fit(net, x, new_y[rows], optimizer, STEPS, stream, $batch)
        after = features(trunk, old_test_x)
        $old
        return losses, [
            right(head, features(trunk, new_test_x), new_test_y),
            moved(weights, trunk.parameters()),
            moved([seen], [after]),
            old,
        ]
'''


def _begins(spec: TransferSpec) -> str:
    """The lines by which a way begins with the pretrained trunk."""
    copied = "trunk.load_state_dict(old_trunk.state_dict())"
    return _where(spec, PRETRAINED, copied)


def _froze(spec: TransferSpec) -> str:
    """The lines by which a way keeps its trunk's parameters."""
    return _where(spec, FROZEN, "trunk.requires_grad_(False)")


def _where(spec: TransferSpec, ways: tuple[str, ...], lines: str) -> str:
    """Lines for some ways alone, without a condition if there are no others."""
    named = [way for way in spec.compared if way in ways]
    if not named:
        return ""
    if len(named) == len(spec.compared):
        return lines
    return f"if {_is_one(named)}:\n{indent(lines, '    ')}"


def _is_one(ways: list[str]) -> str:
    """The condition that a way is one of these."""
    return f"way == {literal(ways[0])}" if len(ways) == 1 else f"way in {literal(tuple(ways))}"


_STILL = """
    trunk.eval()
    net, x = head, features(trunk, x)  # they stay the same: once is enough
"""


def _groups(spec: TransferSpec) -> str:
    """The lines that say what a way trains, and how fast."""
    parts = []
    if spec.compared != ("scratch",):
        parts.append('groups = [{"params": [*head.parameters()], "lr": HEAD_RATE}]')
    if "scratch" in spec.compared:
        line = 'groups = [{"params": [*net.parameters()], "lr": SCRATCH_RATE}]'
        parts.append(_where(spec, ("scratch",), line))
    if "fine_tune" in spec.compared:
        line = 'groups.append({"params": [*trunk.parameters()], "lr": FINE_RATE})'
        parts.append(_where(spec, ("fine_tune",), line))
    return "\n".join(parts)


def _old(spec: TransferSpec) -> str:
    """The line that asks the old head of the old task, where there is one."""
    if not set(spec.compared) & set(PRETRAINED):
        return "old = math.nan"
    if set(spec.compared) <= set(PRETRAINED):
        return "old = right(old_head, after, old_test_y)"
    named = [way for way in spec.compared if way in PRETRAINED]
    return (
        f"knows = {_is_one(named)}\nold = right(old_head, after, old_test_y) if knows else math.nan"
    )


_RUN = """
    runs = [[[learn(w, s, n) for s in SEEDS] for n in COUNTS] for w in WAYS]
    losses = np.array([[row[-1][0] for row in way] for way in runs])  # the last seed's
    found = np.array([[[one[1] for one in row] for row in way] for way in runs])
    accuracy, moved_parameters, moved_features, old_accuracy = np.moveaxis(found, -1, 0)
    mean_accuracy = accuracy.mean(axis=-1)
    spread = accuracy.std(axis=-1, ddof=1) if len(SEEDS) > 1 else accuracy[..., 0] * np.nan
    print("digits 5-9", *(f"{count:>6}" for count in COUNTS))
    for way, row in zip(WAYS, mean_accuracy):
        print(f"{way:10}", *(f"{mean:6.3f}" for mean in row))
"""
