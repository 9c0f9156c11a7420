"""What is typed about meetings and about how many people were reached."""
