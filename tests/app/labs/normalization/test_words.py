"""What the norms and the nodes of a batch norm's graph are called."""

from __future__ import annotations

import pytest

from app.labs.normalization.naming import norm
from app.labs.normalization.words import NODES, NORM_NAMES
from app.words import labels
from core.layers.norms import NORMS
from core.normalization import bn_backward
from core.normalization.normalization import NormalizationSpec


def test_every_norm_and_every_node_has_a_name():
    assert set(NORM_NAMES) == set(NORMS)
    assert set(NODES) == set(bn_backward.NODES)


@pytest.mark.parametrize("key", NORMS)
def test_a_norm_says_what_shares_a_mean(key):
    assert norm(key, NormalizationSpec()) == f"{NORM_NAMES[key]} [{NORMS[key].sharing}]"


def test_a_norms_name_goes_through_the_translator(monkeypatch):
    monkeypatch.setattr(labels, "_translate", str.upper)
    assert norm("bn", NormalizationSpec()).startswith("BATCH NORM")
