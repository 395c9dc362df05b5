"""Every experiment as a short plain script of torch and numpy: to be read, run and changed.

A script is a pure function of a spec: a text. What it computes a run of that spec computes, under
the names of the run's arrays. It holds only what its spec uses, and nothing of this project.
Neither Qt nor torch is imported; a spec that a run would refuse is refused here as well.
"""

from __future__ import annotations

from core.experiments import EXPERIMENTS
from core.naming import named
from core.parameters import Spec


def script_of(spec: Spec) -> str:
    """The script of what that spec asks for; :class:`core.parameters.SpecError` where a run would
    be refused."""
    return str(named(EXPERIMENTS[spec.key].script)(spec))
