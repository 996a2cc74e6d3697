use super::form_file::SalutationForms;
use super::pattern::{Pattern, is_han};
use super::person::{Gender, PersonName};
use super::title::{Title, Titles};
use serde::Serialize;

/// What is known of a person for the first line of a letter.
#[derive(Debug, Clone, Copy, Default)]
pub struct Addressee<'a> {
    /// The name; without it only a salutation from the roster or the generic form is left.
    pub name: Option<&'a PersonName>,
    /// Such as `Dr`, `Prof.`, 博士.
    pub academic_title: Option<&'a str>,
    /// Such as `Purchasing Director`, 副总经理.
    pub position: Option<&'a str>,
    /// As the person told us; never guessed.
    pub gender: Option<Gender>,
    /// The whole salutation as the roster has it.
    pub salutation_override: Option<&'a str>,
}

/// The first line of a letter, and which rule of the chain gave it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Salutation {
    /// With its closing mark: `Dear Dr Wang,`, 王總經理鈞鑒 with a full-width colon.
    pub text: String,
    /// Which rule gave it.
    pub source: SalutationSource,
}

/// The rules of the chain, best first (domain 2.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SalutationSource {
    /// The roster says it.
    Override,
    /// A position or an academic title.
    Title,
    /// Mr, Ms, 先生, 女士.
    Gender,
    /// The name alone.
    FullName,
    /// Nothing is known: `Dear partner,`.
    Generic,
}

impl SalutationSource {
    /// The rule's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Override => "override",
            Self::Title => "title",
            Self::Gender => "gender",
            Self::FullName => "full-name",
            Self::Generic => "generic",
        }
    }
}

/// The forms of address of one language.
#[derive(Debug, Clone)]
pub(crate) struct Address {
    pub(crate) mark: String,
    pub(crate) titled: Pattern,
    pub(crate) female: Pattern,
    pub(crate) male: Pattern,
    pub(crate) full_name: Pattern,
    pub(crate) generic: String,
    pub(crate) regard: String,
    pub(crate) positions: Titles,
    pub(crate) academic: Titles,
}

impl Address {
    /// The gaps of its patterns, in the order in which they are filled.
    pub(crate) const GAPS: [&str; 4] = ["family", "full_name", "title", "regard"];

    pub(crate) fn titles(forms: &mut SalutationForms) -> (Titles, Titles) {
        let positions = Titles::new(std::mem::take(&mut forms.positions), &forms.keep_deputy);
        let academic = Titles::new(std::mem::take(&mut forms.academic), "");
        (positions, academic)
    }

    /// Walks the chain: roster, position, academic title, gender, full name, generic form.
    pub(crate) fn salutation(&self, who: &Addressee<'_>, full_name: &str) -> Salutation {
        if let Some(text) = who.salutation_override.map(str::trim).filter(|text| !text.is_empty()) {
            return self.overridden(text);
        }
        if let Some(name) = who.name {
            if let Some(title) = self.title(who)
                && !name.family.trim().is_empty()
            {
                return Salutation {
                    text: self.titled(name, &title),
                    source: SalutationSource::Title,
                };
            }
            let called = if name.family.trim().is_empty() { full_name } else { name.family.trim() };
            let values = [called, full_name, "", self.regard.as_str()];
            if let Some(gender) = who.gender
                && !full_name.is_empty()
            {
                let pattern = match gender {
                    Gender::Female => &self.female,
                    Gender::Male => &self.male,
                };
                let text = pattern.fill_spaced(&values);
                return Salutation { text, source: SalutationSource::Gender };
            }
            // a family name alone would be rude in every language
            if !name.given.trim().is_empty() {
                let text = self.full_name.fill_spaced(&values);
                return Salutation { text, source: SalutationSource::FullName };
            }
        }
        Salutation { text: self.generic.clone(), source: SalutationSource::Generic }
    }

    /// The words of the roster, closed by the language's mark when they have none of their own.
    fn overridden(&self, text: &str) -> Salutation {
        let open = text.chars().next_back().is_some_and(|c| c.is_alphanumeric() || is_han(c));
        let text = if open { [text, &self.mark].concat() } else { text.to_owned() };
        Salutation { text, source: SalutationSource::Override }
    }

    /// A position goes before an academic title (domain 2.5: 职务 preferred).
    fn title(&self, who: &Addressee<'_>) -> Option<Title<'_>> {
        who.position
            .and_then(|position| self.positions.position(position))
            .or_else(|| who.academic_title.and_then(|title| self.academic.academic(title)))
    }

    fn titled(&self, name: &PersonName, title: &Title<'_>) -> String {
        let deputy;
        let address = if title.deputy.is_empty() {
            title.address
        } else {
            deputy = [title.deputy, title.address].concat();
            &deputy
        };
        let regard = title.regard.unwrap_or(&self.regard);
        self.titled.fill_spaced(&[name.family.trim(), "", address, regard])
    }
}

#[cfg(test)]
mod tests {
    use super::{Addressee, SalutationSource};
    use crate::locale::{Gender, Language, NameOrder, PersonName, built_in};

    /// The full-width colon that closes a Chinese salutation.
    const COLON: &str = "\u{FF1A}";

    fn name(family: &str, given: &str) -> PersonName {
        let han = family.chars().any(crate::locale::pattern::is_han);
        let order = if han { NameOrder::FamilyFirst } else { NameOrder::GivenFirst };
        PersonName { family: family.to_owned(), given: given.to_owned(), order }
    }

    fn greet(language: Language, who: &Addressee<'_>) -> (String, SalutationSource) {
        let salutation = built_in(language).salutation(who);
        (salutation.text, salutation.source)
    }

    fn titled(language: Language, family: &str, position: &str) -> String {
        let name = name(family, "建国");
        let who = Addressee { name: Some(&name), position: Some(position), ..Addressee::default() };
        greet(language, &who).0
    }

    #[test]
    fn english_walks_the_chain() {
        let wang = name("Wang", "Jianguo");
        let mut who = Addressee {
            name: Some(&wang),
            academic_title: Some("Dr."),
            position: Some("Managing Director"),
            gender: Some(Gender::Male),
            salutation_override: Some("Dear Jianguo,"),
        };
        let en = |who: &Addressee<'_>| greet(Language::En, who);
        assert_eq!(en(&who), ("Dear Jianguo,".into(), SalutationSource::Override));
        who.salutation_override = Some("  ");
        assert_eq!(en(&who), ("Dear Dr Wang,".into(), SalutationSource::Title));
        who.academic_title = None;
        assert_eq!(en(&who), ("Dear Mr Wang,".into(), SalutationSource::Gender));
        who.gender = Some(Gender::Female);
        assert_eq!(en(&who).0, "Dear Ms Wang,");
        who.gender = None;
        assert_eq!(en(&who), ("Dear Jianguo Wang,".into(), SalutationSource::FullName));
        who.name = None;
        assert_eq!(en(&who), ("Dear partner,".into(), SalutationSource::Generic));
    }

    #[test]
    fn academic_titles_are_read_as_people_write_them() {
        let name = name("M\u{fc}ller", "Jan");
        let en = |title| {
            let who = Addressee {
                name: Some(&name),
                academic_title: Some(title),
                ..Addressee::default()
            };
            greet(Language::En, &who).0
        };
        for title in ["Dr", "dr.", "Ph.D.", "PhD", "Dr.-Ing.", "博士", "MD"] {
            assert_eq!(en(title), "Dear Dr Müller,", "{title}");
        }
        for title in ["Prof.", "Prof. Dr.", "Professor", "教授"] {
            assert_eq!(en(title), "Dear Professor Müller,", "{title}");
        }
        assert_eq!(en("Dipl.-Kfm."), "Dear Jan Müller,");
    }

    #[test]
    fn simplified_chinese_addresses_by_position() {
        for (position, address) in [
            ("总经理", "王总"),
            ("副总经理", "王总"),
            ("执行副总裁", "王总"),
            ("副总", "王总"),
            ("总经理(华东区)", "王总"),
            ("CEO", "王总"),
            ("首席执行官", "王总"),
            ("董事长兼总经理", "王董事长"),
            ("总经理办公室主任", "王主任"),
            ("采购总监", "王总监"),
            ("采购部经理", "王经理"),
            ("副部长", "王部长"),
            ("党委书记", "王书记"),
            ("副总工程师", "王总工"),
            ("高级工程师", "王工"),
            ("副教授", "王教授"),
        ] {
            assert_eq!(titled(Language::ZhCn, "王", position), format!("尊敬的{address}{COLON}"));
        }
        assert_eq!(titled(Language::ZhCn, "欧阳", "厂长"), format!("尊敬的欧阳厂长{COLON}"));
    }

    #[test]
    fn what_is_no_position_of_the_person_falls_through() {
        for position in
            ["总经理助理", "董事长秘书", "Purchasing Director", "Assistant to the CEO", "", "、"]
        {
            let said = titled(Language::ZhCn, "王", position);
            assert_eq!(said, format!("尊敬的王建国{COLON}"), "{position}");
        }
    }

    #[test]
    fn simplified_chinese_walks_the_chain() {
        let li = name("李", "明");
        let mut who = Addressee {
            name: Some(&li),
            academic_title: Some("Dr."),
            position: Some("研发中心主任"),
            gender: Some(Gender::Male),
            salutation_override: Some("尊敬的老李"),
        };
        let zh = |who: &Addressee<'_>| greet(Language::ZhCn, who).0;
        assert_eq!(zh(&who), format!("尊敬的老李{COLON}"));
        who.salutation_override = None;
        assert_eq!(zh(&who), format!("尊敬的李主任{COLON}"));
        who.position = None;
        assert_eq!(zh(&who), format!("尊敬的李博士{COLON}"));
        who.academic_title = None;
        assert_eq!(zh(&who), format!("尊敬的李明先生{COLON}"));
        who.gender = None;
        assert_eq!(zh(&who), format!("尊敬的李明{COLON}"));
        who.name = None;
        assert_eq!(zh(&who), format!("尊敬的合作伙伴{COLON}"));
    }

    #[test]
    fn latin_names_keep_blanks_around_them_in_chinese() {
        let anna = name("Schmidt", "Anna");
        let mut who =
            Addressee { name: Some(&anna), gender: Some(Gender::Female), ..Addressee::default() };
        assert_eq!(greet(Language::ZhCn, &who).0, format!("尊敬的 Anna Schmidt 女士{COLON}"));
        assert_eq!(greet(Language::ZhTw, &who).0, format!("Anna Schmidt 女士台鑒{COLON}"));
        who.academic_title = Some("Dr.");
        assert_eq!(greet(Language::ZhCn, &who).0, format!("尊敬的 Schmidt 博士{COLON}"));
    }

    #[test]
    fn traditional_chinese_adds_the_word_of_respect() {
        for (position, address) in [
            ("總經理", "王總經理鈞鑒"),
            ("副總經理", "王副總經理鈞鑒"),
            ("執行副總", "王副總經理鈞鑒"),
            ("採購處副處長", "王副處長台鑒"),
            ("副理", "王副理台鑒"),
            ("採購經理", "王經理台鑒"),
            ("總經理特別助理", "王特助台鑒"),
            ("主任", "王主任台鑒"),
            ("副教授", "王教授道鑒"),
            ("董事長兼總經理", "王董事長鈞鑒"),
        ] {
            assert_eq!(titled(Language::ZhTw, "王", position), format!("{address}{COLON}"));
        }
        let lin = name("林", "美惠");
        let mut who =
            Addressee { name: Some(&lin), gender: Some(Gender::Female), ..Addressee::default() };
        assert_eq!(greet(Language::ZhTw, &who).0, format!("林美惠女士台鑒{COLON}"));
        who.gender = Some(Gender::Male);
        assert_eq!(greet(Language::ZhTw, &who).0, format!("林美惠先生台鑒{COLON}"));
        who.gender = None;
        assert_eq!(greet(Language::ZhTw, &who).0, format!("林美惠君台鑒{COLON}"));
        who.name = None;
        assert_eq!(greet(Language::ZhTw, &who).0, format!("敬啟者{COLON}"));
    }

    #[test]
    fn one_name_alone_is_never_a_bare_family_name() {
        let family_only = name("王", "");
        let who = Addressee { name: Some(&family_only), ..Addressee::default() };
        assert_eq!(greet(Language::ZhCn, &who).1, SalutationSource::Generic);
        let with_gender = Addressee { gender: Some(Gender::Male), ..who };
        assert_eq!(greet(Language::ZhCn, &with_gender).0, format!("尊敬的王先生{COLON}"));
        let given_only = name("", "Suharto");
        let who = Addressee {
            name: Some(&given_only),
            gender: Some(Gender::Male),
            ..Addressee::default()
        };
        assert_eq!(greet(Language::En, &who).0, "Dear Mr Suharto,");
    }
}
