use crate::diagnostic::Severity;
use crate::lint::case::Case;
use crate::lint::mark::{Mark, Marks, Spot};
use crate::lint::readability::{Counts, characters, plain, prose, words};
use crate::lint::rule::Rule;
use crate::lint::sentence;

/// Sentences of a passage.
const MOST_SENTENCES: usize = 5;

/// Characters between two marks in Chinese.
const LONG_CLAUSE: usize = 25;

/// Below so many sentences no mean is told.
const FEW: usize = 5;

/// Sentences and passages are short (domain 2.6). A value counts as one word, whatever its length.
pub(super) const RULE: Rule = Rule::new("L-14", Severity::Warning).on_wording(check);

fn check(case: &Case<'_>, marks: &mut Marks) {
    let chinese = case.chinese();
    for sentence in prose(case) {
        let text = plain(&sentence);
        if chinese {
            let count = characters(&text);
            if count > 60 {
                let title =
                    format!("a sentence of {count} characters, and 60 are too many to hold");
                marks.add(Mark::new(sentence.spot, title));
            } else if let Some(clause) = long_clause(&text) {
                let title = format!("{clause} characters without a pause");
                let hint = "set a comma, or make two sentences of it";
                marks.add(Mark::new(sentence.spot, title).weighs(Severity::Info).hint(hint));
            }
        } else {
            let count = words(&text).count();
            if count > 25 {
                let severity = if count > 35 { Severity::Warning } else { Severity::Info };
                let title = format!("a sentence of {count} words, and 25 are enough");
                marks.add(Mark::new(sentence.spot, title).weighs(severity));
            }
        }
    }
    for (spot, _, words) in case.paragraphs() {
        let count = sentence::split(spot.clone(), words, chinese).count();
        if count > MOST_SENTENCES && !words.item {
            let title =
                format!("a paragraph of {count} sentences, and {MOST_SENTENCES} are enough");
            let hint = "make two paragraphs of it";
            marks.add(Mark::new(spot, title).weighs(Severity::Info).hint(hint));
        }
    }
    whole(case, Counts::of(case), marks);
}

/// What is told of the letter as a whole.
fn whole(case: &Case<'_>, counts: Counts, marks: &mut Marks) {
    if counts.sentences < FEW {
        return;
    }
    let mean = counts.mean();
    let (most, unit) = if case.chinese() { (35.0, "characters") } else { (20.0, "words") };
    if mean > most {
        let title = format!("the mean sentence has {mean:.0} {unit}, and {most:.0} are enough");
        marks.add(Mark::new(Spot::Letter, title));
    }
    if case.chinese() {
        return;
    }
    let (ease, grade) = (counts.reading_ease(), counts.grade());
    if ease < 50.0 || grade > 10.0 {
        let title = format!("the letter is hard to read: reading ease {ease:.0}, grade {grade:.0}");
        let why = "Flesch reading ease of 50 and more, and a grade of 10 and less, are read without effort by \
                   people whose first language is another.";
        let hint = "use shorter words and shorter sentences";
        marks.add(Mark::new(Spot::Letter, title).weighs(Severity::Info).why(why).hint(hint));
    }
}

/// The longest run of characters between two marks, when it is too long.
fn long_clause(text: &str) -> Option<usize> {
    let longest = text.split([
        '，', '、', '。', '；', '：', '！', '？', ',', ';', ':', '\n', '（', '）', '“', '”', '「',
        '」', '—',
    ]);
    longest.map(characters).max().filter(|count| *count > LONG_CLAUSE)
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Severity;
    use crate::letter::PartName::Situation;
    use crate::lint::tests::{BRIEF, letter, marks, silent};

    fn severities(language: &str, text: &str) -> Vec<Option<Severity>> {
        let reading = letter(language, &[(Situation, text)]);
        marks("L-14", &reading, BRIEF).into_iter().map(|mark| mark.severity).collect()
    }

    #[test]
    fn l14_long_sentences_are_found() {
        let sentence = |words: usize| format!("{}end.", "word ".repeat(words - 1));
        assert_eq!(severities("en", &sentence(26)), [Some(Severity::Info)]);
        assert_eq!(severities("en", &sentence(36)), [Some(Severity::Warning)]);
        for (language, clause) in [("zh-CN", "这是一句话，"), ("zh-TW", "這是一句話，")]
        {
            let long = format!("{}完。", clause.repeat(13));
            assert_eq!(severities(language, &long), [None], "{long}");
            let breathless = format!("{}。", clause.trim_end_matches('，').repeat(6));
            assert_eq!(severities(language, &breathless), [Some(Severity::Info)]);
        }
    }

    #[test]
    fn l14_long_paragraphs_and_hard_letters_are_found() {
        assert_eq!(severities("en", &"We act now. ".repeat(6)), [Some(Severity::Info)]);
        assert_eq!(severities("zh-CN", &"我们行动。".repeat(6)), [Some(Severity::Info)]);
        assert_eq!(severities("zh-TW", &"我們行動。".repeat(6)), [Some(Severity::Info)]);
        let hard = "Organisational responsibility necessitates immediate implementation of comprehensive precautionary procedures.\n\n";
        assert_eq!(severities("en", &hard.repeat(5)), [Some(Severity::Info)]);
    }

    #[test]
    fn l14_short_sentences_are_not() {
        silent("L-14", "en", "A fire broke out in hall B2. Nobody was hurt. We are sorry.");
        silent("L-14", "en", &format!("{}end.", "word ".repeat(24)));
        silent("L-14", "zh-CN", "昨夜车间起火，无人受伤。我们深知您的担忧。");
        silent("L-14", "zh-CN", "钢厂停炉，台中工厂八条生产线中有三条降速运行，其余照常。");
        silent("L-14", "zh-TW", "昨夜廠房起火，無人受傷。我們深知您的擔憂。");
        silent("L-14", "zh-TW", "鋼廠停爐，台中廠八條產線中有三條降速運轉，其餘照常。");
    }

    #[test]
    fn l14_a_value_counts_as_one_word() {
        let mut reading = letter("en", &[(Situation, &format!("On {}we act.", "v ".repeat(30)))]);
        reading.body[0].1.values.push(3..62);
        assert!(marks("L-14", &reading, BRIEF).is_empty());
    }
}
