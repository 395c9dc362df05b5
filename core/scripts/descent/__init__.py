"""Scripts for the experiments of core.descent."""
