"""torch's compiler stays out until somebody asks for it, and nothing else changes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

STEPS = """
import sys
import torch
from core import compiler
if {kept_away}:
    compiler.keep_away()
    compiler.keep_away()
for name in ("SGD", "Adagrad", "Adadelta", "RMSprop", "Adam", "NAdam", "AdamW", "RAdam",
             "Adamax", "Rprop", "LBFGS"):
    torch.manual_seed(0)
    weight = torch.nn.Parameter(torch.randn(3, 3))
    optimizer = getattr(torch.optim, name)([weight], lr=0.1)
    schedule = torch.optim.lr_scheduler.StepLR(optimizer, 2)
    def closure():
        optimizer.zero_grad()
        loss = (weight**4).sum()
        loss.backward()
        return loss
    for _ in range(5):
        optimizer.step(closure)
        schedule.step()
    optimizer.load_state_dict(optimizer.state_dict())
    optimizer.add_param_group({{"params": [torch.nn.Parameter(torch.zeros(2))]}})
    print(name, weight.detach().numpy().tobytes().hex())
print("torch._dynamo.utils" in sys.modules, file=sys.stderr)
"""

COMPILED = """
import torch
from core import compiler
compiler.keep_away()
torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.1).step()
print(torch.compile(lambda x: 2 * x + 1, backend="eager")(torch.ones(2)).tolist())
import torch._dynamo.config
print(torch._dynamo.config.verbose, type(torch._dynamo).__name__)
"""


def test_every_optimizer_steps_as_with_it() -> None:
    kept, usual = (_run(STEPS.format(kept_away=away)) for away in (True, False))
    assert kept.stdout == usual.stdout
    assert kept.stderr.split()[-1] == "False"
    if usual.stderr.split()[-1] == "False":
        pytest.fail("this torch no longer imports it: core/compiler.py can go")


def test_whoever_compiles_gets_it() -> None:
    assert _run(COMPILED).stdout.split("\n")[:2] == ["[3.0, 3.0]", "False module"]


def _run(code: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return done
