from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("certificates", "0016_consents")]

    operations = [
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
                    ("retried", "The PDF that had failed was asked for again"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="renderjob",
            name="reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("paper", "This machine cannot make PDFs now: a library or a font is missing."),
                    ("storage", "The PDF could not be stored."),
                    ("picture", "The logo or the seal could not be read from the storage."),
                    ("killed", "The worker stopped each time while it was making this PDF."),
                    ("fault", "The program could not make this PDF."),
                ],
                max_length=10,
            ),
        ),
    ]
