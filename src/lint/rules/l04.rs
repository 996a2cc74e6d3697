use crate::diagnostic::Severity;
use crate::letter::PartName;
use crate::lint::case::Case;
use crate::lint::list_name::ListName;
use crate::lint::mark::{Mark, Marks, Spot};
use crate::lint::rule::Rule;

/// One person of the highest rank signs, by name and title (S-27).
pub(super) const RULE: Rule = Rule::new("L-04", Severity::Error).on_wording(check);

fn check(case: &Case<'_>, marks: &mut Marks) {
    let language = case.reading.language;
    let sender = &case.config.sender;
    let (name, title) = (sender.name.get(language), sender.title.get(language));
    let shown =
        |words: &str| case.reading.part(PartName::Signature).any(|own| own.text.contains(words));
    let signature = Spot::Part(PartName::Signature);
    if !shown(name) {
        marks.add(Mark::new(signature, format!("the signature does not name `{name}`, who signs")));
        return;
    }
    if !shown(title) {
        let title = format!("the signature does not say who `{name}` is");
        marks.add(Mark::new(signature.clone(), title));
    }
    if let Some(group) = case.lists.find_in(ListName::Group, name).next() {
        let title = format!("`{name}` is no person: `{}` is many", group.text);
        marks.add(Mark::new(signature, title));
    } else if case.lists.find_in(ListName::Leader, title).next().is_none() {
        let wrong = format!("`{title}` does not lead the company");
        let hint =
            "let the highest leader sign; add another word for that rank to the list `leader`";
        marks.add(Mark::new(signature, wrong).hint(hint));
    }
}

#[cfg(test)]
mod tests {
    use crate::letter::{PartName::Signature, Reading};
    use crate::lint::mark::Marks;
    use crate::lint::tests::{BRIEF, letter, titles, with_sender};

    fn signed(language: &str, text: &str) -> Reading {
        letter(language, &[(Signature, text)])
    }

    #[test]
    fn l04_a_signature_without_name_or_title_is_found() {
        for (language, name) in [("en", "Shen Ruolan"), ("zh-CN", "沈若岚"), ("zh-TW", "沈若嵐")]
        {
            for text in ["The team", "岭川精密部件"] {
                let found = titles("L-04", &signed(language, text), BRIEF);
                assert_eq!(found, [format!("the signature does not name `{name}`, who signs")]);
            }
            let found = titles("L-04", &signed(language, name), BRIEF);
            assert_eq!(found, [format!("the signature does not say who `{name}` is")]);
        }
    }

    #[test]
    fn l04_a_department_or_a_lower_rank_is_found() {
        for (language, name, title, expected) in [
            (
                "en",
                "Partner Relations Team",
                "Chief Executive",
                "`Partner Relations Team` is no person: `Team` is many",
            ),
            ("en", "Shen Ruolan", "Head of Sales", "`Head of Sales` does not lead the company"),
            ("en", "Shen Ruolan", "Vice President", "`Vice President` does not lead the company"),
            ("zh-CN", "公关部门", "总经理", "`公关部门` is no person: `公关部` is many"),
            ("zh-CN", "沈若岚", "副总经理", "`副总经理` does not lead the company"),
            ("zh-TW", "公關部門", "總經理", "`公關部門` is no person: `公關部` is many"),
            ("zh-TW", "沈若嵐", "業務協理", "`業務協理` does not lead the company"),
        ] {
            let reading = signed(language, &format!("{name}\n{title}"));
            let mut marks = Marks::default();
            with_sender(&reading, name, title, |case| super::check(case, &mut marks));
            let found: Vec<String> = marks.into_vec().into_iter().map(|mark| mark.title).collect();
            assert_eq!(found, [expected]);
        }
    }

    #[test]
    fn l04_leaders_of_all_languages_are_not() {
        for (language, text) in [
            ("en", "Shen Ruolan\nChief Executive"),
            ("zh-CN", "岭川精密部件\n首席执行官 沈若岚"),
            ("zh-TW", "嶺川精密部件\n執行長 沈若嵐 敬上"),
        ] {
            assert!(titles("L-04", &signed(language, text), BRIEF).is_empty(), "{text}");
        }
        for (language, name, title) in [
            ("en", "Ann Deskey", "Chairwoman and CEO"),
            ("zh-CN", "欧阳静姝", "董事长兼总经理"),
            ("zh-TW", "歐陽靜姝", "董事長"),
        ] {
            let reading = signed(language, &format!("{name}\n{title}"));
            let mut marks = Marks::default();
            with_sender(&reading, name, title, |case| super::check(case, &mut marks));
            assert!(marks.into_vec().is_empty(), "{name}");
        }
    }
}
