"""The script of a plane through the weights of a net, with the paths of three runs beside it."""

from __future__ import annotations

from core.data.digits import CLASSES, PIXELS
from core.landscape import plane as facts
from core.landscape.plane import PlaneSpec
from core.scripts.inputs import digits_path
from core.scripts.writing import block, constant, lines, script

_OPTIMIZERS = {
    "momentum": "lambda w: torch.optim.SGD(w, lr=$rate, momentum=0.9)",
    "gd": "lambda w: torch.optim.SGD(w, lr=$rate)",
    "adam": "lambda w: torch.optim.Adam(w, lr=$rate)",
}


def plane(spec: PlaneSpec) -> str:
    """Write the script: three trainings, a plane, and every cell by the net's own forward pass."""
    seeds = spec.runs == "seeds"
    chosen = [spec.optimizer] * facts.SEEDS if seeds else list(spec.names)
    return script(
        "A plane in the space of a net's weights, and how far paths lie beside it.",
        "values is [v, u]; paths, residuals, real_losses and drawn_losses are [run, moment].",
        lines(
            digits_path(),
            constant("SAMPLES", spec.samples),
            constant("BATCH", spec.batch),
            constant("STEPS", spec.steps),
            constant("EVERY", spec.every, "steps between two recorded points of a path"),
            constant("SIDE", spec.side, "cells of a side"),
            constant("REACH", spec.reach),
            constant("SEED", spec.seed),
            "RUNS = [",
            *(
                f"    ({spec.seed + k if seeds else spec.seed}, {_optimizer(key)}),"
                for k, key in enumerate(chosen)
            ),
            "]  # seed and optimizer; the plane goes through the first one's end",
        ),
        block(_DATA, order=facts.ORDER, shape=_SHAPES[spec.net]),
        block(
            _NETS[spec.net],
            weights=facts.WEIGHTS,
            pixels=PIXELS,
            classes=CLASSES,
            width=facts.WIDTH,
            channels=facts.CHANNELS,
        ),
        block(_TRAIN, batches=facts.BATCHES),
        block(_RESCALE, factor=spec.rescale) if _rescales(spec) else "",
        block(_LOSS),
        block(_CURVATURE),
        block(
            _directions(spec),
            stream=facts.DIRECTIONS,
            origin=_ORIGINS[spec.about],
            parts="shape[0]" if spec.lengths == "filter" else "1",
        ),
        block(_PLANE, margin="0.2", low=_low(spec), whole=_whole(spec)),
        block(_HONEST, origin=_ORIGINS[spec.about], probes=facts.PROBES, stream=facts.DIRECTIONS),
    )


def _optimizer(key: str) -> str:
    return block(_OPTIMIZERS[key], rate=facts.RATES[key])


def _rescales(spec: PlaneSpec) -> bool:
    return spec.rescale != 1 and spec.net == "dense" and spec.kind == "random"


def _directions(spec: PlaneSpec) -> str:
    if spec.kind == "random":
        return _RANDOM + (_AS_A_WHOLE if spec.lengths == "whole" else _BY_PARTS)
    return {"pca": _PCA, "through": _THROUGH, "sharpest": _SHARPEST}[spec.kind]


def _low(spec: PlaneSpec) -> str:
    if spec.kind == "pca":
        return "places[0]"
    return "np.concatenate([*places, np.eye(2)])" if spec.kind == "through" else "np.zeros((1, 2))"


def _whole(spec: PlaneSpec) -> str:
    if spec.kind != "through" or spec.reach != 1:
        return ""
    return "if step < 1:  # the other ends are to be cells\n    step = 1 / int(1 / step)"


_ORIGINS = {"mean": "points.mean(0)", "end": "points[-1]"}
_SHAPES = {"dense": "-1, 64", "conv": "-1, 1, 8, 8"}

_DATA = '''
    def generator(seed, stream):
        """One of many independent streams of a seed."""
        return torch.Generator().manual_seed(seed * 1000 + stream)


    with np.load(DIGITS) as file:
        x = torch.tensor(file["images"].reshape($shape).astype(np.float32)) / 16
        y = torch.tensor(file["labels"].astype(np.int64))
    chosen = torch.randperm(len(y), generator=generator(SEED, $order))[:SAMPLES]
    x, y = x[chosen], y[chosen]
'''

_DENSE = '''
    def net_of(seed):
        """The net at its start, with He's weights."""
        layers = [nn.Linear($pixels, $width), nn.Linear($width, $width)]
        layers += [nn.Linear($width, $classes)]
        draws = generator(seed, $weights)
        with torch.no_grad():
            for layer in layers:
                w = torch.randn(layer.weight.shape, generator=draws)
                layer.weight.copy_(w * (2 / layer.in_features) ** 0.5)
                layer.bias.zero_()
        return nn.Sequential(layers[0], nn.ReLU(), layers[1], nn.ReLU(), layers[2])
'''

_CONV = '''
    def net_of(seed):
        """The net at its start, with He's weights."""
        net = nn.Sequential(
            nn.Conv2d(1, $channels, 3, padding=1, bias=False),
            nn.BatchNorm2d($channels),
            nn.ReLU(),
            nn.AvgPool2d(2),
            nn.Conv2d($channels, $channels, 3, padding=1, bias=False),
            nn.BatchNorm2d($channels),
            nn.ReLU(),
            nn.AvgPool2d(2),
            nn.Flatten(),
            nn.Linear(4 * $channels, $classes),
        )
        draws = generator(seed, $weights)
        with torch.no_grad():
            for layer in (net[0], net[4], net[9]):
                w = torch.randn(layer.weight.shape, generator=draws)
                layer.weight.copy_(w * (2 / layer.weight[0].numel()) ** 0.5)
            net[9].bias.zero_()
        return net
'''

_NETS = {"dense": _DENSE, "conv": _CONV}

_TRAIN = '''
    def train(seed, optimizer):
        """The net at the end, its recorded weights, and its running statistics at each."""
        net, order = net_of(seed), generator(seed, $batches)
        optimizer, rows = optimizer(net.parameters()), []
        path, statistics = [], []
        for step in range(STEPS + 1):
            if step % EVERY == 0 or step == STEPS:
                path.append(nn.utils.parameters_to_vector(net.parameters()).detach())
                statistics.append({k: b.clone() for k, b in net.named_buffers()})
            if step == STEPS:
                return net.eval(), torch.stack(path), statistics
            if not rows:
                rows = list(torch.randperm(SAMPLES, generator=order).split(BATCH))
            batch = rows.pop(0)
            optimizer.zero_grad()
            F.cross_entropy(net(x[batch]), y[batch]).backward()
            optimizer.step()


    runs = [train(seed, optimizer) for seed, optimizer in RUNS]
'''

_RESCALE = """
    # The same functions by other weights: ReLU passes a factor on.
    factors = [$factor, $factor, 1 / $factor, 1, 1, 1]
    scale = [torch.full_like(p, f) for p, f in zip(runs[0][0].parameters(), factors)]
    scale = nn.utils.parameters_to_vector(scale).detach()
    runs = [(net, path * scale, kept) for net, path, kept in runs]
"""

_LOSS = '''
    net, points, statistics = runs[0]
    center = points[-1]
    shapes = {name: p.shape for name, p in net.named_parameters()}
    sizes = [shape.numel() for shape in shapes.values()]


    def loss(w, kept=statistics[-1]):
        """The loss over all samples at the weights w, a vector."""
        parts = zip(shapes.items(), w.split(sizes))
        parameters = {name: part.view(shape) for (name, shape), part in parts}
        scores = torch.func.functional_call(net, parameters | kept, (x,))
        return F.cross_entropy(scores, y)


    def value(w, kept=statistics[-1]):
        """The same as a number."""
        with torch.no_grad():
            return loss(w, kept).item()
'''

_CURVATURE = '''
    leaf = center.clone().requires_grad_()
    (gradient,) = torch.autograd.grad(loss(leaf), leaf, create_graph=True)


    def product(v):
        """The Hessian at the center times v."""
        return torch.autograd.grad(gradient, leaf, v, retain_graph=True)[0]


    def lanczos(top=2, steps=60, tolerance=1e-4):
        """The largest eigenvalues and their vectors; every new vector is made orthogonal
        to all before it, twice, or copies of the largest eigenvalue would appear."""
        start = torch.randn(len(center), generator=torch.Generator().manual_seed(SEED))
        basis, alphas, betas = [start / start.norm()], [], []
        for m in range(steps):
            w = product(basis[-1])
            alphas.append((basis[-1].double() @ w.double()).item())
            for _ in range(2):
                q = torch.stack(basis)
                w = w - q.T @ (q @ w)
            beta = w.double().norm().item()
            small = np.diag(alphas) + np.diag(betas, 1) + np.diag(betas, -1)
            values, vectors = np.linalg.eigh(small)
            bounds = abs(beta * vectors[-1])[::-1][:top]
            if m >= top and (bounds <= tolerance * abs(values).max()).all():
                break
            betas.append(beta)
            basis.append(w / beta)
        mixes = torch.tensor(vectors[:, ::-1][:, :top].T.copy()).float()
        found = mixes @ torch.stack(basis)[: len(alphas)]
        return values[::-1][:top], found / found.norm(dim=1, keepdim=True)


    eigenvalues, eigenvectors = lanczos()
    sharpest = eigenvalues[0]
'''

_PCA = """
    apart = points.double() - $origin.double()
    _, singular, right = torch.linalg.svd(apart, full_matrices=False)
    shares = (singular**2 / (singular**2).sum()).numpy()
    directions = right[:2] * (right[:2] @ apart[0]).sign()[:, None]  # it comes from above 0
    directions = directions.float()
"""

_RANDOM = """
    draws = torch.Generator().manual_seed(SEED * 1000 + $stream)
    drawn = torch.randn(2, len(center), generator=draws)
"""

_BY_PARTS = """
    pieces = [[], []]
    for d1, d2, w, shape in zip(
        drawn[0].split(sizes), drawn[1].split(sizes), center.split(sizes), shapes.values()
    ):
        if len(shape) < 2:  # biases and a norm's parameters stay as they are
            d1 = d2 = torch.zeros_like(w)
        else:  # orthogonal, and as long as the net's own
            d1, d2, w = (one.view($parts, -1) for one in (d1, d2, w))
            lengths = w.norm(dim=1, keepdim=True)
            d1 = d1 / d1.norm(dim=1, keepdim=True)
            d2 = d2 - d1 * (d1 * d2).sum(dim=1, keepdim=True)
            d1, d2 = d1 * lengths, d2 * (lengths / d2.norm(dim=1, keepdim=True))
        pieces[0].append(d1.reshape(-1))
        pieces[1].append(d2.reshape(-1))
    directions = torch.stack([torch.cat(one) for one in pieces])
"""

_AS_A_WHOLE = """
    first = drawn[0] / drawn[0].norm()
    second = drawn[1] - first * (first * drawn[1]).sum()
    directions = torch.stack([first, second / second.norm()]) * center.norm()
"""

_THROUGH = """
    directions = torch.stack([path[-1] - center for _, path, _ in runs[1:]])
"""

_SHARPEST = """
    # Each as long as it takes for a parabola to rise by 1.
    lengths = torch.tensor((2 / abs(eigenvalues)) ** 0.5).float()
    directions = eigenvectors * lengths[:, None]
"""

_PLANE = '''
    D = directions.T.double()


    def coordinates(w):
        """Where weights lie in the plane, by least squares, and how far beside it."""
        apart = (w - center).double()
        at = torch.linalg.solve(D.T @ D, D.T @ apart)
        return at.numpy(), (apart - D @ at).norm().item()


    def axis(places):
        """The cells of a side, with 0 among them."""
        low, high = places.min(), places.max()
        room = $margin * (high - low)
        low, high = (low - room, high + room) if high > low else (-1, 1)
        half = SIDE // 2
        step = (high - low) * REACH / (2 * half)
        $whole
        before = min(2 * half, max(0, round(-low * REACH / step)))
        return (np.arange(2 * half + 1) - before) * step


    found = [[coordinates(w.double()) for w in path] for _, path, _ in runs]
    paths = np.array([[at for at, _ in path] for path in found])
    lengths = [[(w - center).double().norm().item() for w in path] for _, path, _ in runs]
    lengths = np.array(lengths)
    residuals = np.array([[beside for _, beside in path] for path in found])
    residuals[lengths > 0] /= lengths[lengths > 0]
    residuals[lengths == 0] = np.nan
    places = list(paths)
    spots = $low
    u, v = axis(spots[:, 0]), axis(spots[:, 1])
    rows = (center + b * directions[1] for b in v)
    values = np.array([[value(row + a * directions[0]) for a in u] for row in rows])
'''

_HONEST = '''
    moments = np.append(np.arange(0, STEPS, EVERY), STEPS)
    real_losses = np.array(
        [[value(w, kept) for w, kept in zip(path, each)] for _, path, each in runs]
    )
    places = [[center + a * directions[0] + b * directions[1] for a, b in p] for p in paths]
    drawn_losses = np.array([[value(w) for w in path] for path in places])


    def held(origin):
        """The share of the path's variance that two directions hold."""
        squares = torch.linalg.svdvals(points.double() - origin.double()) ** 2
        return (squares[:2].sum() / squares.sum()).item()


    share, share_about_end = held(points.mean(0)), held(points[-1])
    T = len(points)
    walk = 1 / (2 - 2 * np.cos(np.pi * np.arange(1, T) / T))
    walk_share = walk[:2].sum() / walk.sum()

    bent = D.T @ torch.stack([product(d) for d in directions]).double().T
    lengths = torch.linalg.cholesky(D.T @ D)
    inner = torch.linalg.solve(lengths, torch.linalg.solve(lengths, (bent + bent.T) / 2).T)
    plane_curvature = torch.linalg.eigvalsh(inner)[-1].item()
    curvature_seen = plane_curvature / sharpest

    draws, probes = generator(SEED, $stream), []
    for _ in range($probes):
        signs = torch.randint(0, 2, (len(center),), generator=draws).float() * 2 - 1
        probes.append((signs.double() @ product(signs).double()).item())
    trace, trace_error = np.mean(probes), np.std(probes, ddof=1) / len(probes) ** 0.5
    parameters = len(center)

    print(f"Two directions hold {share:.1%}, of a random walk {walk_share:.1%}.")
    real, drawn = real_losses[0, 0], drawn_losses[0, 0]
    print(f"At the start the loss is {real:.3f}, as drawn {drawn:.3f}.")
    print(f"The plane sees {curvature_seen:.2g} of the sharpest, {sharpest:.3g}.")
'''
