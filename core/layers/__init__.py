"""What nets are made of: activations, initializers, norms."""
