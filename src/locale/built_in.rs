use super::{Forms, Language};

/// The forms that come with the program, for tests: rooms do not read files.
pub(crate) fn built_in(language: Language) -> Forms {
    let text = match language {
        Language::En => include_str!("../../templates/locales/en.toml"),
        Language::ZhCn => include_str!("../../templates/locales/zh-CN.toml"),
        Language::ZhTw => include_str!("../../templates/locales/zh-TW.toml"),
    };
    Forms::parse(language, &format!("templates/locales/{language}.toml"), text).unwrap()
}
