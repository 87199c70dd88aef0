"""Sessions with their owner beside them, and the two days the clocks of an account run from."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="SignInSession",
            fields=[
                (
                    "session_key",
                    models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name="session key"),
                ),
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                ("name", models.CharField(blank=True, db_index=True, default="", max_length=40)),
                ("account", models.CharField(blank=True, db_index=True, default="", max_length=40)),
                ("started_at", models.DateTimeField(null=True)),
                ("seen_at", models.DateTimeField(null=True)),
                ("source", models.CharField(blank=True, default="", max_length=80)),
            ],
            options={
                "verbose_name": "session",
                "verbose_name_plural": "sessions",
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="account",
            name="attested_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="account",
            name="opened_on",
            field=models.DateField(null=True),
        ),
    ]
