"""The words of Training. No Qt."""

from __future__ import annotations

from collections.abc import Mapping

from app.words.labels import _
from app.words.vocabulary import Vocabulary

_EXPERIMENTS: Mapping[str, str] = {
    "fit": _("Training and test error over the size of a model and the steps of a net"),
}

WORDS = Vocabulary(experiments=_EXPERIMENTS, choices={})
