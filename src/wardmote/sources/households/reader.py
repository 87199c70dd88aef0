"""The published file calls three columns "Persons"; only their place tells them apart."""

THREE_PERSONS = ("Persons (all)", "Persons (in households)", "Persons (in communal establishments)")


def headings_by_position(header: list[str]) -> list[str]:
    """Name the three columns, and the blank one before them, where the header is the published one; else leave it."""
    at = [position for position, heading in enumerate(header) if heading.strip() == "Persons"]
    if len(at) != 3 or at != [at[0], at[0] + 1, at[0] + 2]:
        return header
    named = [*header[: at[0]], *THREE_PERSONS, *header[at[2] + 1 :]]
    return ["(blank)" if not heading.strip() and place == at[0] - 1 else heading for place, heading in enumerate(named)]
