"""Days on which a programme does nothing new in public, as before an election, and what goes on all the same."""
