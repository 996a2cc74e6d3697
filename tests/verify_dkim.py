#!/usr/bin/env python3
"""Verifies the DKIM signature of a letter with dkimpy, an implementation that is not ours.

verify_dkim.py LETTER.eml RECORD.txt: the record is the text that would stand in the DNS. Beside the
true letter it tries forged ones, which must fail: a changed body, a changed subject, a second From.
"""

import re
import sys

import dkim


def verified(message: bytes, record: bytes) -> bool:
    try:
        return dkim.DKIM(message).verify(dnsfunc=lambda *_, **__: record)
    except dkim.ValidationError:
        return False


def main() -> None:
    letter, record = (open(path, "rb").read() for path in sys.argv[1:3])
    record = record.strip()
    assert verified(letter, record), "the signature is not valid"
    subject = re.compile(rb"^Subject: ", re.MULTILINE | re.IGNORECASE)
    assert subject.search(letter), "the letter has no subject"
    forged = {
        "a changed body": letter + b"PS: please pay at once\r\n",
        "a changed subject": subject.sub(b"Subject: Urgent: ", letter, count=1),
        "a second From": b"From: someone@else.example\r\n" + letter,
        "a second Subject": b"Subject: Urgent\r\n" + letter,
        "a second Date": b"Date: Thu, 1 Jan 1970 00:00:00 +0000\r\n" + letter,
    }
    for what, bytes_of_it in forged.items():
        assert not verified(bytes_of_it, record), f"{what} went through"
    print(f"{sys.argv[1]}: the signature is valid, {len(forged)} forgeries were found out")


if __name__ == "__main__":
    main()
