from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("certificates", "0007_small_standings")]

    operations = [
        migrations.RemoveIndex(model_name="renderjob", name="render_jobs_open"),
        migrations.AddField(
            model_name="renderjob",
            name="claim",
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name="renderjob",
            index=models.Index(condition=Q(("done_at", None)), fields=["id"], name="render_jobs_owed"),
        ),
        migrations.AddConstraint(
            model_name="renderjob",
            constraint=models.CheckConstraint(
                condition=Q(("state", "done"), ("done_at", None), _connector="XOR"), name="render_job_done_iff_done_at"
            ),
        ),
    ]
