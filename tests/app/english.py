"""English words in what a Chinese window shows, apart from names that every language shares."""

from __future__ import annotations

import re

_NAMES = """
Ackley Beale Booth Branin Dixon Easom Goldstein Griewank Hessian Himmelblau Hinton Jensen Kaiming
Kingma LeCun Levy Matyas McCormick Monro Nesterov Price Rastrigin Robbins Rosenbrock Santurkar
Huber Smith Sobol Styblinski Tang Xavier Zakharov
Adadelta Adagrad Adam AdamW Adamax AMSGrad BFGS Lion Muon NAdam RAdam RMSprop Rprop GELU Leaky ReLU
SELU SiLU sigmoid softmax softplus tanh ImageNet
AlexNet DenseNet FLOPs GFLOPs GoogLeNet Inception LeNet MACs ResNeXt ResNet
CUDA torchvision GroupNorm Keras LayerNorm Linear OpenGL PATH PyTorch PySide Python Saddlepoint WebP
ffmpeg float imageio install torch numpy eval sqrt adam beta
Ctrl Down Page Shift Space Enter Home
"""
NAMES = frozenset(_NAMES.split())
"""People and what is called after them, methods, software and what is typed for it, keys: words of
four letters and more that may stand in Chinese text."""


def english(text: str) -> list[str]:
    """The English words of a text: four letters or more, and no name. Tags, entities, the names in
    braces that are filled in, and addresses do not count."""
    plain = re.sub(r"<[^>]*>|&\w+;|\{\w*\}", " ", text)
    bare = re.sub(r"\S*[/\\@_]\S*|\w+\.\w+\(?", " ", plain)
    return [word for word in re.findall(r"[A-Za-z]{4,}", bare) if word not in NAMES]
