"""In memory: one person's work, and the addresses of calendars."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from wardmote.casework.audit import AuditEvent, consultation
from wardmote.casework.errors import EditedMeanwhile
from wardmote.casework.memory_store.trail import TrailInMemory
from wardmote.casework.nouns import LAPSED, Action, CalendarFeed, CallLine, ExtractCase, Look, Standing
from wardmote.casework.store import Filter


class WorkInMemory(TrailInMemory):
    """What is to be done, by whom."""

    def __init__(self) -> None:
        super().__init__()
        self._feeds: dict[str, CalendarFeed] = {}

    def actions_to_do(self, look: Look, sees: Filter, agency: str, user: str) -> Sequence[Action]:
        seen = {case.reference for case in self._seen(sees)}
        waiting = [action for action in self._all("_actions") if action.done_on is None and action.case in seen]
        found = [action for action in waiting if action.owner_agency == agency or action.by == user]
        if found:
            shown = sorted({action.case for action in found})
            self.append(consultation(look, "work-listed", "case-list", "", ("what", "due"), shown))
        return sorted(found, key=lambda action: (action.due, action.id))

    def standings_led(self, sees: Filter, agency: str, statuses: Collection[str]) -> Sequence[Standing]:
        led = [case for case in self._seen(sees) if case.lead_agency == agency and case.status in statuses]
        return sorted((case.standing for case in led), key=lambda case: case.reference)

    def dues_of(self, agency: str, user: str, sees: Filter) -> Sequence[date]:
        seen = {case.reference for case in self._seen(sees)}
        actions = [each for each in self._all("_actions") if each.done_on is None and each.case in seen]
        once = {each.id for each in actions}
        items = [each for each in self._all("_items") if each.waits and each.id not in once]
        lines = [each for each in self._all("_lines") if each.open and each.what]
        mine = [e for e in (*actions, *items, *lines) if e.owner_agency == agency and e.owner_person in ("", user)]
        return sorted(each.due for each in mine)

    def extracted(self, before: date, event: AuditEvent) -> tuple[Sequence[ExtractCase], Sequence[CallLine]]:
        self.append(event)
        wards = {site.case: site.ward_code for site in self._all("_sites")}
        ends = {outcome.case: outcome for outcome in self._all("_outcomes")}
        cases = [
            ExtractCase(
                kind=case.kind,
                status=case.status,
                lead_agency=case.lead_agency,
                opened_on=case.opened_on,
                reopenings=case.reopenings,
                outcome=ends[case.reference].code if case.status == "closed" else "",
                ended_on=ends[case.reference].on if case.status == "closed" else None,
                ward_code=wards.get(case.reference, ""),
                place=case.place,
            )
            for case in sorted(self._all("_cases"), key=lambda case: case.reference)
            if case.opened_on < before
        ]
        lines = [replace(line, **LAPSED) for line in self._all("_lines") if line.raised_on < before]
        return cases, sorted(lines, key=lambda line: line.reference)

    def feed(self, digest: str) -> CalendarFeed | None:
        return next((feed for feed in self._feeds.values() if feed.digest == digest), None)

    def feeds_of(self, user: str) -> Sequence[CalendarFeed]:
        return [feed for feed in self._feeds.values() if feed.user == user]

    def add_feed(self, feed: CalendarFeed, event: AuditEvent) -> None:
        self.append(event)
        self._feeds[feed.id] = feed

    def save_feed(self, feed: CalendarFeed, event: AuditEvent) -> CalendarFeed:
        if self._feeds[feed.id].version != feed.version:
            raise EditedMeanwhile
        self.append(event)
        self._feeds[feed.id] = replace(feed, version=feed.version + 1)
        return self._feeds[feed.id]
