from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("courses", "0003_courses_in_full")]

    operations = [
        migrations.AddField(
            model_name="historicalsession",
            name="is_extra",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name="session",
            name="is_extra",
            field=models.BooleanField(default=False, editable=False),
        ),
    ]
