"""Inception v4 and Inception-ResNet v2 as plain torch code."""

from __future__ import annotations

from core.nets.zoo.settings import Settings
from core.scripts.networks.inception import BRANCHES, CONV, stem
from core.scripts.networks.pieces import Net, mean_head, sequential
from core.scripts.writing import block

AVERAGED = block('''
    def averaged(channels, out):
        """Means of 3x3 windows, not counting the padding, and a 1x1."""
        pool = nn.AvgPool2d(3, stride=1, padding=1, count_include_pad=False)
        return nn.Sequential(pool, conv(channels, out, 1))
''')


def inception_v4(settings: Settings, says: str) -> Net:
    """Inception v4, which has no skips."""
    first, second, third = settings.blocks
    stages = {
        "stem": sequential(
            f"conv({settings.channels}, 32, 3, stride=2)",
            "conv(32, 32, 3)",
            "conv(32, 64, 3, padding=1)",
            "Branches(nn.MaxPool2d(3, stride=2), conv(64, 96, 3, stride=2))",
            "Stem()",
            "Branches(conv(192, 192, 3, stride=2), nn.MaxPool2d(3, stride=2))",
        ),
        "stage1": _units("InceptionA", first),
        "reduction1": "ReductionA()",
        "stage2": _units("InceptionB", second),
        "reduction2": "ReductionB()",
        "stage3": _units("InceptionC", third),
        "head": mean_head(1536, settings.classes, dropped=0.2),
    }
    texts = (_STEM, _A, _REDUCTION_A, _B, _REDUCTION_B, _C)
    return Net(says=says, parts=(CONV, BRANCHES, AVERAGED, *map(block, texts)), stages=stages)


_STEM = '''
    class Stem(Branches):
        """1x1 and 3x3, and 7x7 as 1x7 and 7x1 between them."""

        def __init__(self):
            super().__init__(
                nn.Sequential(conv(160, 64, 1), conv(64, 96, 3)),
                nn.Sequential(
                    conv(160, 64, 1),
                    conv(64, 64, (1, 7), padding=(0, 3)),
                    conv(64, 64, (7, 1), padding=(3, 0)),
                    conv(64, 96, 3),
                ),
            )
'''

_A = '''
    class InceptionA(Branches):
        """1x1, 3x3, two 3x3 and a pooling."""

        def __init__(self):
            super().__init__(
                conv(384, 96, 1),
                nn.Sequential(conv(384, 64, 1), conv(64, 96, 3, padding=1)),
                nn.Sequential(
                    conv(384, 64, 1), conv(64, 96, 3, padding=1), conv(96, 96, 3, padding=1)
                ),
                averaged(384, 96),
            )
'''

_REDUCTION_A = '''
    class ReductionA(Branches):
        """Halves the maps' sides by 3x3, two 3x3 and a pooling."""

        def __init__(self):
            super().__init__(
                conv(384, 384, 3, stride=2),
                nn.Sequential(
                    conv(384, 192, 1),
                    conv(192, 224, 3, padding=1),
                    conv(224, 256, 3, stride=2),
                ),
                nn.MaxPool2d(3, stride=2),
            )
'''

_B = '''
    class InceptionB(Branches):
        """1x1, 7x7 as 1x7 and 7x1, that twice, and a pooling."""

        def __init__(self):
            super().__init__(
                conv(1024, 384, 1),
                nn.Sequential(
                    conv(1024, 192, 1),
                    conv(192, 224, (1, 7), padding=(0, 3)),
                    conv(224, 256, (7, 1), padding=(3, 0)),
                ),
                nn.Sequential(
                    conv(1024, 192, 1),
                    conv(192, 192, (7, 1), padding=(3, 0)),
                    conv(192, 224, (1, 7), padding=(0, 3)),
                    conv(224, 224, (7, 1), padding=(3, 0)),
                    conv(224, 256, (1, 7), padding=(0, 3)),
                ),
                averaged(1024, 128),
            )
'''

_REDUCTION_B = '''
    class ReductionB(Branches):
        """Halves the maps' sides by 3x3, 7x7 and 3x3, and a pooling."""

        def __init__(self):
            super().__init__(
                nn.Sequential(conv(1024, 192, 1), conv(192, 192, 3, stride=2)),
                nn.Sequential(
                    conv(1024, 256, 1),
                    conv(256, 256, (1, 7), padding=(0, 3)),
                    conv(256, 320, (7, 1), padding=(3, 0)),
                    conv(320, 320, 3, stride=2),
                ),
                nn.MaxPool2d(3, stride=2),
            )
'''

_C = '''
    def beside(channels):
        """1x3 and 3x1 beside each other."""
        return Branches(
            conv(channels, 256, (1, 3), padding=(0, 1)),
            conv(channels, 256, (3, 1), padding=(1, 0)),
        )


    class InceptionC(Branches):
        """1x1, 3x3 as 1x3 beside 3x1, that behind 3x1 and 1x3, and a pooling."""

        def __init__(self):
            super().__init__(
                conv(1536, 256, 1),
                nn.Sequential(conv(1536, 384, 1), beside(384)),
                nn.Sequential(
                    conv(1536, 384, 1),
                    conv(384, 448, (3, 1), padding=(1, 0)),
                    conv(448, 512, (1, 3), padding=(0, 1)),
                    beside(512),
                ),
                averaged(1536, 256),
            )
'''


def inception_resnet_v2(settings: Settings, says: str) -> Net:
    """Inception-ResNet v2: Inception's branches, and skips around them."""
    first, second, third = settings.blocks
    others = [f"*(block8() for _ in range({third - 1}))"] if third > 1 else []
    stages = {
        "stem": sequential(*stem(settings.channels), "Mixed()"),
        "stage1": _units("block35", first),
        "reduction1": "ReductionA()",
        "stage2": _units("block17", second),
        "reduction2": "ReductionB()",
        "stage3": sequential(*others, "block8(last=True)", "conv(2080, 1536, 1)"),
        "head": mean_head(1536, settings.classes, dropped=0.2),
    }
    texts = (_MIXED, _RESIDUAL, _REDUCTION_RA, _REDUCTION_RB)
    return Net(says=says, parts=(CONV, BRANCHES, AVERAGED, *map(block, texts)), stages=stages)


def _units(name: str, count: int) -> str:
    return f"nn.Sequential(*({name}() for _ in range({count})))"


_MIXED = '''
    class Mixed(Branches):
        """1x1, 5x5, two 3x3 and a pooling, without a skip."""

        def __init__(self):
            super().__init__(
                conv(192, 96, 1),
                nn.Sequential(conv(192, 48, 1), conv(48, 64, 5, padding=2)),
                nn.Sequential(
                    conv(192, 64, 1), conv(64, 96, 3, padding=1), conv(96, 96, 3, padding=1)
                ),
                averaged(192, 64),
            )
'''

_RESIDUAL = '''
    class Residual(nn.Module):
        """Branches and a 1x1 without a norm, scaled down and added to what came in."""

        def __init__(self, channels, width, scale, *branches, last=False):
            super().__init__()
            self.branches = Branches(*branches)
            self.up = nn.Conv2d(width, channels, 1)
            self.scale, self.last = scale, last

        def forward(self, x):
            h = x + self.scale * self.up(self.branches(x))
            return h if self.last else h.relu()


    def block35():
        """1x1, 3x3 and two 3x3, on 35x35 maps of 299x299 pictures."""
        return Residual(
            320,
            128,
            0.17,
            conv(320, 32, 1),
            nn.Sequential(conv(320, 32, 1), conv(32, 32, 3, padding=1)),
            nn.Sequential(
                conv(320, 32, 1), conv(32, 48, 3, padding=1), conv(48, 64, 3, padding=1)
            ),
        )


    def block17():
        """1x1, and 7x7 as 1x7 and 7x1, on 17x17 maps."""
        return Residual(
            1088,
            384,
            0.1,
            conv(1088, 192, 1),
            nn.Sequential(
                conv(1088, 128, 1),
                conv(128, 160, (1, 7), padding=(0, 3)),
                conv(160, 192, (7, 1), padding=(3, 0)),
            ),
        )


    def block8(last=False):
        """1x1, and 3x3 as 1x3 and 3x1, on 8x8 maps; the last one goes without ReLU."""
        return Residual(
            2080,
            448,
            1.0 if last else 0.2,
            conv(2080, 192, 1),
            nn.Sequential(
                conv(2080, 192, 1),
                conv(192, 224, (1, 3), padding=(0, 1)),
                conv(224, 256, (3, 1), padding=(1, 0)),
            ),
            last=last,
        )
'''

_REDUCTION_RA = '''
    class ReductionA(Branches):
        """Halves the maps' sides by 3x3, two 3x3 and a pooling."""

        def __init__(self):
            super().__init__(
                conv(320, 384, 3, stride=2),
                nn.Sequential(
                    conv(320, 256, 1),
                    conv(256, 256, 3, padding=1),
                    conv(256, 384, 3, stride=2),
                ),
                nn.MaxPool2d(3, stride=2),
            )
'''

_REDUCTION_RB = '''
    class ReductionB(Branches):
        """Halves the maps' sides by two times 3x3, two 3x3 and a pooling."""

        def __init__(self):
            super().__init__(
                nn.Sequential(conv(1088, 256, 1), conv(256, 384, 3, stride=2)),
                nn.Sequential(conv(1088, 256, 1), conv(256, 288, 3, stride=2)),
                nn.Sequential(
                    conv(1088, 256, 1),
                    conv(256, 288, 3, padding=1),
                    conv(288, 320, 3, stride=2),
                ),
                nn.MaxPool2d(3, stride=2),
            )
'''
