from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0004_seal")]

    operations = [
        migrations.AlterField(
            model_name="userevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("appointed", "Added"),
                    ("renamed", "Name or language changed"),
                    ("roles", "Roles changed"),
                    ("deactivated", "May no longer sign in"),
                    ("reactivated", "May sign in again"),
                    ("address", "Address changed with the record"),
                    ("led", "Leads to a person's record"),
                ],
                max_length=12,
            ),
        ),
    ]
