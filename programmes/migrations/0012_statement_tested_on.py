"""When a site was last tested; and what is not compliant may be so by exemptions alone."""

from django.db import migrations, models


def name_exemptions(apps, schema_editor):
    """Name what is exempt as a failure, where nothing else is named: before, a failure had to be."""
    for each in apps.get_model("programmes", "Statement").objects.exclude(compliance="full").filter(failures=""):
        each.failures = each.burden or each.out_of_scope
        each.save(update_fields=["failures"])


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0011_officer_hat"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="statement",
            name="statement_failures_unless_full",
        ),
        migrations.AddField(
            model_name="statement",
            name="tested_on",
            field=models.DateField(
                blank=True, help_text="Against WCAG 2.2 AA.", null=True, verbose_name="last tested on"
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, name_exemptions),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("compliance", "full"), ("failures", "")),
                    models.Q(
                        models.Q(("compliance", "full"), _negated=True),
                        models.Q(("burden", ""), ("failures", ""), ("out_of_scope", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="statement_failures_unless_full",
            ),
        ),
    ]
