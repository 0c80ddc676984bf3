import json
from hashlib import sha256

import django.db.models.deletion
from django.db import migrations, models

# As certificates.standing.COMMON was when the rows were parted.
COMMON = ("kind", "specimen", "language", "programme", "hours", "provider", "signatory", "modules")


def part(apps, schema_editor):
    """What many documents say alike is kept once, under the digest of its text."""
    Imprint = apps.get_model("certificates", "Imprint")
    Standing = apps.get_model("certificates", "Standing")
    kept = set()
    for row in Standing.objects.only("pk", "public").iterator(500):
        common = {name: value for name, value in row.public.items() if name in COMMON}
        text = json.dumps(common, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        digest = sha256(text.encode()).hexdigest()[:32]
        if digest not in kept:
            Imprint.objects.create(digest=digest, text=text)
            kept.add(digest)
        own = {name: value for name, value in row.public.items() if name not in COMMON}
        Standing.objects.filter(pk=row.pk).update(imprint=digest, own=own)
    if schema_editor.connection.vendor == "postgresql":  # no table is altered while a foreign key is to be checked
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def join(apps, schema_editor):
    Imprint = apps.get_model("certificates", "Imprint")
    Standing = apps.get_model("certificates", "Standing")
    said = {row.pk: json.loads(row.text) for row in Imprint.objects.all()}
    for row in Standing.objects.only("pk", "imprint", "own").iterator(500):
        Standing.objects.filter(pk=row.pk).update(public={**said[row.imprint_id], **row.own})
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):

    dependencies = [
        ("certificates", "0006_register"),
    ]

    operations = [
        migrations.CreateModel(
            name="Imprint",
            fields=[
                ("digest", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("text", models.TextField()),
            ],
        ),
        migrations.AddField(
            model_name="standing",
            name="imprint",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="certificates.imprint",
            ),
        ),
        migrations.AddField(model_name="standing", name="own", field=models.JSONField(default=dict)),
        migrations.AlterField(model_name="standing", name="public", field=models.JSONField(default=dict)),
        migrations.RunPython(part, join),
        migrations.AlterField(
            model_name="standing",
            name="imprint",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="certificates.imprint",
            ),
        ),
        migrations.AlterField(model_name="standing", name="own", field=models.JSONField()),
        migrations.RemoveField(model_name="standing", name="public"),
        migrations.AddField(
            model_name="standing",
            name="answers_to",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Case(models.When(withheld=False, then="code")),
                output_field=models.CharField(max_length=16),
            ),
        ),
        migrations.AddConstraint(
            model_name="standing",
            constraint=models.UniqueConstraint(fields=["answers_to"], name="one_standing_answers_to_a_code"),
        ),
    ]
