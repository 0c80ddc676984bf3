import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.math
import django.utils.timezone
import simple_history.models
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("assessment", "0001_initial"),
        ("assessment", "0002_initial"),
        ("assessment", "0003_initial"),
        ("assessment", "0004_coursework"),
        ("assessment", "0005_planning"),
        ("assessment", "0006_rubrics"),
        ("assessment", "0007_survey"),
        ("assessment", "0008_reconciling"),
        ("assessment", "0009_retakes"),
    ]

    initial = True

    dependencies = [
        ("courses", "0004_retakes"),
        ("people", "0005_led"),
    ]

    operations = [
        migrations.CreateModel(
            name="Attempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attempts", to="courses.enrolment"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(default=1)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("enrolment", "number"), name="one_attempt_per_number"),
                    models.CheckConstraint(
                        condition=models.Q(("number__in", (1, 2))), name="attempt_is_first_or_second"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Conflict",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="conflicts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("supervisor", "Supervised the project"),
                            ("close", "A relative or close to them"),
                            ("other", "Another reason"),
                        ],
                        max_length=12,
                    ),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="reason")),
                ("declared_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["person__name_key", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("member", "person"), name="one_conflict_per_member_and_person"),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="conflict_has_a_reason"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DefenceDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("held_on", models.DateField(verbose_name="date")),
                ("starts_at", models.TimeField(verbose_name="begins at")),
                ("slot_minutes", models.PositiveSmallIntegerField(default=20, verbose_name="minutes per participant")),
                ("room", models.CharField(max_length=200, verbose_name="room or link")),
                ("pauses", models.JSONField(blank=True, default=list, verbose_name="pauses")),
                (
                    "trainees_apart",
                    models.BooleanField(default=False, verbose_name="trainers do not assess their own cohort"),
                ),
                ("edition", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("published_at", models.DateTimeField(editable=False, null=True)),
                (
                    "published_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("finalised_at", models.DateTimeField(editable=False, null=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                "verbose_name": "defence day",
                "ordering": ["held_on", "starts_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("slot_minutes__gte", 5), ("slot_minutes__lte", 120)),
                        name="slot_of_5_to_120_min",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("edition", 0), ("published_at__isnull", False), _connector="XOR"),
                        name="plan_is_dated_once_published",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalConflict",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("supervisor", "Supervised the project"),
                            ("close", "A relative or close to them"),
                            ("other", "Another reason"),
                        ],
                        max_length=12,
                    ),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="reason")),
                ("declared_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical conflict",
                "verbose_name_plural": "historical conflicts",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalDefenceDay",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("held_on", models.DateField(verbose_name="date")),
                ("starts_at", models.TimeField(verbose_name="begins at")),
                ("slot_minutes", models.PositiveSmallIntegerField(default=20, verbose_name="minutes per participant")),
                ("room", models.CharField(max_length=200, verbose_name="room or link")),
                ("pauses", models.JSONField(blank=True, default=list, verbose_name="pauses")),
                (
                    "trainees_apart",
                    models.BooleanField(default=False, verbose_name="trainers do not assess their own cohort"),
                ),
                ("edition", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("published_at", models.DateTimeField(editable=False, null=True)),
                ("finalised_at", models.DateTimeField(editable=False, null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical defence day",
                "verbose_name_plural": "historical defence days",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalRetake",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("wish", models.CharField(blank=True, max_length=500, verbose_name="wish")),
                ("asked_at", models.DateTimeField(null=True)),
                ("admitted_at", models.DateTimeField(null=True)),
                (
                    "enrolment",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="courses.enrolment",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "admitted_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical retake",
                "verbose_name_plural": "historical retakes",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalUnavailability",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("starts_at", models.DateTimeField(verbose_name="from")),
                ("ends_at", models.DateTimeField(verbose_name="until")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical unavailability",
                "verbose_name_plural": "historical unavailabilitys",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalWorkplace",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="people.organisation",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical workplace",
                "verbose_name_plural": "historical workplaces",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Instrument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField()),
                ("number", models.PositiveSmallIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("source", models.JSONField()),
                ("loaded_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["code", "-number"],
                "constraints": [models.UniqueConstraint(fields=("code", "number"), name="one_instrument_per_number")],
            },
        ),
        migrations.CreateModel(
            name="Retake",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "enrolment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="retake", to="courses.enrolment"
                    ),
                ),
                ("wish", models.CharField(blank=True, max_length=500, verbose_name="wish")),
                ("asked_at", models.DateTimeField(null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("admitted_at", models.DateTimeField(null=True)),
                (
                    "admitted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("asked_at__isnull", False),
                            models.Q(("admitted_at__isnull", False), ("wish", "")),
                            _connector="OR",
                        ),
                        name="retake_was_asked_for_or_admitted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("asked_at", None), ("asked_by", None)),
                            models.Q(("asked_at__isnull", False), ("asked_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="retake_asked_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("admitted_at", None), ("admitted_by", None)),
                            models.Q(("admitted_at__isnull", False), ("admitted_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="retake_admitted_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Rubric",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rubrics",
                        to="courses.programmeversion",
                    ),
                ),
                ("reading", models.CharField(blank=True, default="", max_length=40)),
                ("name_kk", models.CharField(blank=True, max_length=120)),
                ("name_ru", models.CharField(blank=True, max_length=120)),
                ("name_en", models.CharField(blank=True, max_length=120)),
                (
                    "based_on",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="assessment.rubric"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("made_at", models.DateTimeField(null=True)),
                ("retired_at", models.DateTimeField(null=True)),
                (
                    "retired_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("levels", models.JSONField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("reading", ""), _negated=True),
                        fields=("version", "reading"),
                        name="one_rubric_per_reading",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reading", ""), _negated=True),
                            models.Q(("name_kk", ""), ("name_ru", ""), ("name_en", ""), _connector="OR", _negated=True),
                            _connector="OR",
                        ),
                        name="rubric_is_a_reading_or_named_in_three",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reading", ""), _negated=True),
                            models.Q(
                                ("based_on__isnull", False), ("made_at__isnull", False), ("made_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="rubric_written_by_the_provider_says_by_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("retired_at", None), ("retired_by", None)),
                            models.Q(("reading", ""), ("retired_at__isnull", False), ("retired_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="rubric_retired_by_somebody_and_no_reading_is",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Unavailability",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="unavailabilities",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="from")),
                ("ends_at", models.DateTimeField(verbose_name="until")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
            ],
            options={
                "ordering": ["starts_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="unavailability_ends_after_it_begins",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Workplace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="workplaces",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"
                    ),
                ),
            ],
            options={
                "ordering": ["organisation__name", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("user", "organisation"), name="one_workplace_per_school")
                ],
            },
        ),
        migrations.CreateModel(
            name="Band",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "rubric",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="bands", to="assessment.rubric"
                    ),
                ),
                ("key", models.CharField(max_length=20)),
                ("floor", models.PositiveSmallIntegerField()),
                ("passed", models.BooleanField()),
                ("label_kk", models.CharField(max_length=100)),
                ("label_ru", models.CharField(max_length=100)),
                ("label_en", models.CharField(max_length=100)),
            ],
            options={
                "ordering": ["rubric", "-floor"],
                "constraints": [
                    models.UniqueConstraint(fields=("rubric", "floor"), name="one_band_per_floor"),
                    models.UniqueConstraint(fields=("rubric", "key"), name="one_band_per_key"),
                    models.CheckConstraint(condition=models.Q(("floor__lte", 100)), name="band_floor_within_the_scale"),
                ],
            },
        ),
        migrations.CreateModel(
            name="CohortRules",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cohort",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rules", to="courses.cohort"
                    ),
                ),
                (
                    "rubric",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="used",
                        to="assessment.rubric",
                        verbose_name="table of criteria",
                    ),
                ),
                ("spread_limit", models.PositiveSmallIntegerField(default=10, verbose_name="limit of the difference")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("spread_limit__lte", 100)), name="spread_limit_within_the_scale"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CommissionMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "day",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="members", to="assessment.defenceday"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commissions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("is_chair", models.BooleanField(default=False)),
                ("order", models.PositiveSmallIntegerField()),
                ("called", models.BooleanField(default=False, editable=False)),
            ],
            options={
                "ordering": ["day", "order"],
                "constraints": [
                    models.UniqueConstraint(fields=("day", "user"), name="one_seat_per_member"),
                    models.UniqueConstraint(
                        condition=models.Q(("is_chair", True)), fields=("day",), name="one_chair_per_day"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("called", False)),
                        fields=("day", "order"),
                        name="one_member_per_seat_of_the_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("called", False), models.Q(("is_chair", False), ("order", 3)), _connector="OR"
                        ),
                        name="called_member_takes_the_third_seat",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("order__gte", 1), ("order__lte", 3)), name="commission_of_up_to_three"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Criterion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "rubric",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="criteria", to="assessment.rubric"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField()),
                ("label_kk", models.CharField(max_length=300)),
                ("label_ru", models.CharField(max_length=300)),
                ("label_en", models.CharField(max_length=300)),
                ("short_kk", models.CharField(max_length=80)),
                ("short_ru", models.CharField(max_length=80)),
                ("short_en", models.CharField(max_length=80)),
                ("maximum", models.DecimalField(decimal_places=1, max_digits=4)),
                ("step", models.DecimalField(decimal_places=1, default=Decimal("0.5"), max_digits=2)),
                (
                    "stage",
                    models.CharField(
                        choices=[("coursework", "Coursework"), ("defence", "Defence")], default="defence", max_length=10
                    ),
                ),
                ("task_kinds", models.JSONField(blank=True, default=list)),
                ("descriptors", models.JSONField(blank=True, default=dict)),
            ],
            options={
                "ordering": ["rubric", "order"],
                "constraints": [
                    models.UniqueConstraint(fields=("rubric", "order"), name="one_criterion_per_place"),
                    models.CheckConstraint(
                        condition=models.Q(("maximum__gt", 0)), name="criterion_maximum_is_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("step__in", [Decimal("0.5"), Decimal("1")])),
                        name="criterion_in_half_or_whole_points",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Defence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "day",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="defences", to="assessment.defenceday"
                    ),
                ),
                (
                    "attempt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="defences", to="assessment.attempt"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("pending", "Not yet"),
                            ("defended", "Defended"),
                            ("absent", "Did not appear"),
                            ("absent_valid", "Did not appear, for a valid reason"),
                        ],
                        default="pending",
                        max_length=12,
                    ),
                ),
                ("outcome_reason", models.CharField(blank=True, max_length=300)),
                (
                    "outcome_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("outcome_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["day", "order"],
                "constraints": [
                    models.UniqueConstraint(fields=("day", "order"), name="one_defence_per_place"),
                    models.UniqueConstraint(
                        condition=models.Q(("outcome__in", ("pending", "defended"))),
                        fields=("attempt",),
                        name="one_standing_defence_per_attempt",
                    ),
                    models.UniqueConstraint(fields=("day", "attempt"), name="one_place_a_day_per_attempt"),
                    models.CheckConstraint(
                        condition=models.Q(("outcome", "pending"), ("outcome_at__isnull", False), _connector="XOR"),
                        name="outcome_is_dated",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalCohortRules",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("spread_limit", models.PositiveSmallIntegerField(default=10, verbose_name="limit of the difference")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "cohort",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="courses.cohort",
                    ),
                ),
                (
                    "rubric",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="assessment.rubric",
                        verbose_name="table of criteria",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical cohort rules",
                "verbose_name_plural": "historical cohort ruless",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalCommissionMember",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("is_chair", models.BooleanField(default=False)),
                ("order", models.PositiveSmallIntegerField()),
                ("called", models.BooleanField(default=False, editable=False)),
                (
                    "day",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="assessment.defenceday",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical commission member",
                "verbose_name_plural": "historical commission members",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalDefence",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("pending", "Not yet"),
                            ("defended", "Defended"),
                            ("absent", "Did not appear"),
                            ("absent_valid", "Did not appear, for a valid reason"),
                        ],
                        default="pending",
                        max_length=12,
                    ),
                ),
                ("outcome_reason", models.CharField(blank=True, max_length=300)),
                ("outcome_at", models.DateTimeField(null=True)),
                (
                    "day",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="assessment.defenceday",
                    ),
                ),
                (
                    "attempt",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="assessment.attempt",
                    ),
                ),
                (
                    "outcome_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical defence",
                "verbose_name_plural": "historical defences",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalRubric",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("reading", models.CharField(blank=True, default="", max_length=40)),
                ("name_kk", models.CharField(blank=True, max_length=120)),
                ("name_ru", models.CharField(blank=True, max_length=120)),
                ("name_en", models.CharField(blank=True, max_length=120)),
                ("made_at", models.DateTimeField(null=True)),
                ("retired_at", models.DateTimeField(null=True)),
                ("levels", models.JSONField()),
                (
                    "version",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="courses.programmeversion",
                    ),
                ),
                (
                    "based_on",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="assessment.rubric",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "retired_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical rubric",
                "verbose_name_plural": "historical rubrics",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalRubricDraft",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("content", models.JSONField()),
                ("revision", models.PositiveIntegerField(default=1)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "based_on",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="assessment.rubric",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical rubric draft",
                "verbose_name_plural": "historical rubric drafts",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalSurveyWave",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("entry", "Before the course"), ("exit", "After the course")], max_length=5
                    ),
                ),
                ("opens_on", models.DateField(blank=True, null=True, verbose_name="open from")),
                ("closes_on", models.DateField(blank=True, null=True, verbose_name="open through")),
                ("is_stopped", models.BooleanField(default=False)),
                (
                    "cohort",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="courses.cohort",
                    ),
                ),
                (
                    "instrument",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="assessment.instrument",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical survey wave",
                "verbose_name_plural": "historical survey waves",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="PlanNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "attempt",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plan_notice",
                        to="assessment.attempt",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plan_notices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "day",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="notices",
                        to="assessment.defenceday",
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("room", models.CharField(max_length=200)),
                ("is_chair", models.BooleanField(default=False)),
                ("sequence", models.PositiveSmallIntegerField(default=0)),
                ("sent_at", models.DateTimeField()),
                ("cancelled_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("attempt", None), ("member", None), _connector="XOR"),
                        name="notice_to_a_participant_or_a_member",
                    ),
                    models.UniqueConstraint(fields=("member", "day"), name="one_notice_per_member_and_day"),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="notice_ends_after_it_begins"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Protocol",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "day",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="protocols",
                        to="assessment.defenceday",
                    ),
                ),
                (
                    "cohort",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="protocols", to="courses.cohort"
                    ),
                ),
                ("is_specimen", models.BooleanField(default=False)),
                ("year", models.PositiveSmallIntegerField()),
                ("number", models.PositiveIntegerField()),
                ("snapshot", models.JSONField()),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("signing_required", models.BooleanField(default=True)),
                ("signed_at", models.DateTimeField(null=True)),
                (
                    "signed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-year", "-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("is_specimen", "year", "number"), name="one_protocol_per_number"),
                    models.UniqueConstraint(fields=("day", "cohort"), name="one_protocol_per_day_and_cohort"),
                ],
            },
        ),
        migrations.CreateModel(
            name="RubricDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "based_on",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="drafts", to="assessment.rubric"
                    ),
                ),
                ("content", models.JSONField()),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["-changed_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="SurveyWave",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cohort",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="survey_waves", to="courses.cohort"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("entry", "Before the course"), ("exit", "After the course")], max_length=5
                    ),
                ),
                (
                    "instrument",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="waves", to="assessment.instrument"
                    ),
                ),
                ("opens_on", models.DateField(blank=True, null=True, verbose_name="open from")),
                ("closes_on", models.DateField(blank=True, null=True, verbose_name="open through")),
                ("is_stopped", models.BooleanField(default=False)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cohort", "kind"), name="one_survey_wave_per_kind"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("opens_on", None),
                            ("closes_on", None),
                            ("closes_on__gte", models.F("opens_on")),
                            _connector="OR",
                        ),
                        name="survey_wave_closes_after_it_opens",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CourseworkMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coursework_marks",
                        to="courses.enrolment",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="assessment.criterion"
                    ),
                ),
                ("points", models.DecimalField(decimal_places=1, max_digits=4)),
                ("maximum", models.DecimalField(decimal_places=1, max_digits=4)),
                ("suggested", models.DecimalField(decimal_places=1, max_digits=4, null=True)),
                ("reason", models.CharField(blank=True, max_length=300)),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("given_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("enrolment", "criterion"), name="one_coursework_mark_per_criterion"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("points__gte", Decimal("0")), ("points__lte", models.F("maximum"))),
                        name="coursework_within_its_criterion",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "points",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.functions.math.Round(
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("points"), "*", models.Value(2)
                                        )
                                    ),
                                    "/",
                                    models.Value(2),
                                ),
                            )
                        ),
                        name="coursework_in_half_points",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("suggested", None),
                            ("suggested", models.F("points")),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="coursework_other_than_suggested_has_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DefenceFeedback",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "defence",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="feedback", to="assessment.defence"
                    ),
                ),
                ("text", models.TextField(blank=True, max_length=2000, verbose_name="words to the participant")),
                (
                    "written_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("written_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
        ),
        migrations.CreateModel(
            name="HistoricalCourseworkMark",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("points", models.DecimalField(decimal_places=1, max_digits=4)),
                ("maximum", models.DecimalField(decimal_places=1, max_digits=4)),
                ("suggested", models.DecimalField(decimal_places=1, max_digits=4, null=True)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("given_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "enrolment",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="courses.enrolment",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="assessment.criterion",
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical coursework mark",
                "verbose_name_plural": "historical coursework marks",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalDefenceFeedback",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("text", models.TextField(blank=True, max_length=2000, verbose_name="words to the participant")),
                ("written_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "defence",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="assessment.defence",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical defence feedback",
                "verbose_name_plural": "historical defence feedbacks",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalSheet",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("submitted_at", models.DateTimeField(null=True)),
                ("excused_at", models.DateTimeField(null=True)),
                ("excused_reason", models.CharField(blank=True, max_length=300)),
                (
                    "defence",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="assessment.defence",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="assessment.commissionmember",
                    ),
                ),
                (
                    "excused_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical sheet",
                "verbose_name_plural": "historical sheets",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="ProtocolSignature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "protocol",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="signatures", to="assessment.protocol"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                (
                    "capacity",
                    models.CharField(
                        choices=[("chair", "Chair of the commission"), ("member", "Member of the commission")],
                        max_length=6,
                    ),
                ),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("cannot", models.CharField(blank=True, max_length=300)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("cannot", "")),
                        fields=("protocol", "user"),
                        name="one_signature_per_member_and_protocol",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("cannot", ""), _negated=True),
                        fields=("protocol", "user"),
                        name="one_inability_per_member_and_protocol",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("digest", ""), ("cannot", ""), _connector="XOR"),
                        name="signature_is_of_something_or_cannot",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Resolution",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "defence",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="resolution", to="assessment.defence"
                    ),
                ),
                ("reason", models.CharField(max_length=500)),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("decided_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("took_part", models.ManyToManyField(related_name="+", to="assessment.commissionmember")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="consensus_has_a_reason"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Result",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "attempt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="results", to="assessment.attempt"
                    ),
                ),
                (
                    "defence",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="result",
                        to="assessment.defence",
                    ),
                ),
                ("criteria", models.JSONField()),
                ("members", models.JSONField()),
                ("twelfths", models.PositiveSmallIntegerField()),
                ("total", models.PositiveSmallIntegerField()),
                ("band_key", models.CharField(max_length=20)),
                ("band_kk", models.CharField(max_length=100)),
                ("band_ru", models.CharField(max_length=100)),
                ("band_en", models.CharField(max_length=100)),
                ("bands", models.JSONField()),
                ("passed", models.BooleanField()),
                (
                    "rule",
                    models.CharField(
                        choices=[
                            ("mean", "Mean of the members"),
                            ("third", "Mean with a third member"),
                            ("consensus", "Reasoned consensus"),
                            ("appeal", "Decision on an appeal"),
                            ("correction", "Correction of a clerical error"),
                        ],
                        default="mean",
                        max_length=10,
                    ),
                ),
                ("spread_reason", models.CharField(blank=True, max_length=500)),
                ("resolution", models.JSONField(blank=True, default=dict)),
                ("attested_on", models.DateField()),
                ("finalised_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "finalised_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("confirmed_at", models.DateTimeField(null=True)),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "supersedes",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="assessment.result",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("supersedes", None)),
                        fields=("attempt",),
                        name="one_first_result_per_attempt",
                    ),
                    models.CheckConstraint(condition=models.Q(("twelfths__lte", 1200)), name="result_within_scale"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "twelfths__gte",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("total"), "*", models.Value(12)
                                    ),
                                    "-",
                                    models.Value(6),
                                ),
                            ),
                            (
                                "twelfths__lt",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("total"), "*", models.Value(12)
                                    ),
                                    "+",
                                    models.Value(6),
                                ),
                            ),
                        ),
                        name="result_total_is_the_rounded_sum",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("rule", "mean"), models.Q(("spread_reason", ""), _negated=True), _connector="OR"
                        ),
                        name="result_by_another_rule_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("rule__in", ("appeal", "correction")), ("supersedes", None), _connector="XOR"
                        ),
                        name="result_supersedes_iff_reviewed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Sheet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "defence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sheets", to="assessment.defence"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sheets",
                        to="assessment.commissionmember",
                    ),
                ),
                ("submitted_at", models.DateTimeField(null=True)),
                ("excused_at", models.DateTimeField(null=True)),
                (
                    "excused_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("excused_reason", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("defence", "member"), name="one_sheet_per_member"),
                    models.CheckConstraint(
                        condition=models.Q(("submitted_at", None), ("excused_at", None), _connector="OR"),
                        name="sheet_not_both_submitted_and_excused",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("excused_at", None), models.Q(("excused_reason", ""), _negated=True), _connector="XOR"
                        ),
                        name="sheet_excused_iff_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SurveyResponse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "wave",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="responses",
                        to="assessment.surveywave",
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="survey_responses",
                        to="courses.enrolment",
                    ),
                ),
                ("invited_at", models.DateTimeField(null=True)),
                ("consented_at", models.DateTimeField(null=True)),
                ("consent_text", models.TextField(blank=True)),
                ("declined_at", models.DateTimeField(null=True)),
                ("answers", models.JSONField(default=dict)),
                (
                    "language",
                    models.CharField(
                        blank=True, choices=[("kk", "Қазақша"), ("ru", "Русский"), ("en", "English")], max_length=2
                    ),
                ),
                ("saved_at", models.DateTimeField(null=True)),
                ("submitted_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("wave", "enrolment"), name="one_survey_response_per_wave"),
                    models.CheckConstraint(
                        condition=models.Q(("consented_at", None), ("declined_at", None), _connector="OR"),
                        name="survey_consented_or_declined",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("submitted_at", None), ("consented_at__isnull", False), _connector="OR"),
                        name="survey_submitted_with_consent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("saved_at", None), ("consented_at__isnull", False), _connector="OR"),
                        name="survey_saved_with_consent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("consented_at", None), models.Q(("consent_text", ""), _negated=True), _connector="OR"
                        ),
                        name="survey_consent_has_its_text",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ThirdCall",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "defence",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="third_call", to="assessment.defence"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calls",
                        to="assessment.commissionmember",
                    ),
                ),
                ("reason", models.CharField(max_length=500)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="third_member_is_asked_with_a_reason"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ConsensusMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "resolution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="marks", to="assessment.resolution"
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="assessment.criterion"
                    ),
                ),
                ("points", models.DecimalField(decimal_places=1, max_digits=4)),
                ("maximum", models.DecimalField(decimal_places=1, max_digits=4)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("resolution", "criterion"), name="one_consensus_per_criterion"),
                    models.CheckConstraint(
                        condition=models.Q(("points__gte", Decimal("0")), ("points__lte", models.F("maximum"))),
                        name="consensus_within_its_criterion",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "points",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.functions.math.Round(
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("points"), "*", models.Value(2)
                                        )
                                    ),
                                    "/",
                                    models.Value(2),
                                ),
                            )
                        ),
                        name="consensus_in_half_points",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalMark",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("points", models.DecimalField(decimal_places=1, max_digits=4)),
                ("maximum", models.DecimalField(decimal_places=1, max_digits=4)),
                ("tapped_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "sheet",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="assessment.sheet",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="assessment.criterion",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical mark",
                "verbose_name_plural": "historical marks",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalReview",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("appeal", "Appeal"), ("correction", "Correction of a clerical error")], max_length=10
                    ),
                ),
                ("text", models.TextField(max_length=2000, verbose_name="what is wrong")),
                ("requested_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("pending", "Waits for the commission"),
                            ("upheld", "Upheld"),
                            ("rejected", "Rejected"),
                        ],
                        default="pending",
                        max_length=8,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "result",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="assessment.result",
                    ),
                ),
                (
                    "upload",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="people.upload",
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "new_result",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="assessment.result",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical review",
                "verbose_name_plural": "historical reviews",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Mark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="marks", to="assessment.sheet"
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="assessment.criterion"
                    ),
                ),
                ("points", models.DecimalField(decimal_places=1, max_digits=4)),
                ("maximum", models.DecimalField(decimal_places=1, max_digits=4)),
                ("tapped_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("sheet", "criterion"), name="one_mark_per_criterion"),
                    models.CheckConstraint(
                        condition=models.Q(("points__gte", Decimal("0")), ("points__lte", models.F("maximum"))),
                        name="mark_within_its_criterion",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "points",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.functions.math.Round(
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("points"), "*", models.Value(2)
                                        )
                                    ),
                                    "/",
                                    models.Value(2),
                                ),
                            )
                        ),
                        name="mark_in_half_points",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "result",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="assessment.result"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("appeal", "Appeal"), ("correction", "Correction of a clerical error")], max_length=10
                    ),
                ),
                ("text", models.TextField(max_length=2000, verbose_name="what is wrong")),
                (
                    "upload",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.upload"
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("requested_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("pending", "Waits for the commission"),
                            ("upheld", "Upheld"),
                            ("rejected", "Rejected"),
                        ],
                        default="pending",
                        max_length=8,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "new_result",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="review",
                        to="assessment.result",
                    ),
                ),
                ("took_part", models.ManyToManyField(related_name="+", to="assessment.commissionmember")),
            ],
            options={
                "ordering": ["-requested_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("outcome", "pending")),
                        fields=("result",),
                        name="one_open_review_per_result",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="review_says_what_is_wrong"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at", None), ("decided_by", None), ("outcome", "pending"), ("reason", "")
                            ),
                            models.Q(
                                models.Q(("outcome", "pending"), _negated=True),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="review_decided_by_somebody_with_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("outcome", "upheld"), ("new_result", None), _connector="XOR"),
                        name="review_upheld_iff_new_result",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Addendum",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "review",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="addendum", to="assessment.review"
                    ),
                ),
                ("is_specimen", models.BooleanField(default=False)),
                ("year", models.PositiveSmallIntegerField()),
                ("number", models.PositiveIntegerField()),
                ("snapshot", models.JSONField()),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["-year", "-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("is_specimen", "year", "number"), name="one_addendum_per_number")
                ],
            },
        ),
    ]
