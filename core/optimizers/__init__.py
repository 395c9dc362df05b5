"""Update rules: their records, the rules themselves, and what is done to gradient and rate."""
