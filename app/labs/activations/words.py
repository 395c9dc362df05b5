"""The words of Activations. No Qt."""

from __future__ import annotations

from collections.abc import Mapping

from app.words.labels import _, number, percent, tr
from app.words.vocabulary import Vocabulary
from core.signals.diagnosis import Condition, Diagnosis, Outcome

_EXPERIMENTS: Mapping[str, str] = {
    "activations": _("A signal's way through a deep net, under two initializations"),
    "functions": _("Activation functions: curves, flats, cost; the zig-zag and the symmetry"),
    "preprocessing": _("Centering, scaling, rotation and whitening, by the training part"),
    "training": _("A deep net in training on the digits"),
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
        ("training", "side"): {side: side.upper() for side in "abcd"},
        ("preprocessing", "stages"): _PREPROCESS,
        **{(key, "preprocess"): _PREPROCESS for key in ("activations", "training")},
        **{(key, f"init_{side}"): _INIT for key in ("activations", "training") for side in "abcd"},
    },
)

CONDITIONS: Mapping[Condition, str] = {
    Condition.BROKEN: _("broken: values overflow to infinity or NaN"),
    Condition.EXPLODING: _(
        "exploding: the last layer's std is {forward} times the first's, and the gradient reaching "
        "layer 1 is {backward} times layer {depth}'s"
    ),
    Condition.VANISHING: _(
        "vanishing: layer {depth}'s std is {last_std}, {forward} of layer 1's; the gradient "
        "reaching layer 1 is {backward} of layer {depth}'s"
    ),
    Condition.SATURATED: _(
        "saturated: at layer {depth}, {saturated} of the values lie on the flats"
    ),
    Condition.DYING: _("dying: at layer {depth}, {dead} of the units are zero for every sample"),
    Condition.HEALTHY: _(
        "healthy: layer {depth}'s std is {forward} of layer 1's, the gradient reaching layer 1 is "
        "{backward} of layer {depth}'s"
    ),
}

ONLY_LAYER = _("healthy: the only layer's std is {last_std}")

OUTCOMES: Mapping[Outcome, str] = {
    Outcome.BEGUN: _("{net} has begun: batch loss {loss}."),
    Outcome.LEARNS: _("{net} learns: loss {loss}, accuracy {train}, held out {test}."),
    Outcome.STILL: _("{net} stands still at ln 10, with {dead} of its units dead."),
    Outcome.WORSE: _(
        "{net} is worse than a net that says nothing: loss {loss}, {dead} of its units dead."
    ),
    Outcome.DIVERGED: _("{net} diverged at step {step}."),
}


def diagnosis(found: Diagnosis) -> str:
    """The condition of a net's signal as a sentence, with its numbers."""
    alone = found.depth == 1 and found.condition is Condition.HEALTHY
    return tr(
        ONLY_LAYER if alone else CONDITIONS[found.condition],
        depth=found.depth,
        last_std=number(found.last_std, 2),
        forward=number(found.forward, 2),
        backward=number(found.backward, 2),
        saturated=percent(found.saturated),
        dead=percent(found.dead),
    )


def saturated_on_the_way(found: Diagnosis) -> str:
    """A sentence about the most saturated layer, which the last layer does not reveal."""
    return tr(
        "Saturated at layer {layer}: {share} of its values lie on the flats.",
        layer=found.flattest,
        share=percent(found.flattest_share),
    )


def saturated_yet_growing(found: Diagnosis) -> str:
    """A sentence about what is wrong with "saturated, so gradients vanish"."""
    return tr(
        "Saturated, and yet the gradient grows {growth} times a layer: at layer 1 the median of "
        "|dL/dz| is {median}, its RMS {rms}. A few steep units carry it.",
        growth=number(found.growth, 2),
        median=number(found.median, 2),
        rms=number(found.rms, 2),
    )
