from django.apps import AppConfig

from kit.data_map import read_declarations


class PrivacyConfig(AppConfig):
    name = "privacy"

    def ready(self) -> None:
        """Read what each room has declared of what it holds of people."""
        read_declarations()
