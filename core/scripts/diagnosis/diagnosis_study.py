"""The script that trains many runs whose illness is known, and lets rules read them."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import Any

from core.diagnosis.diagnosis_study import KINDS, READINGS, DiagnosisStudySpec
from core.diagnosis.illnesses import drawn
from core.scripts.diagnosis import reading, training_run
from core.scripts.writing import WIDTH, block, constant, literal, script
from core.training.rules import CURVES, RULES


def diagnosis_study(spec: DiagnosisStudySpec) -> str:
    """Write the script: the study's runs, each trained, measured and read."""
    runs = [
        (kind, drawn(kind, number, spec.seed, spec.drawn, spec.longest))
        for number in range(spec.each)
        for kind in KINDS
    ]
    specs = [one for _, one in runs]
    told = "\n".join(_entry(kind, training_run.settings(one)) for kind, one in runs)
    return script(
        "How far can a diagnosis be trusted? Runs whose illness is known, read by rules.",
        "confusion and by_curves are [kind, kind]: what a run is, and what it was read as, by all "
        "that is measured and by the curves of loss and accuracy alone.",
        training_run.constants(specs),
        constant("KINDS", list(KINDS)),
        constant("READINGS", list(READINGS)),
        f"# fmt: off\nRUNS = [\n{told}\n]\n# fmt: on",
        training_run.training(specs),
        reading.measuring(),
        reading.rules("RULES", RULES),
        reading.rules("CURVES", CURVES),
        reading.JUDGE,
        block(_RUN),
    )


def _entry(kind: str, settings: Mapping[str, Any]) -> str:
    """A run of the table, in as few lines as hold it: it has neither names nor values with spaces
    in them."""
    return textwrap.fill(
        f"({literal(kind)}, {literal(settings)}),",
        WIDTH,
        initial_indent="    ",
        subsequent_indent="     ",
        break_long_words=False,
        break_on_hyphens=False,
    )


_RUN = """
    confusion, by_curves = np.zeros((2, len(KINDS), len(READINGS)), int)
    for kind, run in RUNS:
        measured = measures(train(run))
        truth = KINDS.index(kind)
        confusion[truth, READINGS.index(judge(measured, RULES))] += 1
        by_curves[truth, READINGS.index(judge(measured, CURVES))] += 1
    read, right = len(RUNS), confusion.trace()
    right_by_curves = by_curves.trace()
    print(f"of {read} runs {right} read right; from curves alone {right_by_curves}")
"""
