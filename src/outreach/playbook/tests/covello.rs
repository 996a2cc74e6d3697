use super::{finding, findings, place};

const POINT: &str = "\"Let visitors of this list in.\"";
const CHINESE: &str = "\"名单上的访客请放行。\"";

fn words(count: usize) -> String {
    format!("\"{}\"", vec!["word"; count].join(" "))
}

#[test]
fn covello_a_point_has_27_words_at_most() {
    let found = finding(POINT, &words(28));
    assert_eq!(found.title, "a talking point of 28 words, at most 27 are heard");
    assert_eq!(place(&found).0, "53:15");
    assert!(findings(POINT, &words(27)).is_empty());
}

#[test]
fn covello_a_point_has_60_characters_at_most_in_chinese() {
    let text = |count: usize| format!("\"{}\"", "请".repeat(count));
    let found = finding(CHINESE, &text(61));
    assert_eq!(found.title, "a talking point of 61 characters, at most 60 are heard");
    assert_eq!(place(&found).0, "54:18");
    assert!(findings(CHINESE, &text(60)).is_empty());
}

#[test]
fn covello_tags_are_not_counted_and_of_two_ways_the_longer_is() {
    let half = vec!["word"; 14].join(" ");
    let point = format!("\"{{% if event %}}{half}{{% else %}}{half}{{% endif %}}\"");
    assert!(findings(POINT, &point).is_empty());
    let point = format!("\"{half}{{% if event %}} {half}{{% endif %}}\"");
    assert_eq!(findings(POINT, &point).len(), 1);
    let value = format!("\"{} {{{{ organisation.name }}}}\"", vec!["word"; 26].join(" "));
    assert!(findings(POINT, &value).is_empty());
}

#[test]
fn covello_three_points_are_heard_not_more_and_not_none() {
    let three = "\"a\", \"b\", \"c\"";
    let four = "\"a\", \"b\", \"c\", \"d\"";
    let both = |english: &str, chinese: &str| {
        let text = super::SAMPLE.replacen(POINT, english, 1).replacen(CHINESE, chinese, 1);
        match super::read(&text) {
            Ok((_, report)) | Err(report) => report.kept().to_vec(),
        }
    };
    assert!(both(three, three).is_empty());
    let found = both(four, four);
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].title, "`action[2].points.en` has 4 talking points, at most 3 are heard");
    assert_eq!(place(&found[0]), ("53:29".to_owned(), "\"d\"".to_owned()));
    let found = both("", "");
    assert_eq!(found[0].title, "`action[2].points.en` has no talking point");
}

#[test]
fn languages_have_as_many_points_as_each_other() {
    let found = finding(POINT, "\"Let visitors in.\", \"Thank them.\"");
    assert_eq!(found.title, "`action[2].points.zh-CN` has 1 of 2 points");
    assert_eq!(place(&found).0, "54:8");
    let found = finding("points.zh-CN = [\"名单上的访客请放行。\"]\n", "");
    assert_eq!(found.title, "`action[2].points.zh-CN` is missing");
    assert_eq!(found.hint, "add `points.zh-CN = [\"…\"]`");
}
