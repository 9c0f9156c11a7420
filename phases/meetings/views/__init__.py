"""Meetings in public, by personal link and at the team's desk."""
