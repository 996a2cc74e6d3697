"""Sends the same letters with hearten and with its peers, in turn, and prints one table of rates and ratios.

`benches/delivery.sh` prepares what this needs and calls it; see there. The parts:

  loopback   smtp-source (the limit), hearten, nodemailer's pool and mailmerge to Postfix's smtp-sink on this machine
  distance   the same on 16 connections over a long way: 20 ms and 50 ms for a round trip
  growth     hearten alone: time and peak memory for more and more letters, and sockets open at most

Every run has a sink of its own, and counts only if the sink took exactly as many messages as there were letters.
"""

import argparse
import contextlib
import dataclasses
import html
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SENDER = "shen.ruolan@lingchuan.example"
AS_ROOT = ["-u", "nobody"] if os.geteuid() == 0 else []


@dataclasses.dataclass
class Run:
    """What one program did in one run."""

    seconds: float
    cpu: float
    memory: int = 0
    sockets: int = 0
    # Seconds of its steps, when there are several.
    steps: dict[str, float] = dataclasses.field(default_factory=dict)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as one:
        return one.getsockname()[1]


def await_port(port: int) -> None:
    deadline = time.monotonic() + 10
    while True:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5):
            return
        if time.monotonic() > deadline:
            sys.exit(f"error: nothing listens on port {port}")
        time.sleep(0.02)


@contextlib.contextmanager
def running(command: list, **options):
    """A program in the background, ended with the block."""
    child = subprocess.Popen([str(word) for word in command], **options)
    try:
        yield child
    finally:
        child.send_signal(signal.SIGTERM)
        child.wait()


def open_sockets(port: int) -> int:
    """Connections to this port that the side which opened them still holds: opening, open, or closed by the other only."""
    lines = pathlib.Path("/proc/self/net/tcp").read_text().splitlines()[1:]
    rows = (line.split() for line in lines)
    return sum(row[2].endswith(f":{port:04X}") and row[3] in ("01", "02", "08") for row in rows)


def measured(command: list, port: int | None = None, **options) -> Run:
    """Runs a program to its end. Peak memory is read while it runs: what wait() tells includes this script's own."""
    watch = Run(0.0, 0.0)
    log = tempfile.TemporaryFile()
    start = time.perf_counter()
    child = subprocess.Popen([str(word) for word in command], stdout=log, stderr=log, stdin=subprocess.DEVNULL, **options)
    over = threading.Event()

    def look() -> None:
        while not over.wait(0.05):
            with contextlib.suppress(OSError, AttributeError):
                status = pathlib.Path(f"/proc/{child.pid}/status").read_text()
                peak = int(re.search(r"VmHWM:\s+(\d+)", status).group(1))
                watch.memory = max(watch.memory, peak)
                if port:
                    watch.sockets = max(watch.sockets, open_sockets(port))

    watcher = threading.Thread(target=look)
    watcher.start()
    _, status, usage = os.wait4(child.pid, 0)
    watch.seconds = time.perf_counter() - start
    over.set()
    watcher.join()
    log.seek(0)
    told = log.read().decode(errors="replace")
    code = child.returncode = os.waitstatus_to_exitcode(status)
    if code:
        sys.exit(f"error: {' '.join(map(str, command))} ended with {code}\n{told[-3000:]}")
    watch.cpu = usage.ru_utime + usage.ru_stime
    watch.told = told
    return watch


class Bench:
    """The letters of this bench, and how each program sends them."""

    def __init__(self, chosen: argparse.Namespace, work: pathlib.Path) -> None:
        self.chosen, self.work = chosen, work
        self.hearten = pathlib.Path(chosen.hearten).resolve()
        self.rosters: dict[int, pathlib.Path] = {}
        self.templates = work / "templates"
        self.size = self.cut_templates()
        can = subprocess.run([self.hearten, "send", "--help"], capture_output=True)
        self.sends = can.returncode == 0

    # What is prepared, outside the time that counts.

    def workspace(self, letters: int) -> pathlib.Path:
        """The sample's settings and letters with a roster of this size, made once."""
        if letters not in self.rosters:
            folder = self.work / f"roster-{letters}"
            subprocess.run([self.hearten, "demo", folder, "--quiet"], check=True, stdout=subprocess.DEVNULL)
            subprocess.run([sys.executable, ROOT / "benches/roster.py", str(letters), folder, "send"], check=True)
            subprocess.run([sys.executable, ROOT / "tests/mail/live.py", folder, "25"], check=True)
            for out in folder.glob("crises/*/out"):
                shutil.rmtree(out)
            self.rosters[letters] = folder
        return self.rosters[letters]

    def cut_templates(self) -> int:
        """Makes nunjucks templates out of two letters of hearten's, and tells the mean size of its messages."""
        folder = self.work / "sample"
        subprocess.run([self.hearten, "demo", folder, "--quiet"], check=True, stdout=subprocess.DEVNULL)
        subprocess.run([sys.executable, ROOT / "benches/roster.py", "600", folder, "send"], check=True)
        preview = [self.hearten, "-C", folder, "preview", "--quiet"]
        subprocess.run(preview, check=True, stdout=subprocess.DEVNULL)
        (letters,) = folder.glob("crises/*/out/proof/letters")
        self.templates.mkdir()
        for language, who in ("en", 16), ("zh-CN", 12):
            name = f"c-{who:07}"
            values = self.values(folder, name, language)
            for kind in "txt", "html":
                text = (letters / f"{name}.{kind}").read_text(encoding="utf-8")
                for value, gap in values:
                    value = html.escape(value, quote=False) if kind == "html" else value
                    if gap in ("greeting", "account") and value not in text:
                        sys.exit(f"error: {name}.{kind} does not hold {value!r}: the letters have changed, change this too")
                    text = text.replace(value, f"{{{{ {gap} }}}}")
                (self.templates / f"{language}.{kind}").write_text(text, encoding="utf-8")
            # One line of the subject is all that the peers need of it.
            subject = {"en": "Lingchuan Precision Components: fire at our Suzhou plant and your orders"}
            line = subject.get(language, "岭川精密部件：苏州工厂火灾情况及对您订单的影响")
            (self.templates / f"{language}.subject").write_text(line, encoding="utf-8")
        sizes = [path.stat().st_size for path in letters.glob("*.eml")]
        return round(statistics.mean(sizes))

    @staticmethod
    def values(folder: pathlib.Path, contact: str, language: str) -> list[tuple[str, str]]:
        import csv

        def table(name: str) -> dict[str, dict[str, str]]:
            with (folder / "contacts" / name).open(encoding="utf-8-sig", newline="") as file:
                return {row["id"]: row for row in csv.DictReader(file)}

        one = table("contacts.csv")[contact]
        company, owner = table("accounts.csv")[one["account"]], table("team.csv")[one["owner"]]
        chinese = language == "zh-CN"
        glue = (one["family_name"] + one["given_name"]) if chinese else f"{one['given_name']} {one['family_name']}"
        greeting = "尊敬的" if chinese else "Dear Mr "
        found = [
            (glue, "name"),
            (greeting + one["family_name"], "greeting"),
            (company["name_zh_cn" if chinese else "name_en"], "account"),
            (one["letter_open_order"], "contact.letter_open_order"),
            (owner["name_zh_cn" if chinese else "name_en"], "owner.name_zh_cn" if chinese else "owner.name_en"),
            (owner["phone"], "owner.phone"),
            (owner["email"], "owner.email"),
        ]
        return sorted((pair for pair in found if pair[0]), key=lambda pair: -len(pair[0]))

    # One run of each program: to a port, so many letters on so many connections.

    def smtp_source(self, port: int, letters: int, connections: int) -> Run:
        options = ["-d", "-s", connections, "-m", letters, "-l", self.size, "-f", SENDER, "-t", "contact.1@drill.example"]
        return measured(["smtp-source", *options, f"127.0.0.1:{port}"], port)

    def nodemailer(self, port: int, letters: int, connections: int) -> Run:
        script = [HERE / "nodemailer.mjs", self.workspace(max(letters, self.chosen.letters)), self.templates]
        return measured(["node", *script, port, connections, letters], port)

    def mailmerge(self, port: int, letters: int, _: int) -> Run:
        folder = self.work / f"mailmerge-{letters}"
        if not folder.exists():
            folder.mkdir()
            command = [sys.executable, ROOT / "benches/roster.py", str(letters), folder, "mailmerge"]
            subprocess.run(command, check=True)
        server = f"[smtp_server]\nhost = 127.0.0.1\nport = {port}\n"
        (folder / "mailmerge_server.conf").write_text(server, encoding="utf-8")
        return measured([self.chosen.mailmerge, "--no-dry-run", "--no-limit"], port, cwd=folder)

    def send(self, port: int, letters: int, connections: int, where: pathlib.Path | None = None) -> Run:
        """hearten, from the CSV to the last letter accepted: `approve` freezes every letter, `send` hands them over."""
        source = self.workspace(letters)
        folder = pathlib.Path(tempfile.mkdtemp(dir=where or self.work)) / "workspace"
        shutil.copytree(source, folder)
        settings = [port, "--connections", connections, "--again"]
        command = [sys.executable, ROOT / "tests/mail/live.py", folder, *map(str, settings)]
        subprocess.run(command, check=True)
        try:
            start = [self.hearten, "-C", folder, "--quiet", "--format", "json"]
            approve = measured([*start, "approve", "--as", "t-13", "--yes", letters, "--acknowledge", "all"])
            digest = json.loads(approve.told)["digest"]
            send = measured([*start, "send", "--yes-send", digest, "--any-hour"], port)
            accepted = json.loads(send.told)["tally"]["accepted"]
            if accepted != letters:
                sys.exit(f"error: hearten says that {accepted} of {letters} letters were accepted")
        finally:
            shutil.rmtree(folder.parent)
        return Run(
            approve.seconds + send.seconds,
            approve.cpu + send.cpu,
            max(approve.memory, send.memory),
            send.sockets,
            {"approve": approve.seconds, "send": send.seconds},
        )

    def send_in_memory(self, port: int, letters: int, connections: int) -> Run:
        """The same with the workspace in memory, where a sync costs nothing: the difference is what durability costs."""
        return self.send(port, letters, connections, pathlib.Path("/dev/shm"))

    # A run with a sink of its own.

    def once(self, program, letters: int, connections: int, round_trip: float | None = None) -> Run:
        port = free_port()
        with tempfile.TemporaryFile() as counters:
            sink = ["smtp-sink", *AS_ROOT, "-c", "-m", 1024, f"127.0.0.1:{port}", 1024]
            with running(sink, stdout=counters), contextlib.ExitStack() as stack:
                await_port(port)
                entry = port
                if round_trip is not None:
                    entry = free_port()
                    stack.enter_context(running([sys.executable, HERE / "delay.py", entry, port, round_trip]))
                    await_port(entry)
                run = program(entry, letters, connections)
            counters.seek(max(0, counters.seek(0, os.SEEK_END) - 200))
            taken = int(re.findall(rb"mesg=(\d+)", counters.read())[-1])
        if taken != letters:
            sys.exit(f"error: the sink took {taken} messages of {letters}, from {program.__name__}")
        if run.sockets > connections:
            print(f"note: {program.__name__} had {run.sockets} connections open where {connections} were asked for")
        return run


@dataclasses.dataclass
class Entry:
    """A line of the table: one program with so many connections."""

    name: str
    program: object
    letters: int
    connections: int
    runs: list[Run] = dataclasses.field(default_factory=list)

    def middle(self, what=lambda run: run.seconds) -> float:
        return statistics.median(what(run) for run in self.runs)

    def rate(self) -> float:
        return self.letters / self.middle()


def table(entries: list[Entry]) -> None:
    """Rates, and each as a multiple of the others' on as many connections; mailmerge has one connection always."""

    def rate(name: str, connections: int) -> float | None:
        found = [entry for entry in entries if entry.name == name]
        same = [entry for entry in found if entry.connections == connections] or (found if name == "mailmerge" else [])
        return same[0].rate() if same else None

    columns = "program", "connections", "letters", "seconds (least to most)", "letters/s", "CPU each"
    others = "smtp-source", "nodemailer", "mailmerge"
    print("\n| " + " | ".join([*columns, *(f"to {name}" for name in others), "sockets, memory"]) + " |")
    print("|---" * (len(columns) + len(others) + 1) + "|")
    for entry in entries:
        seconds = sorted(run.seconds for run in entry.runs)
        cells = [entry.name, str(entry.connections), f"{entry.letters:,}"]
        cells += [f"{entry.middle():.2f} ({seconds[0]:.2f} to {seconds[-1]:.2f})", f"{entry.rate():,.0f}"]
        cells.append(f"{entry.middle(lambda run: run.cpu) / entry.letters * 1e6:,.0f} µs")
        for name in others:
            other = rate(name, entry.connections)
            cells.append(f"{entry.rate() / other:,.2f}" if other else "")
        sockets, memory = (max(getattr(run, what) for run in entry.runs) for what in ("sockets", "memory"))
        cells.append(f"{sockets}, {memory // 1024} MiB")
        print("| " + " | ".join(cells) + " |")
    for entry in entries:
        if entry.runs[0].steps:
            steps = ", ".join(f"{step} {entry.middle(lambda run: run.steps[step]):.2f} s" for step in entry.runs[0].steps)
            print(f"{entry.name}, {entry.connections} connections: {steps}")
    sys.stdout.flush()


def compete(bench: Bench, entries: list[Entry], runs: int, round_trip: float | None = None) -> None:
    """All in turn, as often as asked, so that a slow minute of the machine meets everybody."""
    for number in range(runs):
        for entry in entries:
            began = time.monotonic()
            entry.runs.append(bench.once(entry.program, entry.letters, entry.connections, round_trip))
            load = pathlib.Path("/proc/loadavg").read_text().split()[0]
            told = f"run {number + 1}: {entry.name}, {entry.connections}: {entry.runs[-1].seconds:.2f} s"
            print(f"{told} (load {load}, {time.monotonic() - began:.0f} s in all)", file=sys.stderr)
    table(entries)


def contestants(bench: Bench, connections: int, letters: int) -> list[Entry]:
    """Those of the programs that were asked for, but for mailmerge, which knows one connection only."""
    only = bench.chosen.only
    all_of_them = [
        Entry("smtp-source", bench.smtp_source, letters, connections),
        Entry("hearten", bench.send, letters, connections),
        Entry("hearten, /dev/shm", bench.send_in_memory, letters, connections),
        Entry("nodemailer", bench.nodemailer, letters, connections),
    ]
    able = [entry for entry in all_of_them if bench.sends or not entry.name.startswith("hearten")]
    return [entry for entry in able if entry.name.partition(",")[0] in only]


def loopback(bench: Bench) -> None:
    chosen = bench.chosen
    print(f"\n== {chosen.letters:,} letters of {bench.size:,} bytes in the mean to smtp-sink, median of {chosen.runs}")
    entries = []
    for connections in chosen.connections:
        entries += contestants(bench, connections, chosen.letters)
    if "mailmerge" in chosen.only:
        entries.append(Entry("mailmerge", bench.mailmerge, chosen.mailmerge_letters, 1))
    compete(bench, entries, chosen.runs)


def distance(bench: Bench) -> None:
    """The same on 16 connections, with few enough letters that a run takes some ten seconds."""
    chosen = bench.chosen
    for milliseconds in chosen.round_trips:
        letters = max(320, round(chosen.distance_letters * 20 / milliseconds))
        print(f"\n== a round trip of {milliseconds} ms, by {chosen.via}: 16 connections, median of {chosen.runs}")
        entries = [entry for entry in contestants(bench, 16, letters) if entry.name != "hearten, /dev/shm"]
        if "mailmerge" in chosen.only:
            entries.append(Entry("mailmerge", bench.mailmerge, 20, 1))
        if chosen.via == "proxy":
            compete(bench, entries, chosen.runs, milliseconds)
            continue
        # A network of its own, in which every packet waits half the round trip. The delay is taken down for the next one.
        delay = ["tc", "qdisc", "replace", "dev", "lo", "root", "netem", "delay", f"{milliseconds / 2}ms", "limit", "100000"]
        subprocess.run(delay, check=True)
        compete(bench, entries, chosen.runs)


def growth(bench: Bench) -> None:
    if not bench.sends:
        print("\n== growth: left out, this hearten does not send")
        return
    print("\n== hearten alone, 64 connections: time, memory and sockets")
    for letters in bench.chosen.growth:
        run = bench.once(bench.send, letters, 64)
        steps = ", ".join(f"{step} {seconds:.2f} s" for step, seconds in run.steps.items())
        print(
            f"{letters:>9,} letters  {run.seconds:7.2f} s ({steps})  {letters / run.seconds:7,.0f}/s  "
            f"{run.cpu / letters * 1e6:5.1f} µs CPU each  {run.memory / 1024:4.0f} MiB  {run.sockets} sockets at most"
        )
        shutil.rmtree(bench.rosters.pop(letters))
        sys.stdout.flush()


def numbers(text: str) -> list[int]:
    return [int(part) for part in text.split(",")]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hearten", required=True)
    parser.add_argument("--mailmerge", required=True)
    parser.add_argument("--via", choices=["netem", "proxy"], default="proxy")
    parser.add_argument("--parts", type=lambda text: text.split(","), default=["loopback", "distance", "growth"])
    parser.add_argument("--only", type=lambda text: text.split(","), default="smtp-source,hearten,nodemailer,mailmerge".split(","))
    parser.add_argument("--letters", type=int, default=20_000)
    parser.add_argument("--mailmerge-letters", type=int, default=400)
    parser.add_argument("--distance-letters", type=int, default=4_000)
    parser.add_argument("--connections", type=numbers, default=[1, 4, 16, 64])
    parser.add_argument("--round-trips", type=numbers, default=[20, 50])
    parser.add_argument("--growth", type=numbers, default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--runs", type=int, default=3)
    chosen = parser.parse_args()
    (ROOT / "target").mkdir(exist_ok=True)
    # Beside the build, on a disk: in /tmp the ledger might lie in memory, and syncing it would cost nothing.
    work = pathlib.Path(tempfile.mkdtemp(prefix="delivery-", dir=ROOT / "target"))
    try:
        bench = Bench(chosen, work)
        if not bench.sends:
            print("note: this hearten does not send yet; the peers run alone")
        for part in chosen.parts:
            {"loopback": loopback, "distance": distance, "growth": growth}[part](bench)
    finally:
        shutil.rmtree(work)


main()
