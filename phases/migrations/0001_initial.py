import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("programmes", "0001_initial"),
        ("stakeholders", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Phase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=80)),
                ("purpose", models.TextField()),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("inform", "Inform"),
                            ("consult", "Consult"),
                            ("involve", "Involve"),
                            ("collaborate", "Collaborate"),
                            ("empower", "Empower"),
                        ],
                        max_length=12,
                        verbose_name="level of engagement",
                    ),
                ),
                ("planned_start_on", models.DateField(blank=True, null=True)),
                ("planned_end_on", models.DateField(blank=True, null=True)),
                ("starts_at", models.DateTimeField(blank=True, null=True)),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
                ("window_text", models.CharField(blank=True, max_length=120, verbose_name="when, in words")),
                ("closing_summary", models.TextField(blank=True)),
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
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="phases", to="programmes.programme"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Method",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                ("framing_question", models.TextField()),
                ("for_whom", models.CharField(max_length=200)),
                ("delivered_by", models.CharField(max_length=200)),
                ("dates_text", models.CharField(max_length=120, verbose_name="when, in words")),
                (
                    "reached_text",
                    models.CharField(blank=True, max_length=120, verbose_name="how many it reached, in words"),
                ),
                ("access_provision", models.TextField(blank=True)),
                ("what_worked", models.TextField(blank=True)),
                (
                    "phase",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="methods", to="phases.phase"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200)),
                ("purpose", models.TextField()),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
                ("venue", models.CharField(max_length=200)),
                ("is_online", models.BooleanField(default=False)),
                (
                    "capacity",
                    models.PositiveIntegerField(
                        blank=True, null=True, validators=[django.core.validators.MinValueValidator(1)]
                    ),
                ),
                ("agenda", models.TextField(blank=True)),
                ("registration_opens_at", models.DateTimeField(blank=True, null=True)),
                ("registration_closes_at", models.DateTimeField(blank=True, null=True)),
                (
                    "joining_details",
                    models.TextField(blank=True, verbose_name="how to join, for those who have a place"),
                ),
                (
                    "attendance_text",
                    models.CharField(blank=True, max_length=120, verbose_name="how many came, in words"),
                ),
                ("summary", models.TextField(blank=True, verbose_name="what happened")),
                ("feedback_summary", models.TextField(blank=True, verbose_name="what people said of it")),
                ("evaluation_closes_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("revision", models.PositiveIntegerField(default=0, editable=False)),
                ("cancelled_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "cancelled_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="meetings", to="programmes.programme"
                    ),
                ),
                (
                    "phase",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="phases.phase",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="KeyTask",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("outcome", models.TextField(blank=True)),
                (
                    "phase",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="key_tasks", to="phases.phase"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="KeyGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                (
                    "members",
                    models.ManyToManyField(blank=True, related_name="key_groups", to="stakeholders.partnership"),
                ),
                (
                    "phase",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="key_groups", to="phases.phase"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ClosingExplanation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField()),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="closing_explanations",
                        to="stakeholders.stakeholdergroup",
                    ),
                ),
                (
                    "voice",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="closing_explanations",
                        to="stakeholders.missingvoice",
                    ),
                ),
                (
                    "phase",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="closing_explanations",
                        to="phases.phase",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Reach",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("how", models.CharField(max_length=200, verbose_name="how they were reached")),
                (
                    "people",
                    models.PositiveIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)], verbose_name="how many people"
                    ),
                ),
                ("reached_on", models.DateField()),
                ("entered_at", models.DateTimeField()),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reaches",
                        to="stakeholders.stakeholdergroup",
                    ),
                ),
                (
                    "method",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reaches",
                        to="phases.method",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reaches",
                        to="stakeholders.partnership",
                    ),
                ),
                (
                    "phase",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reaches", to="phases.phase"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "people reached",
            },
        ),
        migrations.CreateModel(
            name="Evaluation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(editable=False, unique=True)),
                (
                    "overall",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("very_good", "Very good"),
                            ("good", "Good"),
                            ("mixed", "Neither good nor poor"),
                            ("poor", "Poor"),
                            ("very_poor", "Very poor"),
                        ],
                        max_length=10,
                        verbose_name="how it was",
                    ),
                ),
                (
                    "took_part",
                    models.CharField(
                        blank=True,
                        choices=[("fully", "Yes, fully"), ("partly", "In part"), ("not", "No")],
                        max_length=10,
                        verbose_name="could take part",
                    ),
                ),
                ("in_the_way", models.TextField(blank=True, verbose_name="what stood in the way")),
                ("worked", models.TextField(blank=True, verbose_name="what worked well")),
                ("change", models.TextField(blank=True, verbose_name="what should be different")),
                ("other", models.TextField(blank=True, verbose_name="anything else")),
                ("said_at", models.DateTimeField()),
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
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="evaluations", to="phases.meeting"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("overall__in", ["", "very_good", "good", "mixed", "poor", "very_poor"])),
                        name="evaluation_overall_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("took_part__in", ["", "fully", "partly", "not"])),
                        name="evaluation_took_part_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AttendanceImport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file_name", models.CharField(max_length=200)),
                ("headings", models.JSONField(default=list)),
                ("columns", models.JSONField(default=dict)),
                ("rows", models.JSONField(default=list)),
                ("uploaded_at", models.DateTimeField()),
                ("imported_at", models.DateTimeField(blank=True, null=True)),
                ("outcome", models.JSONField(default=dict)),
                (
                    "imported_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="imports", to="phases.meeting"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("imported_at__isnull", True), ("imported_by__isnull", True)),
                            models.Q(("imported_at__isnull", False), ("imported_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="attendance_import_imported_at_and_by",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "presence",
                    models.CharField(
                        choices=[
                            ("registered", "Registered"),
                            ("waiting", "Waits for a place"),
                            ("attended", "Attended"),
                            ("walk_in", "Walked in"),
                            ("apologies", "Sent apologies"),
                        ],
                        max_length=12,
                    ),
                ),
                ("key", models.UUIDField(blank=True, editable=False, null=True, unique=True)),
                ("registered_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "comes_from",
                    models.CharField(blank=True, max_length=200, verbose_name="organisation or group, in words"),
                ),
                ("access_needs", models.TextField(blank=True)),
                ("communication_needs", models.TextField(blank=True)),
                (
                    "needs_met",
                    models.CharField(blank=True, choices=[("met", "Met"), ("not_met", "Not met")], max_length=8),
                ),
                ("needs_note", models.TextField(blank=True, verbose_name="how, or why not")),
                ("checked_in_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "before_check_in",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("registered", "Registered"),
                            ("waiting", "Waits for a place"),
                            ("attended", "Attended"),
                            ("walk_in", "Walked in"),
                            ("apologies", "Sent apologies"),
                        ],
                        editable=False,
                        max_length=12,
                    ),
                ),
                ("fingerprint", models.CharField(blank=True, editable=False, max_length=64)),
                ("informed_revision", models.PositiveIntegerField(default=0, editable=False)),
                ("token_hash", models.CharField(blank=True, editable=False, max_length=64, null=True, unique=True)),
                ("link_nonce", models.CharField(blank=True, editable=False, max_length=32)),
                (
                    "checked_in_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="stakeholders.partnership",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="stakeholders.person",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="attendances", to="phases.meeting"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "person"), name="attendance_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("presence__in", ["registered", "waiting", "attended", "walk_in", "apologies"])
                        ),
                        name="attendance_presence_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("needs_met__in", ["", "met", "not_met"])), name="attendance_needs_met_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("needs_met", "not_met"), ("needs_note", ""), _negated=True),
                        name="attendance_not_met_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("checked_in_at__isnull", True), ("checked_in_by__isnull", True)),
                            models.Q(("checked_in_at__isnull", False), ("checked_in_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="attendance_checked_in_at_and_by",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="phase",
            constraint=models.UniqueConstraint(fields=("programme", "position"), name="phase_position_once"),
        ),
        migrations.AddConstraint(
            model_name="phase",
            constraint=models.CheckConstraint(
                condition=models.Q(("level__in", ["inform", "consult", "involve", "collaborate", "empower"])),
                name="phase_level_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="phase",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_at__isnull", True),
                    models.Q(("ends_at__gt", models.F("starts_at")), ("starts_at__isnull", False)),
                    _connector="OR",
                ),
                name="phase_window_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="phase",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("starts_at__isnull", True), ("starts_at__past_the_hour__in", ("00:00",)), _connector="OR"
                    ),
                    models.Q(
                        ("ends_at__isnull", True),
                        ("ends_at__past_the_hour__in", ("00:00",)),
                        models.Q(("closed_at__isnull", False), ("ends_at", models.F("closed_at"))),
                        _connector="OR",
                    ),
                ),
                name="phase_on_the_hour",
                violation_error_message="Give a full hour, for example 9:00 or 17:00.",
            ),
        ),
        migrations.AddConstraint(
            model_name="phase",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", True), ("closed_by__isnull", True)),
                    models.Q(("closed_at__isnull", False), ("closed_by__isnull", False)),
                    _connector="OR",
                ),
                name="phase_closed_at_and_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="method",
            constraint=models.UniqueConstraint(fields=("phase", "name"), name="method_name_once"),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.UniqueConstraint(fields=("programme", "title", "starts_at"), name="meeting_once"),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_at__isnull", True),
                    models.Q(("ends_at__gt", models.F("starts_at")), ("starts_at__isnull", False)),
                    _connector="OR",
                ),
                name="meeting_window_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("starts_at__isnull", True),
                        ("starts_at__past_the_hour__in", ("00:00", "15:00", "30:00", "45:00")),
                        _connector="OR",
                    ),
                    models.Q(
                        ("ends_at__isnull", True),
                        ("ends_at__past_the_hour__in", ("00:00", "15:00", "30:00", "45:00")),
                        _connector="OR",
                    ),
                ),
                name="meeting_on_the_quarter",
                violation_error_message="Give a time on the hour, at a quarter past, half past or a quarter to it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("registration_opens_at__isnull", True),
                        ("registration_opens_at__past_the_hour__in", ("00:00",)),
                        _connector="OR",
                    ),
                    models.Q(
                        ("registration_closes_at__isnull", True),
                        ("registration_closes_at__past_the_hour__in", ("00:00",)),
                        _connector="OR",
                    ),
                    models.Q(
                        ("evaluation_closes_at__isnull", True),
                        ("evaluation_closes_at__past_the_hour__in", ("00:00",)),
                        _connector="OR",
                    ),
                ),
                name="meeting_registration_on_the_hour",
                violation_error_message="Give a full hour, for example 9:00 or 17:00.",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("registration_closes_at__isnull", True),
                    models.Q(
                        ("registration_closes_at__gte", models.F("registration_opens_at")),
                        ("registration_opens_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="meeting_registration_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cancelled_at__isnull", True), ("cancelled_by__isnull", True)),
                    models.Q(("cancelled_at__isnull", False), ("cancelled_by__isnull", False)),
                    _connector="OR",
                ),
                name="meeting_cancelled_at_and_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="keytask",
            constraint=models.UniqueConstraint(fields=("phase", "position"), name="key_task_position_once"),
        ),
        migrations.AddConstraint(
            model_name="keygroup",
            constraint=models.UniqueConstraint(fields=("phase", "name"), name="key_group_name_once"),
        ),
        migrations.AddConstraint(
            model_name="closingexplanation",
            constraint=models.UniqueConstraint(fields=("phase", "group"), name="closing_explanation_once"),
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
        migrations.AddConstraint(
            model_name="reach",
            constraint=models.CheckConstraint(condition=models.Q(("people__gte", 1)), name="reach_at_least_one"),
        ),
    ]
