"""Who signs in, and who did what."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower

from kit.model_fields import AddressField, LineField


class UserManager(BaseUserManager["User"]):
    """Makes users whose login is their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Return a new user; without a password they can sign in only by a code."""
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=email, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Return a new user who may do everything; used by Django's `createsuperuser`."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> User:
        """Find a user by e-mail address, whatever its case."""
        return self.get(email=username or "")


class User(AbstractUser):
    """One person who can sign in. The e-mail address is the login; most people never have a password."""

    username = None  # type: ignore[assignment]
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = LineField(max_length=200, blank=True)
    email = AddressField("e-mail address", unique=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_whatever_case")]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        """Return the name, or the address where no name is known (Django's admin asks for it)."""
        return str(self)

    def get_short_name(self) -> str:
        """Return the same as the full name: people choose what they are called."""
        return str(self)


class LogEntryQuerySet(models.QuerySet["LogEntry"]):
    def of_programme(self, programme_id: int) -> LogEntryQuerySet:
        """Everything done in one programme, newest first."""
        return self.filter(programme_id=programme_id).order_by("-id")


class LogEntry(models.Model):
    """One thing somebody did, written in the same transaction as the doing. Never changed (the database refuses).

    Each entry raises the version under which its programme's public pages are kept, unless somebody only looked.
    `programme_id` is a plain number because this room lies below the programmes' and must not know them.
    """

    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # Where nobody had signed in: "clock", "anybody", or the row whose personal link was used, as "room.model:key"; it
    # is empty where somebody had, and in entries older than this column.
    pressed_by = models.CharField(max_length=80, null=True, blank=True, editable=False)
    verb = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=40)
    programme_id = models.BigIntegerField(null=True, blank=True)
    # What changed, in codes and counts; never free text that somebody gave about themselves.
    details = models.JSONField(default=dict, blank=True)

    objects = LogEntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "log entries"
        indexes = [models.Index(fields=["programme_id", "-id"], name="logentry_programme")]

    def __str__(self) -> str:
        return f"{self.verb} {self.object_type} {self.object_id}"
