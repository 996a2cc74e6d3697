"""A mail server that takes everything, answers like a normal one, and remembers each message before it says so.

It offers PIPELINING and answers what came in one piece in one piece. A message counts from its final dot on, whether or not
anybody is left to hear the answer. `Sink.fault` can make it misbehave at any step.
"""

import collections
import dataclasses
import hashlib
import re
import socket
import threading
import time

OFFERS = ["PIPELINING", "SIZE 26214400", "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES", "AUTH PLAIN"]
# What the server has just met, in the order of a conversation. At "body" a part of a letter is there, at "dot" all of it; both
# come before the letter is taken. At "answered" the answer to the dot is out.
STEPS = "connect ehlo auth mail rcpt data body dot answered quit".split()


class Drop(Exception):
    """The server hangs up."""


class Silence(Exception):
    """The server says nothing more."""


@dataclasses.dataclass(frozen=True)
class Message:
    """What the server took."""

    recipient: str
    message_id: str
    # Of the message with its dots undone, as a mailbox would hold it.
    sha256: str


class Sink:
    """Listens on a free port of 127.0.0.1, with one thread for each connection."""

    def __init__(self, pause=lambda: 0.0) -> None:
        # How many seconds to wait before each answer.
        self.pause = pause
        # Called with the step and how often it has been met. Returns nothing, or what to answer instead; or raises.
        self.fault = lambda step, number: None
        self.met: collections.Counter = collections.Counter()
        self.messages: list[Message] = []
        self.connections = self.most_connections = self.open = 0
        self.changed = threading.Condition()
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.port: int = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self) -> None:
        while True:
            line, _ = self.listener.accept()
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self.changed:
                self.connections += 1
                self.open += 1
                self.most_connections = max(self.most_connections, self.open)
                self.changed.notify_all()
            threading.Thread(target=self.serve, args=(line,), daemon=True).start()

    def serve(self, line: socket.socket) -> None:
        try:
            with line:
                self.talk(line)
        except OSError:
            # Whoever spoke with us was killed.
            pass
        finally:
            with self.changed:
                self.open -= 1
                self.changed.notify_all()

    def meet(self, step: str) -> str | None:
        with self.changed:
            self.met[step] += 1
            number = self.met[step]
        return self.fault(step, number)

    def talk(self, line: socket.socket) -> None:
        try:
            self.converse(line)
        except Drop:
            # In peace: closing with something unread would take back answers that are still on their way.
            line.shutdown(socket.SHUT_WR)
            while line.recv(1 << 16):
                pass
        except Silence:
            while line.recv(1 << 16):
                pass

    def converse(self, line: socket.socket) -> None:
        line.sendall((self.meet("connect") or "220 sink.example ESMTP\r\n").encode())
        # Within a letter: "data" before its first byte has come, "body" from then on.
        waiting, recipient, within = b"", "", ""
        while True:
            answers, taken = [], 0
            while True:
                if within == "data" and waiting:
                    within = "body"
                    self.meet("body")
                if within:
                    body, dot, rest = waiting.partition(b"\r\n.\r\n")
                    if not dot:
                        break
                    waiting, within = rest, ""
                    answers.append(self.meet("dot") or self.take(recipient, body + b"\r\n"))
                    taken += 1
                    continue
                command, end, rest = waiting.partition(b"\r\n")
                if not end:
                    break
                waiting = rest
                verb = command[:4].upper()
                if verb == b"RCPT":
                    recipient = re.search(rb"<([^>]*)>", command).group(1).decode()
                step = verb.decode(errors="replace").lower()
                answers.append((self.meet(step) if step in STEPS else None) or self.answer(verb))
                within = "data" if answers[-1].startswith("354") else ""
            self.say(line, answers)
            for _ in range(taken):
                self.meet("answered")
            more = line.recv(1 << 16)
            if not more:
                return
            waiting += more

    def say(self, line: socket.socket, answers: list[str]) -> None:
        """Sends what is to be answered, in one piece, and hangs up behind a 221 or 421."""
        if not answers:
            return
        time.sleep(self.pause())
        line.sendall("".join(answers).encode())
        if answers[-1].startswith(("221", "421")):
            raise Drop

    def take(self, recipient: str, stuffed: bytes) -> str:
        body = re.sub(rb"(?m)^\.", b"", stuffed)
        identity = re.search(rb"(?im)^message-id:\s*(\S+)", body)
        found = Message(recipient, identity.group(1).decode() if identity else "", hashlib.sha256(body).hexdigest())
        with self.changed:
            self.messages.append(found)
            number = len(self.messages)
            self.changed.notify_all()
        return f"250 2.0.0 Ok: queued as {number}\r\n"

    @staticmethod
    def answer(verb: bytes) -> str:
        if verb == b"EHLO":
            lines = ["sink.example", *OFFERS]
            return "".join(f"250{' ' if line is lines[-1] else '-'}{line}\r\n" for line in lines)
        known = {
            b"HELO": "250 sink.example",
            b"MAIL": "250 2.1.0 Ok",
            b"RCPT": "250 2.1.5 Ok",
            b"DATA": "354 End data with <CR><LF>.<CR><LF>",
            b"RSET": "250 2.0.0 Ok",
            b"AUTH": "235 2.7.0 Authentication successful",
            b"NOOP": "250 2.0.0 Ok",
            b"QUIT": "221 2.0.0 Bye",
        }
        return known.get(verb, "502 5.5.2 Error: command not recognized") + "\r\n"

    def await_(self, what, seconds: float) -> bool:
        """Waits until something is so of this server."""
        with self.changed:
            return self.changed.wait_for(lambda: what(self), seconds)

    def clear(self) -> None:
        """Forgets everything, once the last one has hung up."""
        if not self.await_(lambda sink: sink.open == 0, 30):
            raise TimeoutError("somebody still speaks with the server")
        with self.changed:
            self.messages.clear()
            self.met.clear()
            self.connections = self.most_connections = 0
