from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0014_case_review_steps"),
    ]

    operations = [
        migrations.AddField(
            model_name="agency",
            name="letter_contact",
            field=models.TextField(blank=True, default=""),
        ),
    ]
