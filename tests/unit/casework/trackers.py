"""An invented tracker with the mess that real ones have, and what must become of each row."""

from datetime import date, timedelta

MAP = (
    "field,heading,value,means",
    "reference,Ref No,,",
    "place,Location (column 3),,",
    "summary,Issue,,",
    "status,Status,,",
    "opened,Date opened,,",
    "closed,Date closed,,",
    "outcome,Outcome,,",
    "action,Next step,,",
    "due,By when,,",
    "note,Comments,,",
    "status,,Sorted,closed",
    "outcome,,Fixed,problem-stopped",
)
HEADINGS = (
    "Ref No",
    "Date opened",
    "Location",
    "Location",
    "Issue",
    "Status",
    "Date closed",
    "Outcome",
    "Next step",
    "By when",
    "Comments",
)
TITLE = ("ASB tracker 2026 (invented)", *[""] * 10)
SPAN = ("", "When", "Where", "", "What", *[""] * 6)
BAD = {
    "no place": {2: ""},
    "a day that is none": {1: "31/02/2026"},
    "a day to come": {1: "01/01/2099"},
    "a status nobody knows": {5: "Parked"},
    "an outcome nobody knows": {5: "Sorted", 6: "01/06/2026", 7: "Vanished"},
    "closed before it was opened": {1: "01/06/2026", 5: "closed", 6: "01/05/2026", 7: "Fixed"},
    "a bell": {4: "Noise\x07"},
    "no reference": {0: ""},
}
WRITTEN = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%y", "%d %B %Y", "%d-%b-%Y", "serial", "%Y-%m-%d 09:30")


def written(day: date, how: str) -> str:
    return str((day - date(1899, 12, 30)).days) if how == "serial" else day.strftime(how)


def good(number: int) -> list[str]:
    """A row that becomes a case: some closed, some with an action, days written every way there is."""
    opened = date(2026, 1, 5) + timedelta(days=number % 200)
    how = WRITTEN[number % len(WRITTEN)]
    closed = number % 4 == 0
    return [
        f"T-{number:04}",
        written(opened, how),
        f"{number} Invented Street",
        "Saltmarsh",
        "Noise at night" if number % 2 else "=Litter, and “worse”",
        ("Sorted", "closed")[number % 8 == 0] if closed else ("Open", "in progress", "")[number % 3],
        written(opened + timedelta(days=30), how) if closed else "",
        "Fixed" if closed else "",
        "" if closed or number % 3 else "visit",
        "" if closed or number % 3 else written(date(2026, 12, 24), how),
        "Neighbours' diary" if number % 5 else "",
    ]  # fmt: skip


def tracker(cases: int = 60) -> tuple[list[list[str]], dict[str, int]]:
    """The rows of the sheet, blank ones among them, and how many must be made, refused and be duplicates."""
    rows = [list(TITLE), [], list(SPAN), list(HEADINGS)]
    made = 0
    for number in range(1, cases + 1):
        rows.append(good(number))
        made += 1
        if number % 17 == 0:
            rows.append([""] * 11)
    for number, change in enumerate(BAD.values(), start=9000):
        row = good(number + 1 if number % 4 == 0 else number)
        row[0] = f"B-{number}"
        for at, value in change.items():
            row[at] = value
        rows.append(row)
    rows.append(good(3))
    rows.append(good(7))
    rows.append(["Total", "", "", "", str(cases), *[""] * 6])
    rows.append(["", "", "", "", "Total: 61", *[""] * 6])
    return rows, {"made": made, "refused": len(BAD) + 2, "duplicates": 2}
