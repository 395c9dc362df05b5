"""The script of losses: values, gradients by autograd, fitted lines, and nets trained by each."""

from __future__ import annotations

from core.data.digits import CLASSES, PIXELS
from core.diagnosis import losses as facts
from core.diagnosis.losses import FAMILIES, LossesSpec
from core.scripts.inputs import digits_path
from core.scripts.writing import WIDTH, block, constant, lines, script


def losses(spec: LossesSpec) -> str:
    """Write the script: autograd says the gradients, and torch's own losses train the nets."""
    family = FAMILIES[spec.family]
    listed = [_entry(key, one.torch) for key, one in family.items()]
    text = "".join(one.torch for one in family.values())
    return script(
        "Losses: what each says at a score z, the line it fits, and how a net learns by it.",
        "values and gradients are [loss, z], lines [loss, 2] slope and offset, accuracy [loss, "
        "start, rate].",
        lines(
            digits_path(),
            constant("Z", spec.z, "the point whose numbers are printed"),
            constant("TARGET", _target(spec)) if spec.family != "numbers" else "",
            constant("BETA", spec.beta),
            constant("PENALTY", spec.penalty) if "PENALTY" in text else "",
            constant("CLASSES", spec.classes) if spec.family == "classes" else "",
            constant("POINTS", spec.own_points.tolist()) if spec.points else "",
            "" if spec.points else constant("OUTLIERS", spec.outliers),
            constant("SURENESS", spec.sureness, "the second start's head, times this"),
            constant("RATES", list(facts.RATES)),
            constant("SEED", spec.seed),
        ),
        block(_SCORES) if spec.family == "classes" else "",
        lines("LOSSES = {", *listed, "}"),
        block(_CURVES, reach=facts.REACH, grid=facts.GRID, target=_TARGETS[spec.family]),
        block(_OWN)
        if spec.points
        else block(
            _POINTS,
            stream=facts.DRAWN,
            many=facts.POINTS,
            slope=facts.SLOPE,
            offset=facts.OFFSET,
            spread=facts.SPREAD,
            far=facts.FAR,
        ),
        block(_LINES),
        block(
            _NETS,
            order=facts.ORDER,
            samples=facts.SAMPLES,
            weights=facts.WEIGHTS,
            batches=facts.BATCHES,
            batch=facts.BATCH,
            steps=facts.STEPS,
            width=facts.WIDTH,
            pixels=PIXELS,
            classes=CLASSES,
        ),
        block(_RUN),
    )


def _entry(key: str, code: str) -> str:
    """A line of the table of losses, as the formatter leaves it."""
    line = f'    "{key}": lambda z, t: {code},'
    if len(line) <= WIDTH:
        return line
    return f'    "{key}": lambda z, t: (\n        {code}\n    ),'


def _target(spec: LossesSpec) -> int:
    """What is true of the sample: a yes or no, or the class whose score is z."""
    return spec.target if spec.family == "yes_no" else 0


_TARGETS = {
    "numbers": "torch.zeros(1).double()",
    "yes_no": "torch.tensor([float(TARGET)]).double()",
    "classes": "torch.tensor([TARGET])",
}

_SCORES = '''
    def scores(z):
        """[1, class] z for the true class, 0 for all others."""
        return torch.cat([z, torch.zeros(CLASSES - 1).double()])[None]
'''

_CURVES = '''
    def at(loss, score):
        """A loss and its gradient at a score."""
        z = torch.tensor([score], dtype=torch.float64, requires_grad=True)
        value = loss(z, $target)
        value.backward()
        return value.item(), z.grad.item()


    z = np.linspace(-$reach, $reach, $grid)
    drawn = np.array([[at(loss, score) for score in z] for loss in LOSSES.values()])
    values, gradients = drawn[..., 0], drawn[..., 1]
    value_at, gradient_at = np.array([at(loss, Z) for loss in LOSSES.values()]).T
'''

_OWN = """
    points = np.array(POINTS)
    x, y = points.T
"""

_POINTS = """
    draws = np.random.default_rng((SEED, $stream))
    x = np.sort(draws.uniform(0, 5, $many))
    y = $slope * x + $offset + $spread * draws.standard_normal($many)
    y[$many - round(OUTLIERS * $many) :] -= $far
    points = np.stack([x, y], axis=1).round(3)
    x, y = points.T
"""

_LINES = '''
    def huber_line(x, y):
        """Reweighted least squares: a residual r weighs min(1, BETA / |r|)."""
        columns = np.stack([x, np.ones_like(x)], axis=1)
        line = np.linalg.lstsq(columns, y, rcond=None)[0]
        for _ in range(5000):
            size = np.abs(y - columns @ line)
            root = np.sqrt(np.minimum(1, BETA / np.maximum(size, 1e-300)))[:, None]
            line = np.linalg.lstsq(columns * root, y * root[:, 0], rcond=None)[0]
        return line


    def l1_line(x, y):
        """A line of lowest L1 goes through two of the points: try all pairs."""
        pairs = [(i, j) for i in range(len(x)) for j in range(i) if x[i] != x[j]]
        slopes = [(y[i] - y[j]) / (x[i] - x[j]) for i, j in pairs]
        lines = [(slope, y[i] - slope * x[i]) for slope, (i, _) in zip(slopes, pairs)]
        return min(lines, key=lambda line: np.abs(y - line[0] * x - line[1]).sum())


    lines = np.array([np.polyfit(x, y, 1), l1_line(x, y), huber_line(x, y)])
'''

_NETS = '''
    def generator(stream):
        """One of many independent streams of the seed."""
        return torch.Generator().manual_seed(SEED * 1000 + stream)


    with np.load(DIGITS) as file:
        images = torch.tensor(file["images"].reshape(-1, 64).astype(np.float32)) / 16
        labels = torch.tensor(file["labels"].astype(np.int64))
    order = torch.randperm(len(labels), generator=generator($order))
    train, test = order[:$samples], order[$samples:]


    def unit(t):
        """[sample, class] the unit vector of each label."""
        return F.one_hot(t, $classes).float()


    def each(z, t):
        """[net, sample] the cross-entropy of scores [net, sample, class]."""
        return -z.log_softmax(2).gather(2, t.expand(len(z), -1)[..., None])[..., 0]


    def bce(z, t):
        """[net, sample] the sum over classes, each a yes or a no."""
        targets = unit(t).expand(len(z), -1, -1)
        return F.binary_cross_entropy_with_logits(z, targets, reduction="none").sum(2)


    BY_NAME = {
        "softmax_ce": each,
        "softmax_squared": lambda z, t: (z.softmax(2) - unit(t)).square().sum(2) / 2,
        "sigmoid_bce": bce,
        "sigmoid_squared": lambda z, t: (z.sigmoid() - unit(t)).square().sum(2) / 2,
    }


    def scores_of(parameters, x):
        """[net, sample, class] of nets $pixels-$width-$classes: one product for all."""
        w1, b1, w2, b2 = parameters
        hidden = torch.relu(x @ w1.transpose(1, 2) + b1)
        return hidden @ w2.transpose(1, 2) + b2


    def accuracies(name):
        """[start, rate] the share of held-out digits told right after $steps steps."""
        draws, many = generator($weights), 2 * len(RATES)
        w1 = torch.randn($width, $pixels, generator=draws) * (2 / $pixels) ** 0.5
        w2 = torch.randn($classes, $width, generator=draws) / $width**0.5
        heads = torch.tensor([1.0, SURENESS]).repeat_interleave(len(RATES))[:, None, None]
        rates = torch.tensor(RATES).repeat(2)[:, None, None]
        parameters = [w1.repeat(many, 1, 1), torch.zeros(many, 1, $width)]
        parameters += [w2 * heads, torch.zeros(many, 1, $classes)]
        parameters = [w.requires_grad_() for w in parameters]
        draws, batches = generator($batches), []
        while len(batches) < $steps:
            batches += torch.randperm($samples, generator=draws).split($batch)
        for rows in batches[:$steps]:
            z = scores_of(parameters, images[train][rows])
            loss = BY_NAME[name](z, labels[train][rows]).mean(1)  # of each net
            gradients = torch.autograd.grad(loss.sum(), parameters)
            with torch.no_grad():
                for w, g in zip(parameters, gradients):
                    w -= rates * g
        with torch.no_grad():
            right = scores_of(parameters, images[test]).argmax(2) == labels[test]
        return right.double().mean(1).reshape(2, -1).numpy()
'''

_RUN = """
    for name, value, gradient in zip(LOSSES, value_at, gradient_at):
        print(f"{name:16} at {Z:g}: {value:.5g}, gradient {gradient:.5g}")
    print("slopes of L2, L1 and Huber:", *(f"{slope:.4g}" for slope in lines[:, 0]))
    accuracy = np.array([accuracies(name) for name in BY_NAME])
    for name, (ordinary, sure) in zip(BY_NAME, accuracy.max(2)):
        print(f"{name:16} ordinary start {ordinary:.3f}, wrong and sure {sure:.3f}")
"""
