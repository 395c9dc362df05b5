"""GoogLeNet and Inception v3 as plain torch code."""

from __future__ import annotations

from core.nets.zoo.settings import Settings
from core.scripts.networks.pieces import Net, max_pool, mean_head, sequential
from core.scripts.writing import block

CONV = block('''
    def conv(channels, out, kernel, **told):
        """A convolution, its norm and its ReLU."""
        return nn.Sequential(
            nn.Conv2d(channels, out, kernel, bias=False, **told),
            nn.BatchNorm2d(out, eps=0.001),
            nn.ReLU(),
        )
''')

BRANCHES = block('''
    class Branches(nn.ModuleList):
        """Branches that see the same maps; what they make is put one behind the other."""

        def __init__(self, *branches):
            super().__init__(branches)

        def forward(self, x):
            return torch.cat([branch(x) for branch in self], 1)
''')

# Channels in; then of 1x1; before 3x3 and of it; the same of the second 3x3; behind the pooling.
_GOOGLENET = {
    "stage3": ((192, 64, 96, 128, 16, 32, 32), (256, 128, 128, 192, 32, 96, 64)),
    "stage4": (
        (480, 192, 96, 208, 16, 48, 64),
        (512, 160, 112, 224, 24, 64, 64),
        (512, 128, 128, 256, 24, 64, 64),
        (512, 112, 144, 288, 32, 64, 64),
        (528, 256, 160, 320, 32, 128, 128),
    ),
    "stage5": ((832, 256, 160, 320, 32, 128, 128), (832, 384, 192, 384, 48, 128, 128)),
}


def googlenet(settings: Settings, says: str) -> Net:
    """GoogLeNet with batch norms, without its two heads for training."""
    pool = "nn.MaxPool2d(3, stride=2, ceil_mode=True)"
    stages = {
        "stage1": sequential(f"conv({settings.channels}, 64, 7, stride=2, padding=3)", pool),
        "stage2": sequential("conv(64, 64, 1)", "conv(64, 192, 3, padding=1)", pool),
    }
    ends = {"stage3": [pool], "stage4": ["nn.MaxPool2d(2, ceil_mode=True)"], "stage5": []}
    for name, rows in _GOOGLENET.items():
        units = [f"Inception({', '.join(map(str, row))})" for row in rows]
        if name == "stage4" and settings.auxiliary:
            units = [units[0], "Aside(512)", *units[1:4], "Aside(528)", units[4]]
        stages[name] = sequential(*units, *ends[name])
    stages["head"] = mean_head(1024, settings.classes, dropped=0.2)
    aside = [block(_ASIDE, classes=settings.classes)] if settings.auxiliary else []
    return Net(says=says, parts=(CONV, BRANCHES, block(_INCEPTION), *aside), stages=stages)


_INCEPTION = '''
    class Inception(Branches):
        """1x1, 3x3, 3x3 (5x5 in the paper) and a pooling, each behind or before a 1x1."""

        def __init__(self, channels, one, before3, three, before5, five, pooled):
            super().__init__(
                conv(channels, one, 1),
                nn.Sequential(
                    conv(channels, before3, 1), conv(before3, three, 3, padding=1)
                ),
                nn.Sequential(
                    conv(channels, before5, 1), conv(before5, five, 3, padding=1)
                ),
                nn.Sequential(
                    nn.MaxPool2d(3, stride=1, padding=1), conv(channels, pooled, 1)
                ),
            )
'''


_ASIDE = '''
    class Aside(nn.Module):
        """A head that only training needs: it keeps its answer, and passes its input on."""

        def __init__(self, channels):
            super().__init__()
            self.layers = nn.Sequential(
                nn.AdaptiveAvgPool2d(4),
                conv(channels, 128, 1),
                nn.Flatten(),
                nn.Linear(2048, 1024),
                nn.ReLU(),
                nn.Dropout(0.7),
                nn.Linear(1024, $classes),
            )

        def forward(self, x):
            self.answer = self.layers(x)
            return x
'''


def stem(channels: int) -> list[str]:
    """The first layers of Inception v3 and of Inception-ResNet v2."""
    pool = max_pool(3, 2)
    return [
        f"conv({channels}, 32, 3, stride=2)",
        "conv(32, 32, 3)",
        "conv(32, 64, 3, padding=1)",
        pool,
        "conv(64, 80, 1)",
        "conv(80, 192, 3)",
        pool,
    ]


def inception_v3(settings: Settings, says: str) -> Net:
    """Inception v3 without its head for training."""
    units = [f"InceptionC(768, {inner})" for inner in (128, 160, 160, 192)]
    aside = [block(_V3_ASIDE, classes=settings.classes)] if settings.auxiliary else []
    stages = {
        "stem": sequential(*stem(settings.channels)),
        "stage1": sequential("InceptionA(192, 32)", "InceptionA(256, 64)", "InceptionA(288, 64)"),
        "reduction1": "InceptionB(288)",
        "stage2": sequential(*units, *(["Aside(768)"] if aside else [])),
        "reduction2": "InceptionD(768)",
        "stage3": sequential("InceptionE(1280)", "InceptionE(2048)"),
        "head": mean_head(2048, settings.classes, dropped=0.5),
    }
    parts = (CONV, BRANCHES, *map(block, (_A, _B, _C, _D, _E)), *aside)
    return Net(says=says, parts=parts, stages=stages)


_A = '''
    class InceptionA(Branches):
        """1x1, 5x5, two 3x3 and a pooling."""

        def __init__(self, channels, pooled):
            super().__init__(
                conv(channels, 64, 1),
                nn.Sequential(conv(channels, 48, 1), conv(48, 64, 5, padding=2)),
                nn.Sequential(
                    conv(channels, 64, 1),
                    conv(64, 96, 3, padding=1),
                    conv(96, 96, 3, padding=1),
                ),
                nn.Sequential(
                    nn.AvgPool2d(3, stride=1, padding=1), conv(channels, pooled, 1)
                ),
            )
'''

_B = '''
    class InceptionB(Branches):
        """Halves the maps' sides by 3x3, two 3x3 and a pooling."""

        def __init__(self, channels):
            super().__init__(
                conv(channels, 384, 3, stride=2),
                nn.Sequential(
                    conv(channels, 64, 1),
                    conv(64, 96, 3, padding=1),
                    conv(96, 96, 3, stride=2),
                ),
                nn.MaxPool2d(3, stride=2),
            )
'''

_C = '''
    class InceptionC(Branches):
        """1x1, 7x7 as 1x7 and 7x1, that twice, and a pooling."""

        def __init__(self, channels, inner):
            super().__init__(
                conv(channels, 192, 1),
                nn.Sequential(
                    conv(channels, inner, 1),
                    conv(inner, inner, (1, 7), padding=(0, 3)),
                    conv(inner, 192, (7, 1), padding=(3, 0)),
                ),
                nn.Sequential(
                    conv(channels, inner, 1),
                    conv(inner, inner, (7, 1), padding=(3, 0)),
                    conv(inner, inner, (1, 7), padding=(0, 3)),
                    conv(inner, inner, (7, 1), padding=(3, 0)),
                    conv(inner, 192, (1, 7), padding=(0, 3)),
                ),
                nn.Sequential(nn.AvgPool2d(3, stride=1, padding=1), conv(channels, 192, 1)),
            )
'''

_D = '''
    class InceptionD(Branches):
        """Halves the maps' sides by 3x3, 7x7 and 3x3, and a pooling."""

        def __init__(self, channels):
            super().__init__(
                nn.Sequential(conv(channels, 192, 1), conv(192, 320, 3, stride=2)),
                nn.Sequential(
                    conv(channels, 192, 1),
                    conv(192, 192, (1, 7), padding=(0, 3)),
                    conv(192, 192, (7, 1), padding=(3, 0)),
                    conv(192, 192, 3, stride=2),
                ),
                nn.MaxPool2d(3, stride=2),
            )
'''

_E = '''
    class InceptionE(Branches):
        """1x1, 3x3 as 1x3 beside 3x1, that behind a 3x3, and a pooling."""

        def __init__(self, channels):
            super().__init__(
                conv(channels, 320, 1),
                nn.Sequential(conv(channels, 384, 1), beside(384, 384)),
                nn.Sequential(
                    conv(channels, 448, 1),
                    conv(448, 384, 3, padding=1),
                    beside(384, 384),
                ),
                nn.Sequential(nn.AvgPool2d(3, stride=1, padding=1), conv(channels, 192, 1)),
            )


    def beside(channels, out):
        """1x3 and 3x1 beside each other."""
        return Branches(
            conv(channels, out, (1, 3), padding=(0, 1)),
            conv(channels, out, (3, 1), padding=(1, 0)),
        )
'''


_V3_ASIDE = '''
    class Aside(nn.Module):
        """A head that only training needs: it keeps its answer, and passes its input on."""

        def __init__(self, channels):
            super().__init__()
            self.layers = nn.Sequential(
                nn.AvgPool2d(5, stride=3),
                conv(channels, 128, 1),
                conv(128, 768, 5),
                nn.AdaptiveAvgPool2d(1),
                nn.Flatten(),
                nn.Linear(768, $classes),
            )

        def forward(self, x):
            self.answer = self.layers(x)
            return x
'''
