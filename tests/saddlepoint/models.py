"""Small models and data, each with something that a function of any module may stumble over."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class Skipping(nn.Module):
    """A residual net, which is no chain of layers."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.inner, self.scores = nn.Linear(6, 8), nn.Linear(8, 8), nn.Linear(8, 3)

    def forward(self, x: Tensor) -> Tensor:
        h = self.first(x).relu()
        scores: Tensor = self.scores(h + self.inner(h).tanh())
        return scores


def dense(activation: type[nn.Module] = nn.ReLU) -> nn.Sequential:
    layers = (nn.Linear(6, 12), activation(), nn.Linear(12, 8), activation(), nn.Linear(8, 3))
    return nn.Sequential(*layers)


def dense_normed() -> nn.Sequential:
    hidden = nn.Sequential(nn.Linear(6, 8), nn.BatchNorm1d(8), nn.ReLU(), nn.Dropout(0.5))
    inner = nn.Linear(8, 8, bias=False)
    return nn.Sequential(hidden, inner, nn.Tanh(), nn.BatchNorm1d(8), nn.Linear(8, 3))


def convolutional() -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(1, 4, 3, padding=1),
        nn.BatchNorm2d(4),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(4, 6, 3, padding=1, bias=False),
        nn.BatchNorm2d(6),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(24, 3),
    )


def plain_convolutional() -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(1, 4, 3, stride=2), nn.Sigmoid(), nn.AvgPool2d(3), nn.Flatten(), nn.Linear(4, 3)
    )


MODELS = {
    "dense": dense,
    "tanh": lambda: dense(nn.Tanh),
    "dense_normed": dense_normed,
    "convolutional": convolutional,
    "plain_convolutional": plain_convolutional,
    "skipping": Skipping,
    "unknown_activation": lambda: dense(nn.GELU),
}


def made(key: str, seed: int = 0) -> nn.Module:
    """A model of that key with weights of its own, and statistics that are none of a start."""
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        model = MODELS[key]()
        with torch.no_grad():
            for module in model.modules():
                if isinstance(module, nn.BatchNorm1d | nn.BatchNorm2d):
                    # Negative scales too: a maximum does not pass through those.
                    module.weight.normal_()
                    module.bias.normal_()
                    module.running_mean.normal_()  # type: ignore[union-attr]
                    module.running_var.uniform_(0.5, 2.0)  # type: ignore[union-attr]
    return model


def data(key: str, samples: int = 40, seed: int = 1) -> tuple[Tensor, Tensor]:
    draws = torch.Generator().manual_seed(seed)
    shape = (1, 8, 8) if "convolutional" in key else (6,)
    x = torch.randn(samples, *shape, generator=draws)
    return x, torch.randint(0, 3, (samples,), generator=draws)
