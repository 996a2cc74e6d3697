//! A small plan: three of us in three languages and zones, four people, one of everything.

use super::super::{Maps, Papers, Sources as PaperSources};
use crate::crisis::Brief;
use crate::diagnostic::Diagnostic;
use crate::locale::{Forms, Language};
use crate::outreach::playbook::{Action, Playbook, Talk, TalkGround};
use crate::outreach::policy::Policy;
use crate::outreach::{
    Channel, CheckIn, Dropped, LeftOut, Plan, Planned, Reason, State, Subject, Wave, WavePlan,
    Words,
};
use crate::roster::{Roster, Source, Sources};
use crate::workspace::{Assets, Config};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::sync::Arc;

const SETTINGS: &str = include_str!("../../../../templates/hearten.toml");
const BRIEF: &str = include_str!("../../../../contacts/brief.toml");

const ACCOUNTS: &str = "id,name,name_en,name_zh_cn,partner,country
a-1,\"R&D <Söhne> GmbH\",,,strategic,DE
a-2,云麓电梯,Yunlu Elevator,云麓电梯,general,CN
";

const TEAM: &str = "id,name,name_en,position,position_en,level,email,phone,language,time_zone,manager,left_on,calls_per_day
t-1,Ada Brandt,Ada Brandt,Sales lead,Sales lead,L4,ada@lingchuan.example,+49 30 0555 0101,en,Europe/Berlin,,,
t-2,彭嘉禾,Peng Jiahe,客户经理,Account manager,L2,peng@lingchuan.example,,zh-CN,Asia/Shanghai,t-1,,
t-3,許怡蓁,Hsu Yi-chen,業務經理,Account manager,L2,hsu@lingchuan.example,,zh-TW,Asia/Taipei,t-1,,
";

const CONTACTS: &str = "id,account,family_name,given_name,name_order,position,email,phone,language,time_zone,country,tier,role,attitude,owner,do_not_contact,concerns,notes
c-1,a-1,Weber,Jörg,given-first,=cmd|' /C calc'!A0,joerg@rd.example,+49 (0)89 0555 117,en,Europe/Berlin,DE,key,D,-1,t-1,,SECRET-CONCERN,SECRET-NOTE
c-2,a-2,鲍,国梁,family-first,总经理,guoliang@yunlu.example,021 0555 0145 转 12,zh-CN,Asia/Shanghai,CN,organization,A,3,t-2,,,SECRET-NOTE
c-3,a-2,费,玉洁,family-first,,,,zh-CN,,CN,general,,,t-3,,,
c-4,a-1,Gone,Ben,given-first,,ben@rd.example,,en,,DE,general,,,t-1,SECRET-REASON,,
";

const PLAYBOOK: &str = r#"
title = { en = "T", zh-CN = "题", zh-TW = "題" }

[[action]]
id = "PB-T-1"
name = { en = "First call", zh-CN = "首次致电", zh-TW = "首次致電" }
audience = { partner = "strategic" }
owner = "sponsor"
from = "1h"
by = "4h"
channel = "phone"
rules = ["S-43"]
objective = { en = "SECRET-OBJECTIVE", zh-CN = "SECRET-OBJECTIVE", zh-TW = "SECRET-OBJECTIVE" }
points.en = ["Your order is safe{% if contact.name %}, {{ contact.name }}{% endif %}.", "What worries you?"]
points.zh-CN = ["{% if contact.name %}{{ contact.name }}，{% endif %}贵公司的订单不受影响。", "您最担心什么？"]
points.zh-TW = ["{% if contact.name %}{{ contact.name }}，{% endif %}貴公司的訂單不受影響。", "您最擔心什麼？"]
material = { en = "Fact sheet", zh-CN = "事实说明", zh-TW = "事實說明" }
done_when = { en = "Spoken", zh-CN = "已通话", zh-TW = "已通話" }

[[action]]
id = "PB-T-2"
group = "staff"
wave = 1
who = { en = "All colleagues", zh-CN = "全体同事", zh-TW = "全體同仁" }
name = { en = "Stop greetings", zh-CN = "暂停问候", zh-TW = "暫停問候" }
owner = "leader"
from = "0h"
by = "1h"
channel = "freeze"
objective = { en = "SECRET-OBJECTIVE", zh-CN = "SECRET-OBJECTIVE", zh-TW = "SECRET-OBJECTIVE" }
points = { en = ["Stop."], zh-CN = ["停。"], zh-TW = ["停。"] }
done_when = { en = "Stopped", zh-CN = "已停", zh-TW = "已停" }

[[action]]
id = "PB-T-3"
name = { en = "Letter of thanks", zh-CN = "感谢信", zh-TW = "感謝信" }
audience = { partner = "strategic" }
owner = "leader"
from = "1d"
by = "2d"
channel = "letter"
objective = { en = "SECRET-OBJECTIVE", zh-CN = "SECRET-OBJECTIVE", zh-TW = "SECRET-OBJECTIVE" }
points = { en = ["Thanks."], zh-CN = ["感谢。"], zh-TW = ["感謝。"] }
done_when = { en = "Sent", zh-CN = "已寄", zh-TW = "已寄" }
"#;

/// The plan with all that its papers are made from.
pub(super) struct Sample {
    config: Config,
    brief: Brief,
    assets: &'static Assets,
    roster: Roster,
    words: BTreeMap<Language, Words>,
    forms: BTreeMap<Language, Forms>,
    talk: Talk,
    pub(super) plan: Plan,
    pub(super) findings: Vec<Diagnostic>,
    pub(super) maps: Maps,
    pub(super) sequence: u64,
}

pub(super) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn check(action: &Arc<Action>, subject: Subject, owner: Option<usize>, start: &str) -> CheckIn {
    let whom = match subject {
        Subject::Contact(at) => format!("c-{}", at + 1),
        Subject::Group => "staff".to_owned(),
        Subject::Readers(_) => "readers".to_owned(),
    };
    let start = at(start);
    let length = jiff::SignedDuration::from_mins(action.channel.minutes());
    CheckIn {
        id: format!("{}.{whom}", action.id),
        action: Arc::clone(action),
        subject,
        owner,
        wave: 3,
        start,
        end: start + length,
        latest: start + jiff::SignedDuration::from_hours(3),
        channel: action.channel,
        why: vec![
            Reason::new("PB-T-1", "playbook"),
            Reason::new("S-43", "rule"),
            Reason::new("P-07", "owner-own").with("owner", "Ada"),
        ],
        state: State::Open,
        gift: None,
    }
}

impl Sample {
    pub(super) fn new() -> Self {
        let (config, _) = Config::read("hearten.toml", SETTINGS).unwrap();
        let (brief, _) = Brief::read("brief.toml", BRIEF).unwrap();
        let assets = Assets::built_in();
        let (policy, _) = Policy::read(assets, "").unwrap();
        let (roster, report) = Roster::open(Sources::Tables {
            accounts: Source::memory("accounts.csv", ACCOUNTS),
            contacts: Source::memory("contacts.csv", CONTACTS),
            team: Source::memory("team.csv", TEAM),
        })
        .unwrap();
        assert!(!report.has_errors(), "{:?}", report.kept());
        let languages = Language::ALL;
        let (playbook, report) = Playbook::read("t.toml", PLAYBOOK, None, &languages).unwrap();
        assert!(!report.has_errors(), "{:?}", report.kept());
        let read = |language| (language, Words::read(assets, language).unwrap());
        let words = languages.map(read).into_iter().collect();
        let read = |language| (language, assets.forms(language).unwrap());
        let forms: BTreeMap<_, _> = languages.map(read).into_iter().collect();
        let directory = roster.directory();
        let ground = TalkGround { brief: &brief, config: &config, directory };
        let talk = Talk::prepare(&playbook.actions, ground, &forms).unwrap();
        let (contacts, report) = roster.collect();
        assert_eq!(contacts.len(), 4, "{:?}", report.kept());
        let contacts = contacts.into_iter().map(|contact| Planned {
            left_out: contact.do_not_contact.clone().map(LeftOut::DoNotContact),
            contact,
            wave: Some(Wave::new(3)),
            score: 7,
            letter_at: None,
            gone: false,
        });
        let actions: Vec<Arc<Action>> = playbook.actions.into_iter().map(Arc::new).collect();
        let mut check_ins = vec![
            check(&actions[1], Subject::Group, Some(0), "2026-11-20T02:00:00Z"),
            // Before and after the end of summer time in Berlin.
            check(&actions[0], Subject::Contact(0), Some(0), "2026-10-23T08:00:00Z"),
            check(&actions[0], Subject::Contact(1), Some(0), "2026-11-20T20:00:00Z"),
            check(&actions[2], Subject::Readers(1200), Some(0), "2026-11-21T08:00:00Z"),
            check(&actions[0], Subject::Contact(1), Some(1), "2026-11-22T02:00:00Z"),
            check(&actions[0], Subject::Contact(2), Some(2), "2026-11-23T02:00:00Z"),
            check(&actions[0], Subject::Contact(2), None, "2026-11-24T02:00:00Z"),
        ];
        check_ins[2].state = State::Late;
        check_ins[4].state = State::Held("PB-T-2".to_owned());
        check_ins[4].id.push_str(".2");
        check_ins[5].state = State::Tried(2);
        check_ins[6].id.push_str(".3");
        let wave = WavePlan {
            rule: Arc::clone(policy.wave(Wave::new(3)).unwrap()),
            start: at("2026-11-20T02:00:00Z"),
            end: at("2026-11-20T08:00:00Z"),
            held: Some("PB-T-2".to_owned()),
            letters: 3,
            gone: 2,
            check_ins: 6,
            why: vec![Reason::new("P-03", "wave-nominal").with("start", "1h")],
        };
        let dropped = |subject| Dropped {
            action: Arc::clone(&actions[0]),
            subject,
            why: Reason::new("P-12", "no-capacity"),
        };
        let plan = Plan {
            now: at("2026-11-20T01:00:00Z"),
            contacts: contacts.collect(),
            waves: vec![wave],
            check_ins,
            dropped: vec![dropped(Subject::Contact(0)), dropped(Subject::Contact(3))],
            advice: vec![(1, Reason::new("S-40", "ladder-1"))],
        };
        let findings = vec![
            Diagnostic::warning("2 check-ins come late").rule("P-12").hint("run `hearten plan`"),
        ];
        Self {
            config,
            brief,
            assets,
            roster,
            words,
            forms,
            talk,
            plan,
            findings,
            maps: Maps::default(),
            sequence: 5,
        }
    }

    /// The papers.
    pub(super) fn papers(&self) -> Papers<'_> {
        Papers::new(PaperSources {
            plan: &self.plan,
            directory: self.roster.directory(),
            brief: &self.brief,
            config: &self.config,
            assets: self.assets,
            words: &self.words,
            forms: &self.forms,
            talk: &self.talk,
            findings: &self.findings,
            on_paper: &self.findings,
            maps: &self.maps,
            sequence: self.sequence,
            rehearsal: true,
        })
    }

    /// The one page.
    pub(super) fn page(&self) -> String {
        self.papers().pages().unwrap().remove(0).1
    }

    /// A calendar with its folded lines put together again.
    pub(super) fn calendar(&self, name: &str) -> String {
        let calendars = self.papers().calendars();
        let (_, bytes) = calendars.into_iter().find(|(own, _)| own == name).unwrap();
        String::from_utf8(bytes).unwrap().replace("\r\n ", "").replace("\r\n", "\n")
    }

    /// Puts so many check-ins of the first owner in place of the others.
    pub(super) fn grow(&mut self, count: usize) {
        let one = self.plan.check_ins[1].clone();
        let many = (0..count).map(|at| CheckIn {
            id: format!("PB-T-1.c-1.{at}"),
            channel: Channel::Phone,
            ..one.clone()
        });
        self.plan.check_ins.extend(many);
    }
}
