"""A phase that is open again says so: since when, for those that were opened again before too."""

from django.conf import settings
from django.db import migrations, models


def reopened_before(apps, schema_editor):
    """Take from the log since when the phases are open that have been closed and are so no longer."""
    entries = apps.get_model("accounts", "LogEntry").objects.filter(object_type="phases.phase", verb="reopened")
    for phase in apps.get_model("phases", "Phase").objects.filter(closed_at=None).exclude(closing_summary=""):
        last = entries.filter(object_id=str(phase.pk)).order_by("at", "pk").last()
        if last is not None:
            phase.reopened_at = last.at
            phase.save(update_fields=["reopened_at"])


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("phases", "0002_joining_revision"),
        ("programmes", "0002_triggers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("phase", "reopened_at", models.DateTimeField(blank=True, editable=False, null=True)),
        migrations.RunPython(reopened_before, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            "phase",
            models.CheckConstraint(
                condition=models.Q(reopened_at__isnull=True) | models.Q(closed_at__isnull=True),
                name="phase_reopened_is_not_closed",
            ),
        ),
    ]
