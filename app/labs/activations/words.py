"""The words of Activations. No Qt."""

from __future__ import annotations

from collections.abc import Mapping

from app.words.labels import _, number, percent, tr
from app.words.names import PICTURES
from app.words.vocabulary import Vocabulary
from core.signals.diagnosis import Condition, Diagnosis, Finding
from core.signals.outcome import Outcome

_EXPERIMENTS: Mapping[str, str] = {
    "activations": _("A signal's way through a deep net, under two initializations"),
    "functions": _("Activation functions: curves, flats, cost; the zig-zag and the symmetry"),
    "preprocessing": _("Centering, scaling, rotation and whitening, by the training part"),
    "training": _("A deep net in training on labeled pictures"),
}

_CHOICES: Mapping[str, str] = {
    "before": _("before the activation"),
    "after": _("after the activation"),
    "scaled": _("one mean, one std"),
    "channel_centered": _("channel-centered"),
    "centered": _("centered"),
    "standardized": _("standardized"),
    "min_max": _("each to [-1, 1]"),
    "pca": _("rotated (PCA)"),
    "whitened": _("whitened"),
    "cloud": _("Cloud"),
}

_PREPROCESS: Mapping[str, str] = {"none": _("raw")}
_INIT: Mapping[str, str] = {"constant": _("Constant σ")}

WORDS = Vocabulary(
    experiments=_EXPERIMENTS,
    choices=_CHOICES,
    of_field={
        ("activations", "input"): {"normal": _("Normal N(0, 1)")},
        ("training", "data"): PICTURES,
        ("training", "side"): {side: side.upper() for side in "abcd"},
        ("preprocessing", "stages"): _PREPROCESS,
        **{(key, "preprocess"): _PREPROCESS for key in ("activations", "training")},
        **{(key, f"init_{side}"): _INIT for key in ("activations", "training") for side in "abcd"},
    },
)

CONDITIONS: Mapping[Condition, str] = {
    Condition.NO_SPREAD: _(
        "the input has no spread (std {value}, mean {ratio}), which says nothing about the "
        "initialization"
    ),
    Condition.BROKEN: _("signal broken ({value} of layer {layer}'s values are infinite or NaN)"),
    Condition.GRADIENT_BROKEN: _(
        "gradient broken ({value} of layer {layer}'s values are infinite or NaN)"
    ),
    Condition.DEAD: _("dead (every unit of layer {layer} is zero for every sample)"),
    Condition.SIGNAL_EXPLODING: _(
        "signal exploding (layer {layer}'s std is {ratio} times {against}, × {factor} a layer)"
    ),
    Condition.GRADIENT_EXPLODING: _(
        "gradient exploding (layer {layer}'s is {ratio} times {against}, × {factor} a layer)"
    ),
    Condition.SIGNAL_VANISHING: _(
        "signal vanishing (layer {layer}'s std is {ratio} of {against}, × {factor} a layer)"
    ),
    Condition.GRADIENT_VANISHING: _(
        "gradient vanishing (layer {layer}'s is {ratio} of {against}, × {factor} a layer)"
    ),
    Condition.SATURATED: _(
        "saturated ({value} of layer {layer}'s values on the flats, z's RMS is {factor})"
    ),
    Condition.DYING: _("dying ({value} of layer {layer}'s units are zero for every sample)"),
    Condition.HEALTHY: _(
        "healthy (layer {layer}'s std is {ratio} of the input's, layer 1's gradient {factor} of "
        "the last's)"
    ),
}
SHARES = (
    Condition.BROKEN,
    Condition.GRADIENT_BROKEN,
    Condition.DEAD,
    Condition.SATURATED,
    Condition.DYING,
)
"""The conditions whose number is a share."""

OUTCOMES: Mapping[Outcome, str] = {
    Outcome.BEGUN: _("{net} has begun: batch loss {loss}."),
    Outcome.LEARNS: _("{net} learns: loss {loss}, accuracy {train}, held out {test}."),
    Outcome.LEARNING: _("{net} is still learning: loss {loss}, accuracy {train}, held out {test}."),
    Outcome.STILL: _("{net} stands still at {loss}, about ln 10, with {dead} of its units dead."),
    Outcome.WORSE: _("{net} is worse than a random guess: loss {loss}, {dead} of its units dead."),
    Outcome.DIVERGED: _("{net} diverged at step {step}."),
}


def diagnosis(name: str, found: Diagnosis) -> str:
    """The conditions of a side's net as a sentence, the worst first, each with its numbers."""
    said = tr(", ").join(condition(one) for one in found.findings)
    return tr("{name}: {sentence}", name=name, sentence=said)


def condition(found: Finding) -> str:
    """One condition in words, with its number, its layer and its reason."""
    share = found.condition in SHARES
    return tr(
        CONDITIONS[found.condition],
        layer=found.layer,
        value=percent(found.value) if share else number(found.value, 2),
        ratio=number(found.ratio, 2),
        against=_of_layer(found.against),
        factor=number(found.factor, 2),
    )


def _of_layer(layer: int) -> str:
    return tr("layer {layer}'s", layer=layer) if layer else tr("the input's")


def saturated_yet_growing(name: str, found: Diagnosis) -> str:
    """A sentence about what is wrong with "saturated, so gradients vanish"."""
    return tr(
        "{name}: saturated, and yet the gradient grows {growth} times a layer: at layer 1 the "
        "median of |dL/dz| is {median}, its RMS {rms}. A few steep units carry it.",
        name=name,
        growth=number(found.growth, 2),
        median=number(found.median, 2),
        rms=number(found.rms, 2),
    )
