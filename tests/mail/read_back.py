"""Compares what a mail server laid into its Maildir with the approved letters, byte for byte.

usage: read_back.py PROOF MAILDIR [STATUS]

PROOF is the folder of a frozen proof (proof.json, letters.jsonl, letters.dat), STATUS what `hearten status --format json`
printed, or - for standard input. Without STATUS every letter must have arrived.

Nothing of hearten's is used here: the digest is worked out as docs/never-twice.md says it, the messages are cut by hand.
"""

import collections
import email.parser
import email.policy
import hashlib
import json
import pathlib
import re
import sys

# What a server writes above a message that it takes.
ADDED = {b"return-path", b"x-original-to", b"delivered-to", b"received", b"authentication-results"}
# What is written when the letter is handed over, and so stands outside the digest.
AT_HAND_OVER = {b"date", b"dkim-signature"}
ARRIVED, AWAY = {"accepted"}, {"queued", "refused", "deferred", "not-sent"}
STATES = ARRIVED | AWAY | {"sending", "unknown"}


class Wrong(list):
    """What is wrong, one sentence each."""

    def expect(self, what: str, found: object, wanted: object) -> bool:
        if found != wanted:
            self.append(f"{what} is {found!r}, not {wanted!r}")
        return found == wanted


def fields(head: bytes) -> list[tuple[bytes, bytes]]:
    """The header's fields in their order: name in small letters, and all of its bytes."""
    found = re.findall(rb"(?ms)^[^ \t\r\n][^\r]*?\r\n(?:[ \t][^\r]*\r\n)*", head)
    assert b"".join(found) == head, "a header that cannot be cut into fields"
    return [(field.partition(b":")[0].strip().lower(), field) for field in found]


def received(path: pathlib.Path) -> dict:
    """A message of the Maildir: for whom, its own bytes, and what was added at hand-over."""
    raw = re.sub(rb"\r?\n", b"\r\n", path.read_bytes())
    head, blank, body = raw.partition(b"\r\n\r\n")
    cut = fields(head + b"\r\n")
    while cut and cut[0][0] in ADDED:
        cut.pop(0)
    top = dict(reversed(fields(head + b"\r\n")))
    kept = b"".join(field for name, field in cut if name not in AT_HAND_OVER)
    names = collections.Counter(name for name, _ in cut)
    identity = [field for name, field in cut if name == b"message-id"]
    return {
        "file": path.name,
        "for": top.get(b"x-original-to", b"").partition(b":")[2].strip().decode(),
        "from": top.get(b"return-path", b"").partition(b":")[2].strip().decode(),
        "message_id": identity[0].partition(b":")[2].strip().decode() if identity else "",
        "dates": names[b"date"],
        "signatures": names[b"dkim-signature"],
        "bytes": kept + blank[2:] + body,
    }


def proof(folder: pathlib.Path, wrong: Wrong) -> list[dict]:
    """The approved letters with their bytes, after checking digest, hashes and that no byte lies between them."""
    manifest, index = (folder / "proof.json").read_bytes(), (folder / "letters.jsonl").read_bytes()
    parts = [hashlib.sha256(part).hexdigest() for part in (manifest, index)]
    digest = hashlib.sha256(f"hearten proof 1\n{parts[0]}\n{parts[1]}\n".encode()).hexdigest()
    wrong.expect("the folder's name", folder.resolve().name, digest[:16])
    data = (folder / "letters.dat").read_bytes()
    lines = [json.loads(line) for line in index.decode().splitlines()]
    # The index is in the order of sending, the messages lie in that of the roster.
    place = 0
    for line in sorted(lines, key=lambda line: line["offset"]):
        wrong.expect(f"{line['contact']}: the place of the message", line["offset"], place)
        place = line["offset"] + line["length"]
        line["bytes"] = data[line["offset"] : place]
        wrong.expect(f"{line['contact']}: sha256", hashlib.sha256(line["bytes"]).hexdigest(), line["sha256"])
        if re.search(rb"(?<!\r)\n|\r(?!\n)", line["bytes"]):
            wrong.append(f"{line['contact']}: a bare line feed or carriage return")
    wrong.expect("the length of letters.dat", len(data), place)
    return lines


def states(text: str) -> tuple[dict[str, str], dict[str, int]]:
    """State of each contact, and the counts, out of what `hearten status` printed."""
    status = json.loads(text)
    counts = {name: count for name, count in status["counts"].items() if name in STATES}
    return {one["contact"]: one["state"] for one in status["letters"]}, counts


def compare(lines: list[dict], messages: list[dict], state: dict[str, str] | None, wrong: Wrong) -> None:
    arrived = collections.defaultdict(list)
    for message in messages:
        arrived[message["message_id"]].append(message)
    for line in lines:
        who = line["contact"]
        here = arrived.pop(line["message_id"], [])
        now = "accepted" if state is None else state.get(who, "missing")
        if now in ARRIVED:
            wrong.expect(f"{who} ({now}): the number of messages", len(here), 1)
        elif now in AWAY:
            wrong.expect(f"{who} ({now}): the number of messages", len(here), 0)
        elif now == "unknown":
            if len(here) > 1:
                wrong.append(f"{who} (unknown): {len(here)} messages, at most one may be there")
        else:
            wrong.append(f"{who}: the state is {now!r}")
        for message in here:
            place = f"{who}, {message['file']}"
            wrong.expect(f"{place}: the recipient", message["for"], line["to"])
            wrong.expect(f"{place}: the number of Date fields", message["dates"], 1)
            if message["signatures"] > 1:
                wrong.append(f"{place}: {message['signatures']} DKIM signatures")
            if message["bytes"] != line["bytes"]:
                wrong.append(f"{place}: not the approved bytes: {first_difference(line['bytes'], message['bytes'])}")
            parsed = email.parser.BytesParser(policy=email.policy.default).parsebytes(message["bytes"])
            if parsed.defects:
                wrong.append(f"{place}: {parsed.defects}")
    for identity, rest in arrived.items():
        wrong.append(f"{len(rest)} messages with Message-ID {identity!r}, which no approved letter has")


def first_difference(approved: bytes, found: bytes) -> str:
    at = next((at for at, pair in enumerate(zip(approved, found)) if pair[0] != pair[1]), None)
    if at is None:
        at = min(len(approved), len(found))
    line = approved[:at].count(b"\n") + 1
    return f"byte {at}, line {line}: {approved[at : at + 40]!r} came as {found[at : at + 40]!r}"


def main() -> int:
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    wrong = Wrong()
    lines = proof(pathlib.Path(sys.argv[1]), wrong)
    maildir = pathlib.Path(sys.argv[2])
    paths = sorted(path for part in ("new", "cur") for path in (maildir / part).iterdir())
    messages = [received(path) for path in paths]
    state = None
    if len(sys.argv) == 4:
        text = sys.stdin.read() if sys.argv[3] == "-" else pathlib.Path(sys.argv[3]).read_text(encoding="utf-8")
        state, counts = states(text)
        tally = collections.Counter(state.values())
        for name in sorted(set(counts) | set(tally)):
            wrong.expect(f"the count of {name}", counts.get(name, 0), tally[name])
        wrong.expect("the contacts of the status", sorted(state), sorted(line["contact"] for line in lines))
    compare(lines, messages, state, wrong)
    print("\n".join(wrong[:40]) + "\n" * bool(wrong), end="")
    print(f"{len(lines)} approved letters, {len(messages)} messages in the Maildir, {len(wrong)} differences")
    return 1 if wrong or not lines else 0


if __name__ == "__main__":
    sys.exit(main())
