"""What we hold of people, until when, and what they asked us about it."""
