//! Every letter of every kind, phase and language: golden texts, mail read back by another parser,
//! HTML held against a sanitiser, lengths and marks.

use crate::golden::difference;
use crate::sandbox::{NOW, Sandbox, repository};
use ammonia::Builder;
use mail_parser::{Addr, Address, HeaderName, Message, MessageParser};
use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

/// One reader for each language: with an owner, an open order, and one of them with a postscript.
const READERS: [(&str, &str); 3] = [("en", "c-029"), ("zh-CN", "c-002"), ("zh-TW", "c-058")];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    Letter,
    Holding,
}

/// The three files of one letter.
struct Written {
    id: String,
    text: String,
    html: String,
    eml: Vec<u8>,
}

impl Written {
    fn read(folder: &Path, id: &str) -> Self {
        let file = |ending: &str| folder.join(format!("{id}.{ending}"));
        Self {
            id: id.to_owned(),
            text: fs::read_to_string(file("txt")).unwrap(),
            html: fs::read_to_string(file("html")).unwrap(),
            eml: fs::read(file("eml")).unwrap(),
        }
    }

    fn message(&self) -> Message<'_> {
        MessageParser::default().parse(&self.eml).unwrap()
    }

    fn language(&self) -> &str {
        between(&self.html, "<html lang=\"", "\"").unwrap()
    }

    fn is_chinese(&self) -> bool {
        self.language().starts_with("zh")
    }

    /// The words of the parts from `first` to `last`, each part found by its class.
    fn words(&self, first: &str, last: &str) -> String {
        let start = self.html.find(&format!("<div class=\"{first}\"")).unwrap();
        let last_start = self.html.find(&format!("<div class=\"{last}\"")).unwrap();
        let end = last_start + self.html[last_start..].find("</div>").unwrap();
        plain(&self.html[start..end])
    }
}

fn between<'a>(text: &'a str, from: &str, to: &str) -> Option<&'a str> {
    let rest = &text[text.find(from)? + from.len()..];
    Some(&rest[..rest.find(to)?])
}

/// HTML without its tags.
fn plain(html: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            _ if !inside => out.push(c),
            _ => {}
        }
    }
    out.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}')
}

/// The letters of a preview, in the order of their names.
fn letters(sandbox: &Sandbox, workspace: &str) -> Vec<Written> {
    let folder = proof(sandbox, workspace).join("letters");
    let mut ids: Vec<String> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "eml"))
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    ids.sort();
    ids.iter().map(|id| Written::read(&folder, id)).collect()
}

fn proof(sandbox: &Sandbox, workspace: &str) -> PathBuf {
    let crises = sandbox.path(workspace).join("crises");
    let folder = fs::read_dir(crises).unwrap().next().unwrap().unwrap().path();
    folder.join("out/proof")
}

/// Everything that is examined, for one kind of crisis in both phases.
fn examine(kind: &str) {
    let sandbox = Sandbox::new();
    let mut faults = Vec::new();
    for phase in [Phase::Letter, Phase::Holding] {
        let name = if phase == Phase::Letter { "letter" } else { "holding" };
        let mut args = vec!["demo", name, "--kind", kind];
        if phase == Phase::Holding {
            args.push("--holding");
        }
        sandbox.run(&args).assert_done();
        let letters = letters(&sandbox, name);
        assert!(letters.len() > 75, "{} letters", letters.len());
        for letter in &letters {
            let found = [mail(letter), markup(letter), length(letter, phase), marks(letter)];
            let whose = format!("{kind}, {name}, {}", letter.id);
            faults.extend(found.into_iter().flatten().map(|fault| format!("{whose}: {fault}")));
        }
        for (language, id) in READERS {
            let letter = letters.iter().find(|letter| letter.id == id).unwrap();
            let fixture = format!("letters/{kind}.{name}.{language}.txt");
            faults.extend(difference(&fixture, &as_read(letter)));
        }
    }
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
}

/// The letter as a person reads it: subject, then the text.
fn as_read(letter: &Written) -> String {
    let message = letter.message();
    format!("Subject: {}\n\n{}", message.subject().unwrap(), letter.text)
}

/// The message read by another parser: envelope, headers, and both bodies.
fn mail(letter: &Written) -> Vec<String> {
    let message = letter.message();
    let mut faults = Vec::new();
    let mut hold = |what: &str, is: &str, should: &str| {
        if is != should {
            faults.push(format!("{what} is {is:?}, not {should:?}"));
        }
    };
    let one = |address: Option<&Address<'_>>| -> (String, String) {
        let list: Vec<&Addr<'_>> = address.into_iter().flat_map(Address::iter).collect();
        assert_eq!(list.len(), 1, "{}: one address", letter.id);
        (list[0].name().unwrap_or_default().to_owned(), list[0].address().unwrap().to_owned())
    };
    let (signs, title) = match letter.language() {
        "zh-CN" => ("沈若岚", "首席执行官"),
        "zh-TW" => ("沈若嵐", "執行長"),
        _ => ("Shen Ruolan", "Chief Executive"),
    };
    let (name, address) = one(message.from());
    hold("from", &name, signs);
    hold("from", &address, "shen.ruolan@lingchuan.example");
    let (name, address) = one(message.reply_to());
    hold("reply-to", &name, signs);
    hold("reply-to", &address, "office.shen@lingchuan.example");
    let (name, address) = one(message.to());
    hold("name in the roster", if name.is_empty() { "none" } else { "some" }, "some");
    hold("domain", &address[address.len() - 8..], ".example");
    hold(
        "body",
        message.body_text(0).unwrap().replace("\r\n", "\n").trim_end(),
        letter.text.trim_end(),
    );
    hold(
        "HTML",
        message.body_html(0).unwrap().replace("\r\n", "\n").trim_end(),
        letter.html.trim_end(),
    );
    hold("parts", &format!("{}", message.parts.len()), "3");
    let language = message.header_raw(HeaderName::ContentLanguage).unwrap_or_default().trim();
    hold("Content-Language", language, letter.language());
    for name in ["Date", "Cc", "Bcc", "Resent-To"] {
        hold(name, message.header_raw(name).unwrap_or("left open"), "left open");
    }
    let named = |name: &str| message.headers().iter().filter(|h| h.name() == name).count();
    for name in ["From", "To", "Reply-To", "Subject", "Message-ID", "MIME-Version"] {
        hold(name, &named(name).to_string(), "1");
    }
    let id = message.message_id().unwrap();
    let ends = format!(".{}.r1@lingchuan.example", letter.id);
    hold("Message-ID", &id[id.len().saturating_sub(ends.len())..], &ends);
    // RFC 5322, 2.1.1; the library that writes addresses does not fold between name and address.
    let (head, body) =
        letter.eml.split_at(letter.eml.windows(4).position(|w| w == b"\r\n\r\n").unwrap());
    for (part, most) in [(head, 998), (body, 78)] {
        if let Some(long) = part.split(|byte| *byte == b'\n').find(|line| line.len() > most + 1) {
            hold("a line", &String::from_utf8_lossy(long), "shorter");
        }
    }
    if let Some(byte) = letter.eml.iter().find(|byte| !byte.is_ascii()) {
        hold("a byte", &byte.to_string(), "ASCII");
    }
    let signature = letter.words("signature", "signature");
    for words in [signs, title] {
        if !signature.contains(words) {
            faults.push(format!("{words} does not sign: {signature}"));
        }
    }
    let salutation = letter.words("salutation", "salutation");
    let first = letter.text.lines().find(|line| !line.is_empty() && salutation.contains(*line));
    if first.is_none() {
        faults.push(format!("the text lacks the salutation {salutation:?}"));
    }
    faults
}

/// The HTML held against a sanitiser that knows only what a letter needs.
#[expect(clippy::too_many_lines, reason = "one allow-list reads best in one piece")]
fn markup(letter: &Written) -> Vec<String> {
    const STYLES: &[&str] = &[
        "margin",
        "padding",
        "background-color",
        "max-width",
        "font-family",
        "font-size",
        "font-weight",
        "line-height",
        "letter-spacing",
        "color",
        "text-align",
        "text-indent",
        "border",
        "border-top",
        "border-bottom",
        "border-left",
        "border-collapse",
    ];
    let mut faults = Vec::new();
    let html = &letter.html;
    for word in [
        "http:",
        "src=",
        "url(",
        "<link",
        "<script",
        "<style",
        "<img",
        "@import",
        "javascript",
        "background=\"",
    ] {
        if html.to_lowercase().contains(word) {
            faults.push(format!("the HTML holds {word}"));
        }
    }
    let (head, rest) = html.split_once("<body style=\"").unwrap();
    let (style, rest) = rest.split_once("\">").unwrap();
    let body = rest.split_once("</body>").unwrap().0;
    let title = between(head, "<title>", "</title>").unwrap();
    let language = letter.language();
    let expected = format!(
        "<!doctype html>\n<html lang=\"{language}\" dir=\"ltr\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n</head>\n"
    );
    if head.trim_end() != expected.trim_end() {
        faults.push(format!("the head is {head}"));
    }
    let mut styles: Vec<&str> =
        body.split("style=\"").skip(1).map(|s| s.split('"').next().unwrap()).collect();
    styles.push(style);
    let declarations = styles.iter().flat_map(|style| style.split(';'));
    for declaration in declarations.filter(|declaration| !declaration.is_empty()) {
        let (name, value) = declaration.split_once(':').unwrap();
        if !STYLES.contains(&name) || value.contains('(') {
            faults.push(format!("the style {declaration}"));
        }
    }
    let tags = [
        "table",
        "tbody",
        "tr",
        "td",
        "th",
        "div",
        "p",
        "ol",
        "ul",
        "li",
        "blockquote",
        "hr",
        "br",
        "strong",
        "em",
        "a",
    ];
    let cleaned = Builder::empty()
        .tags(HashSet::from(tags))
        .generic_attributes(HashSet::from(["style"]))
        .add_tag_attributes("div", ["class"])
        .add_tag_attributes("ol", ["start"])
        .add_tag_attributes("table", ["role", "width", "cellpadding", "cellspacing", "border"])
        .add_tag_attributes("td", ["align"])
        .add_tag_attributes("a", ["href"])
        .url_schemes(HashSet::from(["https", "mailto", "tel"]))
        .link_rel(None)
        .clean(body)
        .to_string();
    // The sanitiser writes what HTML implies, and quotes in texts bare.
    let cleaned = cleaned.replace("<tbody>", "").replace("</tbody>", "");
    let ours = body.replace("&quot;", "\"");
    if cleaned.trim() != ours.trim() {
        let at =
            cleaned.trim().bytes().zip(ours.trim().bytes()).take_while(|(a, b)| a == b).count();
        let near = |text: &str| {
            text.trim().get(at.saturating_sub(20)..).map(|s| s.chars().take(80).collect::<String>())
        };
        faults.push(format!("cleaned reads {:?}, ours {:?}", near(&cleaned), near(&ours)));
    }
    faults
}

/// Lengths of domain 2.6, from salutation to signature.
fn length(letter: &Written, phase: Phase) -> Vec<String> {
    let body = letter.words("salutation", "signature");
    let (count, unit, least, most) = if letter.is_chinese() {
        let count = body.chars().filter(|c| is_han(*c)).count();
        if phase == Phase::Holding {
            (count, "characters", 40, 250)
        } else {
            (count, "characters", 300, 900)
        }
    } else {
        let word = |word: &&str| word.contains(|c: char| c.is_alphanumeric());
        let count = body.split_whitespace().filter(word).count();
        if phase == Phase::Holding { (count, "words", 30, 120) } else { (count, "words", 150, 450) }
    };
    if (least..=most).contains(&count) {
        return Vec::new();
    }
    vec![format!("{count} {unit}, should be {least} to {most}")]
}

/// Between Chinese characters stand full-width marks.
fn marks(letter: &Written) -> Vec<String> {
    if !letter.is_chinese() {
        return Vec::new();
    }
    let mut words = letter.words("salutation", "footer");
    words.push_str(letter.message().subject().unwrap());
    half_width(&words)
}

/// Half-width marks that touch a Chinese character, with what stands around them.
fn half_width(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let touches = |at: usize| {
        let before = at.checked_sub(1).and_then(|at| chars.get(at));
        before.is_some_and(|c| is_han(*c)) || chars.get(at + 1).is_some_and(|c| is_han(*c))
    };
    let marked = |at: &usize| ",.;:!?()\"'".contains(chars[*at]) && touches(*at);
    (0..chars.len())
        .filter(marked)
        .map(|at| {
            let around: String =
                chars[at.saturating_sub(6)..(at + 6).min(chars.len())].iter().collect();
            format!("a half-width mark in {around:?}")
        })
        .collect()
}

macro_rules! kinds {
    ($($test:ident $kind:literal)*) => {
        /// All kinds that are examined, to be held against those that the program knows.
        const KINDS: &[&str] = &[$($kind),*];
        $(#[test]
        fn $test() {
            examine($kind);
        })*
    };
}

kinds! {
    letters_in_a_pandemic "pandemic"
    letters_on_a_supply_disruption "supply-disruption"
    letters_on_a_data_breach "data-breach"
    letters_on_a_cyber_outage "cyber-outage"
    letters_on_a_recall "recall"
    letters_on_sanctions_or_litigation "sanctions-litigation"
    letters_on_a_natural_disaster "natural-disaster"
    letters_in_financial_distress "financial-distress"
    letters_on_a_change_of_leadership "leadership-change"
    letters_on_a_workplace_accident "workplace-accident"
    letters_on_another_crisis "other"
}

#[test]
fn every_kind_is_examined() {
    let mut there: Vec<String> = fs::read_dir(repository("templates/briefs/examples"))
        .unwrap()
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    there.sort();
    let mut examined: Vec<&str> = KINDS.to_vec();
    examined.sort_unstable();
    assert_eq!(there, examined);
}

#[test]
fn the_letters_of_the_demo_stand_byte_for_byte() {
    let sandbox = Sandbox::with_demo();
    let letters = letters(&sandbox, "demo");
    let mut faults = Vec::new();
    for (language, id) in READERS {
        let letter = letters.iter().find(|letter| letter.id == id).unwrap();
        let eml = String::from_utf8(letter.eml.clone()).unwrap();
        assert_eq!(eml.matches('\n').count(), eml.matches("\r\n").count());
        // As files of this repository they have its line ends.
        faults.extend(difference(
            &format!("letters/demo.{language}.eml"),
            &eml.replace("\r\n", "\n"),
        ));
        faults.extend(difference(&format!("letters/demo.{language}.html"), &letter.html));
        faults.extend(difference(&format!("letters/demo.{language}.txt"), &as_read(letter)));
    }
    for letter in &letters {
        let found = [mail(letter), markup(letter), marks(letter)];
        faults.extend(found.into_iter().flatten().map(|fault| format!("{}: {fault}", letter.id)));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn names_and_addresses_reach_the_envelope_as_the_roster_has_them() {
    let sandbox = Sandbox::with_demo();
    let document = sandbox.run(&["-C", "demo", "roster", "--format", "json"]).assert_done().json();
    let letters = letters(&sandbox, "demo");
    let contacts = document["contacts"].as_array().unwrap();
    for letter in &letters {
        let contact = contacts.iter().find(|contact| contact["id"] == letter.id.as_str()).unwrap();
        let message = letter.message();
        let to = message.to().unwrap().first().unwrap();
        assert_eq!(to.address(), contact["email"].as_str(), "{}", letter.id);
        let name = to.name().unwrap();
        for part in ["family", "given"] {
            assert!(
                name.contains(contact["name"][part].as_str().unwrap()),
                "{}: {name}",
                letter.id
            );
        }
    }
}

#[test]
fn a_template_may_draw_on_another_language_and_each_reader_still_gets_their_own_words() {
    let sandbox = Sandbox::plain();
    sandbox.write(
        "plain/contacts/contacts.csv",
        "id,account,family_name,given_name,email,language,letter_order\n\
         c-1,a-1,王,一,one@northwind.example,zh-CN,\n\
         c-2,a-1,王,二,two@northwind.example,zh-CN,\n\
         c-3,a-1,王,三,three@northwind.example,zh-CN,X-9\n",
    );
    sandbox.write(
        "plain/templates/letters/en/part.md",
        "{% if recipient.letter.order %}ORDER{% else %}NONE{% endif %} \
         {% if recipient.name == \"王二\" %}SECOND{% else %}OTHER{% endif %}",
    );
    sandbox.write(
        "plain/templates/letters/zh-CN/kinds/natural-disaster.holding.md",
        "{% extends \"letters/zh-CN/holding.md\" %}\n\
         {% block situation %}{% include \"letters/en/part.md\" %}{% endblock %}",
    );
    let ran = sandbox.run_in("plain", &["preview"]).assert_done();
    assert!(ran.stdout.starts_with("3 letters in 3 wordings"), "{}", ran.stdout);
    for (letter, words) in
        letters(&sandbox, "plain").iter().zip(["NONE OTHER", "NONE SECOND", "ORDER OTHER"])
    {
        assert!(letter.message().body_text(0).unwrap().contains(words), "{}", letter.text);
    }
}

#[test]
fn a_message_keeps_its_id_whenever_it_is_made() {
    let sandbox = Sandbox::with_demo();
    let ids = || -> Vec<String> {
        letters(&sandbox, "demo")
            .iter()
            .map(|letter| letter.message().message_id().unwrap().to_owned())
            .collect()
    };
    let first = ids();
    for now in [NOW, "2026-11-22T21:30:00+01:00"] {
        sandbox.run_at(now, "demo", &["preview"]).assert_done();
        assert_eq!(ids(), first);
    }
    assert_eq!(first.iter().collect::<HashSet<_>>().len(), first.len(), "each has its own");
    sandbox.edit("demo/crises/2026-11-suzhou-fire/brief.toml", "revision = 1", "revision = 2");
    sandbox.run(&["-C", "demo", "preview"]).assert_done();
    assert!(ids().iter().all(|id| id.contains(".r2@")), "a new revision has new ids");
}

#[test]
fn chinese_templates_and_wordings_use_full_width_marks() {
    let mut faults = Vec::new();
    let mut folders =
        vec![repository("templates/letters/zh-CN"), repository("templates/letters/zh-TW")];
    let mut files = vec![repository("contacts/brief.toml")];
    folders.push(repository("templates/briefs"));
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    assert!(files.len() > 60);
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        for (at, line) in text.lines().enumerate() {
            // A wording stands behind its key; the quotes around it are TOML's.
            let wording = line.split_once(" = \"").and_then(|(_, rest)| rest.strip_suffix('"'));
            let is_toml = file.extension().is_some_and(|ending| ending == "toml");
            if is_toml && wording.is_none() {
                continue;
            }
            for fault in half_width(wording.unwrap_or(line)) {
                faults.push(format!("{}:{}: {fault}", file.display(), at + 1));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
