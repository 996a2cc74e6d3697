"""Opens the workbook of a plan with LibreOffice and compares what it shows with plan.json."""

import csv
import json
import pathlib
import subprocess
import sys
import tempfile

# Comma, quotes, UTF-8, all cells as they are shown, every sheet.
FILTER = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"


def sheets(book: pathlib.Path) -> dict[str, list[list[str]]]:
    with tempfile.TemporaryDirectory() as folder:
        home = f"-env:UserInstallation={pathlib.Path(folder, 'home').as_uri()}"
        command = ["soffice", home, "--headless", "--convert-to", FILTER, "--outdir", folder, str(book)]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        read = {}
        for path in pathlib.Path(folder).glob("plan-*.csv"):
            with path.open(encoding="utf-8", newline="") as file:
                read[path.stem.removeprefix("plan-")] = list(csv.reader(file))
        return read


def main() -> int:
    folder = pathlib.Path(sys.argv[1])
    plan = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    shown = sheets(folder / "plan.xlsx")
    wanted = {one["id"]: one for one in plan["check_ins"]}
    wrong = []
    # The check-ins stand once in the sheet of all and once in that of their owner.
    found: dict[str, int] = {}
    rows = [row for sheet in shown.values() for row in sheet if len(row) == 22 and row[0] != "\u2713"]
    for row in rows:
        identifier = row[21]
        one = wanted.get(identifier)
        if one is None:
            wrong.append(f"no check-in `{identifier}` is in plan.json")
            continue
        found[identifier] = found.get(identifier, 0) + 1
        start, _, end = one["time"].partition("-")
        for what, cell, value in [
            ("day", row[1], one["day"]),
            ("start", row[2], start),
            ("end", row[3], end or start),
            ("zone", row[4], one["zone"]),
            ("time there", row[5], one.get("contact_time", "")),
            ("position", row[9], one.get("position", "")),
            ("phone", row[11], one.get("phone", "")),
            ("e-mail", row[12], one.get("email", "")),
            ("latest", row[18], one["latest"]),
        ]:
            if cell != value:
                wrong.append(f"{identifier}: {what} is {cell!r}, not {value!r}")
    for identifier in wanted:
        if found.get(identifier) != 2:
            wrong.append(f"{identifier} stands {found.get(identifier, 0)} times in the workbook, not 2")
    left_out = sum(1 for one in plan["contacts"] if "left_out" in one)
    lists = [len(sheet) - 1 for sheet in shown.values() if sheet and len(sheet[0]) == 5]
    if lists != [left_out]:
        wrong.append(f"{left_out} people are left out, the workbook lists {lists}")
    print("\n".join(wrong))
    print(f"{len(rows)} rows in {len(shown)} sheets read back, {len(wrong)} differences")
    return 1 if wrong or not rows else 0


sys.exit(main())
