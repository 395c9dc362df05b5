"""Scripts of the experiments of core.signals."""
