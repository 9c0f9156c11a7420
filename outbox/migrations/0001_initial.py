import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="ConnectionSlot",
            fields=[
                ("number", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("holder", models.CharField(blank=True, default="", max_length=32)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Instance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("identity", models.CharField(max_length=32)),
                ("site_url", models.CharField(max_length=200)),
                ("seen_at", models.DateTimeField()),
                ("released_at", models.DateTimeField(blank=True, null=True)),
                ("held_because", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("identity"), models.F("site_url"), name="outbox_instance_is_one_place"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("released_at__isnull", True), models.Q(("held_because", ""), _negated=True)),
                            models.Q(("held_because", ""), ("released_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="outbox_instance_is_released_or_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("topic", models.CharField(max_length=40)),
                ("topic_id", models.CharField(max_length=200)),
                ("recipient", models.CharField(blank=True, max_length=40)),
                ("step", models.CharField(blank=True, max_length=40)),
                ("occasion", models.CharField(blank=True, max_length=64)),
                ("message_id", models.CharField(max_length=200, unique=True, verbose_name="Message-ID")),
                ("kind", models.CharField(max_length=50)),
                ("fast_lane", models.BooleanField(default=False)),
                ("daytime_only", models.BooleanField(default=False, verbose_name="only 08:00 to 18:00")),
                ("forgets_text", models.BooleanField(default=False)),
                ("to_address", models.EmailField(blank=True, max_length=254)),
                ("to_name", models.CharField(blank=True, max_length=200)),
                ("reply_to", models.CharField(blank=True, max_length=320)),
                ("subject", models.CharField(blank=True, max_length=250)),
                ("text", models.TextField(blank=True)),
                ("html", models.TextField(blank=True)),
                ("unsubscribe_url", models.URLField(blank=True, max_length=500)),
                ("calendar", models.TextField(blank=True)),
                ("created_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("first_due_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("due", "due"),
                            ("claimed", "being sent"),
                            ("data", "being handed over"),
                            ("accepted", "sent"),
                            ("failed", "failed"),
                            ("cancelled", "cancelled"),
                            ("uncertain", "uncertain"),
                        ],
                        default="due",
                        max_length=10,
                    ),
                ),
                ("claim", models.CharField(blank=True, default="", max_length=32)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("tries", models.PositiveIntegerField(default=0)),
                ("first_tried_at", models.DateTimeField(blank=True, null=True)),
                ("doubts", models.PositiveSmallIntegerField(default=0, verbose_name="times in doubt")),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                ("stop_reason", models.CharField(blank=True, max_length=200)),
                ("last_words", models.CharField(blank=True, max_length=500)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "due")),
                        fields=["-fast_lane", "due_at", "id"],
                        name="outbox_message_due",
                    ),
                    models.Index(
                        condition=models.Q(("lease_until__isnull", False)),
                        fields=["lease_until"],
                        name="outbox_message_leased",
                    ),
                    models.Index(fields=["state", "-created_at"], name="outbox_message_state"),
                    models.Index(fields=["to_address"], name="outbox_message_to_address"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("topic", "topic_id", "recipient", "step", "occasion"),
                        name="outbox_message_about_it_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["due", "claimed", "data", "accepted", "failed", "cancelled", "uncertain"])
                        ),
                        name="outbox_message_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("lease_until__isnull", False),
                                ("state__in", ["claimed", "data"]),
                                models.Q(("claim", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state__in", ["claimed", "data"]), _negated=True),
                                ("claim", ""),
                                ("lease_until__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="outbox_message_is_leased_while_sent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("accepted_at__isnull", False), ("state", "accepted")),
                            models.Q(models.Q(("state", "accepted"), _negated=True), ("accepted_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="outbox_message_accepted_has_its_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "cancelled"), _negated=True),
                            models.Q(("stop_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="outbox_message_cancelled_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "failed"), _negated=True),
                            models.Q(("last_words", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="outbox_message_failed_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "uncertain"), _negated=True), ("doubts__gt", 0), _connector="OR"
                        ),
                        name="outbox_message_uncertain_is_counted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("subject__contains", "\n"), _negated=True),
                            models.Q(("to_address__contains", "\n"), _negated=True),
                            models.Q(("to_name__contains", "\n"), _negated=True),
                        ),
                        name="outbox_message_headers_are_one_line",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("due", "due"),
                            ("claimed", "being sent"),
                            ("data", "being handed over"),
                            ("accepted", "sent"),
                            ("failed", "failed"),
                            ("cancelled", "cancelled"),
                            ("uncertain", "uncertain"),
                        ],
                        max_length=10,
                    ),
                ),
                ("code", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("words", models.CharField(max_length=500)),
                ("by", models.CharField(blank=True, default="", max_length=500)),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="attempts", to="outbox.message"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome__in", ["due", "claimed", "data", "accepted", "failed", "cancelled", "uncertain"])
                        ),
                        name="outbox_attempt_outcome_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="outbox_attempt_says_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("by", ""), ("code__isnull", True), _connector="OR"),
                        name="outbox_attempt_is_a_relays_or_a_persons",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Release",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=500)),
                ("because", models.CharField(max_length=300)),
                ("gone", models.PositiveIntegerField()),
                (
                    "instance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="releases", to="outbox.instance"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("by", ""), _negated=True), name="outbox_release_names_who"
                    )
                ],
            },
        ),
    ]
