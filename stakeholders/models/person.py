"""People the programme deals with."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accounts.models import User
from kit.folds import same_person
from kit.model_fields import AddressField, LineField, TelephoneField, WordsField
from programmes.models import Programme
from programmes.paths import programme_paths_of


class ContactBy(models.TextChoices):
    """How somebody would like to hear from the team."""

    EMAIL = "email", "E-mail"
    TELEPHONE = "telephone", "Telephone"
    TEXT = "text", "Text message"
    POST = "post", "Post"


class PersonQuerySet(models.QuerySet["Person"]):
    def known_to(self, programme: Programme | int) -> PersonQuerySet:
        """People whom a programme deals with already, in whichever room: nobody is written down twice."""
        known = Q()
        for way in programme_paths_of(Person):
            # A subquery for each: joined in one query, they would multiply each other's rows.
            known |= Q(pk__in=Person.objects.filter(**{way: programme}).values("pk"))
        return self.filter(known)

    def called(self, name: str) -> Person | None:
        """The first of these who has this name, however it is written. Asked of the few whom one address reaches."""
        return next((each for each in self.order_by("pk") if same_person(each.name, name)), None)


class Person(models.Model):
    """Someone the programme deals with. May have no e-mail and no account, only a telephone or an address."""

    name = LineField(max_length=200)
    email = AddressField(blank=True)
    telephone = TelephoneField(max_length=40, blank=True)
    postal_address = WordsField(blank=True)
    contact_by = models.CharField("would like to hear by", max_length=10, choices=ContactBy, default=ContactBy.EMAIL)
    communication_needs = WordsField(blank=True)
    access_needs = WordsField(blank=True)
    user = models.OneToOneField(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="person")

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "people"
        constraints = [
            models.CheckConstraint(condition=Q(contact_by__in=ContactBy.values), name="person_contact_by_known")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        """The e-mail address they are written to at: the one they gave, else the one they sign in with (reads it)."""
        return self.email or (self.user.email if self.user else "")
