"""Turns a workspace of `hearten demo` into one that sends in earnest, to a mail server of this machine.

usage: live.py WORKSPACE PORT [--connections N] [--security loopback|tls|starttls] [--host HOST] [--ca FILE] [--user USER]
               [--timeouts TIME]
       live.py WORKSPACE PORT --one-wave …                  puts everybody of the sample into W3, with nobody to be called first
       live.py WORKSPACE PORT --address c-007=a@b.example …  gives a contact another address
       live.py WORKSPACE PORT --again …                     another server, in a workspace turned before

One approval is enough, of t-13 for example, since t-11 drafts. Nothing is waited for and nothing is limited. The sample's crisis is moved to
today, since a promised update in the past would be an error. With --user, the password comes from MAIL_PASSWORD.
"""

import argparse
import csv
import datetime
import json
import pathlib
import re

MARK = "# What follows was written by live.py.\n"


def settings(chosen: argparse.Namespace) -> str:
    """The sections for mail server and delivery, and hours that keep no letter."""
    mail = {
        "server": chosen.host,
        "port": chosen.port,
        "security": chosen.security,
        "connections": chosen.connections,
        "rate": [],
    }
    if chosen.ca:
        mail["ca"] = chosen.ca
    if chosen.user:
        mail |= {"user": chosen.user, "login": "plain"}
    lines = [f"{key} = {json.dumps(value)}" for key, value in mail.items()]
    if chosen.timeouts:
        times = ", ".join(f'{phase} = "{chosen.timeouts}"' for phase in ("connect", "reply", "data", "end"))
        lines.append(f"timeouts = {{ {times} }}")
    if chosen.user:
        lines.append('password = { env = "MAIL_PASSWORD" }')
    return f"""{MARK}
[mail]
{chr(10).join(lines)}

[delivery]
seeds = []
undo = "0s"
canary = "0%"
canary_least = 0
canary_watch = "0s"
wave_watch = "0s"

[outreach.hours]
letters = "00:00-23:59"
"""


def to_today(brief: pathlib.Path, now: datetime.datetime) -> None:
    """Moves every date of the brief by as many days as bring the beginning to the last day on which it fits."""
    text = brief.read_text(encoding="utf-8")
    began = datetime.datetime.fromisoformat(re.search(r"(?m)^started_at = (\S+)", text).group(1))
    days = (now - began - datetime.timedelta(hours=1)).days

    def moved(match: re.Match) -> str:
        return str(datetime.date.fromisoformat(match.group()) + datetime.timedelta(days=days))

    brief.write_text(re.sub(r"\b\d{4}-\d\d-\d\d(?=T|\b)", moved, text), encoding="utf-8")


def table(path: pathlib.Path, change) -> None:
    """Changes every row of a table."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row.update(change(row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def one_wave(workspace: pathlib.Path) -> None:
    table(workspace / "contacts/accounts.csv", lambda _: {"partner": "strategic"})
    table(workspace / "contacts/contacts.csv", lambda _: {"role": "I"})
    for brief in workspace.glob("crises/*/brief.toml"):
        # Measures that are kept by talks with people in roles that nobody has now.
        text = re.sub(r"(?m)^kept_by = .*\n", "", brief.read_text(encoding="utf-8"))
        brief.write_text(text, encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("workspace", type=pathlib.Path)
    parser.add_argument("port", type=int)
    parser.add_argument("--connections", type=int, default=1)
    parser.add_argument("--security", default="loopback")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--ca")
    parser.add_argument("--user")
    parser.add_argument("--timeouts", help="one time for every phase, such as 1s")
    parser.add_argument("--one-wave", action="store_true")
    parser.add_argument("--address", action="append", default=[])
    parser.add_argument("--again", action="store_true")
    chosen = parser.parse_args()
    file = chosen.workspace / "hearten.toml"
    text = file.read_text(encoding="utf-8").partition(MARK)[0]
    if not chosen.again:
        text = re.sub(r"(?m)^(# This is a rehearsal.*\n)?rehearsal = .*\n", "", text)
        text = re.sub(r"(?m)^mode = .*", 'mode = "live"', text)
        text = re.sub(r"(?m)^needed = .*", "needed = 1", text)
        for brief in chosen.workspace.glob("crises/*/brief.toml"):
            to_today(brief, datetime.datetime.now(datetime.timezone.utc))
    if chosen.one_wave:
        one_wave(chosen.workspace)
    new = dict(pair.split("=", 1) for pair in chosen.address)
    if new:
        table(chosen.workspace / "contacts/contacts.csv", lambda row: {"email": new.get(row["id"], row["email"])})
    file.write_text(text + settings(chosen), encoding="utf-8")


main()
