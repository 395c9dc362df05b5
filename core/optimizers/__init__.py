"""Update rules: their records, the rules themselves, and the treatment of gradient and rate."""
