import courses.models.session
import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("courses", "0001_initial"),
        ("courses", "0002_initial"),
        ("courses", "0003_courses_in_full"),
        ("courses", "0004_retakes"),
    ]

    initial = True

    dependencies = [
        ("people", "0005_led"),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(unique=True, verbose_name="day")),
                ("is_off", models.BooleanField(verbose_name="day off")),
                ("name", models.CharField(blank=True, max_length=150, verbose_name="what it is")),
            ],
            options={
                "verbose_name": "day of the calendar",
                "ordering": ["day"],
            },
        ),
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendar_feed",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("token", models.CharField(default=courses.models.session.new_token, max_length=40, unique=True)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name="Counter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                ("year", models.PositiveSmallIntegerField()),
                ("next", models.PositiveIntegerField(default=1)),
                ("first", models.PositiveIntegerField(default=1)),
                (
                    "set_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("kind", "year"), name="one_counter_per_kind_and_year")],
            },
        ),
        migrations.CreateModel(
            name="HistoricalCalendarDay",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("day", models.DateField(db_index=True, verbose_name="day")),
                ("is_off", models.BooleanField(verbose_name="day off")),
                ("name", models.CharField(blank=True, max_length=150, verbose_name="what it is")),
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
                "verbose_name": "historical day of the calendar",
                "verbose_name_plural": "historical day of the calendars",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Programme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(unique=True)),
            ],
        ),
        migrations.CreateModel(
            name="ProgrammeVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="courses.programme"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("title_kk", models.CharField(max_length=300)),
                ("title_ru", models.CharField(max_length=300)),
                ("title_en", models.CharField(max_length=300)),
                ("declared_hours", models.PositiveSmallIntegerField()),
                ("validity_years", models.PositiveSmallIntegerField()),
                ("source", models.JSONField()),
                ("loaded_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "based_on",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="courses.programmeversion",
                    ),
                ),
            ],
            options={
                "ordering": ["programme", "-number"],
                "constraints": [models.UniqueConstraint(fields=("programme", "number"), name="one_version_per_number")],
            },
        ),
        migrations.CreateModel(
            name="Cohort",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100, unique=True, verbose_name="name")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cohorts",
                        to="courses.programmeversion",
                        verbose_name="programme",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(verbose_name="last day")),
                (
                    "form",
                    models.CharField(
                        choices=[("in_person", "In person"), ("distance", "Distance"), ("blended", "Blended")],
                        default="blended",
                        max_length=10,
                        verbose_name="form of study",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("kk", "Қазақша"), ("ru", "Русский"), ("en", "English")],
                        default="kk",
                        max_length=2,
                        verbose_name="language",
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="place")),
                (
                    "trainer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cohorts_taught",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="trainer",
                    ),
                ),
                (
                    "minimum_attendance",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Empty: nobody is warned about.",
                        null=True,
                        verbose_name="attendance needed for the defence, in per cent of the hours",
                    ),
                ),
                ("apply_token", models.CharField(editable=False, max_length=40, null=True, unique=True)),
                ("apply_until", models.DateField(blank=True, null=True, verbose_name="applications until")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("enrolling", "Enrolling"),
                            ("running", "Running"),
                            ("defending", "Defending"),
                            ("closed", "Closed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("is_demo", models.BooleanField(default=False, editable=False)),
                ("decisions", models.JSONField(default=dict, editable=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                "verbose_name": "cohort",
                "ordering": ["-starts_on", "name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="cohort_ends_after_it_begins"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("minimum_attendance", None), ("minimum_attendance__range", (1, 100)), _connector="OR"
                        ),
                        name="cohort_attendance_is_a_percentage",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Discrepancy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="discrepancies",
                        to="courses.programmeversion",
                    ),
                ),
                ("code", models.CharField(max_length=2)),
                ("title_kk", models.CharField(default="", max_length=200)),
                ("title_ru", models.CharField(default="", max_length=200)),
                ("title_en", models.CharField(default="", max_length=200)),
                ("printed_kk", models.TextField()),
                ("printed_ru", models.TextField()),
                ("printed_en", models.TextField()),
                ("true_kk", models.TextField()),
                ("true_ru", models.TextField()),
                ("true_en", models.TextField()),
                ("readings", models.JSONField()),
                ("proposed", models.CharField(max_length=40)),
                ("order", models.PositiveSmallIntegerField()),
            ],
            options={
                "ordering": ["version", "order"],
                "constraints": [models.UniqueConstraint(fields=("version", "code"), name="one_discrepancy_per_code")],
            },
        ),
        migrations.CreateModel(
            name="HistoricalCohort",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("name", models.CharField(db_index=True, max_length=100, verbose_name="name")),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(verbose_name="last day")),
                (
                    "form",
                    models.CharField(
                        choices=[("in_person", "In person"), ("distance", "Distance"), ("blended", "Blended")],
                        default="blended",
                        max_length=10,
                        verbose_name="form of study",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("kk", "Қазақша"), ("ru", "Русский"), ("en", "English")],
                        default="kk",
                        max_length=2,
                        verbose_name="language",
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="place")),
                (
                    "minimum_attendance",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Empty: nobody is warned about.",
                        null=True,
                        verbose_name="attendance needed for the defence, in per cent of the hours",
                    ),
                ),
                ("apply_token", models.CharField(db_index=True, editable=False, max_length=40, null=True)),
                ("apply_until", models.DateField(blank=True, null=True, verbose_name="applications until")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("enrolling", "Enrolling"),
                            ("running", "Running"),
                            ("defending", "Defending"),
                            ("closed", "Closed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("is_demo", models.BooleanField(default=False, editable=False)),
                ("decisions", models.JSONField(default=dict, editable=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "version",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="courses.programmeversion",
                        verbose_name="programme",
                    ),
                ),
                (
                    "trainer",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="trainer",
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
                "verbose_name": "historical cohort",
                "verbose_name_plural": "historical cohorts",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalProgrammeDraft",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("content", models.JSONField()),
                ("revision", models.PositiveIntegerField(default=1)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="courses.programme",
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
                        to="courses.programmeversion",
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
                "verbose_name": "historical programme draft",
                "verbose_name_plural": "historical programme drafts",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Module",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="modules",
                        to="courses.programmeversion",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField()),
                ("is_attestation", models.BooleanField(default=False)),
                ("is_extra", models.BooleanField(default=False)),
                ("title_kk", models.CharField(max_length=300)),
                ("title_ru", models.CharField(max_length=300)),
                ("title_en", models.CharField(max_length=300)),
                ("task_kk", models.TextField(blank=True)),
                ("task_ru", models.TextField(blank=True)),
                ("task_en", models.TextField(blank=True)),
                ("result_kk", models.TextField(blank=True)),
                ("result_ru", models.TextField(blank=True)),
                ("result_en", models.TextField(blank=True)),
                ("lecture", models.PositiveSmallIntegerField()),
                ("practice", models.PositiveSmallIntegerField()),
                ("self_study", models.PositiveSmallIntegerField()),
            ],
            options={
                "ordering": ["version", "order"],
                "constraints": [models.UniqueConstraint(fields=("version", "order"), name="one_module_per_place")],
            },
        ),
        migrations.CreateModel(
            name="ProgrammeDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "programme",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="drafts",
                        to="courses.programme",
                    ),
                ),
                (
                    "based_on",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="courses.programmeversion"
                    ),
                ),
                ("content", models.JSONField()),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["-changed_at"],
            },
        ),
        migrations.CreateModel(
            name="CohortEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cohort",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="courses.cohort"
                    ),
                ),
                (
                    "old",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("enrolling", "Enrolling"),
                            ("running", "Running"),
                            ("defending", "Defending"),
                            ("closed", "Closed"),
                            ("cancelled", "Cancelled"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "new",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("enrolling", "Enrolling"),
                            ("running", "Running"),
                            ("defending", "Defending"),
                            ("closed", "Closed"),
                            ("cancelled", "Cancelled"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("why", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "discrepancy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="decisions", to="courses.discrepancy"
                    ),
                ),
                ("reading", models.CharField(max_length=40, verbose_name="reading")),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("decided_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["-decided_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalMaterial",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("law", "Law or regulation"),
                            ("presentation", "Presentation"),
                            ("case", "Case"),
                            ("template", "Template"),
                            ("checklist", "Checklist"),
                            ("other", "Other material"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("visible_from", models.DateField(blank=True, null=True, verbose_name="shown to participants from")),
                ("withdrawn_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="withdrawn")),
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
                    "module",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="courses.module",
                        verbose_name="module",
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
                "verbose_name": "historical material",
                "verbose_name_plural": "historical materials",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalSession",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("lecture", "Lecture"), ("practice", "Practice"), ("self_study", "Self-study")],
                        max_length=10,
                        verbose_name="kind of hours",
                    ),
                ),
                ("hours", models.PositiveSmallIntegerField(verbose_name="academic hours")),
                ("starts_at", models.DateTimeField(verbose_name="begins")),
                ("ends_at", models.DateTimeField(verbose_name="ends")),
                ("room", models.CharField(blank=True, max_length=100, verbose_name="room")),
                ("link", models.URLField(blank=True, max_length=500, verbose_name="link")),
                ("is_extra", models.BooleanField(default=False, editable=False)),
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
                    "module",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="courses.module",
                        verbose_name="module",
                    ),
                ),
                (
                    "trainer",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="trainer",
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
                "verbose_name": "historical session",
                "verbose_name_plural": "historical sessions",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="ListImport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cohort",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="imports", to="courses.cohort"
                    ),
                ),
                ("file_name", models.CharField(max_length=200)),
                ("digest", models.CharField(max_length=64)),
                ("content", models.JSONField()),
                ("mapping", models.JSONField()),
                (
                    "state",
                    models.CharField(
                        choices=[("uploaded", "Being checked"), ("admitted", "Admitted")],
                        default="uploaded",
                        max_length=10,
                    ),
                ),
                ("outcome", models.JSONField(default=dict)),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("uploaded_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("admitted_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-uploaded_at"],
            },
        ),
        migrations.CreateModel(
            name="Material",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cohort",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="materials", to="courses.cohort"
                    ),
                ),
                (
                    "module",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="materials",
                        to="courses.module",
                        verbose_name="module",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("law", "Law or regulation"),
                            ("presentation", "Presentation"),
                            ("case", "Case"),
                            ("template", "Template"),
                            ("checklist", "Checklist"),
                            ("other", "Other material"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("visible_from", models.DateField(blank=True, null=True, verbose_name="shown to participants from")),
                ("withdrawn_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="withdrawn")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                "verbose_name": "material",
                "ordering": ["module__order", "kind", "title"],
            },
        ),
        migrations.CreateModel(
            name="Order",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("admission", "Admission"),
                            ("expulsion", "Expulsion"),
                            ("transfer", "Transfer"),
                            ("completion", "Completion"),
                        ],
                        max_length=20,
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("number", models.PositiveIntegerField()),
                ("paper_number", models.CharField(blank=True, max_length=40, verbose_name="number on paper")),
                (
                    "paper_number_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("paper_number_at", models.DateTimeField(editable=False, null=True)),
                ("dated", models.DateField(verbose_name="date of the order")),
                (
                    "cohort",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="orders", to="courses.cohort"
                    ),
                ),
                ("is_specimen", models.BooleanField(default=False)),
                ("snapshot", models.JSONField(default=dict)),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["-year", "-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "is_specimen", "year", "number"), name="one_order_per_number"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cohort",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sessions", to="courses.cohort"
                    ),
                ),
                (
                    "module",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sessions",
                        to="courses.module",
                        verbose_name="module",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("lecture", "Lecture"), ("practice", "Practice"), ("self_study", "Self-study")],
                        max_length=10,
                        verbose_name="kind of hours",
                    ),
                ),
                ("hours", models.PositiveSmallIntegerField(verbose_name="academic hours")),
                ("starts_at", models.DateTimeField(verbose_name="begins")),
                ("ends_at", models.DateTimeField(verbose_name="ends")),
                (
                    "trainer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sessions_taught",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="trainer",
                    ),
                ),
                ("room", models.CharField(blank=True, max_length=100, verbose_name="room")),
                ("link", models.URLField(blank=True, max_length=500, verbose_name="link")),
                ("is_extra", models.BooleanField(default=False, editable=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                "verbose_name": "session",
                "ordering": ["starts_at", "pk"],
                "indexes": [models.Index(fields=["starts_at", "ends_at"], name="session_when")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="session_ends_after_it_begins"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("hours__gte", 1), ("hours__lte", 12)), name="session_has_1_to_12_hours"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cohort",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tasks", to="courses.cohort"
                    ),
                ),
                (
                    "module",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="courses.module",
                        verbose_name="module",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("practical", "Practical task"),
                            ("case", "Case analysis"),
                            ("analytical", "Analytical task"),
                            ("reflection", "Reflection"),
                            ("project", "Material of the final project"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("text", models.TextField(verbose_name="what to do")),
                (
                    "max_points",
                    models.DecimalField(
                        blank=True, decimal_places=1, max_digits=4, null=True, verbose_name="most points"
                    ),
                ),
                ("opens_on", models.DateField(blank=True, null=True, verbose_name="open from")),
                ("due_on", models.DateField(verbose_name="due by")),
                ("closed_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="closed")),
                (
                    "root",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="courses.task",
                    ),
                ),
                ("is_of_set", models.BooleanField(default=False, editable=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                "verbose_name": "task",
                "ordering": ["due_on", "module__order", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("opens_on", None), ("due_on__gte", models.F("opens_on")), _connector="OR"),
                        name="task_is_due_after_it_opens",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("max_points", None),
                            models.Q(("max_points__gt", 0), ("max_points__lte", 100)),
                            _connector="OR",
                        ),
                        name="task_points_in_range",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CommissionDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "order",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decision", to="courses.order"
                    ),
                ),
                ("dated", models.DateField(verbose_name="date of the decision")),
                ("paper_number", models.CharField(blank=True, max_length=40, verbose_name="number of the minutes")),
                ("members", models.TextField(verbose_name="members of the commission, one on a line")),
                ("grounds", models.TextField(verbose_name="what the breach of the agreement was")),
            ],
            options={
                "verbose_name": "decision of the commission",
            },
        ),
        migrations.CreateModel(
            name="Enrolment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cohort",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="enrolments", to="courses.cohort"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="enrolments", to="people.person"
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="courses.programme"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("applied", "Applied"),
                            ("admitted", "Admitted"),
                            ("on_hold", "On hold"),
                            ("passed", "Passed"),
                            ("not_passed", "Not passed"),
                            ("declined", "Declined"),
                            ("withdrawn", "Withdrawn"),
                            ("transferred", "Transferred"),
                            ("expelled", "Expelled"),
                        ],
                        default="applied",
                        max_length=12,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enrolments",
                        to="people.organisation",
                        verbose_name="place of work",
                    ),
                ),
                ("position", models.CharField(blank=True, max_length=200, verbose_name="position")),
                (
                    "order",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enrolments",
                        to="courses.order",
                    ),
                ),
                ("agreement_date", models.DateField(blank=True, null=True, verbose_name="date of the agreement")),
                (
                    "project_type",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("project", "Managerial project"),
                            ("development", "Part of a school development programme"),
                            ("decision", "Managerial decision"),
                        ],
                        max_length=12,
                        verbose_name="kind of project",
                    ),
                ),
                ("project_topic", models.CharField(blank=True, max_length=400, verbose_name="topic of the project")),
                ("name_confirmed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "confirmed_name",
                    models.CharField(
                        blank=True, default="", editable=False, max_length=320, verbose_name="confirmed name"
                    ),
                ),
                (
                    "name_objection",
                    models.CharField(
                        blank=True, default="", editable=False, max_length=300, verbose_name="mistake in the name"
                    ),
                ),
                ("result_date", models.DateField(blank=True, editable=False, null=True)),
                (
                    "continues",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="continued_by",
                        to="courses.enrolment",
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                "verbose_name": "enrolment",
                "ordering": ["cohort", "person__name_key", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("cohort", "person"), name="one_enrolment_per_person_and_cohort"),
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ("applied", "admitted", "on_hold"))),
                        fields=("person", "programme"),
                        name="one_active_enrolment_per_person_and_programme",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ("passed", "not_passed")), ("result_date", None), _connector="XOR"
                        ),
                        name="enrolment_decided_iff_result_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "admitted"), _negated=True),
                            models.Q(("agreement_date__isnull", False), ("order__isnull", False)),
                            _connector="OR",
                        ),
                        name="enrolment_admitted_has_agreement_and_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalTask",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("practical", "Practical task"),
                            ("case", "Case analysis"),
                            ("analytical", "Analytical task"),
                            ("reflection", "Reflection"),
                            ("project", "Material of the final project"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("text", models.TextField(verbose_name="what to do")),
                (
                    "max_points",
                    models.DecimalField(
                        blank=True, decimal_places=1, max_digits=4, null=True, verbose_name="most points"
                    ),
                ),
                ("opens_on", models.DateField(blank=True, null=True, verbose_name="open from")),
                ("due_on", models.DateField(verbose_name="due by")),
                ("closed_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="closed")),
                ("is_of_set", models.BooleanField(default=False, editable=False)),
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
                    "module",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="courses.module",
                        verbose_name="module",
                    ),
                ),
                (
                    "root",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="courses.task",
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
                "verbose_name": "historical task",
                "verbose_name_plural": "historical tasks",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="MaterialVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "material",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="courses.material"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "upload",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.upload",
                    ),
                ),
                ("link", models.URLField(blank=True, max_length=500, verbose_name="link")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="what is new")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("material", "number"), name="one_material_version_per_number"),
                    models.CheckConstraint(
                        condition=models.Q(("upload", None), ("link", ""), _connector="XOR"),
                        name="material_is_a_file_or_a_link",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Application",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cohort",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="applications", to="courses.cohort"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="applications", to="people.person"
                    ),
                ),
                (
                    "enrolment",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="application",
                        to="courses.enrolment",
                    ),
                ),
                ("said", models.JSONField()),
                ("consent_version", models.CharField(max_length=20)),
                (
                    "language",
                    models.CharField(choices=[("kk", "Қазақша"), ("ru", "Русский"), ("en", "English")], max_length=2),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attendances", to="courses.session"
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attendances", to="courses.enrolment"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("present", "Present"), ("absent", "Absent"), ("excused", "Absent with a reason")],
                        max_length=8,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("session", "enrolment"), name="one_attendance_per_session_and_enrolment"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CarriedHours",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="carried_hours",
                        to="courses.enrolment",
                    ),
                ),
                (
                    "module",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="courses.module"
                    ),
                ),
                ("is_extra", models.BooleanField(default=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("lecture", "Lecture"), ("practice", "Practice"), ("self_study", "Self-study")],
                        max_length=10,
                    ),
                ),
                ("hours", models.PositiveSmallIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("enrolment", "module", "is_extra", "kind"), name="hours_are_carried_once"
                    ),
                    models.CheckConstraint(condition=models.Q(("hours__gte", 1)), name="carried_hours_are_some"),
                ],
            },
        ),
        migrations.CreateModel(
            name="EnrolmentEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="courses.enrolment"
                    ),
                ),
                (
                    "old",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("applied", "Applied"),
                            ("admitted", "Admitted"),
                            ("on_hold", "On hold"),
                            ("passed", "Passed"),
                            ("not_passed", "Not passed"),
                            ("declined", "Declined"),
                            ("withdrawn", "Withdrawn"),
                            ("transferred", "Transferred"),
                            ("expelled", "Expelled"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "new",
                    models.CharField(
                        choices=[
                            ("applied", "Applied"),
                            ("admitted", "Admitted"),
                            ("on_hold", "On hold"),
                            ("passed", "Passed"),
                            ("not_passed", "Not passed"),
                            ("declined", "Declined"),
                            ("withdrawn", "Withdrawn"),
                            ("transferred", "Transferred"),
                            ("expelled", "Expelled"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("why", models.CharField(blank=True, max_length=300)),
                ("failed_retake", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("failed_retake", False),
                            models.Q(("new", "not_passed"), ("old", "not_passed")),
                            _connector="OR",
                        ),
                        name="failed_retake_keeps_the_outcome",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="EnrolmentPaper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="papers", to="courses.enrolment"
                    ),
                ),
                (
                    "upload",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.upload"
                    ),
                ),
                (
                    "moved_to",
                    models.CharField(
                        choices=[
                            ("applied", "Applied"),
                            ("admitted", "Admitted"),
                            ("on_hold", "On hold"),
                            ("passed", "Passed"),
                            ("not_passed", "Not passed"),
                            ("declined", "Declined"),
                            ("withdrawn", "Withdrawn"),
                            ("transferred", "Transferred"),
                            ("expelled", "Expelled"),
                        ],
                        max_length=12,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalEnrolment",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("applied", "Applied"),
                            ("admitted", "Admitted"),
                            ("on_hold", "On hold"),
                            ("passed", "Passed"),
                            ("not_passed", "Not passed"),
                            ("declined", "Declined"),
                            ("withdrawn", "Withdrawn"),
                            ("transferred", "Transferred"),
                            ("expelled", "Expelled"),
                        ],
                        default="applied",
                        max_length=12,
                    ),
                ),
                ("position", models.CharField(blank=True, max_length=200, verbose_name="position")),
                ("agreement_date", models.DateField(blank=True, null=True, verbose_name="date of the agreement")),
                (
                    "project_type",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("project", "Managerial project"),
                            ("development", "Part of a school development programme"),
                            ("decision", "Managerial decision"),
                        ],
                        max_length=12,
                        verbose_name="kind of project",
                    ),
                ),
                ("project_topic", models.CharField(blank=True, max_length=400, verbose_name="topic of the project")),
                ("name_confirmed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "confirmed_name",
                    models.CharField(
                        blank=True, default="", editable=False, max_length=320, verbose_name="confirmed name"
                    ),
                ),
                (
                    "name_objection",
                    models.CharField(
                        blank=True, default="", editable=False, max_length=300, verbose_name="mistake in the name"
                    ),
                ),
                ("result_date", models.DateField(blank=True, editable=False, null=True)),
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
                (
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="courses.programme",
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
                        verbose_name="place of work",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="courses.order",
                    ),
                ),
                (
                    "continues",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="courses.enrolment",
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
                "verbose_name": "historical enrolment",
                "verbose_name_plural": "historical enrolments",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="OrderLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="courses.order"
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="order_lines", to="courses.enrolment"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("order", "enrolment"), name="one_line_per_order_and_enrolment")
                ],
            },
        ),
        migrations.CreateModel(
            name="SelfAssessment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="self_assessments",
                        to="courses.enrolment",
                    ),
                ),
                (
                    "moment",
                    models.CharField(
                        choices=[("before", "Before the studies"), ("after", "After the studies")], max_length=6
                    ),
                ),
                ("levels", models.JSONField(default=dict)),
                ("reflection", models.TextField(blank=True)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("enrolment", "moment"), name="one_self_assessment_per_moment")
                ],
            },
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="submissions", to="courses.task"
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="submissions", to="courses.enrolment"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("text", models.TextField(blank=True)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "carried_from",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="carried_to",
                        to="courses.submission",
                    ),
                ),
                ("uploads", models.ManyToManyField(related_name="+", to="people.upload")),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("task", "enrolment", "number"), name="one_submission_per_number")
                ],
            },
        ),
        migrations.CreateModel(
            name="AttendanceEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "attendance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="courses.attendance"
                    ),
                ),
                (
                    "old",
                    models.CharField(
                        blank=True,
                        choices=[("present", "Present"), ("absent", "Absent"), ("excused", "Absent with a reason")],
                        max_length=8,
                    ),
                ),
                (
                    "new",
                    models.CharField(
                        choices=[("present", "Present"), ("absent", "Absent"), ("excused", "Absent with a reason")],
                        max_length=8,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("why", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Feedback",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="feedback", to="courses.submission"
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="feedback")),
                (
                    "points",
                    models.DecimalField(blank=True, decimal_places=1, max_digits=4, null=True, verbose_name="points"),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("points", None), ("points__gte", 0), _connector="OR"),
                        name="feedback_points_not_negative",
                    )
                ],
            },
        ),
    ]
