"""Scripts for the experiments of core.diagnosis."""
