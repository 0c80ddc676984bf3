import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("certificates", "0004_render_job_reasons"),
    ]

    operations = [
        migrations.AddField(
            model_name="batch",
            name="replaces",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reissues",
                to="certificates.document",
            ),
        ),
        migrations.AddField(
            model_name="batch",
            name="reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("name", "The name is wrong"),
                    ("misprint", "Something else is misprinted"),
                    ("lost", "It is lost"),
                    ("damaged", "It is damaged"),
                ],
                default="",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="batch",
            name="ground",
            field=models.CharField(blank=True, default="", max_length=300),
        ),
        migrations.AddField(
            model_name="batch",
            name="tells_holder",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="documentevent",
            name="reason_class",
            field=models.CharField(
                blank=True,
                choices=[
                    ("mistake", "Issued by mistake"),
                    ("appeal", "The result was changed on appeal"),
                    ("deceit", "Obtained by deceit"),
                    ("court", "A legal act or a decision of a court"),
                    ("other", "Another reason"),
                ],
                default="",
                max_length=10,
            ),
        ),
        migrations.RemoveConstraint(model_name="batch", name="one_prepared_batch_per_cohort"),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaces", None), ("state", "prepared")),
                fields=("cohort",),
                name="one_prepared_batch_per_cohort",
            ),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaces__isnull", False), models.Q(("state", "discarded"), _negated=True)),
                fields=("replaces",),
                name="one_reissue_per_document",
            ),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.CheckConstraint(
                condition=models.Q(("replaces", None), models.Q(("reason", ""), _negated=True), _connector="XOR"),
                name="batch_reissue_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.CheckConstraint(
                condition=models.Q(("replaces", None), models.Q(("ground", ""), _negated=True), _connector="OR"),
                name="batch_reissue_names_its_ground",
            ),
        ),
        migrations.AddConstraint(
            model_name="documentevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind", "revoked"), ("reason_class", ""), _connector="OR"),
                name="only_a_revocation_has_a_reason_class",
            ),
        ),
    ]
