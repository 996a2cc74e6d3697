"""Kills a real `hearten send` at every step, starts it again, and counts at the server what arrived.

usage: sweep.py HEARTEN [--quick] [--parts kill,step,error,random,signal,two] [--letters N] [--connections N] [--kills N]
       sweep.py --self-test       proves the sweep itself with a stand-in that has flaws on request

  kill     SIGKILL before the first, second, third … call of every kind that writes to the ledger or speaks with the server,
           each time on a fresh copy of the same approved workspace; a call that has just been made is the state before the next
  step     at every step of the conversation: SIGKILL; the server hangs up, falls silent, answers 450 or 550
  error    disk full, read-only and broken disk from the first, second, third … write on
  random   SIGKILL at a random moment of runs with several connections, again and again until a run ends by itself
  signal   SIGTERM and Ctrl-C at a random moment
  two      two at once in the same workspace

After each the command is started again until it ends by itself, and then:

  1. the server has no message twice, and none that was not approved;
  2. every letter is either there once, or hearten lists it as unsent, refused or unknown;
  3. what hearten calls accepted is at the server;
  4. no crash leaves more than two letters for each connection in doubt, and nothing else leaves one in doubt but a lost line
     between the first byte of a body and the answer to its final dot.

Needs strace for the first two. --quick takes a few calls of each kind instead of all.
"""

import argparse
import collections
import contextlib
import dataclasses
import json
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(HERE), str(ROOT / "tests/mail")]
import read_back  # noqa: E402
import sink as sinks  # noqa: E402

# Where a run can be cut off: what changes a file, and what goes to the server or comes from there.
DISK = "pwrite64 write writev pwritev fdatasync fsync ftruncate fallocate unlink unlinkat rename renameat renameat2".split()
LINE = "connect sendto sendmsg sendmmsg recvfrom recvmsg read readv shutdown close poll ppoll epoll_wait".split()
# What a full, a read-only and a broken disk answer, and to which calls.
ERRORS = [
    ("ENOSPC", "pwrite64 fallocate ftruncate"),
    ("ENOSPC", "fdatasync fsync"),
    ("EIO", "pwrite64"),
    ("EIO", "fdatasync fsync"),
    ("EROFS", "pwrite64 fallocate ftruncate unlink unlinkat rename fdatasync fsync"),
    ("EIO", "pread64"),
]
UNSENT = {"queued", "refused", "deferred", "not-sent"}


class Broken(Exception):
    """A promise that was not kept."""


@dataclasses.dataclass
class Tally:
    """What a part of the sweep did and saw."""

    cases: int = 0
    killed: int = 0
    survived: int = 0
    unknown: int = 0
    arrived: int = 0
    broken: list[str] = dataclasses.field(default_factory=list)


class Sweep:
    """An approved workspace, a server, and the program that is put to the test."""

    def __init__(self, program: list[str], work: pathlib.Path, letters: int, connections: int, stand_in: bool) -> None:
        self.program, self.work, self.letters, self.connections = program, work, letters, connections
        self.sink = sinks.Sink()
        # Every case has the same place, since a ledger remembers where it was written.
        self.folder, self.template = work / "case", work / "approved"
        if stand_in:
            self.folder.mkdir()
            (self.folder / "letters").write_text(str(letters))
            (self.folder / "hearten.toml").write_text(f"port = {self.sink.port}\nconnections = {connections}\n")
        else:
            self.make_workspace()
        words = ["--yes", str(letters), "--acknowledge", "all", "--format", "json"]
        self.digest = json.loads(self.run("approve", "--as", "t-13", *words, wanted={0}))["digest"]
        shutil.copytree(self.folder, self.template)
        self.identities = self.approved_identities()

    def make_workspace(self) -> None:
        subprocess.run([*self.program, "demo", self.folder, "--quiet"], check=True, stdout=subprocess.DEVNULL)
        roster = [ROOT / "benches/roster.py", str(self.letters), self.folder, "send"]
        subprocess.run([sys.executable, *roster], check=True)
        live = [ROOT / "tests/mail/live.py", self.folder, str(self.sink.port), "--connections", str(self.connections)]
        # It logs in, so that this step is there too, and does not wait long for a silent server.
        options = ["--user", "letters", "--timeouts", "1s"]
        subprocess.run([sys.executable, *live, *options], check=True)
        os.environ["MAIL_PASSWORD"] = "not a secret"

    def approved_identities(self) -> dict[str, str] | None:
        """Contact of each approved Message-ID; the stand-in freezes nothing."""
        proofs = list(self.folder.glob("crises/*/proofs/*"))
        if not proofs:
            return None
        wrong = read_back.Wrong()
        lines = read_back.proof(proofs[0], wrong)
        if wrong or len(lines) != self.letters:
            sys.exit(f"error: the proof holds {len(lines)} letters: {wrong}")
        return {line["message_id"]: line["contact"] for line in lines}

    def command(self, *words: str) -> list[str]:
        return [*self.program, "-C", str(self.folder), *words]

    def send(self) -> list[str]:
        return self.command(*self.sending())

    def sending(self) -> list[str]:
        return ["send", "--yes-send", self.digest, "--any-hour"]

    def run(self, *words: str, wanted: set[int]) -> str:
        done = subprocess.run(self.command(*words), capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=120)
        if done.returncode not in wanted:
            raise Broken(f"{words[0]} ended with {done.returncode}: {done.stdout[-1000:]}{done.stderr[-2000:]}")
        return done.stdout

    def fresh(self) -> None:
        """The approved workspace as it was, and a server that remembers nothing."""
        shutil.rmtree(self.folder)
        shutil.copytree(self.template, self.folder)
        self.sink.clear()

    def states(self) -> dict[str, str]:
        state, counts = read_back.states(self.run("status", "--format", "json", wanted={0, 3}))
        tally = collections.Counter(state.values())
        if {name: count for name, count in counts.items() if count} != dict(tally):
            raise Broken(f"status counts {counts} and lists {dict(tally)}")
        if len(state) != self.letters:
            raise Broken(f"status lists {len(state)} of {self.letters} letters")
        return state

    def unknown(self) -> int:
        return list(self.states().values()).count("unknown")

    def check(self, doubtful: int, left: frozenset[str] = frozenset()) -> tuple[int, int]:
        """Holds the promises against the server; how many are unknown, and how many of these arrived.

        At most `doubtful` may be unknown, and one each may be left in the states `left`.
        """
        if not self.sink.await_(lambda sink: sink.open == 0, 30):
            raise Broken("a connection stays open after the end")
        state = self.states()
        there = collections.Counter(message.message_id for message in self.sink.messages)
        twice = [identity for identity, count in there.items() if count > 1]
        if twice:
            raise Broken(f"twice at the server: {twice}")
        if self.identities is None:
            arrived = {identity[1:].partition("@")[0] for identity in there}
        else:
            foreign = set(there) - set(self.identities)
            if foreign:
                raise Broken(f"nobody approved {foreign}")
            arrived = {self.identities[identity] for identity in there}
        for who, what in state.items():
            if what == "accepted" and who not in arrived:
                raise Broken(f"{who} is called accepted and is not at the server")
            if what in UNSENT and who in arrived:
                raise Broken(f"{who} is called {what} and is at the server")
            if what not in UNSENT | {"accepted", "unknown"}:
                raise Broken(f"{who} is left as {what!r}")
            # The server takes everything and the command was started again: nothing may be left for later.
            if what in UNSENT - left:
                raise Broken(f"{who} is left as {what} although the last run ended by itself")
        for what in left:
            if list(state.values()).count(what) != 1:
                raise Broken(f"{list(state.values()).count(what)} are called {what} instead of one")
        unknown = [who for who, what in state.items() if what == "unknown"]
        if len(unknown) > doubtful:
            raise Broken(f"{len(unknown)} in doubt where {doubtful} may be: {unknown}")
        return len(unknown), len(arrived & set(unknown))

    def finish(self, crashes: int, tally: Tally) -> None:
        """Starts the command again until it ends by itself, and checks."""
        self.run(*self.sending(), wanted={0, 3})
        unknown, arrived = self.check(2 * self.connections * crashes)
        tally.unknown += unknown
        tally.arrived += arrived

    @contextlib.contextmanager
    def case(self, tally: Tally, name: str):
        tally.cases += 1
        try:
            self.fresh()
            yield
        except (Broken, TimeoutError, subprocess.TimeoutExpired) as error:
            tally.broken.append(f"{name}: {error}")
            print(f"  BROKEN {name}: {error}", flush=True)
            # The workspace is kept for whoever looks into it.
            kept = self.work.parent / f"kept-{len(tally.broken)}-{re.sub(r'[^a-zA-Z0-9]+', '-', name)}"
            if self.folder.exists() and not kept.exists():
                shutil.copytree(self.folder, kept)

    # The parts.

    def calls(self) -> dict[str, tuple[int, int]]:
        """From a run that is left alone: of each kind of call, how many a thread makes before it matters, and how many in all.

        strace counts the calls of each thread by themselves. It matters from the first connection or the opening of the ledger
        on; before that there are libraries, settings and letters.
        """
        self.fresh()
        log = self.work / "calls"
        kinds = ",".join(f"?{kind}" for kind in ["openat", "pread64", *DISK, *LINE])
        command = ["strace", "-f", "-qq", "-o", log, "-e", f"trace={kinds}", *self.send()]
        done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=120)
        if done.returncode:
            sys.exit(f"error: the run that was left alone ended with {done.returncode}\n{done.stdout}{done.stderr}")
        counts: dict[str, collections.Counter] = collections.defaultdict(collections.Counter)
        before: dict[str, int] = {}
        begun = False
        for line in log.read_text(errors="replace").splitlines():
            found = re.match(r"(\d+) +(\w+)\((.*)", line)
            if not found:
                continue
            thread, kind, rest = found.groups()
            if not begun and (kind == "connect" or re.search(r"ledger\.sqlite|journal", rest)):
                begun = True
                before = {kind: max(threads.values()) for kind, threads in counts.items()}
            counts[kind][thread] += 1
        self.check(0)
        return {kind: (before.get(kind, 0), max(threads.values())) for kind, threads in sorted(counts.items())}

    def traced(self, injections: dict[str, str]) -> subprocess.CompletedProcess:
        """The command under strace, which does something to these calls."""
        # Without --seccomp-bpf: with it, strace 6.1 injects into the first call or not at all.
        strace = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=" + ",".join(f"?{kind}" for kind in injections)]
        for kind, what in injections.items():
            strace += ["-e", f"inject=?{kind}:{what}"]
        return subprocess.run([*strace, *self.send()], capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=120)

    def killed_at_each_call(self, quick: bool) -> Tally:
        tally = Tally()
        for kind, (before, last) in self.calls().items():
            if kind not in DISK + LINE:
                continue
            killed = 0
            # The last calls of what comes before belong to it: there the ledger is not yet open.
            first = max(1, before - 1)
            for number in spread(first, last, 5) if quick else range(first, last + 50):
                with self.case(tally, f"killed before {kind} {number}"):
                    done = self.traced({kind: f"signal=SIGKILL:when={number}"})
                    dead = done.returncode in (-signal.SIGKILL, 128 + signal.SIGKILL)
                    if not dead and done.returncode not in (0, 3):
                        raise Broken(f"ended with {done.returncode}: {done.stderr[-2000:]}")
                    killed += dead
                    tally.survived += not dead
                    self.finish(int(dead), tally)
                    # Beyond the last call nothing is injected any more.
                    if not dead and number > last:
                        break
            tally.killed += killed
            print(f"  {kind}: calls {first} to {last}, killed {killed} times", flush=True)
        return tally

    def misbehaving(self, step: str, number: int, what: str, child: list) -> None:
        """Makes the server do something when it meets a step for this time."""
        done = threading.Event()

        def fault(met: str, count: int) -> str | None:
            if met != step or count < number or done.is_set():
                return None
            done.set()
            if what == "SIGKILL":
                while not child:
                    time.sleep(0.001)
                child[0].kill()
                child[0].wait()
                return None
            if what == "drop":
                raise sinks.Drop
            if what == "silence":
                raise sinks.Silence
            return f"{what} 4.3.0 Not now\r\n" if what == "450" else f"{what} 5.3.0 Not this one\r\n"

        self.sink.fault = fault

    def each_step(self, quick: bool, faults: list[str]) -> Tally:
        """Something goes wrong at one step, once; the server then works again."""
        tally = Tally()
        for step in sinks.STEPS:
            seldom = step in ("connect", "ehlo", "auth", "quit")
            numbers = [1] if seldom else [1, self.letters // 2] if quick else [1, 2, 3, self.letters // 2, self.letters]
            answerable = step not in ("body", "answered", "quit")
            for what in faults:
                if what.isdigit() and not answerable:
                    continue
                for number in numbers:
                    with self.case(tally, f"{what} at {step} {number}"):
                        self.at_step(step, number, what, tally)
            print(f"  {step}", flush=True)
        self.sink.fault = lambda step, number: None
        return tally

    def at_step(self, step: str, number: int, what: str, tally: Tally) -> None:
        child: list[subprocess.Popen] = []
        self.misbehaving(step, number, what, child)
        child.append(subprocess.Popen(self.send(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True))
        told, _ = child[0].communicate(timeout=60)
        code = child[0].returncode
        self.sink.fault = lambda step, number: None
        if what == "SIGKILL":
            tally.killed += code == -signal.SIGKILL
            self.finish(1, tally)
            return
        if code not in (0, 3):
            raise Broken(f"ended with {code}: {told[-2000:]}")
        tally.survived += 1
        # In doubt is only a letter whose body was under way or whose answer did not come. With PIPELINING the
        # answer to a letter comes together with those to the next one's envelope, so a line that is cut there
        # takes it along.
        lost = what in ("drop", "silence")
        doubtful = int(lost and step in ("mail", "rcpt", "data", "body", "dot", "answered"))
        # A reply about one letter settles that letter; at any other step, the letters are tried again.
        about_one = step in ("mail", "rcpt", "data", "dot")
        left = {"450": "deferred", "550": "refused"}.get(what) if about_one else None
        self.run(*self.sending(), wanted={0, 3})
        unknown, arrived = self.check(doubtful, frozenset({left} - {None}))
        tally.unknown += unknown
        tally.arrived += arrived

    def disk_errors(self, quick: bool) -> Tally:
        tally = Tally()
        calls = self.calls()
        for name, kinds in ERRORS:
            made = {kind: calls[kind] for kind in kinds.split() if kind in calls and calls[kind][1] > calls[kind][0]}
            failed = 0
            for number in spread(1, max((last - before for before, last in made.values()), default=0), 4 if quick else 40):
                with self.case(tally, f"{name} from call {number} on of {kinds}"):
                    done = self.traced({kind: f"error={name}:when={before + number}+" for kind, (before, _) in made.items()})
                    if done.returncode not in (0, 1, 3):
                        raise Broken(f"ended with {done.returncode}: {done.stderr[-2000:]}")
                    if "panicked" in done.stderr:
                        raise Broken(f"panicked: {done.stderr[-2000:]}")
                    if done.returncode and not done.stderr.strip():
                        raise Broken("failed without a word")
                    failed += done.returncode != 0
                    tally.survived += done.returncode == 0
                    self.finish(1, tally)
            tally.killed += failed
            print(f"  {name} from {', '.join(made) or 'nothing'}: failed {failed} times", flush=True)
        return tally

    def killed_at_random(self, kills: int, chance: random.Random) -> Tally:
        """Kills run after run of the same workspace until one gets through; a few moments later each time on average."""
        tally = Tally()
        self.sink.pause = lambda: chance.random() * 0.002
        while tally.killed < kills and len(tally.broken) < 20:
            with self.case(tally, f"random case {tally.cases}"):
                crashes = 0
                while True:
                    seen = self.sink.connections
                    before = self.unknown()
                    child = subprocess.Popen(self.send(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                    # The first moments belong to reading; what matters begins with the first connection.
                    while child.poll() is None and self.sink.connections == seen:
                        self.sink.await_(lambda sink: sink.connections > seen, 0.02)
                    time.sleep(chance.random() * 0.06)
                    over = child.poll()
                    child.kill()
                    child.wait()
                    if over is not None:
                        if over not in (0, 3):
                            raise Broken(f"a run that was left alone ended with {over}")
                        tally.survived += 1
                        break
                    crashes += 1
                    tally.killed += 1
                    if self.unknown() - before > 2 * self.connections:
                        raise Broken(f"one crash left {self.unknown() - before} in doubt")
                self.finish(crashes, tally)
                if self.sink.most_connections > self.connections:
                    # A killed run's connections may still be closing while the next run opens its own.
                    print(f"  note: {self.sink.most_connections} connections open at once", flush=True)
        self.sink.pause = lambda: 0.0
        return tally

    def asked_to_stop(self, rounds: int, chance: random.Random) -> Tally:
        """A run that is asked to stop finishes what it began: nothing is in doubt."""
        tally = Tally()
        self.sink.pause = lambda: chance.random() * 0.004
        for number in range(rounds):
            which = (signal.SIGTERM, signal.SIGINT)[number % 2]
            with self.case(tally, f"{which.name} {number}"):
                child = subprocess.Popen(self.send(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
                while child.poll() is None and not self.sink.connections:
                    self.sink.await_(lambda sink: sink.connections, 0.02)
                time.sleep(chance.random() * 0.03)
                child.send_signal(which)
                told, _ = child.communicate(timeout=60)
                tally.killed += child.returncode != 0
                if child.returncode not in (0, 3):
                    raise Broken(f"ended with {child.returncode}: {told[-1500:]}")
                if self.unknown():
                    raise Broken(f"{self.unknown()} in doubt after a stop that was asked for: {told[-1500:]}")
                self.finish(0, tally)
        self.sink.pause = lambda: 0.0
        return tally

    def two_at_once(self, rounds: int) -> Tally:
        """Two at once: one works, the other is told so or finds nothing left to do."""
        tally = Tally()
        for number in range(rounds):
            with self.case(tally, f"two at once {number}"):
                both = [subprocess.Popen(self.send(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) for _ in "ab"]
                told = [child.communicate(timeout=60)[0] for child in both]
                codes = [child.returncode for child in both]
                if not set(codes) <= {0, 1, 3} or 0 not in codes:
                    raise Broken(f"ended with {codes}: {told}")
                tally.survived += codes.count(0)
                self.finish(0, tally)
        return tally


def spread(first: int, last: int, most: int) -> list[int]:
    """At most so many numbers from first to last, the ends among them, evenly laid."""
    if last - first < most:
        return list(range(first, last + 1))
    return sorted({first + round(step * (last - first) / (most - 1)) for step in range(most)})


def report(part: str, tally: Tally, began: float) -> bool:
    stopped = "failed" if part == "error" else "stopped" if part == "signal" else "killed"
    print(
        f"{part}: {tally.cases} cases, {tally.killed} {stopped}, {tally.survived} ended by themselves; "
        f"{tally.unknown} letters left in doubt, {tally.arrived} of them had arrived; "
        f"{len(tally.broken)} broken promises ({time.monotonic() - began:.0f} s)",
        flush=True,
    )
    return not tally.broken


def sweep(program: list[str], chosen: argparse.Namespace, work: pathlib.Path, stand_in: bool = False) -> bool:
    chance = random.Random(chosen.seed)
    well = True
    # Letters and connections of each part: few where every call is a case, more where moments are drawn at random.
    sizes = {"kill": (8, 2), "step": (10, 1), "error": (8, 2), "random": (60, 4), "signal": (60, 4), "two": (60, 4)}
    for part in chosen.parts:
        letters, connections = chosen.letters or sizes[part][0], chosen.connections or sizes[part][1]
        folder = work / part
        folder.mkdir()
        began = time.monotonic()
        rig = Sweep(program, folder, letters, connections, stand_in)
        print(f"{part}: {letters} letters on {connections} connections", flush=True)
        if part == "kill":
            tally = rig.killed_at_each_call(chosen.quick)
        elif part == "step":
            tally = rig.each_step(chosen.quick, ["SIGKILL"] if stand_in else ["SIGKILL", "drop", "silence", "450", "550"])
        elif part == "error":
            tally = rig.disk_errors(chosen.quick)
        elif part == "random":
            tally = rig.killed_at_random(chosen.kills or (30 if chosen.quick else 500), chance)
        elif part == "signal":
            tally = rig.asked_to_stop(4 if chosen.quick else 60, chance)
        else:
            tally = rig.two_at_once(3 if chosen.quick else 30)
        well = report(part, tally, began) and well
    return well


def self_test(chosen: argparse.Namespace) -> int:
    """The stand-in keeps its promise and passes; each of its flaws is found."""
    chosen.quick, chosen.kills = True, 25
    program = [sys.executable, "-S", str(HERE / "stand_in.py")]
    for flaw, parts, well in [
        ("none", ["kill", "step", "error", "random"], True),
        ("resend", ["random"], False),
        ("late-claim", ["random"], False),
        ("early-word", ["kill"], False),
    ]:
        print(f"== the stand-in with the flaw: {flaw}", flush=True)
        os.environ["FLAW"] = flaw
        chosen.parts, chosen.letters = parts, 12
        with tempfile.TemporaryDirectory() as work:
            if sweep(program, chosen, pathlib.Path(work), stand_in=True) != well:
                print(f"error: with the flaw {flaw!r} the sweep should have {'passed' if well else 'found something'}")
                return 1
    print("the sweep finds what it is for")
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("hearten", nargs="?")
    parser.add_argument("--self-test", action="store_true")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--parts", type=lambda text: text.split(","), default=["kill", "step", "error", "random", "signal", "two"])
    parser.add_argument("--letters", type=int)
    parser.add_argument("--connections", type=int)
    parser.add_argument("--kills", type=int)
    parser.add_argument("--seed", type=int, default=4)
    parser.add_argument("--keep", type=pathlib.Path, help="a folder that keeps the workspaces of what was broken")
    chosen = parser.parse_args()
    if {"kill", "error"} & set(chosen.parts) and not shutil.which("strace"):
        sys.exit("error: strace is missing\nhint: apt-get install strace, or --parts step,random,signal,two")
    if chosen.self_test:
        return self_test(chosen)
    if not chosen.hearten:
        parser.error("name the program, for example target/debug/hearten")
    work = pathlib.Path(tempfile.mkdtemp())
    try:
        well = sweep([str(pathlib.Path(chosen.hearten).resolve())], chosen, work)
        if not well and chosen.keep:
            for kept in work.glob("kept-*"):
                shutil.copytree(kept, chosen.keep / kept.name)
    finally:
        shutil.rmtree(work)
    print("no promise was broken" if well else "error: promises were broken, see above")
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
