"""Columns for what people type: cleaned on every way into the database, and in the form of the web admin.

To a migration they are Django's own: how a value is cleaned is no part of the schema.
"""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.text import capfirst

from kit import form_fields
from kit.cleaning import clean_address, clean_line, clean_telephone, clean_words, without_unseen
from kit.searching import FoundIn

if TYPE_CHECKING:
    CharField = models.CharField[str, str]
    TextField = models.TextField[str, str]
    EmailField = models.EmailField[str, str]
    URLField = models.URLField[str, str]
else:
    from django.db.models import CharField, EmailField, TextField, URLField


class Cleaned:
    """What all of them do: clean what a form gives, what is saved, and what is looked for."""

    form_field: type[Any]
    attname: str

    def cleaned(self, text: str) -> str:
        """Return what is kept of a text."""
        raise NotImplementedError

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)  # type: ignore[misc]
        return self.cleaned(value) if isinstance(value, str) else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Clean the value where it stands, so that the object says what its row says."""
        value = getattr(model_instance, self.attname)
        if isinstance(value, str):
            value = self.cleaned(value)
            setattr(model_instance, self.attname, value)
        return value

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)  # type: ignore[misc]
        return self.cleaned(value) if isinstance(value, str) else value

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, _, args, kwargs = super().deconstruct()  # type: ignore[misc]
        django_field = next(each for each in type(self).mro() if each.__module__.startswith("django."))
        return name, f"django.db.models.{django_field.__name__}", args, kwargs

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": self.form_field} | kwargs)  # type: ignore[misc]


class LineField(Cleaned, CharField):
    """Words on one line."""

    form_field = form_fields.LineField

    def cleaned(self, text: str) -> str:
        return clean_line(text)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"called": capfirst(self.verbose_name)} | kwargs)


class WordsField(Cleaned, TextField):
    """Words on several lines."""

    form_field = form_fields.WordsField

    def cleaned(self, text: str) -> str:
        return clean_words(text)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"called": capfirst(self.verbose_name)} | kwargs)


class TelephoneField(LineField):
    """A telephone number."""

    form_field = form_fields.TelephoneField

    def cleaned(self, text: str) -> str:
        return clean_telephone(text)


class AddressField(Cleaned, EmailField):
    """An e-mail address, in the form in which addresses are compared."""

    form_field = form_fields.AddressField

    def cleaned(self, text: str) -> str:
        return clean_address(text)


class WebAddressField(Cleaned, URLField):
    """The address of a page on the web."""

    default_validators = [form_fields.ON_THE_WEB]
    form_field = form_fields.WebAddressField

    def cleaned(self, text: str) -> str:
        return without_unseen(text)


# Whoever looks for words in a column finds them in any spelling.
for words in (LineField, WordsField):
    words.register_lookup(FoundIn, "icontains")
