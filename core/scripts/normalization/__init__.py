"""Scripts for the experiments of core.normalization."""
