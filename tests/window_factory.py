"""Windows for tests."""

from datetime import datetime

from factory.django import DjangoModelFactory

from kit.windows import beginning_of_hour


class WindowFactory(DjangoModelFactory):
    """Whatever moments a test asks for, windows are made on the hour before them, and meetings on the quarter."""

    class Meta:
        abstract = True

    @classmethod
    def _adjust_kwargs(cls, **kwargs):
        def on_time(name: str, value: object) -> object:
            is_quarter = cls._meta.model.__name__ == "Meeting" and name in ("starts_at", "ends_at")
            is_moment = isinstance(value, datetime) and name.endswith(("starts_at", "ends_at", "opens_at", "closes_at"))
            return beginning_of_hour(value, quarter=is_quarter) if is_moment else value

        return {name: on_time(name, value) for name, value in kwargs.items()}
