from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ProgrammesConfig(AppConfig):
    name = "programmes"

    def ready(self) -> None:
        """Find what each room says of work that belongs to one person of a team, and of what opens by the clock."""
        autodiscover_modules("open_work", "openings")
