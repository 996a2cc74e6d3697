"""A small program with hearten's command line and promise, and with flaws on request: it proves that sweep.py finds them.

usage: stand_in.py -C FOLDER approve … | send … | status …     FLAW in the environment: none, resend, late-claim, early-word

It keeps one journal of lines, `claim LETTER` and `accepted LETTER`, each written with pwrite and fdatasync.
"""

import json
import os
import pathlib
import re
import socket
import sys
import threading

folder, command = pathlib.Path(sys.argv[2]), sys.argv[3]
flaw = os.environ.get("FLAW", "none")
settings = (folder / "hearten.toml").read_text()
port = int(re.search(r"port = (\d+)", settings).group(1))
connections = int(re.search(r"connections = (\d+)", settings).group(1))
letters = [f"c-{number:03}" for number in range(int((folder / "letters").read_text()))]
journal = folder / "journal"


def facts() -> list[tuple[str, str]]:
    text = journal.read_text() if journal.exists() else ""
    return [tuple(line.split()) for line in text.splitlines(keepends=True) if line.endswith("\n")]


def states() -> dict[str, str]:
    state = dict.fromkeys(letters, "queued")
    for what, letter in facts():
        state[letter] = "accepted" if what == "accepted" else "unknown"
    return state


class Journal:
    def __init__(self) -> None:
        self.file = os.open(journal, os.O_RDWR | os.O_CREAT, 0o600)
        text = journal.read_bytes()
        # A line that was being written when the last run ended never was.
        self.end = text.rfind(b"\n") + 1
        self.lock = threading.Lock()

    def write(self, what: str, letter: str) -> None:
        line = f"{what} {letter}\n".encode()
        with self.lock:
            try:
                os.pwrite(self.file, line, self.end)
                os.fdatasync(self.file)
            except OSError as error:
                # Nobody may write behind a line of which nobody knows whether it is there.
                print(error, file=sys.stderr, flush=True)
                os._exit(1)
            self.end += len(line)


def send() -> None:
    done = {"accepted"} if flaw == "resend" else {"accepted", "unknown"}
    open_letters = iter([letter for letter, state in states().items() if state not in done])
    book, lock = Journal(), threading.Lock()

    def deliver() -> None:
        line = socket.create_connection(("127.0.0.1", port))
        reader = line.makefile("rb")
        reader.readline()
        line.sendall(b"EHLO stand-in.example\r\n")
        while reader.readline()[3:4] == b"-":
            pass
        while True:
            with lock:
                letter = next(open_letters, None)
            if letter is None:
                return
            line.sendall(f"MAIL FROM:<a@b.example>\r\nRCPT TO:<{letter}@drill.example>\r\nDATA\r\n".encode())
            for _ in range(3):
                reader.readline()
            if flaw != "late-claim":
                book.write("claim", letter)
            if flaw == "early-word":
                book.write("accepted", letter)
            line.sendall(f"Message-ID: <{letter}@b.example>\r\n\r\nDear reader\r\n.\r\n".encode())
            if reader.readline()[:3] != b"250":
                raise ConnectionError("the server has gone")
            book.write("accepted", letter)

    threads = [threading.Thread(target=deliver) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


# A thread that fails would leave the others working on a journal of which nobody knows what it holds.
threading.excepthook = lambda arguments: (print(arguments.exc_value, file=sys.stderr), os._exit(1))
if command == "approve":
    print(json.dumps({"digest": "0" * 64}))
elif command == "send":
    send()
if command in ("send", "status"):
    state = states()
    if command == "status":
        counts = {name: list(state.values()).count(name) for name in set(state.values())}
        print(json.dumps({"letters": [{"contact": who, "state": what} for who, what in state.items()], "counts": counts}))
    sys.exit(0 if set(state.values()) == {"accepted"} else 3)
