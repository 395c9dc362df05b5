"""The words of Training. No Qt."""

from __future__ import annotations

from collections.abc import Mapping

from app.words.labels import _
from app.words.vocabulary import Vocabulary

_EXPERIMENTS: Mapping[str, str] = {
    "search": _("A learning rate and a weight decay, searched in several ways"),
    "fit": _("Training and test error over the size of a model and the steps of a net"),
}

WORDS = Vocabulary(
    experiments=_EXPERIMENTS,
    choices={},
    of_field={
        ("search", "ways"): {
            "grid": _("grid"),
            "random": _("random"),
            "sobol": "Sobol",
            "linear": _("random, linear scale"),
        },
    },
)
