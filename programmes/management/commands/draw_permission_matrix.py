from typing import Any

from django.core.management.base import BaseCommand

from programmes.permission_matrix import as_markdown


class Command(BaseCommand):
    help = "Prints the tables for docs/who-may-do-what.md."

    def handle(self, **options: Any) -> None:
        self.stdout.write(as_markdown())
