use super::sample::Sample;

#[test]
fn each_owner_with_something_to_do_has_a_calendar() {
    let names: Vec<String> =
        Sample::new().papers().calendars().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["t-1.ics", "t-2.ics", "t-3.ics"]);
}

#[test]
fn an_entry_has_all_that_a_caller_needs() {
    let calendar = Sample::new().calendar("t-2.ics");
    let event = &calendar[calendar.find("BEGIN:VEVENT").unwrap()..];
    let expected = "BEGIN:VEVENT
UID:PB-T-1.c-2.2@2026-11-suzhou-fire.lingchuan.example
DTSTAMP:20261120T010000Z
LAST-MODIFIED:20261120T010000Z
SEQUENCE:5
DTSTART;TZID=Asia/Shanghai:20261122T100000
DTEND;TZID=Asia/Shanghai:20261122T103000
SUMMARY:首次致电：鲍国梁，云麓电梯
DESCRIPTION:须等“暂停问候”登记完成\\n总经理\\n021 0555 0145 转 12\\n\\n• 鲍国梁，贵公司的订单不受影响。\\n• 您最担心什么？\\n\\n手边备好：事实说明\\n完成标准：已通话\\nhearten log c-2 --action PB-T-1 --turn 2 --by t-2 --outcome reached --note \"…\"
LOCATION:021 0555 0145 转 12
CATEGORIES:电话
STATUS:TENTATIVE
TRANSP:OPAQUE
BEGIN:VALARM
ACTION:DISPLAY
TRIGGER:-PT15M
DESCRIPTION:首次致电：鲍国梁，云麓电梯
END:VALARM
END:VEVENT
END:VCALENDAR
";
    assert_eq!(event, expected);
}

#[test]
fn times_follow_the_owners_clock_over_its_changes() {
    let calendar = Sample::new().calendar("t-1.ics");
    assert!(calendar.contains("X-WR-TIMEZONE:Europe/Berlin\n"));
    // Ten o'clock in summer time, nine at night in winter time, and both changes of the clock.
    assert!(calendar.contains("DTSTART;TZID=Europe/Berlin:20261023T100000\n"));
    assert!(calendar.contains("DTSTART;TZID=Europe/Berlin:20261120T210000\n"));
    assert!(calendar.contains("DTSTART:20260329T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\n"));
    assert!(calendar.contains("DTSTART:20261025T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\n"));
    // Nine at night in Berlin is four in the morning of the next day in Shanghai.
    assert!(calendar.contains("Saturday 21 November 2026\\, 04:00 there (China time\\, UTC+8)"));
}

#[test]
fn letters_are_in_no_calendar_and_what_takes_no_time_has_no_end() {
    let calendar = Sample::new().calendar("t-1.ics");
    assert!(!calendar.contains("PB-T-3"));
    let stop = &calendar[calendar.find("UID:PB-T-2.staff@").unwrap()..];
    let stop = &stop[..stop.find("END:VEVENT").unwrap()];
    assert!(stop.contains("DTSTART;TZID=Europe/Berlin:20261120T030000\n"));
    assert!(!stop.contains("DTEND"));
    assert!(stop.contains("TRANSP:TRANSPARENT\n"));
    assert!(stop.contains("SUMMARY:Stop greetings: All colleagues\n"));
    assert!(stop.contains("STATUS:CONFIRMED\n"));
}

#[test]
fn a_later_plan_keeps_the_identifiers_and_counts_up() {
    let mut sample = Sample::new();
    let before = sample.calendar("t-3.ics");
    sample.sequence = 6;
    sample.plan.check_ins[5].start += jiff::SignedDuration::from_hours(1);
    let after = sample.calendar("t-3.ics");
    let uid = "UID:PB-T-1.c-3@2026-11-suzhou-fire.lingchuan.example\n";
    assert!(before.contains(uid) && after.contains(uid));
    assert!(before.contains("SEQUENCE:5\n") && after.contains("SEQUENCE:6\n"));
    assert!(after.contains("DTSTART;TZID=Asia/Taipei:20261123T110000\n"));
}

#[test]
fn lines_end_with_both_marks_and_are_at_most_75_bytes() {
    for (name, bytes) in Sample::new().papers().calendars() {
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.ends_with("END:VCALENDAR\r\n"));
        for line in text.trim_end_matches("\r\n").split("\r\n") {
            assert!(line.len() <= 75 && !line.contains(['\r', '\n']), "{name}: {line}");
        }
    }
}
