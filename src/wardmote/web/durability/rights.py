"""What the application's own role may do in PostgreSQL: everything it needs, and nothing to the trail but add to it."""

from typing import Any

from wardmote.errors import WrongUse

TRAIL = ("store_trailrecord", "store_trailshown", "store_signedhead")


def give_rights(owner: Any, role: str) -> None:
    """As the owner, after every change of the tables. Raises WrongUse when the two roles are not really two."""
    name, trail = owner.ops.quote_name(role), ", ".join(TRAIL)
    with owner.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper OR pg_has_role(rolname, current_user, 'MEMBER') FROM pg_roles WHERE rolname = %s", [role]
        )
        found = cursor.fetchone()
        if found is None or found[0]:
            raise WrongUse(
                f"the role {role} of WARDMOTE_DATABASE_URL must exist, and be neither a superuser nor the tables' owner"
            )
        for statement in (
            f"GRANT USAGE ON SCHEMA public TO {name}",
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}",
            f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}",
            f"REVOKE UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER ON {trail} FROM {name}",
            f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {name}",
        ):
            cursor.execute(statement)


def can_change_trail(connection: Any) -> bool:
    """Whether this role could take the triggers away, or change a record without them."""
    if connection.vendor != "postgresql":
        return True
    asked = (
        "SELECT pg_has_role(current_user, relowner, 'MEMBER') OR has_table_privilege(oid, 'UPDATE, DELETE, TRUNCATE')"
    )
    with connection.cursor() as cursor:
        cursor.execute(f"{asked} FROM pg_class WHERE oid = 'store_trailrecord'::regclass")
        return bool(cursor.fetchone()[0])
