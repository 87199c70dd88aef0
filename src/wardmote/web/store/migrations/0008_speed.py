"""What an agreement names stands in the agreement itself; indexes for what every page asks."""

from django.db import migrations, models
from django.db.models.lookups import IsNull

import wardmote.web.store.models.fields

LISTS = ("parties", "subject_categories", "data_categories", "purposes")


def terms_into_agreements(apps, editor):
    agreements = apps.get_model("store", "SharingAgreement")._default_manager.using(editor.connection.alias)
    for agreement in agreements.prefetch_related("terms"):
        for name in LISTS:
            setattr(agreement, name, tuple(sorted(term.word for term in agreement.terms.all() if term.list == name)))
        agreement.save()


def agreements_into_terms(apps, editor):
    database = editor.connection.alias
    terms = apps.get_model("store", "AgreementTerm")._default_manager.using(database)
    for agreement in apps.get_model("store", "SharingAgreement")._default_manager.using(database):
        terms.bulk_create(
            terms.model(agreement=agreement, list=name, word=word)
            for name in LISTS
            for word in getattr(agreement, name)
        )


class Migration(migrations.Migration):
    dependencies = [("store", "0007_durability")]
    operations = [
        *(
            migrations.AddField("sharingagreement", name, wardmote.web.store.models.fields.WordList(default=tuple))
            for name in LISTS
        ),
        migrations.RunPython(terms_into_agreements, agreements_into_terms),
        migrations.DeleteModel("AgreementTerm"),
        migrations.RemoveIndex("trailrecord", "trail_by_object"),
        migrations.AddIndex(
            "trailrecord",
            models.Index(
                fields=["object_id", "seq"], name="trail_by_object", opclasses=["varchar_pattern_ops", "int8_ops"]
            ),
        ),
        migrations.AddIndex(
            "case",
            models.Index(IsNull(models.F("next_date"), True), "next_date", "reference", name="cases_by_next_date"),
        ),
    ]
