"""Which of the nine protected characteristics a group stands for, in place of whether it stands for one."""

import re

from django.db import migrations, models

CHOICES = [
    ("age", "Age"),
    ("disability", "Disability"),
    ("gender_reassignment", "Gender reassignment"),
    ("marriage", "Marriage and civil partnership"),
    ("pregnancy", "Pregnancy and maternity"),
    ("race", "Race"),
    ("religion", "Religion or belief"),
    ("sex", "Sex"),
    ("sexual_orientation", "Sexual orientation"),
]
# The first that fits the group's name: the more particular words stand before the more general ones.
WORDS = {
    "sexual_orientation": r"sexual|lesbian|gay|bisexual",
    "gender_reassignment": r"gender|trans",
    "marriage": r"marri|civil partner",
    "pregnancy": r"pregnan|maternity|new parent",
    "race": r"\brace|ethnic|\bbme\b",
    "religion": r"religio|faith|belief",
    "disability": r"disab",
    "sex": r"\bsex\b|\bwomen|\bmen\b",
    "age": r"",
}


def name_characteristics(apps, schema_editor):
    """Say of each group that stood for a characteristic which one its name speaks of."""
    groups = apps.get_model("stakeholders", "StakeholderGroup").objects
    for group in groups.filter(is_protected_characteristic=True):
        group.characteristic = next(
            code for code, words in WORDS.items() if re.search(words, group.name, re.IGNORECASE)
        )
        group.save(update_fields=["characteristic"])


def only_say_whether(apps, schema_editor):
    """Say again only whether a group stands for one."""
    groups = apps.get_model("stakeholders", "StakeholderGroup").objects
    groups.exclude(characteristic="").update(is_protected_characteristic=True)


class Migration(migrations.Migration):
    dependencies = [("stakeholders", "0002_who_speaks_for_whom")]

    operations = [
        migrations.AddField(
            model_name="stakeholdergroup",
            name="characteristic",
            field=models.CharField(
                blank=True,
                default="",
                choices=CHOICES,
                help_text="One of the nine of the Equality Act 2010, or none: a local group.",
                max_length=20,
                verbose_name="protected characteristic",
            ),
            preserve_default=False,
        ),
        migrations.RunPython(name_characteristics, only_say_whether),
        migrations.RemoveField(model_name="stakeholdergroup", name="is_protected_characteristic"),
        migrations.AddConstraint(
            model_name="stakeholdergroup",
            constraint=models.CheckConstraint(
                condition=models.Q(("characteristic__in", ["", *(code for code, _ in CHOICES)])),
                name="stakeholder_group_characteristic_known",
            ),
        ),
    ]
