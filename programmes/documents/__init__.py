"""What people are given to read."""
