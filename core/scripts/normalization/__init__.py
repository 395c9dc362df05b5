"""Scripts of the experiments of core.normalization."""
