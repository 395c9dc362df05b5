"""Scripts of the experiments of core.descent."""
