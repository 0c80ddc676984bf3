import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.models.fields.json import KeyTextTransform

from certificates import guarding


def guard(apps, schema_editor):
    guarding.install(schema_editor.connection)


def unguard(apps, schema_editor):
    guarding.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("certificates", "0005_events"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="document",
            name="kind",
            field=models.CharField(
                choices=[
                    ("certificate", "Certificate"),
                    ("duplicate", "Duplicate"),
                    ("statement", "Statement of attendance"),
                    ("support", "Statement of completed post-course support"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="printed_number",
            field=models.GeneratedField(
                db_persist=True,
                expression=KeyTextTransform("number", "snapshot"),
                output_field=models.CharField(max_length=60, null=True),
            ),
        ),
        migrations.RemoveConstraint(model_name="document", name="one_original_document_per_result"),
        migrations.RemoveConstraint(model_name="document", name="only_certificates_expire"),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.UniqueConstraint(fields=("printed_number",), name="one_document_per_printed_number"),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.UniqueConstraint(
                condition=models.Q(("supersedes", None), models.Q(("kind", "support"), _negated=True)),
                fields=("result",),
                name="one_original_document_per_result",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["statement", "support"]), ("valid_through__isnull", False), _connector="XOR"
                ),
                name="only_certificates_expire",
            ),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["-issued_on", "-is_specimen", "-number", "-id"], name="register_newest"),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                fields=["kind", "-issued_on", "-is_specimen", "-number", "-id"], name="register_newest_of_kind"
            ),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["valid_through", "id"], name="register_by_last_day"),
        ),
        migrations.AddIndex(
            model_name="blankuse",
            index=models.Index(fields=["number"], name="blank_uses_by_number"),
        ),
        migrations.AddIndex(
            model_name="standing",
            index=models.Index(
                condition=models.Q(("since__isnull", False)),
                fields=["state"],
                name="standings_out_of_force",
            ),
        ),
        migrations.AddIndex(
            model_name="standing",
            index=models.Index(condition=models.Q(("withheld", True)), fields=["document"], name="standings_withheld"),
        ),
        migrations.CreateModel(
            name="NumberFormat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "series",
                    models.CharField(
                        choices=[
                            ("certificate", "Certificates and their duplicates"),
                            ("statement", "Statements of attendance"),
                            ("support", "Statements of completed post-course support"),
                        ],
                        max_length=12,
                    ),
                ),
                ("pattern", models.CharField(max_length=40)),
                ("set_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"ordering": ["pk"]},
        ),
        migrations.RunPython(guard, unguard),
    ]
