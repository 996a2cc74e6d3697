"""Reads every calendar of a plan with the library `icalendar` and compares it with plan.json.

    read_calendar.py FOLDER           one plan: what an importer finds in it
    read_calendar.py FOLDER LATER     and a second import: LATER moves what FOLDER has put there
"""

import datetime
import json
import pathlib
import re
import sys

from icalendar import Calendar


def moment(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text)


class Plan:
    """The calendars of a folder, and the plan they were made from."""

    def __init__(self, folder: pathlib.Path) -> None:
        self.folder = folder
        self.plan = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
        self.check_ins = {one["id"]: one for one in self.plan["check_ins"]}
        self.paths = sorted(folder.glob("*.ics"))
        self.wrong: list[str] = []
        # By UID, as a program that imports them all would hold them.
        self.events: dict[str, tuple[int, datetime.datetime]] = {}
        self.seen: dict[str, str] = {}

    def expect(self, where: str, what: str, found: object, wanted: object) -> None:
        if found != wanted:
            self.wrong.append(f"{where}: {what} is {found!r}, not {wanted!r}")

    def read(self) -> None:
        for path in self.paths:
            self.read_file(path)
        # Everybody's tasks are in their calendar; letters that the program sends are in none.
        wanted = {
            one["id"]: f"{one['owner_id']}.ics"
            for one in self.plan["check_ins"]
            if one.get("owner_id") and one["channel"] != "letter"
        }
        self.expect(str(self.folder), "entries and their files", self.seen, wanted)

    def read_file(self, path: pathlib.Path) -> None:
        raw = path.read_bytes()
        if re.search(rb"(?<!\r)\n|\r(?!\n)", raw):
            self.wrong.append(f"{path.name}: a line does not end with CRLF")
        longest = max(len(line) for line in raw.split(b"\r\n"))
        if longest > 75:
            self.wrong.append(f"{path.name}: a line of {longest} octets, 75 at most")
        calendar = Calendar.from_ical(raw)
        for component in calendar.walk():
            if component.errors:
                self.wrong.append(f"{path.name}: {component.name}: {component.errors}")
        self.expect(path.name, "METHOD", str(calendar["METHOD"]), "PUBLISH")
        self.expect(path.name, "VERSION", str(calendar["VERSION"]), "2.0")
        zones = {str(zone["TZID"]): zone for zone in calendar.walk("VTIMEZONE")}
        self.expect(path.name, "the zone", list(zones), [str(calendar["X-WR-TIMEZONE"])])
        clocks = {name: zone.to_tz(lookup_tzid=False) for name, zone in zones.items()}
        for event in calendar.walk("VEVENT"):
            self.read_event(path, event, clocks)

    def read_event(self, path: pathlib.Path, event, clocks: dict) -> None:
        uid = str(event["UID"])
        where = f"{path.name}: {uid}"
        if uid in self.events:
            self.wrong.append(f"{where}: the UID is there twice")
        identifier, _, rest = uid.partition("@")
        if not rest.startswith(f"{self.plan['crisis']}."):
            self.wrong.append(f"{where}: the UID does not name the crisis")
        check_in = self.check_ins.get(identifier)
        if check_in is None:
            self.wrong.append(f"{where}: plan.json has no such check-in")
            return
        self.seen[identifier] = path.name
        start = self.time(where, event, "DTSTART", clocks)
        self.expect(where, "DTSTART", start, moment(check_in["start"]))
        # What takes no time has no end.
        end = self.time(where, event, "DTEND", clocks) if "DTEND" in event else start
        self.expect(where, "DTEND", end, moment(check_in["end"]))
        stamp = event.decoded("DTSTAMP")
        self.expect(where, "DTSTAMP", stamp, moment(self.plan["now"]))
        self.expect(where, "SEQUENCE", int(event["SEQUENCE"]), self.plan["facts"])
        status = "TENTATIVE" if check_in["state"] == "held" else "CONFIRMED"
        self.expect(where, "STATUS", str(event["STATUS"]), status)
        talks = {"phone", "video", "visit", "meeting", "meal", "event", "briefing"}
        busy = "OPAQUE" if check_in["channel"] in talks else "TRANSPARENT"
        self.expect(where, "TRANSP", str(event["TRANSP"]), busy)
        if check_in["channel"] == "phone" and check_in.get("phone"):
            self.expect(where, "LOCATION", str(event["LOCATION"]), check_in["phone"])
        description = str(event["DESCRIPTION"])
        points = [line for line in description.split("\n") if line.startswith("\u2022 ")]
        self.expect(where, "talking points", len(points), len(check_in["points"]))
        alarms = event.walk("VALARM")
        self.expect(where, "alarms", [str(alarm["ACTION"]) for alarm in alarms], ["DISPLAY"])
        before = [alarm.decoded("TRIGGER") for alarm in alarms]
        self.expect(where, "TRIGGER", before, [datetime.timedelta(minutes=-15)])
        self.events[uid] = (int(event["SEQUENCE"]), start)

    def time(self, where: str, event, key: str, clocks: dict) -> datetime.datetime:
        """A time by the zone as the calendar itself defines it, and as the world knows it."""
        found = event[key]
        name = str(found.params["TZID"])
        wall = found.dt.replace(tzinfo=None)
        if name not in clocks:
            self.wrong.append(f"{where}: the zone {name} is not defined")
            return found.dt
        own = wall.replace(tzinfo=clocks[name])
        self.expect(where, f"{key} by the zone's own rules", own.utcoffset(), found.dt.utcoffset())
        return found.dt


def imported(first: Plan, second: Plan) -> list[str]:
    """What a second import leaves: the later one of the same UID wins (RFC 5546, 2.1.5)."""
    held = dict(first.events)
    for uid, event in second.events.items():
        if uid not in held or event[0] > held[uid][0]:
            held[uid] = event
    wrong = [
        f"{uid}: a second import leaves {held[uid]}, not {event}"
        for uid, event in second.events.items()
        if held[uid] != event
    ]
    if not set(first.events) & set(second.events):
        wrong.append("the two plans share no UID: every import would add all entries again")
    return wrong


def main() -> int:
    plans = [Plan(pathlib.Path(folder)) for folder in sys.argv[1:]]
    for plan in plans:
        plan.read()
    wrong = [line for plan in plans for line in plan.wrong]
    if len(plans) == 2:
        wrong += imported(*plans)
    print("\n".join(wrong))
    entries = sum(len(plan.events) for plan in plans)
    files = sum(len(plan.paths) for plan in plans)
    print(f"{entries} entries in {files} calendars read back, {len(wrong)} differences")
    return 1 if wrong or not entries else 0


sys.exit(main())
