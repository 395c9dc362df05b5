"""The script of training and test error: random features of many sizes, and one net."""

from __future__ import annotations

from core.data.digits import CLASSES, PIXELS
from core.diagnosis.fit import (
    DIRECTIONS,
    EVERY,
    MOMENTUM,
    NEGLIGIBLE,
    NOISE,
    ORDER,
    RATE,
    STEPS,
    WEIGHTS,
    WIDTH,
    FitSpec,
)
from core.scripts.inputs import digits_path
from core.scripts.writing import block, constant, lines, script


def fit(spec: FitSpec) -> str:
    """Write the script: a model of every size solved for exactly, and a net trained too long."""
    return script(
        "Training error is what is minimized, test error is what is wanted.",
        "train_error and test_error are [size, seed]; what is known of the net is [evaluation].",
        lines(
            digits_path(),
            constant("SAMPLES", spec.samples, "to train on; all others are the test"),
            constant("LABEL_NOISE", spec.label_noise, "share of the labels drawn anew"),
            constant("SIZES", list(spec.sizes), "numbers of random features"),
            constant("RIDGE", spec.ridge),
            constant("DECAY", spec.decay, "of the net's weights"),
            constant("STEPS", STEPS, "of the net"),
            constant("EVERY", EVERY, "steps between two evaluations"),
            constant("SEEDS", spec.seeds),
            constant("SEED", spec.seed),
        ),
        block(_DATA, order=ORDER, noise=NOISE, classes=CLASSES),
        block(_FEATURES, directions=DIRECTIONS, pixels=PIXELS, negligible=NEGLIGIBLE),
        block(_NET, weights=WEIGHTS, pixels=PIXELS, width=WIDTH, classes=CLASSES),
        block(_TRAIN, rate=RATE, momentum=MOMENTUM),
        block(_RUN),
    )


_DATA = '''
    def generator(seed, stream):
        """One of many independent streams of a seed."""
        return torch.Generator().manual_seed(seed * 1000 + stream)


    def samples(seed):
        """Training and test digits, with some of the training labels drawn anew."""
        with np.load(DIGITS) as file:
            x = torch.tensor(file["images"].reshape(-1, 64).astype(np.float64) / 16)
            y = torch.tensor(file["labels"].astype(np.int64))
        order = torch.randperm(len(y), generator=generator(seed, $order))
        train, test = order[:SAMPLES], order[SAMPLES:]
        draws = generator(seed, $noise)
        redrawn = torch.rand(SAMPLES, generator=draws) < LABEL_NOISE
        others = torch.randint($classes, (SAMPLES,), generator=draws)
        return x[train], torch.where(redrawn, others, y[train]), x[test], y[test]


    def errors(scores, y):
        """The share that is misread, and the squared error for each sample."""
        apart = scores - torch.nn.functional.one_hot(y, scores.shape[1])
        wrong = (scores.argmax(1) != y).double().mean().item()
        return wrong, apart.square().sum().item() / len(y)
'''

_FEATURES = '''
    def solve(features, targets):
        """The W that minimizes |features W - targets|^2 + RIDGE |W|^2, and the smallest."""
        if RIDGE > 0:  # the penalty as further samples, whose targets are 0
            size = features.shape[1]
            features = torch.cat([features, RIDGE**0.5 * torch.eye(size).double()])
            targets = torch.cat([targets, torch.zeros(size, targets.shape[1]).double()])
        least = torch.linalg.lstsq(features, targets, driver="gelsd", rcond=$negligible)
        return least.solution


    def models(seed):
        """Errors, losses, penalty and length of W for each size."""
        x, y, test_x, test_y = samples(seed)
        draws = generator(seed, $directions)
        v = torch.randn(10 * SAMPLES, $pixels, generator=draws, dtype=torch.float64)
        v = v / $pixels**0.5
        found = []
        for size in SIZES:
            features, test = (torch.relu(a @ v[:size].T) for a in (x, test_x))
            w = solve(features, torch.nn.functional.one_hot(y, 10).double())
            wrong, loss = errors(features @ w, y)
            test_wrong, test_loss = errors(test @ w, test_y)
            square = w.square().sum().item()
            penalty = RIDGE * square / SAMPLES
            found.append((wrong, test_wrong, loss, test_loss, penalty, square**0.5))
        return found
'''

_NET = '''
    def net_of(seed):
        """Two hidden layers of ReLUs, by He's initialization."""
        draws = generator(seed, $weights)
        sizes = [$pixels, $width, $width, $classes]
        layers = []
        for fan_in, fan_out in zip(sizes, sizes[1:]):
            linear = torch.nn.Linear(fan_in, fan_out)
            w = torch.randn(fan_out, fan_in, generator=draws) * (2 / fan_in) ** 0.5
            linear.weight.data.copy_(w)
            torch.nn.init.zeros_(linear.bias)
            layers += [linear, torch.nn.ReLU()]
        return torch.nn.Sequential(*layers[:-1])
'''

_TRAIN = '''
    def train(seed):
        """What is known of the net every EVERY steps."""
        x, y, test_x, test_y = samples(seed)
        x, test_x, net = x.float(), test_x.float(), net_of(seed)
        rates = {"lr": $rate, "momentum": $momentum, "weight_decay": DECAY}
        sgd = torch.optim.SGD(net.parameters(), **rates)
        found = []
        for step in range(STEPS + 1):
            if step % EVERY == 0:
                with torch.no_grad():
                    scores, test_scores = net(x), net(test_x)
                    square = sum(w.square().sum().item() for w in net.parameters())
                    found.append(
                        (
                            step,
                            torch.nn.functional.cross_entropy(scores, y).item(),
                            torch.nn.functional.cross_entropy(test_scores, test_y).item(),
                            (scores.argmax(1) != y).double().mean().item(),
                            (test_scores.argmax(1) != test_y).double().mean().item(),
                            DECAY / 2 * square,
                        )
                    )
            loss = torch.nn.functional.cross_entropy(net(x), y)
            sgd.zero_grad()
            loss.backward()
            sgd.step()
        return found
'''

_RUN = """
    of_models = np.array([models(SEED + r) for r in range(SEEDS)]).transpose(2, 1, 0)
    train_error, test_error, train_loss, test_loss, penalty, length = of_models
    of_net = np.array(train(SEED)).T
    net_steps, net_train_loss, net_test_loss = of_net[:3]
    net_train_error, net_test_error, net_penalty = of_net[3:]

    print("features  training error  test error     |W|")
    for size, *row in zip(SIZES, train_error.mean(1), test_error.mean(1), length.mean(1)):
        print("{:8}{:16.3f}{:12.3f}{:8.1f}".format(size, *row))
    lowest = net_test_loss.argmin()
    print(f"lowest test loss: {net_test_loss[lowest]:.3f}, step {net_steps[lowest]:.0f}")
    print(f"last: {net_test_loss[-1]:.3f}, training loss {net_train_loss[-1]:.4f}")
"""
