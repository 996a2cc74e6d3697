"""Turns a workspace of `hearten demo` into one that sends in earnest, to a mail server of this machine.

usage: live.py WORKSPACE PORT [--connections N] [--security loopback|tls|starttls] [--host HOST] [--ca FILE] [--user USER]
       live.py WORKSPACE PORT --again …     another server, in a workspace turned before

One approval is needed, from t-13; t-11 drafts. Nothing is waited for and nothing is limited. The sample's crisis is moved to
today, since a promised update in the past would be an error. With --user, the password comes from MAIL_PASSWORD.
"""

import argparse
import datetime
import json
import pathlib
import re

MARK = "# What follows was written by live.py.\n"


def settings(chosen: argparse.Namespace) -> str:
    """The sections for approval, mail server and delivery."""
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
    if chosen.user:
        lines.append('password = { env = "MAIL_PASSWORD" }')
    return f"""{MARK}
[approval]
drafter = "t-11"
approvers = ["t-13"]
needed = 1

[mail]
{chr(10).join(lines)}

[delivery]
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("workspace", type=pathlib.Path)
    parser.add_argument("port", type=int)
    parser.add_argument("--connections", type=int, default=1)
    parser.add_argument("--security", default="loopback")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--ca")
    parser.add_argument("--user")
    parser.add_argument("--again", action="store_true")
    chosen = parser.parse_args()
    file = chosen.workspace / "hearten.toml"
    text = file.read_text(encoding="utf-8").partition(MARK)[0]
    if not chosen.again:
        text = re.sub(r"(?m)^(# This is a rehearsal.*\n)?rehearsal = .*\n", "", text)
        text = 'mode = "live"\n' + re.sub(r"(?m)^mode = .*\n", "", text)
        for brief in chosen.workspace.glob("crises/*/brief.toml"):
            to_today(brief, datetime.datetime.now(datetime.timezone.utc))
    file.write_text(text + settings(chosen), encoding="utf-8")


main()
