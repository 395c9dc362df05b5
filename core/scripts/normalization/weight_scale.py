"""The script of the scale of weights, which a norm cancels."""

from __future__ import annotations

from core.normalization.weight_scale import CHANNELS, GROUPS, SHOWN, WeightScaleSpec
from core.scripts.inputs import digits_path
from core.scripts.writing import block, constant, lines, script

_PLAIN = {
    "bn": "F.batch_norm(x, None, None, training=True, eps=EPS)",
    "ln": "F.layer_norm(x, x.shape[1:], eps=EPS)",
    "in": "F.instance_norm(x, eps=EPS)",
    "gn": "F.group_norm(x, GROUPS, eps=EPS)",
    "rms": "F.rms_norm(x, x.shape[1:], eps=EPS)",
}


def weight_scale(spec: WeightScaleSpec) -> str:
    """Write the script that compares N(aWx) with N(Wx) for every norm, over many factors."""
    listed = [f'    "{key}": lambda x: {made},' for key, made in _PLAIN.items()]
    return script(
        "A norm forgets the scale of the weights: N(aWx) = N(Wx), for a > 0.",
        "apart, apart_negative and shrunk are [norm, factor]; EPS is what breaks the rule where "
        "aWx is small.",
        lines(
            digits_path(),
            constant("FACTOR", -spec.factor if spec.negate else spec.factor, "the chosen a"),
            constant("NORM", spec.norm, "whose two outputs are kept"),
            constant("EPS", spec.eps),
            constant("BATCH", spec.batch),
            constant("CHANNELS", CHANNELS),
            constant("GROUPS", GROUPS, "of GN"),
            constant("SEED", spec.seed),
        ),
        lines("NORMS = {", *listed, "}"),
        block(_SCALE_DATA),
        block(_SCALE_RUN, shown=SHOWN),
    )


_SCALE_DATA = '''
    with np.load(DIGITS) as file:
        images = torch.tensor(file["images"].astype(np.float32))[:, None] / 16
    generator = torch.Generator().manual_seed(SEED)
    x = images[torch.randperm(len(images), generator=generator)[:BATCH]]
    weights = torch.randn(CHANNELS, 1, 3, 3, generator=generator) * (2 / 9) ** 0.5
    above = torch.randn(BATCH, CHANNELS, 8, 8, generator=generator)  # dL/dy


    def normalized(norm, w):
        """N(Wx), and the norm of dL/dW."""
        w = w.detach().requires_grad_()
        y = norm(F.conv2d(x, w, padding=1))
        (gradient,) = torch.autograd.grad(y, w, above)
        return y.detach(), gradient.norm().item()
'''

_SCALE_RUN = """
    factors = np.logspace(-6, 3, 55)
    apart, apart_negative, shrunk = np.empty((3, len(NORMS), len(factors)))
    chosen_apart, gradient_ratio = np.empty((2, len(NORMS)))
    for k, (name, norm) in enumerate(NORMS.items()):
        y, gradient = normalized(norm, weights)
        for s, factor in enumerate(factors):
            other, _ = normalized(norm, weights * factor)
            apart[k, s] = (other - y).abs().max()
            apart_negative[k, s] = (other + y).abs().max()  # N(-z) = -N(z)
            shrunk[k, s] = other.std() / y.std()
        other, of_other = normalized(norm, weights * FACTOR)
        chosen_apart[k] = (other - y).abs().max()
        gradient_ratio[k] = of_other / gradient
        if name == NORM:
            every = max(1, y.numel() // $shown)
            plain, scaled = (v.flatten()[::every][:$shown].numpy() for v in (y, other))

    print(f"a = {FACTOR:g}: largest difference of the outputs, |dL/dW| over that at W")
    for row in zip(NORMS, chosen_apart, gradient_ratio):
        print("{:6}{:12.4g}{:12.4g}".format(*row))
"""
