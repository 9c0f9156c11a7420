"""The staff's web admin: what a programme is for, and what all rooms' admins share."""

from programmes.admin import programme, statements

__all__ = ["programme", "statements"]
