"""Whether a training is healthy, and what would make it better: experiments on small nets."""
