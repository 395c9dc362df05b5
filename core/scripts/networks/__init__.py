"""Scripts for the experiments of core.networks."""
