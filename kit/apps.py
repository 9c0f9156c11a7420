from django.apps import AppConfig
from django.core.checks import Tags, register


class KitConfig(AppConfig):
    name = "kit"

    def ready(self) -> None:
        """Have `migrate` look at the database before it touches it."""
        from kit.checks import database_is_of_these_migrations

        register(database_is_of_these_migrations, Tags.database)
