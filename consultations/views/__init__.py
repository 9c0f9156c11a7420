"""Pages of people who are asked, and of staff who read what was said."""
