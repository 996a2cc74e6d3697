"""Makes a synthetic workspace of any size, and the same letter as a mailmerge template.

usage: roster.py CONTACTS DIR              a roster for letters, in DIR (made by `hearten demo` before)
       roster.py CONTACTS DIR plan         a roster for plans: owners and partners all over the world
       roster.py CONTACTS DIR send         a roster for sending: everybody gets a letter, all in one wave, at one domain
       roster.py CONTACTS DIR lint         the same, and no two people have one name
       roster.py CONTACTS DIR mailmerge    a mailmerge template and database in DIR

options: --accounts N and --owners N; without them 600 accounts at most, and for plans 40 owners

The same arguments give the same bytes.
"""

import argparse
import csv
import datetime
import pathlib
import re

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


def send_account(number: int) -> dict[str, str]:
    return account(number) | {"partner": "strategic"}


def send_contact(number: int, accounts: int) -> dict[str, str]:
    """A person whom nothing keeps from getting the letter with all others: W3, nobody to be called first."""
    return contact(number, accounts) | {
        "email": f"contact.{number}@drill.example",
        "tier": "general",
        "role": "I",
        "attitude": "1",
    }


def lint_contact(number: int, accounts: int) -> dict[str, str]:
    one = send_contact(number, accounts)
    # Half of the companies are general partners, and some people have no order: so many wordings.
    one |= {"tier": ["general", "key"][number // 7 % 2]}
    if one["language"] == "en":
        letters = [chr(ord("a") + number // 26**place % 26) for place in range(4)]
        return one | {"family_name": one["family_name"] + "".join(letters)}
    language = ["zh-CN", "zh-TW"][number // 5 % 2]
    given = chr(0x4E00 + number % 3000) + chr(0x6000 + number // 3000)
    return one | {"language": language, "given_name": given}


def lint_account(number: int) -> dict[str, str]:
    return account(number) | {"partner": ["strategic", "general"][number % 2], "region": REGIONS[number % 6]}


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


# Where partners of plans are: zone, country, language, sales region. An owner looks after one region.
PLACES = {
    "East Asia": [
        ("Asia/Shanghai", "CN", "zh-CN"),
        ("Asia/Shanghai", "CN", "zh-CN"),
        ("Asia/Taipei", "TW", "zh-TW"),
        ("Asia/Hong_Kong", "HK", "zh-TW"),
        ("Asia/Tokyo", "JP", "en"),
    ],
    "South Asia": [("Asia/Singapore", "SG", "en"), ("Asia/Kolkata", "IN", "en")],
    "Europe": [
        ("Europe/Berlin", "DE", "en"),
        ("Europe/Prague", "CZ", "en"),
        ("Europe/London", "GB", "en"),
        ("Europe/Dublin", "IE", "en"),
    ],
    "America": [("America/Chicago", "US", "en"), ("America/New_York", "US", "en")],
}
REGIONS = ["East Asia", "East Asia", "Europe", "South Asia", "Europe", "America"]
# Who has which part in decisions, on which level, with which words on the card.
PARTS = [
    *[("A", "L5", "Managing Director", "总经理")] * 2,
    *[("D", "L4", "Purchasing Director", "采购总监")] * 3,
    *[("S", "L3", "Head of Quality", "质量经理")] * 5,
    *[("E", "L2", "Process Engineer", "工艺工程师")] * 5,
    *[("I", "L2", "Buyer", "采购专员")] * 5,
]
SPONSORS = 8
TODAY = datetime.date(2026, 11, 20)


def mix(number: int, salt: int) -> int:
    """A number that looks like chance and is the same each time."""
    number = (number * 0x9E3779B1 + salt * 0x85EBCA6B) & 0xFFFFFFFF
    number = ((number ^ number >> 15) * 0x2C1B3C6D) & 0xFFFFFFFF
    return number ^ number >> 13


def pick(choices, number: int, salt: int):
    return choices[mix(number, salt) % len(choices)]


def plan_account(number: int, owners: int) -> dict[str, str]:
    owner = number % owners
    region = REGIONS[owner % len(REGIONS)]
    return account(number) | {
        "partner": "strategic" if mix(number, 1) % 7 == 0 else "general",
        "region": region,
        "country": pick(PLACES[region], number, 2)[1],
        "sponsor": f"d-{mix(number, 3) % SPONSORS + 1:02}",
    }


def plan_contact(number: int, accounts: int, owners: int) -> dict[str, str]:
    company = number % accounts
    owner = company % owners
    places = PLACES[REGIONS[owner % len(REGIONS)]]
    # Most people work where their company is; one of eight does not.
    zone, country, language = pick(places, company if mix(number, 4) % 8 else number, 2)
    role, level, position, chinese_position = pick(PARTS, number, 5)
    chinese = language != "en"
    silent = mix(number, 6) % 800
    return contact(number, accounts) | {
        "family_name": pick(HAN_FAMILY if chinese else FAMILY, number, 7),
        "given_name": pick(HAN_GIVEN if chinese else GIVEN, number, 8),
        "name_order": "family-first" if chinese else "given-first",
        "position": chinese_position if chinese else position,
        "language": language,
        "time_zone": zone,
        "country": country,
        "tier": pick(TIERS, number, 9),
        "role": role,
        "attitude": pick(["1", "1", "2", "0", "3", "", "-1"], number, 10),
        "contacted": "no" if mix(number, 11) % 40 == 0 else "yes",
        "level": level,
        "official": "yes" if mix(number, 12) % 50 == 0 else "no",
        "owner": f"o-{owner + 1:03}",
        "backup": f"o-{(owner + len(REGIONS)) % owners + 1:03}",
        "last_contact": str(TODAY - datetime.timedelta(days=silent)),
        "star": "yes" if mix(number, 13) % 30 == 0 else "no",
        "do_not_contact": "asked for no mail" if mix(number, 14) % 100 == 0 else "",
    }


def team(folder: pathlib.Path, owners: int) -> list[dict[str, str]]:
    """The sample's people, for the duties of its settings, and sponsors and owners beside them."""
    with (folder / "contacts/team.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))

    def one(id: str, number: int, position: str, level: str, manager: str, region: str, calls: int):
        name = f"{pick(GIVEN, number, 15)} {pick(FAMILY, number, 16)}"
        zone, _, language = PLACES[region][0]
        return dict.fromkeys(rows[0], "") | {
            "id": id,
            "name": name,
            "position": position,
            "level": level,
            "email": f"{id}@lingchuan.example",
            "phone": f"+86 512 0556 {number:04}",
            "language": language,
            "time_zone": zone,
            "manager": manager,
            "calls_per_day": str(calls),
        }

    for number in range(SPONSORS):
        region = REGIONS[number % len(REGIONS)]
        rows.append(one(f"d-{number + 1:02}", number, "Director", "L4", "t-01", region, 6))
    for number in range(owners):
        region = REGIONS[number % len(REGIONS)]
        boss = f"d-{number % SPONSORS + 1:02}"
        row = one(f"o-{number + 1:03}", 100 + number, "Account Manager", "L2", boss, region, 8)
        # One of forty has left, and hands over (S-17).
        row["left_on"] = "2026-10-31" if number % 40 == 39 else ""
        rows.append(row)
    return rows


def key_event(number: int) -> dict[str, str]:
    return {
        "id": f"e-{number:05}",
        "account": f"a-{number * 8:05}",
        "name": "Annual tender",
        "date": str(TODAY + datetime.timedelta(days=20 + number % 60)),
        "group": "committee",
        "group_order": "1",
        "person": f"c-{number * 8:07}",
        "distance": "2",
    }


def settle(folder: pathlib.Path, accounts: int, kind: str) -> None:
    """Takes out of the sample what names accounts that this roster does not have."""
    planned = kind == "plan"
    for brief in folder.glob("crises/*/brief.toml"):
        text = brief.read_text(encoding="utf-8")
        text = re.sub(r"(?s)\[\[impact\.account\]\].*?\n\n", "", text)
        affected = [f"a-{number:05}" for number in range(0, accounts, 5)] if planned else []
        lines = "".join(f'    "{id}",\n' for id in affected)
        text = re.sub(r"(?s)(\[affected\]\naccounts = )\[.*?\]", rf"\1[\n{lines}]", text)
        if kind in ("send", "lint"):
            # Measures that are kept by talks with people whom this roster does not have.
            text = re.sub(r"(?m)^kept_by = .*\n", "", text)
        if not planned:
            text = re.sub(r"(?s)\[affected\].*?\n\n", "", text)
        brief.write_text(text, encoding="utf-8")
    events = folder / "contacts/key-events.csv"
    events.unlink(missing_ok=True)
    if planned:
        write(events, (key_event(number) for number in range(max(1, accounts // 8))))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("contacts", type=int)
    arguments.add_argument("folder", type=pathlib.Path)
    arguments.add_argument("kind", nargs="?", default="letters", choices=["letters", "plan", "send", "lint", "mailmerge"])
    arguments.add_argument("--accounts", type=int)
    arguments.add_argument("--owners", type=int, default=40)
    chosen = arguments.parse_args()
    count, folder, owners = chosen.contacts, chosen.folder, chosen.owners
    accounts = chosen.accounts or max(4, min(600, count // 10))
    if chosen.kind == "mailmerge":
        mailmerge(count, folder, accounts)
        return
    planned = chosen.kind == "plan"
    if planned:
        write(folder / "contacts/team.csv", team(folder, owners))
        companies = (plan_account(number, owners) for number in range(accounts))
        people = (plan_contact(number, accounts, owners) for number in range(count))
    elif chosen.kind in ("send", "lint"):
        person = lint_contact if chosen.kind == "lint" else send_contact
        company = lint_account if chosen.kind == "lint" else send_account
        companies = (company(number) for number in range(accounts))
        people = (person(number, accounts) for number in range(count))
    else:
        companies = (account(number) for number in range(accounts))
        people = (contact(number, accounts) for number in range(count))
    write(folder / "contacts/accounts.csv", companies)
    write(folder / "contacts/contacts.csv", people)
    settle(folder, accounts, chosen.kind)


main()
