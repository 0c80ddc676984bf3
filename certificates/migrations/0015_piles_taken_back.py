from django.db import migrations, models

STATES = [
    ("in_stock", "In stock"),
    ("on_press", "Being printed"),
    ("carries", "Carries a document"),
    ("set_aside", "Set aside"),
    ("spoiled", "To be written off"),
    ("written_off", "Written off"),
    ("taken_back", "Received by mistake"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("certificates", "0014_support_again"),
    ]

    operations = [
        migrations.AlterField(
            model_name="blank",
            name="state",
            field=models.CharField(choices=STATES, default="in_stock", max_length=12),
        ),
        migrations.AlterField(
            model_name="blankevent", name="new", field=models.CharField(choices=STATES, max_length=12)
        ),
        migrations.AlterField(
            model_name="blankevent", name="old", field=models.CharField(choices=STATES, max_length=12)
        ),
        migrations.RemoveConstraint(model_name="blank", name="one_blank_per_number"),
        migrations.AddConstraint(
            model_name="blank",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "taken_back"), _negated=True),
                fields=("series", "value"),
                name="one_blank_per_number",
            ),
        ),
    ]
