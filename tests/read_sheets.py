#!/usr/bin/env python3
"""Prints exported letters with Chromium and reads the paper: A4, the list of addresses first, each letter on a
sheet of its own, and few that need a second one.

usage: tests/read_sheets.py LETTERS.HTML COUNT
"""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

page, count = pathlib.Path(sys.argv[1]).resolve(), int(sys.argv[2])
chromium = next(filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])))
with tempfile.TemporaryDirectory() as folder:
    paper = f"{folder}/letters.pdf"
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--user-data-dir={folder}/profile"]
    subprocess.run([chromium, *options, f"--print-to-pdf={paper}", page.as_uri()], check=True, capture_output=True, timeout=180)
    text = subprocess.run(["pdftotext", "-layout", paper, "-"], check=True, capture_output=True, text=True).stdout
    info = subprocess.run(["pdfinfo", paper], check=True, capture_output=True, text=True).stdout
assert "A4" in info, info
sheets = text.split("\f")[:-1]
assert "letters to hand over" in sheets[0], sheets[0][:300]
# The foot of each letter bears its number; a letter never shares a sheet with the next.
feet = [re.findall(r"^\s*No\. (\d+) · ", sheet, flags=re.M) for sheet in sheets]
assert all(len(numbers) <= 1 for numbers in feet), "two letters on one sheet"
numbers = [int(number) for sheet in feet for number in sheet]
assert numbers == list(range(1, count + 1)), numbers
lists = feet.index(["1"])
beyond = len(sheets) - lists - count
assert beyond <= count // 4, f"{beyond} letters need a second sheet"
print(f"{len(sheets)} sheets of A4: {lists} of addresses, {count} letters, {beyond} of them on two")
