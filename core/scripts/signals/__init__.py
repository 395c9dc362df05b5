"""Scripts for the experiments of core.signals."""
