import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import programmes.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Indicator",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("framework", models.CharField(max_length=200)),
                ("name", models.CharField(max_length=300)),
                (
                    "evidence",
                    models.CharField(
                        choices=[
                            ("not_yet", "Not yet evidenced"),
                            ("some", "Some evidence"),
                            ("evidenced", "Evidenced"),
                            ("no_longer", "No longer sought"),
                        ],
                        default="not_yet",
                        max_length=12,
                    ),
                ),
                ("explanation", models.TextField()),
                ("look_again_on", models.DateField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Programme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=80, unique=True)),
                ("title", models.CharField(max_length=200)),
                ("question", models.TextField(verbose_name="guiding question")),
                ("summary", models.TextField(help_text="Two or three sentences for the list of programmes.")),
                ("intention", models.TextField()),
                ("builds_on", models.TextField(blank=True, verbose_name="developments it builds on")),
                ("lead_body", models.CharField(max_length=200)),
                ("place_text", models.CharField(max_length=200, verbose_name="places, in words")),
                ("period_text", models.CharField(max_length=200, verbose_name="when, in words")),
                ("starts_on", models.DateField()),
                ("target_on", models.DateField(blank=True, null=True, verbose_name="target completion")),
                ("completed_on", models.DateField(blank=True, null=True)),
                ("contact_name", models.CharField(max_length=200)),
                ("contact_email", models.EmailField(max_length=254)),
                ("how_to_be_involved", models.TextField()),
                ("what_happens_next", models.TextField(blank=True)),
                (
                    "impact_statement",
                    models.TextField(blank=True, verbose_name="what difference it has made, in words"),
                ),
                (
                    "action_area_word",
                    models.CharField(default="action area", max_length=40, verbose_name="word for one action area"),
                ),
                (
                    "action_area_words",
                    models.CharField(
                        default="action areas", max_length=40, verbose_name="word for several action areas"
                    ),
                ),
                (
                    "representative_word",
                    models.CharField(
                        default="representative", max_length=40, verbose_name="word for one representative"
                    ),
                ),
                (
                    "representative_words",
                    models.CharField(
                        default="representatives", max_length=40, verbose_name="word for several representatives"
                    ),
                ),
                (
                    "proposer_word",
                    models.CharField(default="proposer", max_length=40, verbose_name="word for one proposer"),
                ),
                (
                    "proposer_words",
                    models.CharField(default="proposers", max_length=40, verbose_name="word for several proposers"),
                ),
                ("poster_word", models.CharField(default="poster", max_length=40, verbose_name="word for one poster")),
                (
                    "poster_words",
                    models.CharField(default="posters", max_length=40, verbose_name="word for several posters"),
                ),
                (
                    "stocktake_word",
                    models.CharField(default="stocktake", max_length=40, verbose_name="word for one stocktake"),
                ),
                (
                    "stocktake_words",
                    models.CharField(default="stocktakes", max_length=40, verbose_name="word for several stocktakes"),
                ),
                (
                    "programme_word",
                    models.CharField(default="programme", max_length=40, verbose_name="word for one programme"),
                ),
                (
                    "programme_words",
                    models.CharField(default="programmes", max_length=40, verbose_name="word for several programmes"),
                ),
                (
                    "thread_colour",
                    models.CharField(
                        default="#0b5c63", max_length=7, validators=[programmes.models.validate_thread_colour]
                    ),
                ),
                (
                    "demonstration_note",
                    models.TextField(blank=True, help_text="Shown on every page when some of the content is invented."),
                ),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="IndicatorReading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("read_on", models.DateField()),
                ("value_text", models.CharField(max_length=200)),
                ("source", models.CharField(max_length=300)),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="readings", to="programmes.indicator"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PublicVersion",
            fields=[
                (
                    "programme",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="public_version",
                        serialize=False,
                        to="programmes.programme",
                    ),
                ),
                ("number", models.PositiveBigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Place",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="places", to="programmes.programme"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="indicator",
            name="programme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="indicators", to="programmes.programme"
            ),
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("information_sheet", "Information sheet"),
                            ("information_pack", "Information pack"),
                            ("report", "Report"),
                            ("article", "Article"),
                            ("record", "Record"),
                            ("agreement", "Working agreement"),
                            ("template", "Template"),
                            ("other", "Other document"),
                        ],
                        max_length=20,
                    ),
                ),
                ("format", models.CharField(default="Standard print", max_length=60)),
                ("summary", models.TextField()),
                (
                    "words",
                    models.TextField(
                        blank=True,
                        help_text="Read on a page of its own, and printed from there in standard and in large print. Leave it empty where people are to ask for a copy.",
                        verbose_name="what it says",
                    ),
                ),
                ("issued_on", models.DateField()),
                (
                    "version_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="formats",
                        to="programmes.document",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="documents", to="programmes.programme"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Aim",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("text", models.TextField()),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="aims", to="programmes.programme"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TargetRevision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("old_target_on", models.DateField(blank=True, null=True)),
                ("new_target_on", models.DateField(blank=True, null=True)),
                ("reason", models.TextField()),
                ("revised_at", models.DateTimeField()),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="target_revisions",
                        to="programmes.programme",
                    ),
                ),
                (
                    "revised_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TeamMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "hat",
                    models.CharField(
                        choices=[
                            ("lead", "Lead"),
                            ("broker", "Broker"),
                            ("facilitator", "Facilitator"),
                            ("analyst", "Analyst"),
                            ("viewer", "Viewer"),
                        ],
                        max_length=12,
                    ),
                ),
                ("from_on", models.DateField()),
                ("until_on", models.DateField(blank=True, null=True, verbose_name="first day without it")),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="team", to="programmes.programme"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="hats", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("published_at__isnull", True), ("published_by__isnull", True)),
                    models.Q(("published_at__isnull", False), ("published_by__isnull", False)),
                    _connector="OR",
                ),
                name="programme_published_at_and_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(("thread_colour__regex", "^#[0-9a-fA-F]{6}$")), name="programme_thread_colour_is_hex"
            ),
        ),
        migrations.AddConstraint(
            model_name="place",
            constraint=models.UniqueConstraint(fields=("programme", "name"), name="place_name_once"),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.UniqueConstraint(fields=("programme", "name"), name="indicator_name_once"),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(("evidence__in", ["not_yet", "some", "evidenced", "no_longer"])),
                name="indicator_evidence_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "information_sheet",
                            "information_pack",
                            "report",
                            "article",
                            "record",
                            "agreement",
                            "template",
                            "other",
                        ],
                    )
                ),
                name="document_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="aim",
            constraint=models.UniqueConstraint(fields=("programme", "position"), name="aim_position_once"),
        ),
        migrations.AddConstraint(
            model_name="teammember",
            constraint=models.CheckConstraint(
                condition=models.Q(("hat__in", ["lead", "broker", "facilitator", "analyst", "viewer"])),
                name="team_member_hat_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="teammember",
            constraint=models.CheckConstraint(
                condition=models.Q(("until_on__isnull", True), ("until_on__gt", models.F("from_on")), _connector="OR"),
                name="team_member_dates_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="teammember",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until_on__isnull", True)),
                fields=("programme", "user", "hat"),
                name="team_member_hat_worn_once",
            ),
        ),
    ]
