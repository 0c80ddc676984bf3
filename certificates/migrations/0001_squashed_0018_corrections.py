import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.fields.json
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("certificates", "0001_initial"),
        ("certificates", "0002_initial"),
        ("certificates", "0003_initial"),
        ("certificates", "0004_render_job_reasons"),
        ("certificates", "0005_events"),
        ("certificates", "0006_register"),
        ("certificates", "0007_small_standings"),
        ("certificates", "0008_batches"),
        ("certificates", "0009_verdict"),
        ("certificates", "0010_blanks"),
        ("certificates", "0011_checking"),
        ("certificates", "0012_support"),
        ("certificates", "0013_designs"),
        ("certificates", "0014_support_again"),
        ("certificates", "0015_piles_taken_back"),
        ("certificates", "0016_consents"),
        ("certificates", "0017_pictures_and_retries"),
        ("certificates", "0018_corrections"),
    ]

    initial = True

    dependencies = [
        ("assessment", "0009_retakes"),
        ("courses", "0004_retakes"),
        ("people", "0005_led"),
    ]

    operations = [
        migrations.CreateModel(
            name="BlankPile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_specimen", models.BooleanField()),
                ("series", models.CharField(max_length=10, verbose_name="series")),
                ("width", models.PositiveSmallIntegerField()),
                ("first", models.BigIntegerField()),
                ("last", models.BigIntegerField()),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("kk", "Kazakh"),
                            ("ru", "Russian"),
                            ("en", "English"),
                            ("tri", "Kazakh with Russian and English"),
                        ],
                        max_length=3,
                        verbose_name="words on the blank",
                    ),
                ),
                ("names_provider", models.BooleanField(verbose_name="the provider's name is on the blank")),
                ("received_on", models.DateField(verbose_name="received on")),
                ("delivery_note", models.CharField(max_length=200, verbose_name="delivery note")),
                (
                    "received_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("received_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["received_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("first__gte", 0), ("first__lte", models.F("last"))),
                        name="a_pile_begins_before_it_ends",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Checker",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="checker", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("organisation", models.CharField(max_length=200, verbose_name="organisation")),
                ("purpose", models.CharField(max_length=300, verbose_name="purpose")),
                ("consent_version", models.CharField(max_length=20)),
                ("consent", models.TextField()),
                ("confirmed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("is_blocked", models.BooleanField(default=False)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-confirmed_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="CheckFold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token", models.CharField(max_length=32, unique=True)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name="HistoricalPrinter",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("name", models.CharField(db_index=True, max_length=80, verbose_name="name")),
                (
                    "offset_x",
                    models.SmallIntegerField(
                        default=0,
                        validators=[
                            django.core.validators.MinValueValidator(-200),
                            django.core.validators.MaxValueValidator(200),
                        ],
                        verbose_name="to the right",
                    ),
                ),
                (
                    "offset_y",
                    models.SmallIntegerField(
                        default=0,
                        validators=[
                            django.core.validators.MinValueValidator(-200),
                            django.core.validators.MaxValueValidator(200),
                        ],
                        verbose_name="down",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
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
                "verbose_name": "historical printer",
                "verbose_name_plural": "historical printers",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Imprint",
            fields=[
                ("digest", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("text", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="NumberFormat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "series",
                    models.CharField(
                        choices=[
                            ("certificate", "Certificates and their duplicates"),
                            ("statement", "Statements of attendance"),
                            ("support", "Statements of completed post-course support"),
                        ],
                        max_length=12,
                    ),
                ),
                ("pattern", models.CharField(max_length=40)),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("set_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Printer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, unique=True, verbose_name="name")),
                (
                    "offset_x",
                    models.SmallIntegerField(
                        default=0,
                        validators=[
                            django.core.validators.MinValueValidator(-200),
                            django.core.validators.MaxValueValidator(200),
                        ],
                        verbose_name="to the right",
                    ),
                ),
                (
                    "offset_y",
                    models.SmallIntegerField(
                        default=0,
                        validators=[
                            django.core.validators.MinValueValidator(-200),
                            django.core.validators.MaxValueValidator(200),
                        ],
                        verbose_name="down",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("offset_x__range", (-200, 200)), ("offset_y__range", (-200, 200))),
                        name="a_page_is_moved_by_at_most_20_mm",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WriteOff",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_specimen", models.BooleanField()),
                ("year", models.PositiveSmallIntegerField()),
                ("number", models.PositiveIntegerField()),
                ("dated", models.DateField(verbose_name="date of the act")),
                (
                    "reason",
                    models.CharField(
                        choices=[("printing", "Spoiled in printing"), ("damaged", "Damaged"), ("lost", "Lost")],
                        max_length=10,
                        verbose_name="reason",
                    ),
                ),
                ("snapshot", models.JSONField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["-year", "-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("is_specimen", "year", "number"), name="one_act_per_number")
                ],
            },
        ),
        migrations.CreateModel(
            name="Blank",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "pile",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="blanks", to="certificates.blankpile"
                    ),
                ),
                ("series", models.CharField(max_length=10)),
                ("value", models.BigIntegerField()),
                ("number", models.CharField(max_length=20)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("in_stock", "In stock"),
                            ("on_press", "Being printed"),
                            ("carries", "Carries a document"),
                            ("set_aside", "Set aside"),
                            ("spoiled", "To be written off"),
                            ("written_off", "Written off"),
                            ("taken_back", "Received by mistake"),
                        ],
                        default="in_stock",
                        max_length=12,
                    ),
                ),
            ],
            options={
                "ordering": ["pile", "value"],
                "indexes": [models.Index(fields=["pile", "state", "value"], name="blanks_of_a_pile")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "taken_back"), _negated=True),
                        fields=("series", "value"),
                        name="one_blank_per_number",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CheckerEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "checker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="certificates.checker"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
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
                ("why", models.CharField(blank=True, max_length=600)),
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
            },
        ),
        migrations.CreateModel(
            name="ListCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "checker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="checks", to="certificates.checker"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("rows", models.PositiveIntegerField()),
                ("in_force", models.PositiveIntegerField()),
                ("not_in_force", models.PositiveIntegerField()),
                ("unknown", models.PositiveIntegerField()),
                ("mistyped", models.PositiveIntegerField()),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "indexes": [models.Index(fields=["checker", "-at"], name="list_checks_of_checker")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "rows",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("in_force"), "+", models.F("not_in_force")
                                        ),
                                        "+",
                                        models.F("unknown"),
                                    ),
                                    "+",
                                    models.F("mistyped"),
                                ),
                            )
                        ),
                        name="list_check_adds_up",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PrintJob",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "pile",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="jobs", to="certificates.blankpile"
                    ),
                ),
                (
                    "printer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="jobs", to="certificates.printer"
                    ),
                ),
                ("offset_x", models.SmallIntegerField()),
                ("offset_y", models.SmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Waits for your word on how it came out"),
                            ("confirmed", "Confirmed"),
                            ("given_up", "Not printed"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("sha256", models.CharField(blank=True, max_length=64)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("closed_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state", "open"), ("closed_at__isnull", False), _connector="XOR"),
                        name="job_open_iff_not_closed",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BlankEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "blank",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="certificates.blank"
                    ),
                ),
                (
                    "old",
                    models.CharField(
                        choices=[
                            ("in_stock", "In stock"),
                            ("on_press", "Being printed"),
                            ("carries", "Carries a document"),
                            ("set_aside", "Set aside"),
                            ("spoiled", "To be written off"),
                            ("written_off", "Written off"),
                            ("taken_back", "Received by mistake"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "new",
                    models.CharField(
                        choices=[
                            ("in_stock", "In stock"),
                            ("on_press", "Being printed"),
                            ("carries", "Carries a document"),
                            ("set_aside", "Set aside"),
                            ("spoiled", "To be written off"),
                            ("written_off", "Written off"),
                            ("taken_back", "Received by mistake"),
                        ],
                        max_length=12,
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=300)),
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
            },
        ),
        migrations.CreateModel(
            name="WriteOffLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "act",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="certificates.writeoff"
                    ),
                ),
                (
                    "blank",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="write_off", to="certificates.blank"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BatchItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "result",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="assessment.result"
                    ),
                ),
                ("kind", models.CharField(max_length=12)),
            ],
        ),
        migrations.CreateModel(
            name="BlankUse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("series", models.CharField(max_length=10, verbose_name="series")),
                ("number", models.CharField(max_length=20, verbose_name="number")),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["recorded_at", "pk"],
                "indexes": [models.Index(fields=["number"], name="blank_uses_by_number")],
                "constraints": [models.UniqueConstraint(fields=("series", "number"), name="one_use_per_blank")],
            },
        ),
        migrations.CreateModel(
            name="CheckCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("n", models.PositiveIntegerField()),
            ],
            options={
                "ordering": ["day"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("n__gt", 0)), name="a_day_without_checks_has_no_row")
                ],
            },
        ),
        migrations.CreateModel(
            name="Design",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, unique=True, verbose_name="name")),
                ("is_usual", models.BooleanField(default=False, verbose_name="used unless another is chosen")),
            ],
            options={
                "verbose_name": "design",
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_usual", True)), fields=("is_usual",), name="one_usual_design"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DesignDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "languages",
                    models.CharField(
                        choices=[
                            ("cohort", "The cohort's own, as ever"),
                            ("kk", "Kazakh"),
                            ("ru", "Russian"),
                            ("en", "English"),
                            ("tri", "Kazakh with Russian and English"),
                            ("kk+ru", "Kazakh and Russian side by side"),
                            ("kk+en", "Kazakh and English side by side"),
                        ],
                        default="cohort",
                        max_length=6,
                        verbose_name="languages",
                    ),
                ),
                (
                    "palette",
                    models.CharField(
                        choices=[
                            ("teal", "Teal and gold"),
                            ("blue", "Blue and gold"),
                            ("burgundy", "Burgundy and gold"),
                            ("graphite", "Graphite"),
                        ],
                        default="teal",
                        max_length=10,
                        verbose_name="colours",
                    ),
                ),
                (
                    "plate",
                    models.CharField(
                        choices=[
                            ("guilloche", "Guilloche: bands, rosette and net"),
                            ("calm", "Calm: hairlines on white"),
                        ],
                        default="guilloche",
                        max_length=10,
                        verbose_name="line work",
                    ),
                ),
                ("has_logo", models.BooleanField(default=False, verbose_name="logo in place of the medallion")),
                (
                    "seal",
                    models.CharField(
                        choices=[
                            ("place", "A place for the seal"),
                            ("picture", "The provider's seal as a picture"),
                            ("none", "No seal"),
                        ],
                        default="place",
                        max_length=8,
                        verbose_name="seal",
                    ),
                ),
                ("signers", models.JSONField(blank=True, default=list, verbose_name="who else signs")),
                (
                    "design",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="draft", to="certificates.design"
                    ),
                ),
            ],
            options={
                "verbose_name": "draft of a design",
            },
        ),
        migrations.CreateModel(
            name="DesignVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "languages",
                    models.CharField(
                        choices=[
                            ("cohort", "The cohort's own, as ever"),
                            ("kk", "Kazakh"),
                            ("ru", "Russian"),
                            ("en", "English"),
                            ("tri", "Kazakh with Russian and English"),
                            ("kk+ru", "Kazakh and Russian side by side"),
                            ("kk+en", "Kazakh and English side by side"),
                        ],
                        default="cohort",
                        max_length=6,
                        verbose_name="languages",
                    ),
                ),
                (
                    "palette",
                    models.CharField(
                        choices=[
                            ("teal", "Teal and gold"),
                            ("blue", "Blue and gold"),
                            ("burgundy", "Burgundy and gold"),
                            ("graphite", "Graphite"),
                        ],
                        default="teal",
                        max_length=10,
                        verbose_name="colours",
                    ),
                ),
                (
                    "plate",
                    models.CharField(
                        choices=[
                            ("guilloche", "Guilloche: bands, rosette and net"),
                            ("calm", "Calm: hairlines on white"),
                        ],
                        default="guilloche",
                        max_length=10,
                        verbose_name="line work",
                    ),
                ),
                ("has_logo", models.BooleanField(default=False, verbose_name="logo in place of the medallion")),
                (
                    "seal",
                    models.CharField(
                        choices=[
                            ("place", "A place for the seal"),
                            ("picture", "The provider's seal as a picture"),
                            ("none", "No seal"),
                        ],
                        default="place",
                        max_length=8,
                        verbose_name="seal",
                    ),
                ),
                ("signers", models.JSONField(blank=True, default=list, verbose_name="who else signs")),
                (
                    "design",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="certificates.design"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="version")),
                ("logo_key", models.CharField(blank=True, max_length=120)),
                ("logo_sha256", models.CharField(blank=True, max_length=64)),
                ("seal_key", models.CharField(blank=True, max_length=120)),
                ("seal_sha256", models.CharField(blank=True, max_length=64)),
                (
                    "published_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("published_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["design", "-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("design", "number"), name="one_version_of_a_design_per_number"),
                    models.CheckConstraint(
                        condition=models.Q(("has_logo", True), ("logo_key", ""), _connector="XOR"),
                        name="design_keeps_the_logo_it_prints",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("seal", "picture"), ("seal_key", ""), _connector="XOR"),
                        name="design_keeps_the_seal_it_prints",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("languages__in", ["cohort", "kk", "ru", "en", "tri", "kk+ru", "kk+en"]),
                            ("palette__in", ["teal", "blue", "burgundy", "graphite"]),
                            ("plate__in", ["guilloche", "calm"]),
                            ("seal__in", ["place", "picture", "none"]),
                        ),
                        name="design_can_be_drawn",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalDesignDraft",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "languages",
                    models.CharField(
                        choices=[
                            ("cohort", "The cohort's own, as ever"),
                            ("kk", "Kazakh"),
                            ("ru", "Russian"),
                            ("en", "English"),
                            ("tri", "Kazakh with Russian and English"),
                            ("kk+ru", "Kazakh and Russian side by side"),
                            ("kk+en", "Kazakh and English side by side"),
                        ],
                        default="cohort",
                        max_length=6,
                        verbose_name="languages",
                    ),
                ),
                (
                    "palette",
                    models.CharField(
                        choices=[
                            ("teal", "Teal and gold"),
                            ("blue", "Blue and gold"),
                            ("burgundy", "Burgundy and gold"),
                            ("graphite", "Graphite"),
                        ],
                        default="teal",
                        max_length=10,
                        verbose_name="colours",
                    ),
                ),
                (
                    "plate",
                    models.CharField(
                        choices=[
                            ("guilloche", "Guilloche: bands, rosette and net"),
                            ("calm", "Calm: hairlines on white"),
                        ],
                        default="guilloche",
                        max_length=10,
                        verbose_name="line work",
                    ),
                ),
                ("has_logo", models.BooleanField(default=False, verbose_name="logo in place of the medallion")),
                (
                    "seal",
                    models.CharField(
                        choices=[
                            ("place", "A place for the seal"),
                            ("picture", "The provider's seal as a picture"),
                            ("none", "No seal"),
                        ],
                        default="place",
                        max_length=8,
                        verbose_name="seal",
                    ),
                ),
                ("signers", models.JSONField(blank=True, default=list, verbose_name="who else signs")),
                (
                    "design",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="certificates.design",
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
                "verbose_name": "historical draft of a design",
                "verbose_name_plural": "historical draft of a designs",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalDesign",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("name", models.CharField(db_index=True, max_length=80, verbose_name="name")),
                ("is_usual", models.BooleanField(default=False, verbose_name="used unless another is chosen")),
                (
                    "current",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="certificates.designversion",
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
                "verbose_name": "historical design",
                "verbose_name_plural": "historical designs",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Batch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cohort",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="batches", to="courses.cohort"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("prepared", "Waiting for a signature"),
                            ("signed", "Signed"),
                            ("discarded", "Discarded"),
                        ],
                        default="prepared",
                        max_length=10,
                    ),
                ),
                ("issued_on", models.DateField(verbose_name="date of issue")),
                (
                    "prepared_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("prepared_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "signatory",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.signatory"
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("signed_at", models.DateTimeField(null=True)),
                (
                    "discarded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("discarded_at", models.DateTimeField(null=True)),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("name", "The name is wrong"),
                            ("misprint", "Something else is misprinted"),
                            ("lost", "It is lost"),
                            ("damaged", "It is damaged"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                ("ground", models.CharField(blank=True, default="", max_length=300)),
                ("tells_holder", models.BooleanField(default=False)),
                ("corrects", models.JSONField(blank=True, default=list)),
                (
                    "design",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="batches",
                        to="certificates.designversion",
                    ),
                ),
                ("support_first", models.DateField(null=True)),
                ("support_last", models.DateField(null=True)),
            ],
            options={
                "ordering": ["-prepared_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "prepared"), ("support_last__isnull", False)),
                        fields=("cohort",),
                        name="one_prepared_batch_of_support_per_cohort",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "signed"), ("signed_at", None), _connector="XOR"),
                        name="batch_signed_iff_signed_at",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("certificate", "Certificate"),
                            ("duplicate", "Duplicate"),
                            ("statement", "Statement of attendance"),
                            ("support", "Statement of completed post-course support"),
                        ],
                        max_length=12,
                    ),
                ),
                ("is_specimen", models.BooleanField()),
                ("year", models.PositiveSmallIntegerField()),
                ("number", models.PositiveIntegerField()),
                ("code", models.CharField(max_length=16, unique=True)),
                (
                    "result",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="assessment.result"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="people.person"
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="certificates.batch",
                    ),
                ),
                ("issued_on", models.DateField()),
                ("valid_through", models.DateField(null=True)),
                (
                    "supersedes",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="certificates.document",
                    ),
                ),
                ("snapshot", models.JSONField()),
                (
                    "printed_number",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.fields.json.KeyTextTransform("number", "snapshot"),
                        output_field=models.CharField(max_length=60, null=True),
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["-created_at", "-pk"],
                "indexes": [
                    models.Index(fields=["-issued_on", "-is_specimen", "-number", "-id"], name="register_newest"),
                    models.Index(
                        fields=["kind", "-issued_on", "-is_specimen", "-number", "-id"], name="register_newest_of_kind"
                    ),
                    models.Index(fields=["valid_through", "id"], name="register_by_last_day"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "is_specimen", "year", "number"), name="one_document_per_number"
                    ),
                    models.UniqueConstraint(fields=("printed_number",), name="one_document_per_printed_number"),
                    models.UniqueConstraint(
                        condition=models.Q(("supersedes", None), models.Q(("kind", "support"), _negated=True)),
                        fields=("result",),
                        name="one_original_document_per_result",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["statement", "support"]), ("valid_through__isnull", False), _connector="XOR"
                        ),
                        name="only_certificates_expire",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DocumentEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="certificates.document"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
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
                ("happened_on", models.DateField()),
                ("reason", models.CharField(blank=True, max_length=300)),
                (
                    "reason_class",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("mistake", "Issued by mistake"),
                            ("appeal", "The result was changed on appeal"),
                            ("deceit", "Obtained by deceit"),
                            ("court", "A legal act or a decision of a court"),
                            ("other", "Another reason"),
                        ],
                        default="",
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
            ],
            options={
                "ordering": ["at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind", "revoked"), ("reason_class", ""), _connector="OR"),
                        name="only_a_revocation_has_a_reason_class",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DocumentFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="file", to="certificates.document"
                    ),
                ),
                ("key", models.CharField(max_length=200, unique=True)),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveIntegerField()),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "indexes": [models.Index(fields=["sha256"], name="document_files_by_digest")],
            },
        ),
        migrations.CreateModel(
            name="ForgeryReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(blank=True, max_length=64)),
                (
                    "document",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="forgery_reports",
                        to="certificates.document",
                    ),
                ),
                (
                    "wrong",
                    models.CharField(
                        choices=[
                            ("looks", "The paper looks different"),
                            ("name", "Another name stands on it"),
                            ("data", "Hours, dates or other data differ"),
                            ("sold", "It was offered for sale"),
                            ("other", "Something else"),
                        ],
                        max_length=10,
                    ),
                ),
                ("text", models.TextField(blank=True, max_length=2000)),
                (
                    "upload",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.upload"
                    ),
                ),
                ("reporter", models.CharField(blank=True, max_length=150)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("language", models.CharField(max_length=2)),
                ("agreed_at", models.DateTimeField(null=True)),
                ("consent_version", models.CharField(blank=True, max_length=20)),
                ("consent", models.TextField(blank=True)),
                ("scrubbed_at", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "New"),
                            ("checking", "Being checked"),
                            ("forgery", "A forgery"),
                            ("genuine", "The paper is genuine"),
                            ("no_answer", "It cannot be said"),
                        ],
                        default="new",
                        max_length=10,
                    ),
                ),
            ],
            options={
                "ordering": ["-sent_at", "-pk"],
                "indexes": [models.Index(fields=["state", "sent_at"], name="forgery_reports_by_state")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("wrong", "other"), _negated=True),
                            models.Q(("text", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="forgery_report_says_what_is_wrong",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("email", ""), ("reporter", "")), ("agreed_at__isnull", False), _connector="OR"
                        ),
                        name="forgery_contact_only_if_agreed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("scrubbed_at", None), models.Q(("email", ""), ("reporter", "")), _connector="OR"
                        ),
                        name="forgery_contact_scrubbed_is_gone",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PrintSheet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "job",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sheets", to="certificates.printjob"
                    ),
                ),
                ("place", models.PositiveSmallIntegerField()),
                (
                    "blank",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sheets", to="certificates.blank"
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sheets", to="certificates.document"
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("waiting", "Not confirmed yet"),
                            ("good", "Printed well"),
                            ("spoiled", "Spoiled"),
                            ("unused", "Not printed"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
            ],
            options={
                "ordering": ["job", "place"],
                "constraints": [
                    models.UniqueConstraint(fields=("job", "place"), name="one_sheet_per_place"),
                    models.UniqueConstraint(
                        condition=models.Q(("outcome", "unused"), _negated=True),
                        fields=("blank",),
                        name="a_blank_is_printed_on_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("outcome", "waiting")),
                        fields=("document",),
                        name="one_open_sheet_per_document",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RenderJob",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="job", to="certificates.document"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "In the queue"),
                            ("claimed", "Being made"),
                            ("done", "Ready"),
                            ("failed", "Failed"),
                        ],
                        default="queued",
                        max_length=10,
                    ),
                ),
                ("due_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("claim", models.UUIDField(editable=False, null=True)),
                ("claimed_at", models.DateTimeField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("kills", models.PositiveSmallIntegerField(default=0)),
                (
                    "reason",
                    models.CharField(
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
                ("error", models.CharField(blank=True, max_length=300)),
                (
                    "retried_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("retried_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("done_at", None)), fields=["id"], name="render_jobs_owed")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state", "done"), ("done_at", None), _connector="XOR"),
                        name="render_job_done_iff_done_at",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Standing",
            fields=[
                ("code", models.CharField(max_length=16, primary_key=True, serialize=False)),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="standing", to="certificates.document"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("in_force", "In force"), ("revoked", "Revoked"), ("superseded", "Replaced")],
                        default="in_force",
                        max_length=10,
                    ),
                ),
                ("since", models.DateField(null=True)),
                ("valid_through", models.DateField(null=True)),
                ("withheld", models.BooleanField(default=False)),
                (
                    "imprint",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="certificates.imprint",
                    ),
                ),
                ("own", models.JSONField()),
                ("revision", models.PositiveIntegerField(default=1)),
                (
                    "answers_to",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(models.When(then="code", withheld=False)),
                        output_field=models.CharField(max_length=16),
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("since__isnull", False)), fields=["state"], name="standings_out_of_force"
                    ),
                    models.Index(
                        condition=models.Q(("withheld", True)), fields=["document"], name="standings_withheld"
                    ),
                ],
                "constraints": [models.UniqueConstraint(fields=("answers_to",), name="one_standing_answers_to_a_code")],
            },
        ),
        migrations.CreateModel(
            name="SupportPeriod",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="support_period",
                        to="certificates.document",
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="support_periods",
                        to="courses.enrolment",
                    ),
                ),
                ("first", models.DateField()),
                ("last", models.DateField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("last__gt", models.F("first"))), name="support_ends_after_it_begins"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ForgeryEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="certificates.forgeryreport",
                    ),
                ),
                (
                    "old",
                    models.CharField(
                        choices=[
                            ("new", "New"),
                            ("checking", "Being checked"),
                            ("forgery", "A forgery"),
                            ("genuine", "The paper is genuine"),
                            ("no_answer", "It cannot be said"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "new",
                    models.CharField(
                        choices=[
                            ("new", "New"),
                            ("checking", "Being checked"),
                            ("forgery", "A forgery"),
                            ("genuine", "The paper is genuine"),
                            ("no_answer", "It cannot be said"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("said", models.TextField(blank=True, max_length=2000)),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.AddField(
            model_name="batch",
            name="replaces",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reissues",
                to="certificates.document",
            ),
        ),
        migrations.AddField(
            model_name="batchitem",
            name="batch",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="items", to="certificates.batch"
            ),
        ),
        migrations.AddField(
            model_name="blankuse",
            name="document",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="blanks", to="certificates.document"
            ),
        ),
        migrations.AddField(
            model_name="checkcount",
            name="document",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="checks", to="certificates.document"
            ),
        ),
        migrations.AddField(
            model_name="design",
            name="current",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="currently",
                to="certificates.designversion",
            ),
        ),
        migrations.AddConstraint(
            model_name="batchitem",
            constraint=models.UniqueConstraint(fields=("batch", "result"), name="one_item_per_result"),
        ),
        migrations.AddConstraint(
            model_name="checkcount",
            constraint=models.UniqueConstraint(fields=("document", "day"), name="one_count_per_document_and_day"),
        ),
        migrations.AddConstraint(
            model_name="design",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_usual", False), ("current__isnull", False), _connector="OR"),
                name="usual_design_in_use",
            ),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaces", None), ("state", "prepared"), ("support_last", None)),
                fields=("cohort",),
                name="one_prepared_batch_per_cohort",
            ),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("support_first", None), ("support_last", None)),
                    models.Q(("replaces", None), ("support_last__gt", models.F("support_first"))),
                    _connector="OR",
                ),
                name="batch_of_support_says_for_which_days",
            ),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaces__isnull", False), models.Q(("state", "discarded"), _negated=True)),
                fields=("replaces",),
                name="one_reissue_per_document",
            ),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.CheckConstraint(
                condition=models.Q(("replaces", None), models.Q(("reason", ""), _negated=True), _connector="XOR"),
                name="batch_reissue_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.CheckConstraint(
                condition=models.Q(("replaces", None), models.Q(("ground", ""), _negated=True), _connector="OR"),
                name="batch_reissue_names_its_ground",
            ),
        ),
    ]
