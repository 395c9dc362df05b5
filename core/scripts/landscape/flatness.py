"""The script of how flat the minima are that batches, rates and SAM lead to."""

from __future__ import annotations

from core.landscape import flatness as facts
from core.landscape.flatness import FlatnessSpec
from core.scripts.inputs import digits_path
from core.scripts.writing import block, constant, lines, script


def flatness(spec: FlatnessSpec) -> str:
    """Write the script: one run after another, each a plain loop."""
    settings = [spec.settings_of(value) for value in spec.values()]
    return script(
        "How flat the minima are, and whether flat ones test better.",
        "Arrays are [value, run]. Runs with the same number have the same digits, start and order "
        "of samples, so their differences are paired.",
        lines(
            digits_path(),
            constant("VALUES", [float(v) for v in spec.values()], f"of {spec.compared}"),
            constant("BATCHES", [one[0] for one in settings]),
            constant("RATES", [one[1] for one in settings]),
            constant("RHOS", [one[2] for one in settings], "0 is plain SGD, else SAM"),
            constant("REFERENCE", facts.REFERENCES[spec.compared], "what others are compared with"),
            constant("TARGET", spec.target, "training loss at which a run stops"),
            constant("RADIUS", spec.radius),
            constant("RUNS", spec.seeds, "with each value"),
            constant("SEED", spec.seed),
        ),
        block(_DATA, samples=facts.SAMPLES, order=facts.ORDER, weights=facts.WEIGHTS),
        block(_TRAIN, samples=facts.SAMPLES, most=facts.MOST_EPOCHS),
        block(_MEASURE, probes=facts.PROBES),
        block(_RUN, batches=facts.BATCHES),
    )


_DATA = '''
    with np.load(DIGITS) as file:
        images = torch.tensor(file["images"].reshape(-1, 64).astype(np.float32)) / 16
        labels = torch.tensor(file["labels"].astype(np.int64))


    def generator(seed, stream):
        """One of many independent streams of a seed."""
        return torch.Generator().manual_seed(seed * 1000 + stream)


    def divide(seed):
        """$samples digits to train on, and all others to test."""
        order = torch.randperm(len(labels), generator=generator(seed, $order))
        train, test = order[:$samples], order[$samples:]
        return images[train], labels[train], images[test], labels[test]


    def make_net(seed):
        """He's start."""
        draws = generator(seed, $weights)
        layers = nn.Linear(64, 64), nn.Linear(64, 64), nn.Linear(64, 10)
        for layer in layers:
            w = torch.randn(layer.weight.shape, generator=draws)
            layer.weight.data = w * (2 / layer.in_features) ** 0.5
            layer.bias.data.zero_()
        return nn.Sequential(layers[0], nn.ReLU(), layers[1], nn.ReLU(), layers[2])
'''

_TRAIN = '''
    def train(net, x, y, batch, rate, rho, draws):
        """Epochs of SGD or SAM (two passes) until the loss is low; returns the steps."""
        parameters = list(net.parameters())
        steps = 0
        for epoch in range($most):
            for rows in torch.randperm($samples, generator=draws).split(batch):
                loss = F.cross_entropy(net(x[rows]), y[rows])
                gradients = torch.autograd.grad(loss, parameters)
                if rho:
                    norm = torch.cat([g.flatten() for g in gradients]).norm()
                    kept = [w.detach().clone() for w in parameters]
                    with torch.no_grad():
                        for w, g in zip(parameters, gradients):
                            w += rho * g / norm
                    loss = F.cross_entropy(net(x[rows]), y[rows])
                    gradients = torch.autograd.grad(loss, parameters)
                    for w, before in zip(parameters, kept):
                        w.data = before
                with torch.no_grad():
                    for w, g in zip(parameters, gradients):
                        w -= rate * g
                steps += 1
            if F.cross_entropy(net(x), y).item() <= TARGET:
                break
        return steps
'''

_MEASURE = '''
    def largest_eigenvalue(product, size):
        """Lanczos, each vector made orthogonal to all before it, twice."""
        v = torch.randn(size, generator=torch.Generator().manual_seed(0))
        basis, alphas, betas = [v / v.norm()], [], []
        for _ in range(40):
            w = product(basis[-1])
            alphas.append((basis[-1] @ w).item())
            for _ in range(2):
                w = w - sum((b @ w) * b for b in basis)
            betas.append(w.norm().item())
            basis.append(w / w.norm())
        t = np.diag(alphas) + np.diag(betas[:-1], 1) + np.diag(betas[:-1], -1)
        return np.linalg.eigvalsh(t)[-1]


    def measure(net, x, y, test_x, test_y):
        """Training loss, λmax, trace, its error, rise, test loss, accuracy."""
        parameters = list(net.parameters())
        loss = F.cross_entropy(net(x), y)
        gradients = torch.autograd.grad(loss, parameters, create_graph=True)
        g = torch.cat([one.flatten() for one in gradients])

        def product(v):
            """The Hessian times v, by a second backward pass."""
            found = torch.autograd.grad(g, parameters, v, retain_graph=True)
            return torch.cat([one.flatten() for one in found])

        draws = torch.Generator().manual_seed(0)
        found = []
        for _ in range($probes):
            z = torch.randint(0, 2, (len(g),), generator=draws) * 2.0 - 1
            found.append((z @ product(z)).item())
        sharpness = largest_eigenvalue(product, len(g))
        with torch.no_grad():
            scores = net(test_x)
            test_loss = F.cross_entropy(scores, test_y).item()
            accuracy = (scores.argmax(1) == test_y).double().mean().item()
            w = nn.utils.parameters_to_vector(parameters)
            nn.utils.vector_to_parameters(w + RADIUS * g / g.norm(), parameters)
            rise = F.cross_entropy(net(x), y).item() - loss.item()
        error = np.std(found, ddof=1) / len(found) ** 0.5
        trace = np.mean(found)
        return loss.item(), sharpness, trace, error, rise, test_loss, accuracy
'''

_RUN = """
    values = np.array(VALUES)
    steps = np.zeros((len(values), RUNS))
    measured = np.zeros((7, len(values), RUNS))
    for v, (batch, rate, rho) in enumerate(zip(BATCHES, RATES, RHOS)):
        for k in range(RUNS):
            x, y, test_x, test_y = divide(SEED + k)
            net, draws = make_net(SEED + k), generator(SEED + k, $batches)
            steps[v, k] = train(net, x, y, batch, rate, rho, draws)
            measured[:, v, k] = measure(net, x, y, test_x, test_y)
    losses, sharpness, trace, trace_error, rise, test_loss, accuracy = measured

    differences = np.stack([sharpness, trace, rise, test_loss, accuracy])
    differences = differences - differences[:, [REFERENCE]]
    p_values = np.full((5, len(values)), np.nan)
    for v in set(range(len(values))) - {REFERENCE}:
        p_values[:, v] = stats.ttest_1samp(differences[:, v], 0.0, axis=1).pvalue

    for v, value in enumerate(values):
        print(f"{value:g}: λmax {sharpness[v].mean():.3f} (p {p_values[0, v]:.2g})")
        print(f"  test loss {test_loss[v].mean():.4f} (p {p_values[3, v]:.2g})")
        print(f"  accuracy {accuracy[v].mean():.4f} (p {p_values[4, v]:.2g})")
"""
