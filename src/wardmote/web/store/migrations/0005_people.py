"""People on cases, where a case lies, its risk, its links; and the words on a case sealed from here on."""

import django.db.models.deletion
from django.db import migrations, models

import wardmote.web.store.models.fields
from wardmote.web.sealing import of_settings

WRITTEN = {
    "Action": ("what", "outcome"),
    "CaseGrant": ("reason",),
    "Decision": ("what", "why"),
    "Note": ("text",),
    "Outcome": ("comment",),
    "Referral": ("why",),
    "ReferralAnswer": ("reason", "signposted_to"),
}
"""What stood in clear before, by its table."""


def seal_what_is_written(apps, editor):
    _rewrite(apps, editor, of_settings().seal)


def open_what_is_sealed(apps, editor):
    _rewrite(apps, editor, of_settings().open)


def _rewrite(apps, editor, turned):
    for table, columns in WRITTEN.items():
        rows = apps.get_model("store", table).objects.using(editor.connection.alias)
        for key, *values in list(rows.values_list("pk", *columns)):
            now = {name: turned(value) for name, value in zip(columns, values, strict=True)}
            rows.filter(pk=key).update(**now)


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0004_partnership"),
    ]

    operations = [
        migrations.RunPython(seal_what_is_written, open_what_is_sealed),
        migrations.CreateModel(
            name="OwnTie",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person", models.CharField(blank=True, db_index=True, default="", max_length=80)),
                ("user", models.CharField(blank=True, default="", max_length=80)),
                ("how", models.CharField(blank=True, default="", max_length=80)),
                ("declared_by", models.CharField(blank=True, default="", max_length=80)),
                ("on", models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name="Site",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="site",
                        serialize=False,
                        to="store.case",
                    ),
                ),
                ("ward_code", models.CharField(blank=True, db_index=True, default="", max_length=80)),
                ("ward_name", models.CharField(blank=True, default="", max_length=200)),
                ("uprn", wardmote.web.store.models.fields.Sealed(blank=True, default="")),
                ("by", models.CharField(blank=True, default="", max_length=80)),
                ("on", models.DateField()),
                ("mark", models.CharField(blank=True, db_index=True, default="", max_length=80)),
                ("uprn_mark", models.CharField(blank=True, db_index=True, default="", max_length=80)),
                ("version", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.AlterField(
            model_name="action",
            name="outcome",
            field=wardmote.web.store.models.fields.Sealed(blank=True, default=""),
        ),
        migrations.AlterField(
            model_name="action",
            name="what",
            field=wardmote.web.store.models.fields.Sealed(blank=True, default=""),
        ),
        migrations.AlterField(
            model_name="casegrant",
            name="reason",
            field=wardmote.web.store.models.fields.Sealed(blank=True, default=""),
        ),
        migrations.AlterField(
            model_name="decision",
            name="what",
            field=wardmote.web.store.models.fields.Sealed(blank=True, default=""),
        ),
        migrations.AlterField(
            model_name="decision",
            name="why",
            field=wardmote.web.store.models.fields.Sealed(blank=True, default=""),
        ),
        migrations.AlterField(
            model_name="note",
            name="text",
            field=wardmote.web.store.models.fields.Sealed(blank=True, default=""),
        ),
        migrations.AlterField(
            model_name="outcome",
            name="comment",
            field=wardmote.web.store.models.fields.Sealed(blank=True, default=""),
        ),
        migrations.AlterField(
            model_name="referral",
            name="why",
            field=wardmote.web.store.models.fields.Sealed(blank=True, default=""),
        ),
        migrations.AlterField(
            model_name="referralanswer",
            name="reason",
            field=wardmote.web.store.models.fields.Sealed(blank=True, default=""),
        ),
        migrations.AlterField(
            model_name="referralanswer",
            name="signposted_to",
            field=wardmote.web.store.models.fields.Sealed(blank=True, default=""),
        ),
        migrations.CreateModel(
            name="Assessment",
            fields=[
                ("id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("owner_agency", models.CharField(blank=True, default="", max_length=80)),
                ("by", models.CharField(blank=True, default="", max_length=80)),
                ("at", models.DateTimeField()),
                ("kind", models.CharField(blank=True, default="", max_length=80)),
                ("protection", models.CharField(blank=True, default="", max_length=80)),
                ("data_category", models.CharField(blank=True, default="", max_length=80)),
                ("person", models.CharField(blank=True, db_index=True, default="", max_length=80)),
                ("tool", models.CharField(blank=True, default="", max_length=80)),
                ("score", models.IntegerField(null=True)),
                ("band", models.CharField(blank=True, default="", max_length=80)),
                ("why", wardmote.web.store.models.fields.Sealed(blank=True, default="")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="store.case"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CaseLink",
            fields=[
                ("id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("link", models.CharField(blank=True, default="", max_length=80)),
                ("by", models.CharField(blank=True, default="", max_length=80)),
                ("agency", models.CharField(blank=True, default="", max_length=80)),
                ("on", models.DateField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="store.case"
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="linked_from", to="store.case"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Detail",
            fields=[
                ("id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("owner_agency", models.CharField(blank=True, default="", max_length=80)),
                ("by", models.CharField(blank=True, default="", max_length=80)),
                ("at", models.DateTimeField()),
                ("kind", models.CharField(blank=True, default="", max_length=80)),
                ("protection", models.CharField(blank=True, default="", max_length=80)),
                ("data_category", models.CharField(blank=True, default="", max_length=80)),
                ("person", models.CharField(blank=True, db_index=True, default="", max_length=80)),
                ("about", models.CharField(blank=True, default="", max_length=80)),
                ("value", wardmote.web.store.models.fields.Sealed(blank=True, default="")),
                ("sort", models.CharField(blank=True, default="", max_length=80)),
                ("uprn", wardmote.web.store.models.fields.Sealed(blank=True, default="")),
                ("since", models.DateField(null=True)),
                ("until", models.DateField(null=True)),
                ("checked_on", models.DateField(null=True)),
                ("forbids", wardmote.web.store.models.fields.WordList(default=tuple)),
                ("mark", models.CharField(blank=True, db_index=True, default="", max_length=80)),
                ("uprn_mark", models.CharField(blank=True, db_index=True, default="", max_length=80)),
                ("version", models.PositiveIntegerField(default=0)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="store.case"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PersonOnCase",
            fields=[
                ("id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("owner_agency", models.CharField(blank=True, default="", max_length=80)),
                ("by", models.CharField(blank=True, default="", max_length=80)),
                ("at", models.DateTimeField()),
                ("kind", models.CharField(blank=True, default="", max_length=80)),
                ("protection", models.CharField(blank=True, default="", max_length=80)),
                ("data_category", models.CharField(blank=True, default="", max_length=80)),
                ("person", models.CharField(blank=True, db_index=True, default="", max_length=80)),
                ("role", models.CharField(blank=True, default="", max_length=80)),
                ("ended_on", models.DateField(null=True)),
                ("version", models.PositiveIntegerField(default=0)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="store.case"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Relation",
            fields=[
                ("id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("owner_agency", models.CharField(blank=True, default="", max_length=80)),
                ("by", models.CharField(blank=True, default="", max_length=80)),
                ("at", models.DateTimeField()),
                ("kind", models.CharField(blank=True, default="", max_length=80)),
                ("protection", models.CharField(blank=True, default="", max_length=80)),
                ("data_category", models.CharField(blank=True, default="", max_length=80)),
                ("one", models.CharField(blank=True, db_index=True, default="", max_length=80)),
                ("other", models.CharField(blank=True, db_index=True, default="", max_length=80)),
                ("tie", models.CharField(blank=True, default="", max_length=80)),
                ("ended_on", models.DateField(null=True)),
                ("version", models.PositiveIntegerField(default=0)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="store.case"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
    ]
