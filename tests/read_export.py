#!/usr/bin/env python3
"""Reads a drill's export back with Python: the mailbox holds what the .eml files hold, letter by letter.

usage: tests/read_export.py FOLDER
"""
import email
import mailbox
import pathlib
import sys
from email import policy

folder = pathlib.Path(sys.argv[1])


def parts(message):
    """Subject, reader, and the two bodies as they read."""
    bodies = [part.get_content().strip().splitlines() for part in message.walk() if not part.is_multipart()]
    return str(message["subject"]), str(message["to"]), bodies


files = {}
for path in sorted((folder / "eml").glob("*.eml")):
    message = email.message_from_bytes(path.read_bytes(), policy=policy.default)
    assert message["date"] and message["from"], path
    assert "NOT APPROVED" in message["subject"] and message["X-Hearten"], path
    files[message["message-id"]] = parts(message)
box = {}
for raw in mailbox.mbox(folder / "letters.mbox"):
    message = email.message_from_bytes(raw.as_bytes(), policy=policy.default)
    box[message["message-id"]] = parts(message)
assert files and files == box, "mailbox and files differ"
print(f"{len(files)} letters, the same in files and mailbox")
