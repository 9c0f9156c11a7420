"""Who pressed where nobody had signed in."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("accounts", "0003_clean_words")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="logentry",
            name="pressed_by",
            field=models.CharField(blank=True, editable=False, max_length=80, null=True),
        )
    ]
