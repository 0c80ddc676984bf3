from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0006_scheduler'),
    ]

    operations = [
        migrations.AddField(
            model_name='outboxmessage',
            name='unsubscribe',
            field=models.CharField(blank=True, max_length=500),
        ),
    ]
