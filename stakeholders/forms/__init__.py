"""What may be typed about who speaks for whom: one module for each thing it is about."""
