"""Every experiment as a short plain script of torch and numpy, to be read, run and changed.

A script is a text and a pure function of a spec. It computes what a run of that spec computes,
under the names of the run's arrays. It contains only what its spec uses, and nothing of this
project. Neither Qt nor torch is imported; a spec that a run would refuse is refused here as well.
"""

from __future__ import annotations

from core.experiments import EXPERIMENTS
from core.naming import named
from core.parameters import Spec


def script_of(spec: Spec) -> str:
    """The script for a spec; :class:`core.parameters.SpecError` if a run would be refused."""
    return str(named(EXPERIMENTS[spec.key].script)(spec))
