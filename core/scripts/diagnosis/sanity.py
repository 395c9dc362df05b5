"""The script of the five checks: one net with the planted fault in it, checked before it is
trusted."""

from __future__ import annotations

from core.data.digits import PIXELS
from core.diagnosis import sanity as facts
from core.diagnosis.sanity import SanitySpec
from core.scripts.inputs import DRAW, digits_path
from core.scripts.writing import block, constant, lines, script


def sanity(spec: SanitySpec) -> str:
    """Write the script: the fault stands in the line where it is made."""
    rare = f"labels = (labels == {facts.RARE}).long()" if spec.balance == "rare" else ""
    return script(
        "Five checks of a training before it is trusted.",
        "lights are 1 where a check passes and 0 where it finds something; numbers decide them; "
        "update_ratio is [layer, step].",
        lines(
            digits_path(),
            constant("HIDDEN", list(spec.sizes), "units of each hidden layer"),
            constant("CLASSES", spec.classes),
            constant("HEAD", spec.head, "standard deviation of the head's weights"),
            constant("PENALTY", spec.penalty),
            constant("SEED", spec.seed),
        ),
        DRAW,
        block(_DATA, order=facts.ORDER, samples=facts.SAMPLES, rare=rare),
        block(
            _NET,
            weights=facts.WEIGHTS,
            pixels=PIXELS,
            rate=facts.RATE,
            output=_OUTPUTS.get(spec.bug, "return layers[-1](x)"),
            uphill=", maximize=True" if spec.bug == "wrong_sign" else "",
            loss=_LOSSES.get(spec.bug, "return F.cross_entropy(scores, y)"),
        ),
        block(
            _TRAIN,
            fault=facts.FAULT,
            clear="" if spec.bug == "no_zero_grad" else "optimizer.zero_grad()",
            step="" if spec.bug == "no_step" else "optimizer.step()",
        ),
        block(
            _CHECKS,
            batches=facts.BATCHES,
            batch=facts.BATCH,
            few=facts.FEW,
            overfit=facts.OVERFIT_STEPS,
            steps=facts.STEPS,
            shuffle=facts.SHUFFLE,
            fault=facts.FAULT,
            half=facts.STEPS // 2,
            last=facts.LAST,
        ),
        block(
            _LIGHTS,
            near=facts.NEAR,
            learned=facts.LEARNED,
            gain=facts.LEAST_GAIN,
            low=facts.BAND[0],
            high=facts.BAND[1],
            zero=facts.ZERO_SHARE,
        ),
    )


_OUTPUTS = {
    "relu_output": "return layers[-1](x).relu()",
    "frozen_layers": "return layers[-1](x.detach())",
}
_LOSSES = {
    "softmax_twice": "return F.cross_entropy(scores.softmax(1), y)",
    "labels_redrawn": (
        "return F.cross_entropy(scores, torch.randint(CLASSES, y.shape, generator=draws))"
    ),
    "shuffled_apart": (
        "return F.cross_entropy(scores, y[torch.randperm(len(y), generator=draws)])"
    ),
}

_DATA = """
    with np.load(DIGITS) as file:
        images = torch.tensor(file["images"].reshape(-1, 64).astype(np.float32))
        labels = torch.tensor(file["labels"].astype(np.int64))
    images = (images - images.mean()) / images.std()
    $rare
    order = torch.randperm(len(labels), generator=generator($order))
    train, test = order[:$samples], order[$samples:]
    x, y, test_x, test_y = images[train], labels[train], images[test], labels[test]
"""

_NET = '''
    def layers_of():
        """He's weights but for the head; no biases at first."""
        draws, layers = generator($weights), []
        sizes = [$pixels, *HIDDEN, CLASSES]
        for fan_in, fan_out in zip(sizes, sizes[1:]):
            layer = torch.nn.Linear(fan_in, fan_out)
            w = torch.randn(fan_out, fan_in, generator=draws) * (2 / fan_in) ** 0.5
            layer.weight.data.copy_(w)
            torch.nn.init.zeros_(layer.bias)
            layers.append(layer)
        layers[-1].weight.data *= HEAD / (2 / sizes[-2]) ** 0.5
        return layers


    def scores_of(layers, x):
        """[sample, class] the net's scores."""
        for layer in layers[:-1]:
            x = layer(x).relu()
        $output


    def loss_of(scores, y, draws):
        """The mean loss; draws serve a fault that draws."""
        $loss


    def optimizer_of(layers):
        """Plain SGD; the penalty acts on weights alone."""
        weights = {"params": [layer.weight for layer in layers], "weight_decay": PENALTY}
        biases = {"params": [layer.bias for layer in layers]}
        return torch.optim.SGD([weights, biases], lr=$rate$uphill)
'''

_TRAIN = '''
    def train(x, y, batches):
        """The layers, the loss before each step, and [layer, step] |change| / |weight|."""
        layers, draws, losses, ratios = layers_of(), generator($fault), [], []
        optimizer = optimizer_of(layers)
        for rows in batches:
            loss = loss_of(scores_of(layers, x[rows]), y[rows], draws)
            before = [layer.weight.detach().clone() for layer in layers]
            $clear
            loss.backward()
            $step
            losses.append(loss.item())
            moved = [(n.weight.detach() - w, w) for n, w in zip(layers, before)]
            ratios.append([float(d.norm() / w.norm()) for d, w in moved])
        return layers, np.array(losses), np.array(ratios).T


    def gain(layers):
        """Held-out accuracy, as a share of what the most frequent class leaves."""
        with torch.no_grad():
            right = (scores_of(layers, test_x).argmax(1) == test_y).double().mean().item()
        frequent = test_y.bincount().max().item() / len(test_y)
        return (right - frequent) / (1 - frequent)
'''

_CHECKS = """
    order, batches = generator($batches), []
    while len(batches) < $steps:
        batches += torch.randperm(len(y), generator=order).split($batch)
    batches = batches[:$steps]

    layers, rows = layers_of(), batches[0]
    with torch.no_grad():
        data = float(loss_of(scores_of(layers, x[rows]), y[rows], generator($fault)))
        penalty = PENALTY / 2 * sum(n.weight.square().sum().item() for n in layers)
    first_loss, first_parts = data + penalty, np.array([data, penalty])
    shares = y.bincount(minlength=CLASSES).double() / len(y)
    entropy = -float(shares.xlogy(shares).sum())
    expected_loss = np.array([np.log(CLASSES), penalty, entropy])

    overfit_losses = train(x, y, [torch.arange($few)] * $overfit)[1]
    layers, losses, update_ratio = train(x, y, batches)
    shuffled = y[torch.randperm(len(y), generator=generator($shuffle))]
    shuffled_layers, shuffled_losses, _ = train(x, shuffled, batches)
    zero_losses = train(0 * x, y, batches)[1]
    gains = np.array([gain(layers), gain(shuffled_layers)])
    ratio = np.median(update_ratio[:, $half:], axis=1)
    zero_share = losses[-$last:].mean() / zero_losses[-$last:].mean()
"""

_LIGHTS = """
    low, high = $low, $high
    if np.isfinite(ratio).all():
        far = np.abs(np.log(np.maximum(ratio, 1e-30) / (low * high) ** 0.5))
        worst = ratio[far.argmax()]
    else:
        worst = np.nan
    numbers = np.array(
        [data / np.log(CLASSES), overfit_losses[-1], gains[0] - gains[1], worst, zero_share]
    )
    lights = np.array(
        [
            abs(numbers[0] - 1) <= $near,
            numbers[1] <= $learned,
            numbers[2] >= $gain,
            low <= worst <= high,
            zero_share <= $zero,
        ],
        int,
    )
    names = "first loss", "overfit 20", "shuffled labels", "update ratio", "zero inputs"
    for name, light, value in zip(names, lights, numbers):
        print(f"{name:16} {'passes' if light else 'FAILS '} {value:.4g}")
"""
