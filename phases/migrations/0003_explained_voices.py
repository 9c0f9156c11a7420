import django.db.models.deletion
from django.db import migrations, models


def forget_voices(apps, schema_editor):
    """Drop what was explained of missing voices: going back, every explanation is of a group."""
    apps.get_model("phases", "ClosingExplanation").objects.filter(group=None).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("phases", "0002_who_speaks_for_whom"),
        ("stakeholders", "0003_characteristics"),
    ]

    operations = [
        migrations.AddField(
            model_name="closingexplanation",
            name="voice",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="closing_explanations",
                to="stakeholders.missingvoice",
            ),
        ),
        migrations.AlterField(
            model_name="closingexplanation",
            name="group",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="closing_explanations",
                to="stakeholders.stakeholdergroup",
            ),
        ),
        migrations.AddConstraint(
            model_name="closingexplanation",
            constraint=models.UniqueConstraint(fields=("phase", "voice"), name="closing_explanation_voice_once"),
        ),
        migrations.AddConstraint(
            model_name="closingexplanation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("group__isnull", False), ("voice__isnull", True)),
                    models.Q(("group__isnull", True), ("voice__isnull", False)),
                    _connector="OR",
                ),
                name="closing_explanation_of_one",
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, forget_voices),
    ]
