import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import consultations.posters.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("phases", "0001_initial"),
        ("programmes", "0001_initial"),
        ("stakeholders", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Consultation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=80)),
                ("title", models.CharField(max_length=200)),
                ("introduction", models.TextField()),
                ("can_change", models.TextField(verbose_name="what can still change")),
                ("cannot_change", models.TextField(verbose_name="what cannot change, and why")),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("representatives", "Representatives of partner organisations"),
                            ("everybody", "Everybody"),
                        ],
                        default="representatives",
                        max_length=20,
                    ),
                ),
                ("starts_at", models.DateTimeField(blank=True, null=True)),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "closed_by",
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
                    "phase",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="consultations", to="phases.phase"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Conversation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("team", models.CharField(max_length=200)),
                ("held_on", models.DateField()),
                ("people_count", models.PositiveIntegerField(blank=True, null=True, verbose_name="how many took part")),
                ("said", models.TextField(verbose_name="what was said")),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conversations",
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
            name="Feedback",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Being written"),
                            ("received", "Received, waiting for review"),
                            ("published", "Reviewed and published"),
                            ("kept", "Reviewed, kept unpublished"),
                        ],
                        default="draft",
                        max_length=12,
                    ),
                ),
                ("started_at", models.DateTimeField()),
                ("said_at", models.DateTimeField(blank=True, null=True)),
                ("reviewed_at", models.DateTimeField(blank=True, null=True)),
                ("what_became_of_it", models.TextField(blank=True, help_text="Told to whoever said it.")),
                (
                    "appointment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="feedback",
                        to="stakeholders.appointment",
                    ),
                ),
                (
                    "consultation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="feedback",
                        to="consultations.consultation",
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
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="feedback",
                        to="phases.meeting",
                    ),
                ),
                (
                    "on_behalf_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="feedback",
                        to="stakeholders.partnership",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="feedback", to="programmes.programme"
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
                (
                    "said_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="feedback",
                        to="stakeholders.person",
                    ),
                ),
                (
                    "speaking_for",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="feedback",
                        to="stakeholders.stakeholdergroup",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "feedback",
            },
        ),
        migrations.CreateModel(
            name="Poster",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="number on the wall")),
                ("title", models.CharField(blank=True, max_length=200)),
                ("group_name", models.CharField(blank=True, max_length=200, verbose_name="made by")),
                ("place", models.CharField(blank=True, max_length=120)),
                ("words", models.CharField(blank=True, max_length=300, verbose_name="its words in one line")),
                ("transcript", models.TextField(blank=True)),
                (
                    "picture",
                    models.ImageField(blank=True, height_field="height", upload_to="posters/", width_field="width"),
                ),
                ("width", models.PositiveIntegerField(blank=True, editable=False, null=True)),
                ("height", models.PositiveIntegerField(blank=True, editable=False, null=True)),
                ("alt_text", models.CharField(blank=True, max_length=500, verbose_name="what the picture shows")),
                ("artist_credit", models.CharField(blank=True, max_length=200)),
                ("made_on", models.DateField()),
                ("consent_to_publish", models.BooleanField(default=False)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawal_reason", models.CharField(blank=True, max_length=500)),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="posters", to="programmes.programme"
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
                    "speaking_for",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posters",
                        to="stakeholders.stakeholdergroup",
                    ),
                ),
                (
                    "withdrawn_by",
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
            name="HandIn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("link", "By the public page"),
                            ("representative", "By whoever speaks for an organisation"),
                            ("staff", "Entered by the team"),
                            ("paper", "From paper"),
                        ],
                        max_length=14,
                    ),
                ),
                ("handed_in_at", models.DateTimeField()),
                (
                    "contact_name",
                    models.CharField(blank=True, max_length=200, verbose_name="who hands it in, and agrees or not"),
                ),
                ("contact_details", models.CharField(blank=True, max_length=200, verbose_name="how to reach them")),
                ("consented_at", models.DateTimeField(blank=True, null=True)),
                ("fingerprint", models.CharField(blank=True, editable=False, max_length=64)),
                ("as_sent", models.TextField(blank=True)),
                (
                    "appointment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stakeholders.appointment",
                    ),
                ),
                (
                    "conversation",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="hand_in",
                        to="consultations.conversation",
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
                (
                    "poster",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="hand_in",
                        to="consultations.poster",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PosterCall",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("introduction", models.TextField(help_text="What the group should know before it begins.")),
                ("starts_at", models.DateTimeField(blank=True, null=True)),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
                (
                    "programme",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="poster_call",
                        to="programmes.programme",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PosterPrompt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("text", models.CharField(max_length=200)),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="poster_prompts",
                        to="programmes.programme",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PosterAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField()),
                (
                    "poster",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="consultations.poster"
                    ),
                ),
                (
                    "prompt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="consultations.posterprompt",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("text", models.CharField(max_length=300)),
                ("hint", models.CharField(blank=True, max_length=300)),
                ("is_required", models.BooleanField(default=False)),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="consultations.consultation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FeedbackAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField()),
                ("published_text", models.TextField(blank=True)),
                (
                    "feedback",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="consultations.feedback"
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="consultations.question",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SentPicture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(editable=False, unique=True)),
                (
                    "file",
                    models.FileField(max_length=60, storage=consultations.posters.models.out_of_reach, upload_to=""),
                ),
                ("size", models.PositiveIntegerField(verbose_name="size in bytes")),
                ("sent_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "Waiting to be drawn"),
                            ("drawn", "Drawn"),
                            ("refused", "Could not be drawn"),
                        ],
                        default="received",
                        max_length=8,
                    ),
                ),
                ("problem", models.CharField(blank=True, max_length=300)),
                ("claimed_until", models.DateTimeField(blank=True, null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                (
                    "poster",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sent_pictures",
                        to="consultations.poster",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sent_pictures",
                        to="programmes.programme",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="consultation",
            constraint=models.UniqueConstraint(fields=("phase", "slug"), name="consultation_slug_once"),
        ),
        migrations.AddConstraint(
            model_name="consultation",
            constraint=models.CheckConstraint(
                condition=models.Q(("audience__in", ["representatives", "everybody"])),
                name="consultation_audience_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="consultation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_at__isnull", True),
                    models.Q(("ends_at__gt", models.F("starts_at")), ("starts_at__isnull", False)),
                    _connector="OR",
                ),
                name="consultation_window_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="consultation",
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
                name="consultation_on_the_hour",
                violation_error_message="Give a full hour, for example 9:00 or 17:00.",
            ),
        ),
        migrations.AddConstraint(
            model_name="consultation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", True), ("closed_by__isnull", True)),
                    models.Q(("closed_at__isnull", False), ("closed_by__isnull", False)),
                    _connector="OR",
                ),
                name="consultation_closed_at_and_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="conversation",
            constraint=models.UniqueConstraint(fields=("programme", "number"), name="conversation_number_once"),
        ),
        migrations.AddConstraint(
            model_name="conversation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("published_at__isnull", True), ("published_by__isnull", True)),
                    models.Q(("published_at__isnull", False), ("published_by__isnull", False)),
                    _connector="OR",
                ),
                name="conversation_published_at_and_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="conversation",
            constraint=models.CheckConstraint(
                condition=models.Q(("published_at__isnull", True), ("number__isnull", False), _connector="OR"),
                name="conversation_published_has_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="feedback",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("consultation__isnull", False), ("meeting__isnull", True)),
                    models.Q(("consultation__isnull", True), ("meeting__isnull", False)),
                    _connector="OR",
                ),
                name="feedback_in_one_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="feedback",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("said_at__isnull", True), ("status", "draft")),
                    models.Q(("said_at__isnull", False), ("status__in", ["received", "published", "kept"])),
                    _connector="OR",
                ),
                name="feedback_said_unless_draft",
            ),
        ),
        migrations.AddConstraint(
            model_name="feedback",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("reviewed_at__isnull", True),
                        ("reviewed_by__isnull", True),
                        ("status__in", ["draft", "received"]),
                    ),
                    models.Q(
                        ("reviewed_at__isnull", False),
                        ("reviewed_by__isnull", False),
                        ("status__in", ["published", "kept"]),
                    ),
                    _connector="OR",
                ),
                name="feedback_reviewed_at_and_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="feedback",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "draft")),
                fields=("consultation", "appointment"),
                name="feedback_one_draft",
            ),
        ),
        migrations.AddConstraint(
            model_name="poster",
            constraint=models.UniqueConstraint(fields=("programme", "number"), name="poster_number_once"),
        ),
        migrations.AddConstraint(
            model_name="poster",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("published_at__isnull", True), ("published_by__isnull", True)),
                    models.Q(
                        ("consent_to_publish", True), ("published_at__isnull", False), ("published_by__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="poster_published_with_consent",
            ),
        ),
        migrations.AddConstraint(
            model_name="poster",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("published_at__isnull", True),
                    ("picture", ""),
                    models.Q(("alt_text", ""), _negated=True),
                    _connector="OR",
                ),
                name="poster_picture_has_alt_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="poster",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("published_at__isnull", True),
                    models.Q(("number__isnull", False), models.Q(("title", ""), _negated=True)),
                    _connector="OR",
                ),
                name="poster_published_has_number_and_title",
            ),
        ),
        migrations.AddConstraint(
            model_name="poster",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                    models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                    _connector="OR",
                ),
                name="poster_withdrawn_at_and_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="poster",
            constraint=models.CheckConstraint(
                condition=models.Q(("withdrawn_at__isnull", True), ("consent_to_publish", False), _connector="OR"),
                name="poster_withdrawn_is_not_shown",
            ),
        ),
        migrations.AddConstraint(
            model_name="handin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("conversation__isnull", True), ("poster__isnull", False)),
                    models.Q(("conversation__isnull", False), ("poster__isnull", True)),
                    _connector="OR",
                ),
                name="hand_in_of_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="handin",
            constraint=models.CheckConstraint(
                condition=models.Q(("channel__in", ["link", "representative", "staff", "paper"])),
                name="hand_in_channel_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="postercall",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_at__isnull", True),
                    models.Q(("ends_at__gt", models.F("starts_at")), ("starts_at__isnull", False)),
                    _connector="OR",
                ),
                name="poster_call_window_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="postercall",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("starts_at__isnull", True), ("starts_at__past_the_hour__in", ("00:00",)), _connector="OR"
                    ),
                    models.Q(("ends_at__isnull", True), ("ends_at__past_the_hour__in", ("00:00",)), _connector="OR"),
                ),
                name="poster_call_on_the_hour",
                violation_error_message="Give a full hour, for example 9:00 or 17:00.",
            ),
        ),
        migrations.AddConstraint(
            model_name="posterprompt",
            constraint=models.UniqueConstraint(fields=("programme", "position"), name="poster_prompt_position_once"),
        ),
        migrations.AddConstraint(
            model_name="posteranswer",
            constraint=models.UniqueConstraint(fields=("poster", "prompt"), name="poster_answer_once"),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.UniqueConstraint(fields=("consultation", "position"), name="question_position_once"),
        ),
        migrations.AddConstraint(
            model_name="feedbackanswer",
            constraint=models.UniqueConstraint(fields=("feedback", "question"), name="feedback_answer_once"),
        ),
        migrations.AddIndex(
            model_name="sentpicture",
            index=models.Index(
                condition=models.Q(("state", "received")), fields=["sent_at"], name="sent_picture_waiting"
            ),
        ),
        migrations.AddConstraint(
            model_name="sentpicture",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "refused"), models.Q(("problem", ""), _negated=True)),
                    models.Q(("problem", ""), ("state__in", ["received", "drawn"])),
                    _connector="OR",
                ),
                name="sent_picture_refused_with_reason",
            ),
        ),
    ]
