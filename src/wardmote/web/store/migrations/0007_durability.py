"""Forms that count once, and the heartbeat that a monitor asks for."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0006_documents"),
    ]

    operations = [
        migrations.CreateModel(
            name="Heartbeat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="SentForm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("session", models.CharField(blank=True, default="", max_length=80)),
                ("token", models.CharField(blank=True, default="", max_length=80)),
                ("path", models.CharField(max_length=300)),
                ("at", models.DateTimeField(db_index=True)),
                ("location", models.CharField(blank=True, default="", max_length=300)),
                ("said", models.TextField(blank=True, default="")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("session", "token"), name="a_form_counts_once")],
            },
        ),
    ]
