"""Makes a synthetic workspace of any size, and the same letter as a mailmerge template.

usage: roster.py CONTACTS DIR        a hearten workspace in DIR (made by `hearten demo` before)
       roster.py CONTACTS DIR mailmerge    a mailmerge template and database in DIR
"""

import csv
import pathlib
import sys

GIVEN = "Ana Jonas Mei Tomáš Grace Lukas Hana Pierre Olu Ingrid Kenji Marta Sven Priya Noah".split()
FAMILY = "Ruiz Keller Chen Dvořák O'Neill Schmidt Tanaka Dubois Okafor Larsen Sato Kowalska".split()
HAN_FAMILY = "王 李 张 刘 陈 杨 黄 赵 吴 周".split()
HAN_GIVEN = "建国 晓琳 志远 思雨 海涛 雅婷 文博 静怡".split()
ROLES, ATTITUDES = "A D S E I".split(), ["-1", "0", "1", "2", "3", ""]
TIERS = ["key", "general", "organization", "key+general"]


def account(number: int) -> dict[str, str]:
    return {
        "id": f"a-{number:05}",
        "name": f"Partner {number} Maschinenbau & Söhne",
        "name_en": f"Partner {number} Engineering & Sons",
        "name_zh_cn": f"合作伙伴{number}机械有限公司",
        "name_zh_tw": f"合作夥伴{number}機械有限公司",
        "partner": "strategic" if number % 4 == 0 else "general",
        "region": "Europe",
        "country": "DE",
        "sponsor": "t-02",
        "stage": "2",
    }


def contact(number: int, accounts: int) -> dict[str, str]:
    chinese = number % 3 == 0
    family = (HAN_FAMILY if chinese else FAMILY)[number % (10 if chinese else 12)]
    given = (HAN_GIVEN if chinese else GIVEN)[number % (8 if chinese else 15)]
    return {
        "id": f"c-{number:07}",
        "account": f"a-{number % accounts:05}",
        "family_name": family,
        "given_name": given,
        "name_order": "family-first" if chinese else "given-first",
        "academic_title": "Dr" if number % 11 == 0 else "",
        "position": ("总经理" if chinese else "Purchasing Director") if number % 5 else "",
        "department": "Purchasing",
        "gender": ["female", "male", ""][number % 3],
        "email": f"contact.{number}@partner-{number % accounts}.example",
        "phone": f"+49 30 5550 {number % 10000:04}",
        "language": "zh-CN" if chinese else "en",
        "time_zone": "Asia/Shanghai" if chinese else "Europe/Berlin",
        "country": "CN" if chinese else "DE",
        "tier": TIERS[number % 4],
        "role": ROLES[number % 5],
        "attitude": ATTITUDES[number % 6],
        "contacted": "yes",
        "attitude_date": "2026-10-01",
        "competitor_attitude": "0",
        "ladder": str(number % 6),
        "level": f"L{number % 5 + 1}",
        "official": "no",
        "owner": f"t-{number % 3 + 4:02}",
        "backup": "t-02",
        "last_contact": "2026-10-20",
        "birthday": "03-14",
        "star": "no",
        "do_not_contact": "",
        "concerns": "delivery dates for the spring series",
        "interests": "cycling",
        "notes": "prefers a call in the morning",
        "letter_open_order": f"LC-26-{number % 100000:05}" if number % 4 == 0 else "",
    }


def write(path: pathlib.Path, rows) -> None:
    rows = iter(rows)
    first = next(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(first), lineterminator="\n")
        writer.writeheader()
        writer.writerow(first)
        writer.writerows(rows)


LETTER = """TO: {{name}} <{{email}}>
SUBJECT: Lingchuan Precision Components: fire at our Suzhou plant and your orders
FROM: Shen Ruolan <shen.ruolan@lingchuan.example>
REPLY-TO: office.shen@lingchuan.example
CONTENT-TYPE: text/markdown

"""


def mailmerge(count: int, folder: pathlib.Path, accounts: int) -> None:
    """The English letter of the sample as one Markdown template with the same branches."""
    body = (pathlib.Path(__file__).parent / "letter.txt").read_text(encoding="utf-8")
    (folder / "mailmerge_template.txt").write_text(LETTER + body, encoding="utf-8")
    (folder / "mailmerge_server.conf").write_text(
        "[smtp_server]\nhost = 127.0.0.1\nport = 2525\n", encoding="utf-8"
    )

    def rows():
        for number in range(count):
            one = contact(number, accounts)
            company = account(number % accounts)
            yield {
                "name": f"{one['given_name']} {one['family_name']}",
                "email": one["email"],
                "salutation": f"Dear {one['given_name']} {one['family_name']},",
                "account": company["name_en"],
                "partner": company["partner"],
                "order": one["letter_open_order"],
                "owner": "Account Manager",
                "owner_phone": "+86 512 0555 0104",
                "owner_email": "account.manager@lingchuan.example",
            }

    write(folder / "mailmerge_database.csv", rows())


def main() -> None:
    count, folder = int(sys.argv[1]), pathlib.Path(sys.argv[2])
    accounts = max(4, min(600, count // 10))
    if sys.argv[3:] == ["mailmerge"]:
        mailmerge(count, folder, accounts)
        return
    write(folder / "contacts/accounts.csv", (account(number) for number in range(accounts)))
    write(folder / "contacts/contacts.csv", (contact(number, accounts) for number in range(count)))


main()
