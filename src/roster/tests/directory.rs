use super::{HEAD, ROW, TEAM, briefs, read_all, tables};
use crate::diagnostic::Diagnostic;
use crate::locale::Language;
use crate::roster::{Partner, Roster};

fn contacts() -> String {
    format!("{HEAD}\n{ROW}\n")
}

fn with_accounts(accounts: &str) -> Vec<Diagnostic> {
    read_all(tables(accounts, contacts(), TEAM)).1
}

fn with_team(team: &str) -> Vec<Diagnostic> {
    read_all(tables(super::ACCOUNTS, contacts(), team)).1
}

#[test]
fn accounts_and_team_are_named_in_the_readers_language() {
    let accounts = "id,name,name_en,name-zh-CN,partner,stage,sponsor,country\n\
                    a-1,苏州机械,Suzhou Machines,,战略,4,t-2,cn\n";
    let team = "id,name,name_en,name_zh_tw,position,position_zh_cn,manager,left_on,calls per day\n\
                t-1,Li Na,,李娜,CEO,总裁,,,8\nt-2,Tom Novak,,,,,t-1,2026-01-31,\n";
    let (roster, report) = Roster::open(tables(accounts, contacts(), team)).unwrap();
    assert!(report.is_empty());
    let account = roster.directory().accounts.get("a-1").unwrap();
    assert_eq!(account.name_in(Language::En), "Suzhou Machines");
    assert_eq!(account.name_in(Language::ZhCn), "苏州机械");
    assert_eq!((account.partner, account.stage.unwrap().step()), (Partner::Strategic, 4));
    assert_eq!(account.sponsor.as_ref().unwrap().as_str(), "t-2");
    let member = roster.directory().team.get("t-1").unwrap();
    assert_eq!((member.name_in(Language::ZhTw), member.name_in(Language::En)), ("李娜", "Li Na"));
    assert_eq!(member.position_in(Language::ZhCn), Some("总裁"));
    assert_eq!(member.position_in(Language::En), Some("CEO"));
    assert_eq!(member.calls_per_day, Some(8));
    let other = roster.directory().team.get("t-2").unwrap();
    assert_eq!(other.manager.as_ref().unwrap().as_str(), "t-1");
    assert_eq!(other.left_on.unwrap().to_string(), "2026-01-31");
    assert_eq!(roster.directory().team.len(), 2);
}

#[test]
fn s25_an_account_is_strategic_or_general_and_never_both() {
    let two = with_accounts("id,name,partner\na-1,One,strategic\nA-1,One,general\n");
    assert_eq!(briefs(&two), ["error S-25 [general]"]);
    assert!(two[0].why.contains("Line 2"));
    let cell = with_accounts("id,name,partner\na-1,One,strategic/general\n");
    assert_eq!(briefs(&cell), ["error S-25 [strategic/general]"]);
    let same = with_accounts("id,name,partner\na-1,One,general\na-1,One,general\n");
    assert_eq!(briefs(&same), ["error - [a-1]"]);
    let none = with_accounts("id,name,partner\na-1,One,\n");
    assert_eq!(briefs(&none), ["error - []"]);
    let slip = with_accounts("id,name,partner\na-1,One,stratgic\n");
    assert_eq!(briefs(&slip), ["error S-25 [stratgic]"]);
    assert!(slip[0].hint.contains("`strategic`"));
}

#[test]
fn an_error_in_an_account_is_told_once_and_not_for_each_of_its_contacts() {
    let findings = with_accounts("id,name,partner,stage\na-1,One,general,9\n");
    assert_eq!(briefs(&findings), ["error S-18 [9]"]);
}

#[test]
fn s15_the_sponsor_is_one_of_the_team() {
    let findings = with_accounts("id,name,partner,sponsor\na-1,One,general,t-7\n");
    assert_eq!(briefs(&findings), ["error - [t-7]"]);
    assert!(with_accounts("id,name,partner,sponsor\na-1,One,general,t-2\n").is_empty());
}

#[test]
fn managers_are_known_and_stand_in_no_circle() {
    assert!(with_team("id,name,manager\nt-1,A,t-2\nt-2,B,\n").is_empty());
    assert_eq!(briefs(&with_team("id,name,manager\nt-1,A,t-9\n")), ["error - [t-9]"]);
    assert_eq!(briefs(&with_team("id,name,manager\nt-1,A,t-1\n")), ["error - [t-1]"]);
    let circle = with_team("id,name,manager\nt-1,A,t-2\nt-2,B,t-3\nt-3,C,t-1\n");
    assert_eq!(briefs(&circle), ["error - [t-1]"]);
    let beside = with_team("id,name,manager\nt-1,A,t-1\nt-2,B,t-1\nt-3,C,t-2\n");
    assert_eq!(briefs(&beside), ["error - [t-1]"]);
}

#[test]
fn p12_calls_a_day_are_a_small_whole_number() {
    assert_eq!(briefs(&with_team("id,name,calls_per_day\nt-1,A,many\n")), ["error P-12 [many]"]);
    assert_eq!(briefs(&with_team("id,name,calls_per_day\nt-1,A,900\n")), ["error P-12 [900]"]);
    assert!(with_team("id,name,calls_per_day\nt-1,A,0\n").is_empty());
}

#[test]
fn team_ids_are_there_once() {
    assert_eq!(briefs(&with_team("id,name\nt-1,A\nT-1,B\n")), ["error - [T-1]"]);
}
