"""What is typed about meetings, by those who come and by the team."""
