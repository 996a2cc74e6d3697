use super::config::Config;
use super::{Mode, SETTINGS};
use crate::diagnostic::{Diagnostic, Place, Severity, nearest};
use std::collections::BTreeMap;

/// Domains at which anybody gets an address: a company never writes from one (E-20).
const FREE_MAIL: [&str; 44] = [
    "126.com",
    "139.com",
    "163.com",
    "189.cn",
    "aliyun.com",
    "aol.com",
    "fastmail.com",
    "foxmail.com",
    "free.fr",
    "gmail.com",
    "gmx.at",
    "gmx.ch",
    "gmx.com",
    "gmx.de",
    "gmx.net",
    "googlemail.com",
    "hotmail.co.uk",
    "hotmail.com",
    "hotmail.de",
    "hotmail.fr",
    "icloud.com",
    "live.com",
    "mac.com",
    "mail.com",
    "mail.ru",
    "me.com",
    "msn.com",
    "naver.com",
    "orange.fr",
    "outlook.com",
    "pm.me",
    "proton.me",
    "protonmail.com",
    "qq.com",
    "seznam.cz",
    "sina.cn",
    "sina.com",
    "sohu.com",
    "t-online.de",
    "vip.qq.com",
    "web.de",
    "yahoo.com",
    "yahoo.com.tw",
    "yandex.ru",
];

impl Config {
    /// What stands in the way of sending to partners: nothing is missing for a drill, so there only
    /// slips are told.
    ///
    /// `team` holds the ids of our people, and whether they are still here.
    pub fn readiness(&self, team: &BTreeMap<&str, bool>) -> Vec<Diagnostic> {
        let approval =
            ("[approval]", "P-22", "An approval is given by a person whom the team table knows.");
        let seeds =
            ("seeds", "P-18", "The samples go to people of ours whom the team table knows.");
        let named = self.approval.named().map(|named| (named, approval));
        let named = named
            .chain(self.delivery.places.iter().map(|(id, place)| ((id.as_str(), place), seeds)));
        let mut found: Vec<Diagnostic> =
            named.filter_map(|((id, place), list)| self.stranger(id, place, list, team)).collect();
        if self.mode == Mode::Live {
            found.extend(self.no_server());
            found.extend(self.approvers(team));
            found.extend(self.free_mail());
        }
        found
    }

    /// Somebody who is named and not of our people, or not any more (P-18, P-22); `list` is where, with
    /// the rule and the reason why it matters.
    fn stranger(
        &self,
        id: &str,
        place: &Place,
        list: (&str, &'static str, &str),
        team: &BTreeMap<&str, bool>,
    ) -> Option<Diagnostic> {
        let (section, rule, why) = list;
        let (title, hint) = match team.get(id) {
            Some(true) => return None,
            Some(false) => (
                format!("`{id}` has left, and is named in `{section}`"),
                "name somebody who is here".to_owned(),
            ),
            None => (
                format!("nobody in the team has the id `{id}`"),
                match nearest(id, team.keys().copied()) {
                    Some(near) => format!("write `{near}`, then run `hearten check`"),
                    None => "write an id of the team table".to_owned(),
                },
            ),
        };
        let severity = if self.mode == Mode::Live { Severity::Error } else { Severity::Warning };
        let mut finding =
            Diagnostic::warning(title).rule(rule).at(place.clone()).why(why).hint(hint);
        finding.severity = severity;
        Some(finding)
    }

    fn no_server(&self) -> Option<Diagnostic> {
        if self.mail.first.is_some() || self.mail.second.is_some() {
            return None;
        }
        Some(
            Diagnostic::error("no mail server is named")
                .rule("P-24")
                .at(Place::file(SETTINGS))
                .why("The settings say `mode = \"live\"`, and letters have nowhere to go.")
                .hint("add `[mail]` with `server`, `user` and `password` (docs/mail.md shows examples), then run `hearten doctor`"),
        )
    }

    /// Enough people who may approve besides the drafter (P-22).
    fn approvers(&self, team: &BTreeMap<&str, bool>) -> Vec<Diagnostic> {
        let rules = &self.approval;
        let place = || rules.place().cloned().unwrap_or_else(|| Place::file(SETTINGS));
        let mut found = Vec::new();
        if rules.drafter.is_none() {
            found.push(
                Diagnostic::error("nobody is named who drafts the letters")
                    .rule("P-22")
                    .at(place())
                    .why("Whoever drafts does not approve, so it must be known who that is.")
                    .hint("write `drafter = \"t-11\"` below `[approval]`, with an id of the team table"),
            );
        }
        let here = rules.eligible().filter(|id| team.get(id) == Some(&true)).count();
        let needed = usize::from(rules.needed);
        if here < needed {
            found.push(
                Diagnostic::error(format!("{needed} must approve, and {here} of the team may"))
                    .rule("P-22")
                    .at(place())
                    .why("The drafter's own approval does not count.")
                    .hint("name more people in `approvers` below `[approval]`, by their ids in the team table"),
            );
        }
        if rules.needed < 2 {
            found.push(
                Diagnostic::warning("one approval is enough to write to all partners")
                    .rule("P-22")
                    .at(place())
                    .why("A second pair of eyes finds what the first has read too often.")
                    .hint("write `needed = 2` below `[approval]`"),
            );
        }
        found
    }

    /// A letter from a domain at which anybody gets an address looks like fraud (E-20).
    fn free_mail(&self) -> Option<Diagnostic> {
        let domain = self.sender.email.domain().to_ascii_lowercase();
        FREE_MAIL.contains(&domain.as_str()).then(|| {
            Diagnostic::error(format!("letters would come from `{domain}`"))
                .rule("E-20")
                .at(Place::file(SETTINGS))
                .why("Anybody gets an address there; partners are trained to take such a letter for fraud.")
                .hint("write from the company's own domain: `organisation.domain` and `sender.email`")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Config;
    use std::collections::BTreeMap;

    const SAMPLE: &str = include_str!("../../templates/hearten.toml");

    fn told(text: &str) -> Vec<String> {
        let (config, _) = Config::read("hearten.toml", text).unwrap();
        let team = BTreeMap::from([
            ("t-01", true),
            ("t-02", true),
            ("t-11", true),
            ("t-12", false),
            ("t-13", true),
        ]);
        config.readiness(&team).into_iter().map(|finding| finding.title).collect()
    }

    fn live() -> String {
        let lines: Vec<&str> =
            SAMPLE.lines().filter(|line| !line.starts_with("rehearsal = ")).collect();
        lines.join("\n").replace("mode = \"drill\"", "mode = \"live\"")
    }

    #[test]
    fn p_24_only_live_settings_must_be_whole() {
        assert!(told(SAMPLE).is_empty());
        assert_eq!(told(&live()), ["no mail server is named"]);
        let served = live() + "\n[mail]\nserver = \"smtp.lingchuan.example\"\n";
        assert!(told(&served).is_empty());
    }

    #[test]
    fn p_22_enough_people_besides_the_drafter_must_be_of_the_team() {
        let served = live() + "\n[mail]\nserver = \"smtp.lingchuan.example\"\n";
        let approvers = "approvers = [\"t-01\", \"t-13\", \"t-02\"]";
        assert!(served.contains(approvers));
        let few = served.replace(approvers, "approvers = [\"t-11\", \"t-12\", \"t-99\", \"t-01\"]");
        assert_eq!(
            told(&few),
            [
                "`t-12` has left, and is named in `[approval]`",
                "nobody in the team has the id `t-99`",
                "2 must approve, and 1 of the team may"
            ]
        );
        let nobody = served.replace("drafter = ", "# ").replace("needed = 2", "needed = 1");
        assert_eq!(
            told(&nobody),
            [
                "nobody is named who drafts the letters",
                "one approval is enough to write to all partners"
            ]
        );
        let slip = SAMPLE.replace("drafter = \"t-11\"", "drafter = \"t-111\"");
        assert_eq!(told(&slip), ["nobody in the team has the id `t-111`"]);
    }

    #[test]
    fn e_20_letters_never_come_from_a_free_mail_domain() {
        let served = live() + "\n[mail]\nserver = \"smtp.lingchuan.example\"\n";
        let free = served.replace("lingchuan.example", "gmail.com");
        assert_eq!(told(&free), ["letters would come from `gmail.com`"]);
    }
}
