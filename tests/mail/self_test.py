"""The two halves of self_test.sh: letters into the real server, and what must be found when they are read back."""

import hashlib
import json
import os
import pathlib
import shutil
import smtplib
import socket
import ssl
import subprocess
import sys

LETTERS = 40
HERE = pathlib.Path(__file__).parent


def letter(number: int) -> bytes:
    """A message with what has gone wrong elsewhere: dots at the start of a line, blanks at its end, From, 8 bits, no end."""
    lines = [
        "From: Shen Ruolan <shen.ruolan@lingchuan.example>",
        f"To: contact.{number}@partner-{number % 7}.example",
        f"Subject: A word about your orders,",
        f"\tnumber {number}",
        f"Message-ID: <{number}.self-test@lingchuan.example>",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
        "",
        "Dear reader,",
        ".",
        "..",
        ".hidden",
        "From the first line on; blanks at the end   ",
        "您好" * (number % 5),
        "x" * 900,
        *[""] * (number % 3),
    ]
    return "".join(line + "\r\n" for line in lines).encode()


def freeze(folder: pathlib.Path) -> list[dict]:
    """A proof as hearten lays it down, with made-up letters."""
    index, data = [], b""
    for number in range(LETTERS):
        message = letter(number)
        index.append(
            {
                "contact": f"c-{number:03}",
                "to": f"contact.{number}@partner-{number % 7}.example",
                "offset": len(data),
                "length": len(message),
                "sha256": hashlib.sha256(message).hexdigest(),
                "message_id": f"<{number}.self-test@lingchuan.example>",
            }
        )
        data += message
    lines = "".join(json.dumps(line) + "\n" for line in index).encode()
    manifest = b"{}\n"
    parts = [hashlib.sha256(part).hexdigest() for part in (manifest, lines)]
    digest = hashlib.sha256(f"hearten proof 1\n{parts[0]}\n{parts[1]}\n".encode()).hexdigest()
    proof = folder / digest[:16]
    proof.mkdir(parents=True)
    (proof / "proof.json").write_bytes(manifest)
    (proof / "letters.jsonl").write_bytes(lines)
    (proof / "letters.dat").write_bytes(data)
    return index


def connect(how: str, password: str | None = None) -> smtplib.SMTP:
    context = ssl.create_default_context(cafile=os.environ["MAIL_CA"])
    host = os.environ["MAIL_HOST"]
    if how == "tls":
        line = smtplib.SMTP_SSL(host, int(os.environ["MAIL_TLS_PORT"]), context=context, timeout=30)
    else:
        line = smtplib.SMTP(host, int(os.environ["MAIL_STARTTLS_PORT"]), timeout=30)
        line.starttls(context=context)
    if password != "":
        line.login(os.environ["MAIL_USER"], password or os.environ["MAIL_PASSWORD"])
    return line


def refused(what: str, code: int, enhanced: bytes, attempt) -> None:
    try:
        attempt()
    except smtplib.SMTPRecipientsRefused as error:
        (answer,) = error.recipients.values()
    except smtplib.SMTPResponseException as error:
        answer = (error.smtp_code, error.smtp_error)
    else:
        sys.exit(f"error: {what}: the server took it")
    if answer[0] != code or not answer[1].startswith(enhanced):
        sys.exit(f"error: {what}: {answer}, not {code} {enhanced.decode()}")
    print(f"{what}: {answer[0]} {answer[1].decode()}")


def send(folder: pathlib.Path) -> None:
    index, sender = freeze(folder), "shen.ruolan@lingchuan.example"
    for how in "starttls", "tls":
        line = connect(how)
        for part in ("PLAIN", "LOGIN"):
            assert part in line.esmtp_features["auth"], line.esmtp_features
        for extension in ("pipelining", "8bitmime", "size", "enhancedstatuscodes"):
            assert line.has_extn(extension), (extension, line.esmtp_features)
        for number, one in enumerate(index):
            if (number % 2 == 0) == (how == "tls"):
                date = b"Date: Fri, 20 Nov 2026 09:00:00 +0800\r\n"
                line.sendmail(sender, one["to"], date + letter(number), mail_options=["BODY=8BITMIME"])
        word = letter(0)
        refused("a mailbox that is not there", 550, b"5.1.1", lambda: line.sendmail(sender, os.environ["MAIL_REFUSED"], word))
        refused("a mailbox that is busy", 450, b"4.2.0", lambda: line.sendmail(sender, os.environ["MAIL_DEFERRED"], word))
        refused("one of another domain", 550, b"5.1.1", lambda: line.sendmail(sender, "refused@elsewhere.example", word))
        refused("an address outside .example", 550, b"5.4.4", lambda: line.sendmail(sender, "a@example.com", word))
        line.quit()
        line = connect(how, password="")
        refused(f"no login, {how}", 530, b"5.7.0", lambda: line.sendmail(sender, index[0]["to"], word))
        refused(f"a wrong password, {how}", 535, b"5.7.8", lambda: connect(how, password="wrong"))
    plain = smtplib.SMTP(os.environ["MAIL_HOST"], int(os.environ["MAIL_STARTTLS_PORT"]), timeout=30)
    plain.ehlo()
    assert not plain.has_extn("auth"), "a login is offered before TLS"
    refused("no TLS", 530, b"5.7.0", lambda: plain.sendmail(sender, index[0]["to"], word))
    strangers = ssl.create_default_context()
    try:
        smtplib.SMTP_SSL(os.environ["MAIL_HOST"], int(os.environ["MAIL_TLS_PORT"]), context=strangers, timeout=30)
        sys.exit("error: a certificate of nobody's was taken")
    except ssl.SSLCertVerificationError as error:
        print(f"without the authority: {error.verify_message}")


def found(proof: pathlib.Path, maildir: pathlib.Path, status: dict | None, wanted: str | None) -> None:
    """Runs read_back.py; `wanted` is part of what it must say, or nothing when all must be well."""
    text = json.dumps(status) if status else ""
    command = [sys.executable, HERE / "read_back.py", proof, maildir, *(["-"] if status else [])]
    done = subprocess.run(command, input=text, capture_output=True, text=True)
    if done.stderr or (done.returncode == 0) != (wanted is None) or (wanted or "") not in done.stdout:
        sys.exit(f"error: read_back.py should have said {wanted!r}\n{done.stdout}{done.stderr}")
    print(f"found: {wanted or done.stdout.strip()}")


def compare(folder: pathlib.Path, maildir: pathlib.Path) -> None:
    (proof,) = folder.iterdir()
    index = [json.loads(line) for line in (proof / "letters.jsonl").read_text().splitlines()]
    everyone = [{"contact": one["contact"], "state": "accepted"} for one in index]
    found(proof, maildir, None, None)
    found(proof, maildir, {"letters": everyone, "counts": {"accepted": LETTERS}}, None)

    copy = folder.parent / "copy"

    def altered(change, wanted: str, status: dict | None = None) -> None:
        shutil.copytree(maildir, copy)
        change(sorted((copy / "new").iterdir()))
        found(proof, copy, status, wanted)
        shutil.rmtree(copy)

    def edit(old: bytes, new: bytes):
        return lambda paths: paths[3].write_bytes(paths[3].read_bytes().replace(old, new, 1))

    altered(lambda paths: paths[3].unlink(), "the number of messages is 0, not 1")
    altered(lambda paths: shutil.copy(paths[3], paths[3].with_name("again")), "the number of messages is 2, not 1")
    altered(edit(b"Dear", b"dear"), "not the approved bytes")
    altered(edit(b"\n..\n", b"\n.\n"), "not the approved bytes")
    altered(edit(b"end   \n", b"end\n"), "not the approved bytes")
    altered(edit(b"Date:", b"X-Date:"), "the number of Date fields is 0, not 1")
    altered(edit(b"Message-ID: <", b"Message-ID: <x"), "which no approved letter has")
    altered(edit(b"X-Original-To: ", b"X-Original-To: x"), "the recipient is")
    refused_one = [everyone[0] | {"state": "refused"}, *everyone[1:]]
    counts = {"accepted": LETTERS - 1, "refused": 1}
    altered(lambda _: None, "(refused): the number of messages is 1", {"letters": refused_one, "counts": counts})
    altered(lambda _: None, "the count of accepted is", {"letters": everyone, "counts": {"accepted": LETTERS - 1}})
    with (proof / "letters.dat").open("r+b") as data:
        data.seek(2000)
        data.write(b"#")
    found(proof, maildir, None, "sha256 is")


if __name__ == "__main__":
    socket.setdefaulttimeout(60)
    {"send": send, "compare": compare}[sys.argv[1]](*map(pathlib.Path, sys.argv[2:]))
