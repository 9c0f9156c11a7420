import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("programmes", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Appointment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("started_at", models.DateTimeField()),
                (
                    "declared_can_decide_at",
                    models.DateTimeField(verbose_name="declared: can decide for the organisation"),
                ),
                (
                    "declared_can_engage_at",
                    models.DateTimeField(verbose_name="declared: can engage people with lived experience"),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("link", "By their own link"),
                            ("telephone", "By telephone"),
                            ("paper", "On paper"),
                            ("in_person", "In person"),
                        ],
                        default="link",
                        max_length=10,
                        verbose_name="how the team learnt of it",
                    ),
                ),
                ("said_by", models.CharField(blank=True, max_length=200, verbose_name="who said so")),
                ("contact_shared_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ending",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("stepped_down", "Stepped down"),
                            ("replaced", "Replaced"),
                            ("silent", "Could no longer be reached"),
                            ("other", "Another reason"),
                        ],
                        max_length=12,
                        verbose_name="why it ended",
                    ),
                ),
                ("end_reason", models.CharField(blank=True, max_length=200, verbose_name="why, in words")),
                (
                    "appointed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "ended_by",
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
            name="Organisation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                ("about", models.TextField(blank=True)),
                ("website", models.URLField(blank=True)),
                ("merged_at", models.DateTimeField(blank=True, null=True)),
                (
                    "merged_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="stakeholders.organisation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OrganisationImport",
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
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="organisation_imports",
                        to="programmes.programme",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Partnership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("lead_body", "Lead body"),
                            ("facilitator", "Facilitator"),
                            ("delivery_partner", "Delivery partner"),
                            ("member", "Member"),
                        ],
                        max_length=20,
                    ),
                ),
                ("part", models.TextField(blank=True, verbose_name="what it does in the programme")),
                ("uniquely_placed", models.TextField(blank=True)),
                ("contact_name", models.CharField(blank=True, max_length=200)),
                ("contact_email", models.EmailField(blank=True, max_length=254, verbose_name="contact e-mail address")),
                ("contact_telephone", models.CharField(blank=True, max_length=40)),
                ("from_on", models.DateField()),
                ("until_on", models.DateField(blank=True, null=True, verbose_name="first day without it")),
                (
                    "identified_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stakeholders.organisation",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="stakeholders.partnership",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="partnerships",
                        to="stakeholders.organisation",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="partnerships",
                        to="programmes.programme",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "Waiting for an answer"),
                            ("accepted", "Accepted"),
                            ("declined", "Declined"),
                            ("passed_on", "Passed on to a colleague"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("invited_at", models.DateTimeField()),
                ("last_sent_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("link_nonce", models.CharField(max_length=32)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("opened_at", models.DateTimeField(blank=True, null=True, verbose_name="first read by link")),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                ("decline_reason", models.TextField(blank=True)),
                ("typed", models.JSONField(blank=True, default=dict)),
                (
                    "appointment",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitation",
                        to="stakeholders.appointment",
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "passed_on_from",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="passed_on_to",
                        to="stakeholders.invitation",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
                        to="stakeholders.partnership",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="appointment",
            name="partnership",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="appointments", to="stakeholders.partnership"
            ),
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("telephone", models.CharField(blank=True, max_length=40)),
                ("postal_address", models.TextField(blank=True)),
                (
                    "contact_by",
                    models.CharField(
                        choices=[
                            ("email", "E-mail"),
                            ("telephone", "Telephone"),
                            ("text", "Text message"),
                            ("post", "Post"),
                        ],
                        default="email",
                        max_length=10,
                        verbose_name="would like to hear by",
                    ),
                ),
                ("communication_needs", models.TextField(blank=True)),
                ("access_needs", models.TextField(blank=True)),
                (
                    "user",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="person",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "people",
            },
        ),
        migrations.AddField(
            model_name="appointment",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="appointments", to="stakeholders.person"
            ),
        ),
        migrations.CreateModel(
            name="StakeholderGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                (
                    "characteristic",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("age", "Age"),
                            ("disability", "Disability"),
                            ("gender_reassignment", "Gender reassignment"),
                            ("marriage", "Marriage and civil partnership"),
                            ("pregnancy", "Pregnancy and maternity"),
                            ("race", "Race"),
                            ("religion", "Religion or belief"),
                            ("sex", "Sex"),
                            ("sexual_orientation", "Sexual orientation"),
                        ],
                        help_text="One of the nine of the Equality Act 2010, or none: a local group.",
                        max_length=20,
                        verbose_name="protected characteristic",
                    ),
                ),
                ("why", models.TextField(blank=True, verbose_name="why their voice is needed")),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stakeholder_groups",
                        to="programmes.programme",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="partnership",
            name="groups",
            field=models.ManyToManyField(blank=True, related_name="partnerships", to="stakeholders.stakeholdergroup"),
        ),
        migrations.CreateModel(
            name="MissingVoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("who", models.CharField(max_length=200, verbose_name="who is not here that should be")),
                ("why", models.TextField(blank=True, verbose_name="what is known of why")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("sought", "Being looked for"),
                            ("found", "Found"),
                            ("given_up", "No longer looked for"),
                        ],
                        default="sought",
                        max_length=10,
                    ),
                ),
                ("look_by_on", models.DateField(verbose_name="to be found by")),
                ("noticed_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                ("outcome", models.TextField(blank=True, verbose_name="what came of it")),
                (
                    "noticed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="missing_voices",
                        to="programmes.programme",
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
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="missing_voices",
                        to="stakeholders.stakeholdergroup",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CoverageThresholds",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "organisations",
                    models.PositiveSmallIntegerField(
                        default=2, validators=[django.core.validators.MinValueValidator(1)]
                    ),
                ),
                (
                    "people",
                    models.PositiveSmallIntegerField(
                        default=20, validators=[django.core.validators.MinValueValidator(1)]
                    ),
                ),
                (
                    "programme",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="coverage_thresholds",
                        to="programmes.programme",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "coverage thresholds",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("organisations__gte", 1), ("people__gte", 1)),
                        name="coverage_thresholds_at_least_one",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("name"), name="organisation_name_whatever_case"
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("merged_at__isnull", True), ("merged_by__isnull", True)),
                    models.Q(("merged_at__isnull", False), ("merged_by__isnull", False)),
                    _connector="OR",
                ),
                name="organisation_merged_at_and_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("merged_at__isnull", True), ("merged_into__isnull", True)),
                    models.Q(("merged_at__isnull", False), ("merged_into__isnull", False)),
                    _connector="OR",
                ),
                name="organisation_merged_into_and_at",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("merged_into__isnull", True),
                    models.Q(("merged_into", models.F("pk")), _negated=True),
                    _connector="OR",
                ),
                name="organisation_merged_into_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisationimport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("imported_at__isnull", True), ("imported_by__isnull", True)),
                    models.Q(("imported_at__isnull", False), ("imported_by__isnull", False)),
                    _connector="OR",
                ),
                name="organisation_import_imported_at_and_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "open")),
                fields=("partnership",),
                name="invitation_one_open_per_partnership",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("settled_at__isnull", True), ("status", "open")),
                    models.Q(
                        ("settled_at__isnull", False),
                        ("status__in", ["accepted", "declined", "passed_on", "withdrawn"]),
                    ),
                    _connector="OR",
                ),
                name="invitation_settled_unless_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("appointment__isnull", False), ("status", "accepted")),
                    models.Q(models.Q(("status", "accepted"), _negated=True), ("appointment__isnull", True)),
                    _connector="OR",
                ),
                name="invitation_accepted_has_appointment",
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(("contact_by__in", ["email", "telephone", "text", "post"])),
                name="person_contact_by_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)), fields=("partnership",), name="appointment_one_current"
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                    models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                    _connector="OR",
                ),
                name="appointment_ended_at_and_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_at__isnull", True), ("ended_at__gt", models.F("started_at")), _connector="OR"
                ),
                name="appointment_ends_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(("channel__in", ["link", "telephone", "paper", "in_person"])),
                name="appointment_channel_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("ending", "")),
                    models.Q(
                        ("ended_at__isnull", False), ("ending__in", ["stepped_down", "replaced", "silent", "other"])
                    ),
                    _connector="OR",
                ),
                name="appointment_ending_once_ended",
            ),
        ),
        migrations.AddConstraint(
            model_name="stakeholdergroup",
            constraint=models.UniqueConstraint(
                models.F("programme"), django.db.models.functions.text.Lower("name"), name="stakeholder_group_name_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="stakeholdergroup",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "characteristic__in",
                        [
                            "",
                            "age",
                            "disability",
                            "gender_reassignment",
                            "marriage",
                            "pregnancy",
                            "race",
                            "religion",
                            "sex",
                            "sexual_orientation",
                        ],
                    )
                ),
                name="stakeholder_group_characteristic_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="partnership",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["lead_body", "facilitator", "delivery_partner", "member"])),
                name="partnership_role_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="partnership",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until_on__isnull", True)),
                fields=("programme", "organisation", "role"),
                name="partnership_role_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="partnership",
            constraint=models.CheckConstraint(
                condition=models.Q(("until_on__isnull", True), ("until_on__gt", models.F("from_on")), _connector="OR"),
                name="partnership_dates_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="partnership",
            constraint=models.CheckConstraint(
                condition=models.Q(("merged_into__isnull", True), ("until_on__isnull", False), _connector="OR"),
                name="partnership_merged_has_ended",
            ),
        ),
        migrations.AddConstraint(
            model_name="missingvoice",
            constraint=models.UniqueConstraint(fields=("programme", "who"), name="missing_voice_once"),
        ),
        migrations.AddConstraint(
            model_name="missingvoice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("settled_at__isnull", True), ("settled_by__isnull", True)),
                    models.Q(("settled_at__isnull", False), ("settled_by__isnull", False)),
                    _connector="OR",
                ),
                name="missing_voice_settled_at_and_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="missingvoice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("settled_at__isnull", True), ("status", "sought")),
                    models.Q(("settled_at__isnull", False), ("status__in", ["found", "given_up"])),
                    _connector="OR",
                ),
                name="missing_voice_settled_unless_sought",
            ),
        ),
    ]
