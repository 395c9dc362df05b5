"""The script of the edge of stability: a net learns, and the sharpest curvature is watched."""

from __future__ import annotations

import itertools

from core.data.digits import CLASSES, PIXELS
from core.landscape.edge import DIGITS_ORDER, ORDER, EdgeSpec
from core.layers.activations import activation_of
from core.optimizers.optimizers import OPTIMIZERS
from core.scripts.calls import torch_call
from core.scripts.inputs import digits_path
from core.scripts.writing import block, call, constant, fit, lines, script


def edge(spec: EdgeSpec) -> str:
    """Write the script: a plain loop, and Lanczos on products with the Hessian."""
    adam, sgd = spec.optimizer == "adam", spec.optimizer == "sgd"
    changes: dict[int, dict[str, float]] = {}
    for step, name, value in spec.planned:
        changes.setdefault(step, {})[name] = value
    return script(
        "The edge of stability: how far the sharpest curvature rises while a net learns.",
        "losses are [step], all else [time], at the steps of measured_at; eigenvalues [time, 3].",
        lines(
            digits_path(),
            constant("SAMPLES", spec.samples),
            constant("RATE", spec.learning_rate),
            constant("MOMENTUM", spec.momentum) if spec.optimizer in _MOMENTUM else "",
            constant("BATCH", spec.batch) if sgd else "",
            constant("STEPS", spec.steps),
            constant("CADENCE", spec.cadence, "steps between measurements"),
            constant("CHANGES", changes, "on the way, by step") if changes else "",
            "changed = 0" if changes else "",
            constant("SEED", spec.seed),
        ),
        block(_DATA, order=DIGITS_ORDER, target=_ONE_HOT if spec.loss == "squared" else ""),
        _net(spec),
        block(_LOSS, loss=_LOSSES[spec.loss]),
        block(_PRODUCTS),
        block(_PRECONDITIONER) if adam else "",
        block(_LANCZOS),
        block(
            _MEASURE,
            root="root = preconditioner().rsqrt()" if adam else "",
            product="root * product(root * v)" if adam else "product(v)",
            free=_free(spec),
        ),
        block(_BATCHES, stream=spec.seed * 1000 + ORDER) if sgd else "",
        _run(spec),
    )


_MOMENTUM = ("momentum", "nesterov", "adam")

_DATA = """
    with np.load(DIGITS) as file:
        images = file["images"].reshape(-1, 64).astype(np.float32)
        labels = file["labels"].astype(np.int64)
    chosen = np.random.RandomState($order).permutation(len(labels))[:SAMPLES]
    x, y = images[chosen], torch.tensor(labels[chosen])
    x = torch.tensor((x - x.mean()) / x.std())  # one mean and one deviation for all
    $target
"""
_ONE_HOT = "y = torch.eye(10)[y]"


def _net(spec: EdgeSpec) -> str:
    sizes = (PIXELS, *spec.sizes, CLASSES)
    record = activation_of(spec.activation)
    parts: list[str] = []
    for fan_in, fan_out in itertools.pairwise(sizes):
        parts += [f"nn.Linear({fan_in}, {fan_out})", record.torch.removeprefix("torch.")]
    optimizer = OPTIMIZERS["gd" if spec.optimizer == "sgd" else spec.optimizer]
    hyper = {p.name: p.default for p in optimizer.hyper} | {"learning_rate": spec.learning_rate}
    name, told = torch_call(optimizer, hyper)
    values = {"lr": "RATE", "momentum": "MOMENTUM", "betas": "(MOMENTUM, 0.999)"}
    given = [f"{key}={values.get(key, value)}" for key, value in told if key != "dampening"]
    return lines(
        "torch.manual_seed(SEED)",
        fit(call("net = nn.Sequential", parts[:-1])),
        "parameters = list(net.parameters())",
        fit(call(f"optimizer = {name}", ["parameters", *given])),
    )


_LOSS = '''
    def loss_of(x, y):
        """The mean over the samples."""
        return $loss


    def flat(tensors):
        return torch.cat([t.detach().reshape(-1) for t in tensors]).clone()
'''
_LOSSES = {
    "squared": "(net(x) - y).square().sum(1).mean() / 2",
    "cross_entropy": "F.cross_entropy(net(x), y)",
}

_PRODUCTS = '''
    def products():
        """The gradient, and a function v -> H v: the gradient of gradient · v."""
        pieces = torch.autograd.grad(loss_of(x, y), parameters, create_graph=True)
        gradient = torch.cat([piece.reshape(-1) for piece in pieces])

        def product(v):
            return flat(torch.autograd.grad(gradient, parameters, v, retain_graph=True))

        return gradient.detach(), product
'''

_PRECONDITIONER = '''
    def preconditioner():
        """What Adam divides its step by."""
        (b1, b2), eps = optimizer.param_groups[0]["betas"], 1e-8
        found = []
        for p in parameters:
            state = optimizer.state[p]
            t = state["step"].item()
            root = (state["exp_avg_sq"] / (1 - b2**t)).sqrt()
            found.append((1 - b1**t) * (root + eps))
        return flat(found)
'''

_LANCZOS = '''
    def largest(product, many, steps=60):
        """The largest eigenvalues by Lanczos with full reorthogonalization."""
        q = torch.randn(sum(p.numel() for p in parameters))
        basis, alphas, betas = [q / q.norm()], [], []
        for step in range(min(steps, len(q))):
            w = product(basis[-1])
            alphas.append((w @ basis[-1]).item())
            for _ in range(2):  # twice is enough
                w = w - torch.stack(basis).T @ (torch.stack(basis) @ w)
            tridiagonal = np.diag(alphas) + np.diag(betas, 1) + np.diag(betas, -1)
            values, vectors = np.linalg.eigh(tridiagonal)
            beta = w.norm().item()
            bounds = np.abs(beta * vectors[-1, ::-1][:many])  # an eigenvalue is this near
            if len(bounds) == many and (bounds < 1e-3 * values[-1]).all():
                break
            betas.append(beta)
            basis.append(w / beta)
        return values[::-1][:many]
'''

_MEASURE = '''
    def measure():
        """Three eigenvalues, and the curvature along the last step."""
        gradient, product = products()
        $root
        found = largest(lambda v: $product, 3)
        reading = np.nan
        $free
        return found, reading
'''
_FREE = """
if before:
    moved, bent = flat(parameters) - before[0], gradient - before[1]
    reading = (bent @ moved / (moved @ $whole)).item()
""".strip()


def _free(spec: EdgeSpec) -> str:
    if spec.optimizer == "sgd":  # the step followed another batch's gradient
        return ""
    return block(_FREE, whole="(moved / root**2)" if spec.optimizer == "adam" else "moved")


_BATCHES = '''
    def batches():
        """Places of samples without end: each epoch in an order of its own."""
        order = torch.Generator().manual_seed($stream)
        while True:
            yield from torch.randperm(SAMPLES, generator=order).split(BATCH)


    rest = batches()
'''

_RUN = """
    losses, rates = [], []
    measured_at, eigenvalues, threshold, free_reading = [], [], [], []
    before = None  # the weights before the last step, and the gradient there
    for step in range(STEPS + 1):
        due = step % CADENCE == 0 or step == STEPS
        if due and step >= $first:
            found, reading = measure()
            measured_at.append(step)
            eigenvalues.append(found)
            free_reading.append(reading)
        $changed
        if len(threshold) < len(measured_at):
            threshold.append($line)
        if step == STEPS:
            break
        $rows
        optimizer.zero_grad()
        loss = $loss
        loss.backward()
        before = flat(parameters), flat(p.grad for p in parameters)
        optimizer.step()
        losses.append(loss.item())
        rates.append(RATE)

    ratios = np.array(eigenvalues)[:, 0] / threshold
    print("loss", losses[0], "->", losses[-1])
    print("largest eigenvalue over the line at the end", ratios[-1])
    over = [k for k, ratio in enumerate(ratios) if ratio >= 1]
    $since
    crossed = hovering = rising = np.nan
    if over:
        crossed = measured_at[over[0]]
        hovering = np.median(ratios[over[0] :])
        rising = (np.diff(losses[crossed:]) > 0).mean()
        print(f"on the line at step {crossed}, then a median of {hovering:.3f} of it;")
        print(f"the loss rises at {rising:.0%} of the steps")
"""
_CHANGED = """
for name, value in CHANGES.get(step, {}).items():
    changed = step
    $settings
""".strip()
_SET = """
if name == "learning_rate":
    optimizer.param_groups[0]["lr"] = RATE = value
else:
    $momentum
""".strip()
_RATE = 'optimizer.param_groups[0]["lr"] = RATE = value'
_MOMENTA = {
    "adam": (
        "MOMENTUM = value",
        'optimizer.param_groups[0]["betas"] = (value, 0.999)',
    ),
    "momentum": ('optimizer.param_groups[0]["momentum"] = MOMENTUM = value',),
    "nesterov": ('optimizer.param_groups[0]["momentum"] = MOMENTUM = value',),
}
_SINCE = """
over = [k for k in over if measured_at[k] >= changed]
""".strip()

_LINES = {
    "gd": "2 / RATE",
    "sgd": "2 / RATE",
    "momentum": "2 * (1 + MOMENTUM) / RATE",
    "nesterov": "2 * (1 + MOMENTUM) / (RATE * (1 + 2 * MOMENTUM))",
    "adam": "2 * (1 + MOMENTUM) / ((1 - MOMENTUM) * RATE)",
}


def _run(spec: EdgeSpec) -> str:
    sgd = spec.optimizer == "sgd"
    momenta = lines(*_MOMENTA.get(spec.optimizer, ()))
    moved = any(name == "momentum" for _, name, _ in spec.planned)
    settings = block(_SET, momentum=momenta or "pass") if moved else _RATE
    return block(
        _RUN,
        first="CADENCE" if spec.optimizer == "adam" else "0",
        changed=block(_CHANGED, settings=settings) if spec.planned else "",
        line=_LINES[spec.optimizer],
        rows="rows = next(rest)" if sgd else "",
        loss="loss_of(x[rows], y[rows])" if sgd else "loss_of(x, y)",
        since=_SINCE if spec.planned else "",
    )
