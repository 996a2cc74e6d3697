"""Reads every letter with Python's own e-mail parser and compares it with the files beside it."""

import email
import email.policy
import html
import pathlib
import re
import sys


def words(markup: str) -> str:
    """The words of a mail's HTML, without blanks, as a reader meets them."""
    body = markup[markup.index("<body") :]
    return re.sub(r"\s+", "", html.unescape(re.sub(r"<[^>]*>", "", body)))


def squeeze(text: str) -> str:
    """Plain text without blanks, list marks and numbers of lists."""
    text = re.sub(r"(?m)^\s*(\d+\.|-|>)\s", "", text)
    return re.sub(r"\s+", "", text)


def check(path: pathlib.Path) -> list[str]:
    raw = path.read_bytes()
    message = email.message_from_bytes(raw, policy=email.policy.default)
    wrong = []

    def expect(what: str, found: object, wanted: object) -> None:
        if found != wanted:
            wrong.append(f"{path.name}: {what} is {found!r}, not {wanted!r}")

    if message.defects:
        wrong.append(f"{path.name}: {message.defects}")
    for header in ("From", "To", "Reply-To", "Subject", "Message-ID", "MIME-Version"):
        expect(f"count of {header}", len(message.get_all(header, [])), 1)
    expect("Date", message["Date"], None)
    expect("readers", len(message["To"].addresses), 1)
    for header in ("Cc", "Bcc"):
        expect(header, message[header], None)
    text = message.get_body(("plain",)).get_content()
    markup = message.get_body(("html",)).get_content()
    text, markup = text.replace("\r\n", "\n"), markup.replace("\r\n", "\n")
    if text != path.with_suffix(".txt").read_text(encoding="utf-8"):
        wrong.append(f"{path.name}: the text part is not the text file")
    if markup != path.with_suffix(".html").read_text(encoding="utf-8"):
        wrong.append(f"{path.name}: the HTML part is not the HTML file")
    # The same words in both bodies (E-19); the letterhead stands in the HTML only.
    if squeeze(text) not in words(markup):
        wrong.append(f"{path.name}: the two bodies differ")
    # 998 bytes is the law of RFC 5322 and 78 its wish: a header with one long address cannot be
    # broken within the address, a body always can.
    head, _, body = raw.partition(b"\r\n\r\n")
    for part, most in ((head, 998), (body, 78)):
        longest = max(len(line) for line in part.split(b"\r\n"))
        if longest > most:
            wrong.append(f"{path.name}: a line of {longest} bytes, {most} at most")
    if re.search(rb"(?<!\r)\n", raw):
        wrong.append(f"{path.name}: a bare line feed")
    return wrong


def main() -> int:
    paths = sorted(pathlib.Path(sys.argv[1]).glob("*.eml"))
    wrong = [line for path in paths for line in check(path)]
    print("\n".join(wrong))
    print(f"{len(paths)} letters read back, {len(wrong)} differences")
    return 1 if wrong or not paths else 0


sys.exit(main())
