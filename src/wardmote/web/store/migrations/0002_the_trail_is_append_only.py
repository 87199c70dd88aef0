"""The database itself refuses to change or remove a record of the trail, or a head."""

from django.db import migrations

TABLES = ("store_trailrecord", "store_trailshown", "store_signedhead")
REFUSAL = "the audit trail is only ever added to"

FUNCTION = f"""
CREATE FUNCTION wardmote_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$;
"""


def add_triggers(apps, editor):
    vendor = editor.connection.vendor
    if vendor == "postgresql":
        editor.execute(FUNCTION)
    for table in TABLES:
        if vendor == "postgresql":
            editor.execute(
                f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION wardmote_refuse()"
            )
            editor.execute(
                f"CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION wardmote_refuse()"
            )
            continue
        for deed in ("UPDATE", "DELETE"):
            editor.execute(
                f"CREATE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )


def drop_triggers(apps, editor):
    vendor = editor.connection.vendor
    for table in TABLES:
        if vendor == "postgresql":
            editor.execute(f"DROP TRIGGER {table}_kept ON {table}")
            editor.execute(f"DROP TRIGGER {table}_not_emptied ON {table}")
            continue
        for deed in ("update", "delete"):
            editor.execute(f"DROP TRIGGER {table}_no_{deed}")
    if vendor == "postgresql":
        editor.execute("DROP FUNCTION wardmote_refuse()")


class Migration(migrations.Migration):
    dependencies = [("store", "0001_initial")]
    operations = [migrations.RunPython(add_triggers, drop_triggers)]
