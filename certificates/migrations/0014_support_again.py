from django.db import migrations


class Migration(migrations.Migration):
    """A statement that was revoked is issued anew for the same days."""

    dependencies = [("certificates", "0013_designs")]

    operations = [
        migrations.RemoveConstraint(model_name="supportperiod", name="one_statement_of_support_per_period"),
    ]
