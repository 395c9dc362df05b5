"""The words about a frame's arrays: of every array that a run yields, and of no other."""

from __future__ import annotations

import itertools

import pytest

from core.array_docs import ArrayDoc, about, array_docs, plain
from core.experiment import Run, last_frame
from core.experiments import EXPERIMENTS

NOT_ASKED = {"activations": ("c_", "d_")}
"""Sides that the smallest run is without."""


@pytest.mark.parametrize("key", EXPERIMENTS)
def test_every_array_of_a_run_is_named_once_and_no_other(key: str) -> None:
    experiment = EXPERIMENTS[key]
    frame = last_frame(Run(experiment, experiment.spec.from_json(experiment.smallest), "cpu"))
    named = list(itertools.chain(*(one.names for one in array_docs(experiment.frame))))
    named = [name for name in named if not name.startswith(NOT_ASKED.get(key, ("-",)))]
    assert sorted(named) == sorted(frame.arrays())


def test_names_that_differ_in_a_part_alone_are_written_as_one() -> None:
    one = ArrayDoc("{a,b}_{z,h}_std", "")
    assert one.names == ("a_z_std", "a_h_std", "b_z_std", "b_h_std")
    assert ArrayDoc("std", "").names == ("std",)


def test_words_are_those_of_the_class_without_marks() -> None:
    docs = {one.name: one.words for one in array_docs(EXPERIMENTS["basins"].frame)}
    assert docs["y"] == "[rows] y of the starts."
    assert "-2 diverged as diverged defines it, -3 left the domain." in docs["basin"]
    assert about(EXPERIMENTS["basins"].frame).startswith("The map; the first frame has")
    assert plain(":class:`core.surfaces.curvature.Verdict` of\n  ``x``") == "Verdict of x"


def test_names_alone_are_told_where_there_is_no_source(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(kind: type) -> str:
        raise OSError("could not get source code")

    monkeypatch.setattr("core.array_docs.inspect.getsource", none)
    docs = array_docs(EXPERIMENTS["basins"].frame)
    assert [one.name for one in docs][:3] == ["x", "y", "minima"]
    assert not any(one.words for one in docs)
