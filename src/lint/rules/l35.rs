use crate::diagnostic::Severity;
use crate::lint::letter_case::LetterCase;
use crate::lint::mark::{Mark, Marks, Spot};
use crate::lint::rule::Rule;

/// Something is attached; letters carry nothing (I-19, G-15).
pub(super) const RULE: Rule = Rule::new("L-35", Severity::Error).on_letter(check);

fn check(case: &LetterCase<'_>, marks: &mut Marks) {
    for name in &case.opened.attachments {
        marks.add(Mark::new(Spot::Letter, format!("`{name}` is attached, and nobody approved it")));
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::opened::Opened;

    fn attached(disposition: &str, kind: &str) -> Vec<String> {
        let message = format!(
            "Subject: s\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\
             Content-Type: text/plain\r\n\r\nDear Ana,\r\n--x\r\nContent-Type: {kind}\r\n\
             {disposition}\r\n\r\nx\r\n--x--\r\n"
        );
        Opened::of(message.as_bytes()).unwrap().attachments
    }

    #[test]
    fn l35_whatever_is_attached_is_found() {
        let sheet = "Content-Disposition: attachment; filename=roster.xlsx";
        assert_eq!(attached(sheet, "application/octet-stream"), ["roster.xlsx"]);
        assert_eq!(attached("X-Note: none", "application/pdf"), ["without a name"]);
        let chinese = "Content-Disposition: attachment; filename*=utf-8''%E5%90%8D%E5%8D%95.csv";
        assert_eq!(attached(chinese, "text/csv"), ["名单.csv"]);
    }

    #[test]
    fn l35_the_two_bodies_of_a_letter_are_not() {
        let one = Opened::of(b"Subject: s\r\n\r\nDear Ana,\r\n").unwrap();
        assert_eq!(one.attachments, [""; 0]);
        let both = b"Subject: s\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=x\r\n\r\n\
            --x\r\nContent-Type: text/plain\r\n\r\na\r\n--x\r\nContent-Type: text/html\r\n\r\n<p>a</p>\r\n--x--\r\n";
        assert_eq!(Opened::of(both).unwrap().attachments, [""; 0]);
    }
}
