"""The words of Training. No Qt."""

from __future__ import annotations

from collections.abc import Mapping

from app.words.labels import _
from app.words.names import PICTURES
from app.words.vocabulary import Vocabulary

_EXPERIMENTS: Mapping[str, str] = {
    "sanity": _("Five checks before a training is trusted, and faults they find"),
    "beginnings": _("A perceptron, a net from many starts, and ten sigmoid layers"),
    "losses": _("Losses at a point, the lines they fit, nets that learn by them"),
    "diagnosis_study": _("How many runs of known illnesses the rules read right"),
    "diagnosis": _("A run is trained, measured, and read by rules that say what ails it"),
    "boundary": _("A small net that tells points of the plane apart"),
    "search": _("A learning rate and a weight decay, searched in several ways"),
    "fit": _("Training and test error over the size of a model and the steps of a net"),
}

LIGHTS: Mapping[str, str] = {
    "first_loss": _("First loss"),
    "overfit": _("Overfit 20"),
    "shuffled": _("Shuffled labels"),
    "update_ratio": _("Update ratio"),
    "zero_inputs": _("Inputs zero"),
}
"""Words for the lights of Check."""

WORDS = Vocabulary(
    experiments=_EXPERIMENTS,
    choices={},
    of_field={
        ("sanity", "bug"): {
            "none": _("none"),
            "softmax_twice": _("softmax before the loss"),
            "labels_redrawn": _("labels drawn anew"),
            "shuffled_apart": _("shuffled apart"),
            "no_step": _("no step"),
            "wrong_sign": _("wrong sign"),
            "relu_output": _("ReLU on the output"),
            "no_zero_grad": _("gradients not cleared"),
            "frozen_layers": _("first layers frozen"),
        },
        ("sanity", "balance"): {
            "even": _("ten digits"),
            "rare": _("1 or not, 10/90"),
        },
        ("beginnings", "part"): {
            "perceptron": _("a perceptron"),
            "mlp": _("one hidden layer"),
            "deep": _("ten layers"),
        },
        ("beginnings", "gate"): {"and": "AND", "or": "OR", "xor": "XOR"},
        ("losses", "family"): {
            "numbers": _("a number"),
            "yes_no": _("a yes or no"),
            "classes": _("a class of many"),
        },
        ("diagnosis_study", "drawn"): {
            "development": _("those that thresholds were set on"),
            "judged": _("those that are new to the rules"),
        },
        ("diagnosis", "net"): {"dense": _("dense layers"), "lenet": "LeNet"},
        ("diagnosis", "data"): PICTURES,
        ("boundary", "data"): {
            "moons": _("moons"),
            "circles": _("circles"),
            "spirals": _("spirals"),
            "xor": "XOR",
            "blobs3": _("three blobs"),
            "blobs5": _("five blobs"),
            "own": _("own points"),
        },
        ("boundary", "losses"): {
            "cross_entropy": _("cross-entropy"),
            "squared": _("squared error"),
        },
        ("search", "ways"): {
            "grid": _("grid"),
            "random": _("random"),
            "sobol": "Sobol",
            "linear": _("linear scale"),
        },
    },
)
