import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("certificates", "0008_batches"),
        ("people", "0003_search_words"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CheckFold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token", models.CharField(max_length=32, unique=True)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.AlterField(
            model_name="documentevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("revoked", "Revoked"),
                    ("superseded", "Superseded"),
                    ("handed_over", "Handed over"),
                    ("withheld", "Withheld from the public"),
                    ("shown", "Shown to the public again"),
                    ("name_hidden", "Name hidden from the public"),
                    ("name_shown", "Name shown to the public again"),
                ],
                max_length=12,
            ),
        ),
        migrations.CreateModel(
            name="ForgeryReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(blank=True, max_length=64)),
                (
                    "wrong",
                    models.CharField(
                        choices=[
                            ("looks", "The paper looks different"),
                            ("name", "Another name stands on it"),
                            ("data", "Hours, dates or other data differ"),
                            ("sold", "It was offered for sale"),
                            ("other", "Something else"),
                        ],
                        max_length=10,
                    ),
                ),
                ("text", models.TextField(blank=True, max_length=2000)),
                ("reporter", models.CharField(blank=True, max_length=150)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("language", models.CharField(max_length=2)),
                ("agreed_at", models.DateTimeField(null=True)),
                ("scrubbed_at", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "New"),
                            ("checking", "Being checked"),
                            ("forgery", "A forgery"),
                            ("genuine", "The paper is genuine"),
                            ("no_answer", "It cannot be said"),
                        ],
                        default="new",
                        max_length=10,
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="forgery_reports",
                        to="certificates.document",
                    ),
                ),
                (
                    "upload",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.upload"
                    ),
                ),
            ],
            options={
                "ordering": ["-sent_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="ForgeryEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "old",
                    models.CharField(
                        choices=[
                            ("new", "New"),
                            ("checking", "Being checked"),
                            ("forgery", "A forgery"),
                            ("genuine", "The paper is genuine"),
                            ("no_answer", "It cannot be said"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "new",
                    models.CharField(
                        choices=[
                            ("new", "New"),
                            ("checking", "Being checked"),
                            ("forgery", "A forgery"),
                            ("genuine", "The paper is genuine"),
                            ("no_answer", "It cannot be said"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("said", models.TextField(blank=True, max_length=2000)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="certificates.forgeryreport",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="CheckCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("n", models.PositiveIntegerField()),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="checks", to="certificates.document"
                    ),
                ),
            ],
            options={
                "ordering": ["day"],
                "constraints": [
                    models.UniqueConstraint(fields=("document", "day"), name="one_count_per_document_and_day"),
                    models.CheckConstraint(condition=models.Q(("n__gt", 0)), name="a_day_without_checks_has_no_row"),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="forgeryreport",
            index=models.Index(fields=["state", "sent_at"], name="forgery_reports_by_state"),
        ),
        migrations.AddConstraint(
            model_name="forgeryreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("wrong", "other"), _negated=True), models.Q(("text", ""), _negated=True), _connector="OR"
                ),
                name="forgery_report_says_what_is_wrong",
            ),
        ),
        migrations.AddConstraint(
            model_name="forgeryreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("email", ""), ("reporter", "")), ("agreed_at__isnull", False), _connector="OR"
                ),
                name="forgery_contact_only_if_agreed",
            ),
        ),
        migrations.AddConstraint(
            model_name="forgeryreport",
            constraint=models.CheckConstraint(
                condition=models.Q(("scrubbed_at", None), models.Q(("email", ""), ("reporter", "")), _connector="OR"),
                name="forgery_contact_scrubbed_is_gone",
            ),
        ),
    ]
