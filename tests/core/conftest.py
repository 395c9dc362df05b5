"""Settings that all core tests share: one thread, and Hypothesis without clock or memory."""

import os

from hypothesis import settings

# Two OpenMP threads a worker on two cores make small tensors slower, never faster.
os.environ.setdefault("OMP_NUM_THREADS", "1")

# Reproducible by default; `--hypothesis-profile=explore` looks for new examples.
settings.register_profile("saddlepoint", deadline=None, derandomize=True, database=None)
settings.register_profile("explore", deadline=None, max_examples=1000, database=None)
settings.load_profile("saddlepoint")
