import django.db.models.deletion
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
            name="Stocktake",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("foreword", models.TextField()),
                (
                    "status",
                    models.CharField(
                        choices=[("rendering", "Being made"), ("issued", "Issued"), ("failed", "Could not be made")],
                        default="rendering",
                        max_length=10,
                    ),
                ),
                ("problem", models.CharField(blank=True, max_length=300)),
                ("as_at", models.DateTimeField()),
                ("data", models.JSONField()),
                ("data_sha256", models.CharField(max_length=64)),
                ("issued_at", models.DateTimeField(blank=True, null=True)),
                (
                    "corrects",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="stocktakes.stocktake",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stocktakes",
                        to="programmes.programme",
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="StocktakeFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("html", "Web page"), ("pdf", "PDF"), ("csv", "Spreadsheet (CSV)")], max_length=4
                    ),
                ),
                ("content", models.BinaryField()),
                ("size", models.PositiveIntegerField(verbose_name="size in bytes")),
                ("sha256", models.CharField(max_length=64)),
                (
                    "stocktake",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="stocktakes.stocktake"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="StocktakePicture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("poster_number", models.PositiveSmallIntegerField()),
                ("content", models.BinaryField(verbose_name="JPEG")),
                ("sha256", models.CharField(max_length=64)),
                (
                    "stocktake",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pictures", to="stocktakes.stocktake"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Making",
            fields=[
                (
                    "stocktake",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="making",
                        serialize=False,
                        to="stocktakes.stocktake",
                    ),
                ),
                ("done_percent", models.PositiveSmallIntegerField(default=0)),
                ("claimed_until", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("done_percent__lte", 100)), name="stocktake_percent")
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="stocktake",
            constraint=models.UniqueConstraint(fields=("programme", "number"), name="stocktake_number_once"),
        ),
        migrations.AddConstraint(
            model_name="stocktake",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("issued_at__isnull", False), ("status", "issued")),
                    models.Q(("issued_at__isnull", True), ("status__in", ["rendering", "failed"])),
                    _connector="OR",
                ),
                name="stocktake_issued_at",
            ),
        ),
        migrations.AddConstraint(
            model_name="stocktakefile",
            constraint=models.UniqueConstraint(fields=("stocktake", "kind"), name="stocktake_file_once"),
        ),
        migrations.AddConstraint(
            model_name="stocktakefile",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["html", "pdf", "csv"])), name="stocktake_file_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="stocktakepicture",
            constraint=models.UniqueConstraint(fields=("stocktake", "poster_number"), name="stocktake_picture_once"),
        ),
    ]
