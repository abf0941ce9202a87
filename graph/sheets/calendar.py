"""The dated deadlines and targets as a calendar (.ics), which Outlook, phones and WPS take in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from icalendar import Alarm, Calendar, Event

from graph.export.files import whole
from graph.export.provenance import VERSION, cite
from graph.sheets.contents import Contents, Item, Plan
from graph.sheets.words import listed, say

REMIND = timedelta(days=-7)


@dataclass(frozen=True)
class Dates:
    """What went into a calendar, and the deadlines that could not, since they name no day."""

    events: int
    undated: tuple[str, ...]
    """Each as TASK: words."""


def make(contents: Contents, agency: str | None, name: str, language: str) -> tuple[Calendar, Dates]:
    """All of it, or what concerns one agency; a day's words on one item are one event."""
    made = Calendar()
    made.add("prodid", f"-//Zeren//{VERSION}//ZH")
    made.add("version", "2.0")
    made.add("x-wr-calname", say(language, "calendar_of", of=name))
    made.add("x-wr-caldesc", getattr(cite(contents.source), language))
    undated: list[str] = []
    count = 0
    for plan in contents.plans:
        for item in plan.items:
            if agency is None or agency in {party.id for party in item.parties}:
                undated += [f"{item.id}: {due.text}" for due in item.dated("deadline") if not due.due]
                for event in _events(plan, item, language):
                    made.add_component(event)
                    count += 1
    return made, Dates(count, tuple(undated))


def write(calendar: Calendar, path: Path) -> None:
    """One file; it appears under its name only when it is whole."""
    with whole(path) as unfinished:
        unfinished.write_bytes(calendar.to_ical())


def _events(plan: Plan, item: Item, language: str) -> Iterator[Event]:
    days: dict[str, list[str]] = {}
    for due in item.dues:
        if due.due:
            days.setdefault(due.due, []).append(due.text)
    for day, texts in days.items():
        words = "；".join(dict.fromkeys(texts))
        event, alarm = Event(), Alarm()
        digest = hashlib.sha256(f"{item.id} {day}".encode()).hexdigest()[:24]
        event.add("uid", f"{digest}@zeren")  # the same event at the next export: a calendar replaces it
        event.add("dtstamp", datetime.now(UTC))
        event.add("dtstart", date.fromisoformat(day))
        event.add("dtend", date.fromisoformat(day) + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
        event.add("summary", say(language, "event", task=item.words, text=words))
        names = {role: listed(language, item.names(role)) for role in ("lead", "support")}
        told = {"plan": plan.title, "number": item.number, "leads": names["lead"], "supports": names["support"]}
        event.add("description", say(language, "event_about", **told))
        event.add("categories", [plan.jurisdiction or plan.id])
        alarm.add("action", "DISPLAY")
        alarm.add("description", item.words)
        alarm.add("trigger", REMIND)
        event.add_component(alarm)
        yield event
