"""The people of invented Marlbridge whom a visitor signs in as, and whom tests know by name."""

from datetime import timedelta

from wardmote.invented.partnership import COUNCIL, FIRE, POLICE, Known

DUE_AGAIN = timedelta(days=80)

PEOPLE = (
    Known("priya", "Priya Nair", COUNCIL, "R3"),
    Known("gwen", "Gwen Tilley", COUNCIL, "R3"),
    Known("sam", "Sam Reed", COUNCIL, "R2", DUE_AGAIN),
    Known("olive", "Olive Grant", COUNCIL, "R12"),
    Known("dana", "Dana Moss", COUNCIL, "R11"),
    Known("tom", "Tom Ellery", COUNCIL, "R13", timedelta(days=78)),
    Known("wren", "Wren Adair", COUNCIL, "R14"),
    Known("lin", "Lin Okoro", COUNCIL, "R15"),
    Known("ines", "Ines Hart", POLICE, "R3"),
    Known("jo", "Jo Marsh", POLICE, "R2"),
    Known("ravi", "Ravi Cole", POLICE, "R11"),
    Known("kit", "Kit Lowe", FIRE, "R2"),
    Known("ash", "Ash Byrne", FIRE, "R1"),
)
"""The council has two case leads, so that one can answer an appeal against what the other decided."""

OF_THE_YEAR = (
    *PEOPLE,
    Known("max", "Max Dale", POLICE, "R4"),
    Known("hope", "Hope Lister", "haven", "R5"),
)
"""Whom a whole year knows besides: the roles of agencies and cases that a morning alone does not have."""
