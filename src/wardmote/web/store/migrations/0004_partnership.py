"""Invitations to sign in, and an index for how many cases somebody has opened."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0003_access"),
    ]

    operations = [
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("user", models.CharField(blank=True, db_index=True, default="", max_length=80)),
                ("agency", models.CharField(blank=True, default="", max_length=80)),
                ("kind", models.CharField(blank=True, default="", max_length=80)),
                ("by", models.CharField(blank=True, default="", max_length=80)),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("digest", models.CharField(blank=True, db_index=True, default="", max_length=64)),
                ("approved_by", models.CharField(blank=True, default="", max_length=80)),
                ("used_at", models.DateTimeField(null=True)),
                ("withdrawn", models.BooleanField(default=False)),
                ("version", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.AddIndex(
            model_name="trailrecord",
            index=models.Index(fields=["actor", "at"], name="trail_by_actor"),
        ),
    ]
