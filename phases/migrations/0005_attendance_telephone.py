from django.db import migrations, models


class Migration(migrations.Migration):
    """What number somebody gave for a meeting; what is known of them elsewhere stays as it is."""

    dependencies = [
        ("phases", "0004_calendar_revision"),
    ]

    operations = [
        migrations.AddField(
            "attendance", "telephone", models.CharField(blank=True, db_default="", default="", max_length=40)
        ),
    ]
