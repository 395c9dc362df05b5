"""DenseNets as plain torch code."""

from __future__ import annotations

from core.nets.zoo.settings import Settings
from core.scripts.networks.pieces import RELU, Net, conv, max_pool, mean_head, norm, sequential
from core.scripts.writing import block

BOTTLENECK = 4
"""The channels between a layer's two convolutions, in growth rates."""


def densenet(settings: Settings, says: str) -> Net:
    """A net of dense blocks."""
    small, growth, width = not settings.bottleneck, settings.growth, settings.width
    first = conv(settings.channels, width, 7, stride=2, padding=3, bias=settings.biased)
    stages = {"stem": sequential(first, norm(width), RELU, max_pool(3, 2, 1))}
    for place, count in enumerate(settings.blocks, 1):
        stages[f"block{place}"] = f"dense_block({width}, {count})"
        width += count * growth
        if place < len(settings.blocks):
            stages[f"transition{place}"] = f"Transition({width})"
            width //= 2
    stages["head"] = mean_head(width, settings.classes, norm(width), RELU)
    plain = "" if settings.biased else ", bias=False"
    parts = [
        block(_SMALL if small else _LAYER, growth=growth, inner=BOTTLENECK * growth, plain=plain),
        block(_BLOCK, growth=growth),
        block(_TRANSITION, plain=plain) if len(settings.blocks) > 1 else "",
    ]
    return Net(says=says, parts=tuple(parts), stages=stages)


_LAYER = '''
    class DenseLayer(nn.Module):
        """Adds $growth maps to all those that it was given."""

        def __init__(self, channels):
            super().__init__()
            self.layers = nn.Sequential(
                nn.BatchNorm2d(channels),
                nn.ReLU(),
                nn.Conv2d(channels, $inner, 1$plain),
                nn.BatchNorm2d($inner),
                nn.ReLU(),
                nn.Conv2d($inner, $growth, 3, padding=1$plain),
            )

        def forward(self, x):
            return torch.cat([x, self.layers(x)], 1)
'''

_SMALL = '''
    class DenseLayer(nn.Module):
        """Adds $growth maps to all those that it was given."""

        def __init__(self, channels):
            super().__init__()
            self.layers = nn.Sequential(
                nn.BatchNorm2d(channels),
                nn.ReLU(),
                nn.Conv2d(channels, $growth, 3, padding=1$plain),
            )

        def forward(self, x):
            return torch.cat([x, self.layers(x)], 1)
'''

_BLOCK = '''
    def dense_block(channels, count):
        """Layers that each see what all layers before them made."""
        return nn.Sequential(*(DenseLayer(channels + $growth * k) for k in range(count)))
'''

_TRANSITION = '''
    class Transition(nn.Sequential):
        """Halves the channels, and the maps' sides."""

        def __init__(self, channels):
            super().__init__(
                nn.BatchNorm2d(channels),
                nn.ReLU(),
                nn.Conv2d(channels, channels // 2, 1$plain),
                nn.AvgPool2d(2),
            )
'''
