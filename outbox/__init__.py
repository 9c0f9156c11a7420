"""How a message gets out, and how we can prove it. Knows nothing of programmes."""
