"""Makes advances.txt: how wide each character of DejaVu Sans is, in thousandths of its size.

usage: advances.py DejaVuSans.ttf >advances.txt     (needs fonttools)

A line is the first character of a run, in hexadecimal, and one advance for each character of it.
"""

import sys

from fontTools.ttLib import TTFont

RANGES = [
    (0x20, 0x7E), (0xA0, 0x24F), (0x2B0, 0x2DF), (0x370, 0x52F), (0x531, 0x58F), (0x5D0, 0x5F4), (0x60C, 0x6FF),
    (0x10D0, 0x10FF), (0x1E00, 0x1EFF), (0x2010, 0x2044), (0x2070, 0x209C), (0x20A0, 0x20BD), (0x2100, 0x214F),
    (0x2190, 0x21FF), (0x2200, 0x22FF), (0x25A0, 0x26FF),
]  # fmt: skip
LONGEST = 32

font = TTFont(sys.argv[1])
metrics, size = font["hmtx"], font["head"].unitsPerEm
advances = {code: round(metrics[glyph][0] * 1000 / size) for code, glyph in font.getBestCmap().items()}
for first, last in RANGES:
    run: list[int] = []
    for code in range(first, last + 2):
        if code <= last and code in advances and len(run) < LONGEST:
            run.append(code)
            continue
        if run:
            print(f"{run[0]:04x}", *(advances[one] for one in run))
        run = [code] if code <= last and code in advances else []
