"""The pages about who speaks for whom: one module for each thing they are about."""
