import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("consultations", "0001_initial"),
        ("findings", "0001_initial"),
        ("phases", "0001_initial"),
        ("programmes", "0001_initial"),
        ("stakeholders", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("asked", "Asked"),
                            ("answered", "Answered"),
                            ("moved_on", "Has moved on"),
                            ("no_reply", "No reply"),
                            ("unreachable", "Could not be reached"),
                            ("not_me", "Was not theirs"),
                        ],
                        default="asked",
                        max_length=12,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("token_hash", models.CharField(blank=True, max_length=64, null=True, unique=True)),
                ("link_nonce", models.CharField(blank=True, max_length=32)),
                ("link_expires_at", models.DateTimeField(blank=True, null=True)),
                ("link_revoked_at", models.DateTimeField(blank=True, null=True)),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="answered, or given up, at")),
                ("successor_name", models.CharField(blank=True, max_length=200)),
                ("successor_email", models.EmailField(blank=True, max_length=254)),
                ("successor_telephone", models.CharField(blank=True, max_length=40)),
                ("successor_note", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="ActionArea",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("summary", models.TextField(blank=True)),
                ("captured_as", models.UUIDField(blank=True, editable=False, null=True, unique=True)),
                ("captured_version", models.CharField(blank=True, editable=False, max_length=40)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                (
                    "conversations",
                    models.ManyToManyField(blank=True, related_name="action_areas", to="consultations.conversation"),
                ),
                ("findings", models.ManyToManyField(blank=True, related_name="action_areas", to="findings.finding")),
                ("posters", models.ManyToManyField(blank=True, related_name="action_areas", to="consultations.poster")),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="action_areas",
                        to="programmes.programme",
                    ),
                ),
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
                (
                    "taken_on_at",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="action_areas",
                        to="phases.meeting",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Commitment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_name", models.CharField(max_length=200, verbose_name="who, as the public reads it")),
                ("what", models.CharField(max_length=300)),
                ("made_on", models.DateField()),
                ("taken_back_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commitments",
                        to="actions.actionarea",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commitments",
                        to="stakeholders.person",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commitments",
                        to="programmes.programme",
                    ),
                ),
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
            name="CommitmentSheet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=12, unique=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "area",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="commitment_sheet",
                        to="actions.actionarea",
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="commitment_sheets",
                        to="programmes.programme",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CommitmentSource",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(editable=False, unique=True)),
                ("version", models.CharField(editable=False, max_length=16)),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("sheet", "By the code on a sheet"),
                            ("paper", "On paper"),
                            ("spoken", "Told the team"),
                        ],
                        max_length=10,
                        verbose_name="how it was said",
                    ),
                ),
                ("said_at", models.DateTimeField()),
                ("may_name", models.BooleanField(default=False, verbose_name="the public may read their name")),
                (
                    "commitment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="source", to="actions.commitment"
                    ),
                ),
                (
                    "entered_by",
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
            name="Factor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("helped", "Helped"), ("hindered", "Hindered")], max_length=10)),
                ("name", models.CharField(max_length=160)),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged_from",
                        to="actions.factor",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="factors", to="programmes.programme"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AnswerDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("standing", models.CharField(blank=True, max_length=12, verbose_name="where it stands")),
                ("what_happened", models.TextField(blank=True)),
                ("what_helped", models.TextField(blank=True)),
                ("what_hindered", models.TextField(blank=True)),
                ("saved_at", models.DateTimeField()),
                (
                    "follow_up",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="draft", to="actions.followup"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FollowUpRound",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("name", models.CharField(help_text="For example “September 2016”.", max_length=80)),
                ("planned_on", models.DateField(verbose_name="to be opened on")),
                ("answer_by_on", models.DateField(verbose_name="answers asked for by")),
                (
                    "first_reminder_days",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="first reminder, days before"),
                ),
                (
                    "second_reminder_days",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="second reminder, days before"
                    ),
                ),
                (
                    "last_call_days",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="last call, days before"),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("planned", "Planned"), ("open", "Open"), ("closed", "Closed")],
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="follow_up_rounds",
                        to="programmes.programme",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="followup",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="follow_ups", to="actions.followupround"
            ),
        ),
        migrations.CreateModel(
            name="PersonalRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("link_nonce", models.CharField(editable=False, max_length=32)),
                ("token_hash", models.CharField(editable=False, max_length=64, unique=True)),
                ("link_expires_at", models.DateTimeField()),
                ("link_revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="personal_records",
                        to="stakeholders.person",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="personal_records",
                        to="programmes.programme",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ProgressUpdate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveSmallIntegerField(default=1)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting for review"),
                            ("published", "Published"),
                            ("kept", "Kept unpublished"),
                            ("replaced", "Replaced by a later answer"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("not_started", "Not started yet"),
                            ("under_way", "Under way"),
                            ("done", "Done"),
                            ("stopped", "Stopped"),
                            ("handed_on", "Handed on, starting again"),
                        ],
                        max_length=12,
                        verbose_name="where it stands",
                    ),
                ),
                ("what_happened", models.TextField()),
                ("what_helped", models.TextField(blank=True)),
                ("what_hindered", models.TextField(blank=True)),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("link", "By personal link"),
                            ("telephone", "By telephone"),
                            ("paper", "On paper"),
                            ("meeting", "In a meeting"),
                            ("signed_in", "Signed in"),
                        ],
                        max_length=10,
                        verbose_name="how it reached us",
                    ),
                ),
                ("given_at", models.DateTimeField()),
                ("headline", models.CharField(blank=True, max_length=300, verbose_name="in one line, for the public")),
                ("published_happened", models.TextField(blank=True)),
                ("published_helped", models.TextField(blank=True)),
                ("published_hindered", models.TextField(blank=True)),
                ("redaction_reason", models.CharField(blank=True, max_length=200)),
                ("reviewed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="updates", to="actions.actionarea"
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("factors", models.ManyToManyField(blank=True, related_name="updates", to="actions.factor")),
                (
                    "follow_up",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="updates", to="actions.followup"
                    ),
                ),
                (
                    "reviewed_by",
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
            name="Proposer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_name", models.CharField(max_length=200)),
                ("from_on", models.DateField()),
                ("until_on", models.DateField(blank=True, null=True, verbose_name="moved on")),
                ("named_by_mistake", models.BooleanField(default=False, verbose_name="named by mistake")),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="proposers", to="actions.actionarea"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="proposals", to="stakeholders.person"
                    ),
                ),
                (
                    "took_over_from",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="successor",
                        to="actions.proposer",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="followup",
            name="proposer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="follow_ups", to="actions.proposer"
            ),
        ),
        migrations.CreateModel(
            name="RecordSending",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("channel", models.CharField(choices=[("email", "E-mail"), ("letter", "Letter")], max_length=10)),
                ("content", models.JSONField()),
                ("sent_at", models.DateTimeField()),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sendings",
                        to="actions.personalrecord",
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("what", models.CharField(max_length=300)),
                ("who", models.CharField(max_length=200)),
                ("by_text", models.CharField(max_length=120, verbose_name="by when, in words")),
                ("done_on", models.DateField(blank=True, null=True)),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="actions.actionarea"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("words", "Other words"),
                            ("name", "Their name"),
                            ("not_said", "They did not say this"),
                            ("no_longer", "They can no longer do it"),
                            ("restored", "It stands after all"),
                        ],
                        max_length=10,
                    ),
                ),
                ("before", models.CharField(max_length=300)),
                ("after", models.CharField(blank=True, max_length=300)),
                ("given_at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("taken_in", "Taken in"),
                            ("left", "Left as it was"),
                            ("replaced", "Replaced by a later one"),
                        ],
                        max_length=10,
                    ),
                ),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "commitment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="corrections",
                        to="actions.commitment",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="corrections",
                        to="actions.personalrecord",
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="corrections",
                        to="actions.step",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="actionarea",
            constraint=models.UniqueConstraint(fields=("programme", "number"), name="action_area_number_once"),
        ),
        migrations.AddConstraint(
            model_name="actionarea",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("published_at__isnull", True), ("published_by__isnull", True)),
                    models.Q(("published_at__isnull", False), ("published_by__isnull", False)),
                    _connector="OR",
                ),
                name="action_area_published_at_and_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("published_at__isnull", True), ("published_by__isnull", True)),
                    models.Q(("published_at__isnull", False), ("published_by__isnull", False)),
                    _connector="OR",
                ),
                name="commitment_published_at_and_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.CheckConstraint(
                condition=models.Q(("taken_back_at", None), ("published_at", None), _connector="OR"),
                name="commitment_taken_back_is_not_public",
            ),
        ),
        migrations.AddConstraint(
            model_name="commitmentsheet",
            constraint=models.UniqueConstraint(
                condition=models.Q(("area", None)), fields=("programme",), name="commitment_sheet_of_programme_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="commitmentsheet",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", True), ("closed_by__isnull", True)),
                    models.Q(("closed_at__isnull", False), ("closed_by__isnull", False)),
                    _connector="OR",
                ),
                name="commitment_sheet_closed_at_and_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="commitmentsource",
            constraint=models.CheckConstraint(
                condition=models.Q(("channel__in", ["sheet", "paper", "spoken"])),
                name="commitment_source_channel_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="factor",
            constraint=models.UniqueConstraint(fields=("programme", "kind", "name"), name="factor_name_once"),
        ),
        migrations.AddConstraint(
            model_name="factor",
            constraint=models.CheckConstraint(
                condition=models.Q(("merged_into", models.F("pk")), _negated=True), name="factor_not_merged_into_itself"
            ),
        ),
        migrations.AddConstraint(
            model_name="factor",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["helped", "hindered"])), name="factor_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="followupround",
            constraint=models.UniqueConstraint(fields=("programme", "number"), name="round_number_once"),
        ),
        migrations.AddConstraint(
            model_name="followupround",
            constraint=models.UniqueConstraint(fields=("programme", "name"), name="round_name_once"),
        ),
        migrations.AddConstraint(
            model_name="followupround",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "open")), fields=("programme",), name="round_one_open_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="followupround",
            constraint=models.CheckConstraint(
                condition=models.Q(("answer_by_on__gte", models.F("planned_on"))), name="round_dates_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="followupround",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("first_reminder_days__isnull", True),
                        ("second_reminder_days__isnull", True),
                        ("first_reminder_days__gt", models.F("second_reminder_days")),
                        _connector="OR",
                    ),
                    models.Q(
                        ("first_reminder_days__isnull", True),
                        ("last_call_days__isnull", True),
                        ("first_reminder_days__gt", models.F("last_call_days")),
                        _connector="OR",
                    ),
                    models.Q(
                        ("second_reminder_days__isnull", True),
                        ("last_call_days__isnull", True),
                        ("second_reminder_days__gt", models.F("last_call_days")),
                        _connector="OR",
                    ),
                ),
                name="round_steps_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="followupround",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("opened_at__isnull", True),
                        ("opened_by__isnull", True),
                        ("status", "planned"),
                        ("closed_at__isnull", True),
                        ("closed_by__isnull", True),
                    ),
                    models.Q(
                        ("opened_at__isnull", False),
                        ("opened_by__isnull", False),
                        ("status", "open"),
                        ("closed_at__isnull", True),
                        ("closed_by__isnull", True),
                    ),
                    models.Q(
                        ("opened_at__isnull", False),
                        ("opened_by__isnull", False),
                        ("status", "closed"),
                        ("closed_at__isnull", False),
                        ("closed_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="round_status_has_its_moments",
            ),
        ),
        migrations.AddConstraint(
            model_name="personalrecord",
            constraint=models.UniqueConstraint(fields=("programme", "person"), name="personal_record_once"),
        ),
        migrations.AddConstraint(
            model_name="progressupdate",
            constraint=models.UniqueConstraint(fields=("follow_up", "version"), name="progress_version_once"),
        ),
        migrations.AddConstraint(
            model_name="progressupdate",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "waiting")), fields=("follow_up",), name="progress_one_waiting"
            ),
        ),
        migrations.AddConstraint(
            model_name="progressupdate",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "published")), fields=("follow_up",), name="progress_one_published"
            ),
        ),
        migrations.AddConstraint(
            model_name="progressupdate",
            constraint=models.CheckConstraint(
                condition=models.Q(("standing__in", ["not_started", "under_way", "done", "stopped", "handed_on"])),
                name="progress_standing_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="progressupdate",
            constraint=models.CheckConstraint(
                condition=models.Q(("channel__in", ["link", "telephone", "paper", "meeting", "signed_in"])),
                name="progress_channel_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="progressupdate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reviewed_at__isnull", True), ("reviewed_by__isnull", True)),
                    models.Q(("reviewed_at__isnull", False), ("reviewed_by__isnull", False)),
                    _connector="OR",
                ),
                name="progress_reviewed_at_and_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="progressupdate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status__in", ["published", "kept"]), _negated=True),
                    ("reviewed_at__isnull", False),
                    _connector="OR",
                ),
                name="progress_public_only_after_review",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until_on__isnull", True)),
                fields=("area", "person"),
                name="proposer_once_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposer",
            constraint=models.CheckConstraint(
                condition=models.Q(("until_on__isnull", True), ("until_on__gte", models.F("from_on")), _connector="OR"),
                name="proposer_dates_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="followup",
            constraint=models.UniqueConstraint(fields=("round", "proposer"), name="follow_up_once_a_round"),
        ),
        migrations.AddConstraint(
            model_name="followup",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("settled_at__isnull", True), ("status", "asked")),
                    models.Q(
                        ("settled_at__isnull", False),
                        ("status__in", ["answered", "moved_on", "no_reply", "unreachable", "not_me"]),
                    ),
                    _connector="OR",
                ),
                name="follow_up_settled_unless_asked",
            ),
        ),
        migrations.AddConstraint(
            model_name="followup",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("link_expires_at__isnull", True), ("token_hash__isnull", True)),
                    models.Q(("link_expires_at__isnull", False), ("token_hash__isnull", False)),
                    _connector="OR",
                ),
                name="follow_up_link_expires",
            ),
        ),
        migrations.AddConstraint(
            model_name="recordsending",
            constraint=models.UniqueConstraint(fields=("record", "number"), name="record_sending_once"),
        ),
        migrations.AddConstraint(
            model_name="recordsending",
            constraint=models.CheckConstraint(
                condition=models.Q(("channel__in", ["email", "letter"])), name="record_sending_channel_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.UniqueConstraint(fields=("area", "position"), name="step_position_once"),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("commitment", None), ("kind", "name"), ("step", None)),
                    models.Q(models.Q(("kind", "name"), _negated=True), ("commitment__isnull", False), ("step", None)),
                    models.Q(models.Q(("kind", "name"), _negated=True), ("commitment", None), ("step__isnull", False)),
                    _connector="OR",
                ),
                name="correction_of_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", ""), ("settled_at", None)),
                    models.Q(models.Q(("outcome", ""), _negated=True), ("settled_at__isnull", False)),
                    _connector="OR",
                ),
                name="correction_outcome_and_settled_at",
            ),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "words"), ("outcome", "")),
                fields=("commitment",),
                name="correction_one_words_unsettled_commitment",
            ),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "words"), ("outcome", "")),
                fields=("step",),
                name="correction_one_words_unsettled_step",
            ),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "name"), ("outcome", "")),
                fields=("record",),
                name="correction_one_name_unsettled_record",
            ),
        ),
    ]
