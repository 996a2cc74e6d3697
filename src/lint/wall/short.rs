//! What companies are called for short: their names without the form of the company.

use crate::locale::is_han;

/// Forms of companies behind a name, longest first.
const FORMS: [&str; 38] = [
    "股份有限公司",
    "有限責任公司",
    "有限责任公司",
    "有限公司",
    "集團",
    "集团",
    "公司",
    "Private Limited",
    "Corporation",
    "Aktiengesellschaft",
    "Limited",
    "Company",
    "Holdings",
    "Group",
    "Pte Ltd",
    "Pte. Ltd",
    "Pty Ltd",
    "Sdn Bhd",
    "Sdn. Bhd",
    "GmbH & Co. KG",
    "GmbH",
    "S.p.A",
    "S.r.l",
    "S.A",
    "B.V",
    "N.V",
    "Corp",
    "Co., Ltd",
    "Co. Ltd",
    "Ltd",
    "Inc",
    "LLC",
    "LLP",
    "PLC",
    "AG",
    "AB",
    "SE",
    "Oy",
];

/// A name without its forms, one after another: `Sandvall Group AB` is `Sandvall Group` and `Sandvall`.
pub(super) fn short_names(name: &str) -> Vec<&str> {
    let mut shorter = Vec::new();
    let mut rest = trimmed(name);
    while let Some(bare) = FORMS.iter().find_map(|form| without(rest, form)) {
        shorter.push(bare);
        rest = bare;
    }
    shorter
}

fn without<'n>(name: &'n str, form: &str) -> Option<&'n str> {
    let bare = name.strip_suffix(form)?;
    let apart = bare.ends_with([' ', ',']) || form.starts_with(is_han);
    let bare = trimmed(bare);
    // A company that is called nothing but `Group` is called that.
    (apart && bare.chars().nth(1).is_some()).then_some(bare)
}

fn trimmed(name: &str) -> &str {
    name.trim_end_matches(['.', ',', ' ', '(', ')', '（', '）'])
}

#[cfg(test)]
mod tests {
    use super::short_names;

    #[test]
    fn l31_companies_are_known_without_their_form() {
        assert_eq!(short_names("Sandvall Group AB"), ["Sandvall Group", "Sandvall"]);
        assert_eq!(short_names("Hai Tong Co., Ltd."), ["Hai Tong"]);
        assert_eq!(short_names("玄河机器人股份有限公司"), ["玄河机器人"]);
        assert_eq!(
            short_names("M\u{fc}ller & S\u{f6}hne GmbH & Co. KG"),
            ["M\u{fc}ller & S\u{f6}hne"]
        );
        assert_eq!(short_names("Nordwind"), [""; 0]);
        assert_eq!(short_names("Group"), [""; 0]);
    }
}
