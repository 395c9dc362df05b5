"""The script of one run, and what the rules say of it."""

from __future__ import annotations

from core.diagnosis.diagnosis import DiagnosisSpec
from core.scripts.diagnosis import reading, training_run
from core.scripts.writing import block, constant, script
from core.training.rules import RULES


def diagnosis(spec: DiagnosisSpec) -> str:
    """Write the script: a net is trained and measured, and rules read the numbers."""
    return script(
        "Is this run healthy? A net learns, is measured, and is read by rules.",
        "losses are [step]; what samples of all data say is [evaluation]; update_ratio and "
        "gradient_norm are [layer, time].",
        training_run.constants([spec]),
        constant("RUN", training_run.settings(spec)),
        training_run.training([spec]),
        reading.measuring(),
        reading.rules("RULES", RULES),
        reading.JUDGE,
        block(_RUN),
    )


_RUN = """
    run = train(RUN)
    globals().update(run)
    measured = measures(run)
    verdict = judge(measured, RULES)
    for name, value in measured.items():
        print(f"{name:16}{value:12.4g}")
    print("verdict:", verdict)
"""
