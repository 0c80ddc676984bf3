from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("certificates", "0015_piles_taken_back")]

    operations = [
        migrations.AddField(model_name="checker", name="ended_at", field=models.DateTimeField(null=True)),
        migrations.AlterField(
            model_name="checkerevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("confirmed", "Address confirmed"),
                    ("blocked", "Blocked"),
                    ("restored", "May check again"),
                    ("changed", "Organisation or purpose changed"),
                    ("ended", "Registration ended"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="checkerevent", name="why", field=models.CharField(blank=True, max_length=600)
        ),
        migrations.AddField(
            model_name="forgeryreport",
            name="consent_version",
            field=models.CharField(blank=True, default="", max_length=20),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="forgeryreport",
            name="consent",
            field=models.TextField(blank=True, default=""),
            preserve_default=False,
        ),
    ]
