"""The script of batch norm's moving averages."""

from __future__ import annotations

from core.normalization.running_statistics import TEST_BATCH, RunningStatisticsSpec
from core.scripts.inputs import digits_path
from core.scripts.writing import block, constant, lines, script


def running_statistics(spec: RunningStatisticsSpec) -> str:
    """Write the script: a stream of batches through torch's BatchNorm1d, and the textbook
    convention."""
    digits = spec.stream == "digits"
    return script(
        "What BatchNorm's moving averages follow, in training and in prediction.",
        "torch weighs the new value with its momentum m, textbooks the old one with theirs.",
        lines(
            digits_path() if digits else "",
            constant("BATCHES", spec.batches, "in the stream"),
            constant("BATCH", spec.batch, "samples each"),
            constant("FEATURES", spec.features),
            constant("MOMENTUM", spec.momentum),
            constant("DRIFT", spec.drift, "of the means over the stream, in stds"),
            constant("FINE_TUNING", spec.fine_tuning, "batches of the second task"),
            constant("SHIFT", spec.shift, "of the second task's means, in stds"),
            constant("EPS", spec.eps),
            constant("SEED", spec.seed),
        ),
        block(_PIXELS if digits else _NOISE),
        block(_STREAM, drawn=_DRAWN[spec.stream]),
        block(_FOLLOW),
        block(_TESTED, count=TEST_BATCH),
        block(_FROZEN),
        block(_RUNNING_PRINTED),
    )


_NOISE = """
    random = np.random.default_rng((SEED, 0))
    base = 2 * random.standard_normal(FEATURES)
    std = np.exp(0.5 * random.standard_normal(FEATURES))
"""

_PIXELS = """
    with np.load(DIGITS) as file:
        images = file["images"].reshape(-1, 64).astype(float) / 16
    varied = np.argsort(-images.var(axis=0), kind="stable")[:FEATURES]
    pixels = images[:, varied]  # those that vary most
    base, std = pixels.mean(axis=0), pixels.std(axis=0)
"""

_DRAWN = {
    "noise": "x = mean + random.standard_normal((count, FEATURES)) * std",
    "digits": "x = pixels[random.integers(0, len(pixels), count)] + (mean - base)",
}

_STREAM = '''
    def mean_at(t):
        """The data's mean when batch t is drawn: it drifts."""
        part = min(t, BATCHES - 1) / max(1, BATCHES - 1)
        return base + DRIFT * part * std


    def make_batch(t, count, shift=0.0):
        """Batch t [count, FEATURES], its means shifted by so many stds."""
        random = np.random.default_rng((SEED, 1, t, count))
        mean = mean_at(t) + shift * std
        $drawn
        return torch.tensor(x)


    def batch_norm(momentum):
        """A fresh layer: running mean 0, running variance 1."""
        return torch.nn.BatchNorm1d(
            FEATURES, eps=EPS, momentum=momentum, affine=False, dtype=torch.float64
        )


    def train_mode(x):
        """x normalized by its own mean and biased variance."""
        return (x - x.mean(0)) / (x.var(0, correction=0) + EPS).sqrt()
'''

_FOLLOW = """
    layer = batch_norm(MOMENTUM)
    textbook = batch_norm(1 - MOMENTUM)  # the same number on the old value
    biased = torch.ones(FEATURES, dtype=torch.float64)  # stored without n / (n - 1)
    torch_mean, torch_variance = [layer.running_mean.clone()], [layer.running_var.clone()]
    textbook_mean = [textbook.running_mean.clone()]
    textbook_variance = [textbook.running_var.clone()]
    biased_variance = [biased]
    batch_mean, batch_variance, gauge_mean, gauge_std = [], [], [], []
    for t in range(BATCHES):
        x = make_batch(t, BATCH)
        batch_mean.append(x.mean(0))
        batch_variance.append(x.var(0, correction=0))
        # How far this batch is from what is remembered: the drift gauge.
        running_std = (layer.running_var + EPS).sqrt()
        gauge_mean.append((batch_mean[-1] - layer.running_mean) / running_std)
        gauge_std.append(batch_variance[-1].sqrt() / running_std)
        layer(x)  # in training mode a layer follows what passes
        textbook(x)
        biased = (1 - MOMENTUM) * biased + MOMENTUM * batch_variance[-1]
        torch_mean.append(layer.running_mean.clone())
        torch_variance.append(layer.running_var.clone())
        textbook_mean.append(textbook.running_mean.clone())
        textbook_variance.append(textbook.running_var.clone())
        biased_variance.append(biased)

    batch_mean, batch_variance = torch.stack(batch_mean), torch.stack(batch_variance)
    gauge_mean, gauge_std = torch.stack(gauge_mean), torch.stack(gauge_std)
    torch_mean, torch_variance = torch.stack(torch_mean), torch.stack(torch_variance)
    textbook_mean = torch.stack(textbook_mean)
    textbook_variance = torch.stack(textbook_variance)
    biased_variance = torch.stack(biased_variance)
    true_mean = np.stack([mean_at(t) for t in range(BATCHES)])
    true_variance = std**2
"""

_TESTED = """
    # The same samples in both modes. One alone has no spread: torch refuses to train on it.
    test_input = make_batch(BATCHES, $count)
    test_train = train_mode(test_input)
    test_eval = layer.eval()(test_input)
    test_eval_textbook = textbook.eval()(test_input)
    one_train = train_mode(test_input[:1])[0]
    one_eval = test_eval[0]
"""

_FROZEN = """
    # A second task with the layer "frozen": no gradients, but left in training mode.
    layer.train().requires_grad_(False)
    frozen_mean, frozen_variance = [layer.running_mean.clone()], [layer.running_var.clone()]
    frozen_change = [0.0]
    for t in range(1, FINE_TUNING + 1):
        layer(make_batch(BATCHES + t, BATCH, SHIFT))
        frozen_mean.append(layer.running_mean.clone())
        frozen_variance.append(layer.running_var.clone())
        moved = layer.eval()(test_input) - test_eval  # what the first task's outputs become
        layer.train()
        frozen_change.append(moved.abs().max().item())
    frozen_mean, frozen_variance = torch.stack(frozen_mean), torch.stack(frozen_variance)
    frozen_change = np.array(frozen_change)
"""

_RUNNING_PRINTED = """
    print("feature   true mean   torch's   textbook's   true var   torch's   biased")
    for c in range(FEATURES):
        print(f"{c:7}{true_mean[-1, c]:12.4f}{torch_mean[-1, c]:10.4f}", end="")
        print(f"{textbook_mean[-1, c]:13.4f}{true_variance[c]:11.4f}", end="")
        print(f"{torch_variance[-1, c]:10.4f}{biased_variance[-1, c]:9.4f}")
    print(f"frozen the wrong way, the outputs moved by {frozen_change[-1]:.4g}")
"""
