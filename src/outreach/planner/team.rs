use super::person::Person;
use crate::diagnostic::{Diagnostic, List, nearest};
use crate::outreach::hours::{Almanac, Almanacs};
use crate::outreach::{Duty, Ground, Reason};
use crate::roster::{Level, TeamId, TeamMember};
use jiff::civil::Date;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Our own people: who answers for what, who stands in for whom, and who is there on a day.
#[derive(Debug)]
pub(super) struct Staff<'a> {
    ground: &'a Ground<'a>,
    pub(super) members: Vec<&'a TeamMember>,
    almanacs: Vec<Arc<Almanac>>,
    by_id: HashMap<&'a str, usize>,
    duties: BTreeMap<Duty, usize>,
}

/// A person who could do it, with why it is them.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub(super) member: usize,
    pub(super) why: Reason,
}

impl<'a> Staff<'a> {
    pub(super) fn of(ground: &'a Ground<'a>, almanacs: &Almanacs, sender: &str) -> Self {
        let members: Vec<&TeamMember> = ground.directory.team.iter().collect();
        let by_id: HashMap<&str, usize> =
            members.iter().enumerate().map(|(at, member)| (member.id.as_str(), at)).collect();
        let zone = |member: &TeamMember| {
            let own = member.time_zone.as_deref().and_then(crate::locale::zone);
            own.unwrap_or_else(|| ground.brief.zone.clone())
        };
        let almanacs = members.iter().map(|member| almanacs.of(None, &zone(member))).collect();
        let mut duties: BTreeMap<Duty, usize> = ground
            .policy
            .duties
            .iter()
            .filter_map(|(duty, (id, _))| Some((*duty, *by_id.get(id.as_str())?)))
            .collect();
        let mut staff = Self { ground, members, almanacs, by_id, duties: BTreeMap::new() };
        if let Some(leader) = staff.leader(sender) {
            duties.entry(Duty::Leader).or_insert(leader);
        }
        staff.duties = duties;
        staff
    }

    /// Who signs: by address, else the first of the highest level.
    fn leader(&self, sender: &str) -> Option<usize> {
        let signs = |member: &&TeamMember| {
            member
                .email
                .as_ref()
                .is_some_and(|email| email.address().to_string().eq_ignore_ascii_case(sender))
        };
        let signing =
            (0..self.members.len()).find(|at| signs(&self.members[*at]) && !self.has_left(*at));
        let highest = || {
            let levels = self.members.iter().enumerate();
            let present = levels.filter(|(at, _)| !self.has_left(*at));
            present.max_by_key(|(_, member)| (member.level, std::cmp::Reverse(&member.id)))
        };
        signing.or_else(|| highest().map(|(at, _)| at))
    }

    /// What is wrong with the duties of the policy.
    pub(super) fn findings(&self) -> Vec<Diagnostic> {
        let policy = self.ground.policy;
        let unknown =
            policy.duties.iter().filter(|(_, (id, _))| !self.by_id.contains_key(id.as_str()));
        unknown
            .map(|(duty, (id, place))| {
                let known = self.members.iter().map(|member| member.id.as_str());
                let hint = match nearest(id, known) {
                    Some(near) => format!("write `{near}`"),
                    None => "write the id of a person of the team table".to_owned(),
                };
                Diagnostic::error(format!("nobody in the team has the id `{id}`"))
                    .at(place.clone())
                    .why(format!("It should answer for the duty `{duty}`."))
                    .hint(hint)
            })
            .collect()
    }

    pub(super) fn almanac(&self, member: usize) -> &Arc<Almanac> {
        &self.almanacs[member]
    }

    /// Whether a person is there on a day (P-08, S-17).
    pub(super) fn is_there(&self, member: usize, day: Date) -> bool {
        let person = self.members[member];
        person.left_on.is_none_or(|left| day < left)
            && !self.ground.policy.is_away(person.id.as_str(), day)
    }

    pub(super) fn has_left(&self, member: usize) -> bool {
        let today = self.almanacs[member].date(self.ground.now);
        self.members[member].left_on.is_some_and(|left| left <= today)
    }

    fn get(&self, id: Option<&TeamId>) -> Option<usize> {
        self.by_id.get(id?.as_str()).copied()
    }

    pub(super) fn member(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// Who holds a duty that is not bound to an account.
    pub(super) fn duty(&self, duty: Duty) -> Option<usize> {
        self.duties.get(&duty).copied().filter(|member| !self.has_left(*member))
    }

    /// Everybody above a person, nearest first.
    fn above(&self, member: usize) -> Vec<usize> {
        let mut chain = Vec::new();
        let mut at = member;
        while let Some(boss) = self.get(self.members[at].manager.as_ref()) {
            if boss == member || chain.contains(&boss) {
                break;
            }
            chain.push(boss);
            at = boss;
        }
        chain
    }

    /// Who could do something for a person, the best first: never somebody who has left, nobody
    /// twice (P-05 to P-08, S-17).
    pub(super) fn candidates(
        &self,
        duty: Duty,
        level_match: bool,
        person: &Person<'_>,
    ) -> Vec<Candidate> {
        let contact = person.contact();
        let owner = self.get(contact.owner.as_ref());
        let backup = self.get(contact.backup.as_ref());
        let sponsor = self.get(person.profile.account.sponsor.as_ref());
        let leader = self.duty(Duty::Leader);
        let boss = |of: Option<usize>| of.map(|of| self.above(of)).unwrap_or_default();
        let mut line: Vec<(usize, Reason)> = Vec::new();
        let mut add = |member: Option<usize>, why: Reason| {
            if let Some(member) = member
                && !self.has_left(member)
                && line.iter().all(|(known, _)| *known != member)
            {
                line.push((member, why.with("owner", &self.members[member].name)));
            }
        };
        let left = |member: Option<usize>| member.filter(|member| self.has_left(*member));
        match duty {
            Duty::AccountManager => {
                add(owner, Reason::new("P-07", "owner-own"));
                let handed = |rule: Reason| match left(owner) {
                    Some(gone) => {
                        Reason::new("S-17", "owner-left").with("left", &self.members[gone].name)
                    }
                    None => rule,
                };
                add(backup, handed(Reason::new("P-08", "owner-backup")));
                for boss in boss(owner) {
                    add(Some(boss), handed(Reason::new("P-08", "owner-boss")));
                }
                add(sponsor, Reason::new("P-08", "owner-sponsor-gap"));
                add(leader, Reason::new("P-08", "owner-leader-gap"));
            }
            Duty::Sponsor => {
                add(sponsor, Reason::new("S-15", "owner-sponsor"));
                for boss in boss(owner) {
                    add(Some(boss), Reason::new("P-08", "owner-boss"));
                }
                add(leader, Reason::new("P-08", "owner-leader-gap"));
            }
            Duty::Leader => {
                add(leader, Reason::new("S-27", "owner-leader"));
                add(sponsor, Reason::new("P-05", "owner-next-level"));
                for boss in boss(owner) {
                    add(Some(boss), Reason::new("P-05", "owner-next-level"));
                }
            }
            other => {
                add(self.duty(other), Reason::new("P-07", "owner-duty").with("duty", &other));
                add(sponsor, Reason::new("P-08", "owner-duty-gap").with("duty", &other));
                add(leader, Reason::new("P-08", "owner-duty-gap").with("duty", &other));
            }
        }
        if level_match {
            add(leader, Reason::new("P-05", "owner-level"));
            add(owner, Reason::new("P-07", "owner-own"));
            add(backup, Reason::new("P-08", "owner-backup"));
        }
        let line = line.into_iter().map(|(member, why)| Candidate { member, why }).collect();
        if level_match { self.by_level(line, person) } else { line }
    }

    /// Others who speak the person's language, for one whose hours none of their own line shares
    /// (P-12).
    pub(super) fn others(&self, line: &[Candidate], person: &Person<'_>) -> Vec<Candidate> {
        const ENOUGH: usize = 6;
        let language = person.contact().language;
        let fits = |at: &usize| {
            self.members[*at].language == Some(language)
                && !self.has_left(*at)
                && line.iter().all(|known| known.member != *at)
        };
        let mut others: Vec<usize> = (0..self.members.len()).filter(fits).collect();
        others.sort_by_key(|at| &self.members[*at].id);
        others.truncate(ENOUGH);
        let named = others.into_iter().map(|member| Candidate {
            member,
            why: Reason::new("P-12", "owner-other").with("owner", &self.members[member].name),
        });
        named.collect()
    }

    /// Those of a fitting level first; without one, the next level down, and the leader signs (P-05).
    fn by_level(&self, line: Vec<Candidate>, person: &Person<'_>) -> Vec<Candidate> {
        let Some(level) = person.contact().level else { return line };
        let gap = if person.is_strategic_head() { 0 } else { self.ground.policy.level_gap };
        let needed = level.number().saturating_sub(gap);
        let number = |at: usize| self.members[at].level.map_or(0, Level::number);
        let (mut fits, mut below): (Vec<_>, Vec<_>) =
            line.into_iter().partition(|candidate| number(candidate.member) >= needed);
        // Of those who fit, whoever knows the person comes first: who spoke with them last.
        let known = person.standing.and_then(|standing| {
            standing.last_talk().and_then(|touch| self.member(touch.by.as_deref()?))
        });
        if let Some(at) = fits.iter().position(|candidate| Some(candidate.member) == known) {
            let mut known = fits.remove(at);
            known.why = Reason::new("P-07", "owner-history")
                .with("owner", &self.members[known.member].name);
            fits.insert(0, known);
        }
        // The head of a strategic partner is never called by somebody two levels down, be it late.
        let floor = if person.is_strategic_head() { needed.saturating_sub(1) } else { 0 };
        below.retain(|candidate| number(candidate.member) >= floor);
        below.sort_by_key(|candidate| std::cmp::Reverse(number(candidate.member)));
        for candidate in &mut below {
            candidate.why = Reason::new("P-05", "owner-next-level")
                .with("owner", &self.members[candidate.member].name);
        }
        fits.append(&mut below);
        fits
    }

    /// Who does what is not for one person: who holds the duty, else the leader.
    pub(super) fn duty_line(&self, duty: Duty) -> Vec<Candidate> {
        let named = |member: usize, why: Reason| Candidate {
            member,
            why: why.with("owner", &self.members[member].name),
        };
        let holder = self.duty(duty);
        let leader = self.duty(Duty::Leader).filter(|leader| holder != Some(*leader));
        let why = match duty {
            Duty::Leader => Reason::new("S-27", "owner-leader"),
            duty => Reason::new("P-07", "owner-duty").with("duty", &duty),
        };
        let gap = Reason::new("P-08", "owner-duty-gap").with("duty", &duty);
        let mut line: Vec<Candidate> =
            holder.map(|member| named(member, why)).into_iter().collect();
        line.extend(leader.map(|member| named(member, gap.clone())));
        // When both are away, whoever stands highest acts.
        let mut others: Vec<usize> = (0..self.members.len())
            .filter(|at| !self.has_left(*at) && line.iter().all(|known| known.member != *at))
            .collect();
        others
            .sort_by_key(|at| (std::cmp::Reverse(self.members[*at].level), &self.members[*at].id));
        line.extend(others.first().map(|member| named(*member, gap)));
        line
    }

    /// Whom a check-in goes to when nobody answered (P-13): the sponsor, then the leader.
    pub(super) fn escalated(
        &self,
        to: Duty,
        person: &Person<'_>,
        key: &'static str,
    ) -> Vec<Candidate> {
        let mut line = self.candidates(to, person.is_strategic_head(), person);
        for candidate in &mut line {
            candidate.why =
                Reason::new("P-13", key).with("owner", &self.members[candidate.member].name);
        }
        line
    }

    /// What to say of duties that playbooks name and nobody holds (P-08).
    pub(super) fn gaps(&self, wanted: impl IntoIterator<Item = Duty>) -> Option<Diagnostic> {
        let mut open: Vec<Duty> = wanted
            .into_iter()
            .filter(|duty| !matches!(duty, Duty::Sponsor | Duty::AccountManager))
            .filter(|duty| self.duty(*duty).is_none())
            .collect();
        open.sort_unstable();
        open.dedup();
        let first = *open.first()?;
        Some(
            Diagnostic::warning(format!("nobody holds the duty {}", List(&open)))
                .rule("P-08")
                .why("What the playbook asks of it goes to the sponsor or the leader in its place.")
                .hint(format!("name a person of the team in `hearten.toml`: `[outreach.duties]`, `{first} = \"t-01\"`")),
        )
    }
}
