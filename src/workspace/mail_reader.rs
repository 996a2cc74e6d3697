use super::amount::Rate;
use super::config::SettingsReader;
use super::mail::{DkimKey, MailServer, MailSettings, Security, Timeouts, is_loopback};
use crate::diagnostic::Diagnostic;
use crate::document::{Fields, Node, Reader};
use std::net::IpAddr;
use std::time::Duration;
use toml::de::DeValue;

/// The keys of a section that describes a mail server.
const KEYS: [&str; 11] = [
    "server",
    "port",
    "security",
    "hello",
    "user",
    "login",
    "password",
    "connections",
    "rate",
    "ca",
    "timeouts",
];

impl SettingsReader<'_> {
    pub(super) fn mail(&mut self, top: &Fields<'_>, domain: Option<&str>) -> MailSettings {
        let Some(node) = top.get("mail") else { return MailSettings::default() };
        let first = self.mail_server(&node, &["second", "dkim"]);
        let DeValue::Table(_) = node.value.get_ref() else { return MailSettings::default() };
        let Some(fields) = self.reader.any_fields(&node) else { return MailSettings::default() };
        let second = fields.get("second").and_then(|node| self.mail_server(&node, &[]));
        let dkim = fields.get("dkim").and_then(|node| self.dkim(&node, domain));
        MailSettings { first, second, dkim }
    }

    /// One mail server; `also` are keys of the section that others read.
    pub(super) fn mail_server(&mut self, node: &Node<'_>, also: &[&str]) -> Option<MailServer> {
        let fields = self.reader.any_fields(node)?;
        let section = match node.name.as_str() {
            "mail.second" => "mail.second",
            "drill.mail" => "drill.mail",
            _ => "mail",
        };
        let secrets = self.reader.secrets_in_file(&fields);
        let known: Vec<&str> =
            KEYS.iter().chain(also).copied().chain(secrets.iter().map(String::as_str)).collect();
        self.reader.check_keys(&fields, &known);
        let reader = &mut self.reader;
        let server = fields.get("server").map(|node| reader.server(&node));
        let port = fields.get("port").and_then(|node| reader.bounded(&node, 1..=65_535));
        let security = fields.get("security").map(|node| reader.word(&node, &Security::WORDS));
        // Ports say what is meant when the word is missing; the default is TLS from the first byte.
        let security = security.unwrap_or(match port {
            Some(587 | 25) => Some(Security::StartTls),
            _ => Some(Security::Tls),
        });
        let loopback = server.as_ref().and_then(Option::as_deref).is_some_and(is_loopback);
        reader.check_security(&fields, security, port, loopback);
        let hello = fields.get("hello").map(|node| reader.hello(&node));
        let login = reader.login(&fields, &secrets);
        let connections = fields.get("connections").map(|node| reader.bounded(&node, 1..=256));
        let rates = match fields.get("rate") {
            Some(node) => reader.each(&node, Reader::rate),
            // A server for drills on this machine keeps the letters: nobody sets it a limit.
            None if loopback && section == "drill.mail" => Vec::new(),
            None => Rate::DEFAULT.to_vec(),
        };
        let ca = fields.get("ca").map(|node| reader.text(&node));
        let timeouts = fields.get("timeouts").map(|node| reader.timeouts(&node));
        if server.is_none() {
            let finding = Diagnostic::error(format!("`{}.server` is missing", node.name))
                .why("Letters cannot be handed over without it.")
                .hint(format!(
                    "add `server = \"smtp.company.example\"`, or take the whole section `[{}]` out",
                    node.name
                ));
            self.reader.found(node.key_at.clone(), finding);
        }
        Some(MailServer {
            section,
            server: server??,
            port: port.or(security.map(Security::port))?,
            security: security?,
            hello: match hello {
                Some(name) => Some(name?),
                None => None,
            },
            login: login.ok()?,
            connections: connections.unwrap_or(Some(1))?,
            rates,
            ca: match ca {
                Some(path) => Some(path?.into()),
                None => None,
            },
            timeouts: timeouts.unwrap_or_default(),
        })
    }

    fn dkim(&mut self, node: &Node<'_>, own: Option<&str>) -> Option<DkimKey> {
        let fields = self.reader.any_fields(node)?;
        let secrets = self.reader.secrets_in_file(&fields);
        let known = ["domain", "selector", "key"];
        let known: Vec<&str> =
            known.into_iter().chain(secrets.iter().map(String::as_str)).collect();
        self.reader.check_keys(&fields, &known);
        let domain = match fields.get("domain") {
            Some(node) => self.reader.signing_domain(&node, own),
            None => own.map(str::to_owned),
        };
        let selector = self.of_signature(&fields, "selector");
        let selector = selector.and_then(|node| self.reader.dkim_selector(&node));
        let key = self.of_signature(&fields, "key").and_then(|node| self.reader.key_path(&node));
        Some(DkimKey { domain: domain?, selector: selector?, key: key?.into() })
    }

    /// A key of `[mail.dkim]` that must be there.
    fn of_signature<'a>(&mut self, fields: &Fields<'a>, key: &str) -> Option<Node<'a>> {
        let node = fields.get(key);
        if node.is_none() && !self.reader.is_rejected(&format!("{}.{key}", fields.name)) {
            let finding = Diagnostic::error(format!("`{}.{key}` is missing", fields.name))
                .why("Letters cannot be signed without it.")
                .hint("write `selector = \"letters2026\"` and `key = \"/etc/hearten/dkim.pem\"`, or take the section out");
            self.reader.found(fields.at.clone(), finding);
        }
        node
    }
}

impl Reader<'_> {
    fn server(&mut self, node: &Node<'_>) -> Option<String> {
        let typed = self.text(node)?;
        let bare = typed.trim_start_matches('[').trim_end_matches(']');
        if bare.parse::<IpAddr>().is_ok() || is_host_name(&typed) {
            return Some(bare.to_ascii_lowercase());
        }
        let host = typed.split_once("://").map_or(typed.as_str(), |(_, rest)| rest);
        let hint = match host.trim_end_matches('/').rsplit_once(':') {
            Some((host, port)) if is_host_name(host) && port.parse::<u16>().is_ok() => {
                format!("write `server = \"{host}\"` and `port = {port}`")
            }
            _ if is_host_name(host.trim_end_matches('/')) => {
                format!("write `server = \"{}\"`", host.trim_end_matches('/'))
            }
            _ => "write a name such as `smtp.company.example`, or an address".to_owned(),
        };
        let title = format!("`{}` is no name of a server: `{}`", typed.escape_debug(), node.name);
        self.reject(node, Diagnostic::error(title).hint(hint));
        None
    }

    fn hello(&mut self, node: &Node<'_>) -> Option<String> {
        let typed = self.text(node)?;
        let literal = typed.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        let literal = literal.map(|inside| inside.trim_start_matches("IPv6:"));
        if literal.is_some_and(|inside| inside.parse::<IpAddr>().is_ok()) || is_host_name(&typed) {
            return Some(typed);
        }
        let title = format!("`{}` is no name to greet with: `{}`", typed.escape_debug(), node.name);
        let finding = Diagnostic::error(title)
            .rule("E-14")
            .hint("write a name such as `mail.company.example`, or delete the line");
        self.reject(node, finding);
        None
    }

    /// The connection must be secret, or not leave the machine (E-27).
    fn check_security(
        &mut self,
        fields: &Fields<'_>,
        security: Option<Security>,
        port: Option<u16>,
        loopback: bool,
    ) {
        if security == Some(Security::Loopback) && !loopback && fields.get("server").is_some() {
            let at = fields.get("security").map_or(fields.at.clone(), |node| node.at());
            let finding = Diagnostic::error(
                "a server on another machine needs a secret connection",
            )
            .rule("E-27")
            .why("Without TLS everybody on the way can read the letters and change them.")
            .hint("write `security = \"tls\"` (port 465) or `security = \"starttls\"` (port 587)");
            self.found(at, finding);
        }
        let usual = match (security, port) {
            (Some(Security::Tls), Some(587 | 25)) => Some("starttls"),
            (Some(Security::StartTls), Some(465)) => Some("tls"),
            _ => None,
        };
        if let (Some(usual), Some(port), Some(node)) = (usual, port, fields.get("port")) {
            let finding = Diagnostic::warning(format!(
                "port {port} seldom goes with this security"
            ))
            .rule("E-27")
            .why("Servers speak TLS from the first byte on port 465, and STARTTLS on 587 and 25.")
            .hint(format!("write `security = \"{usual}\"`, or try it with `hearten doctor`"));
            self.found(node.at(), finding);
        }
    }

    fn timeouts(&mut self, node: &Node<'_>) -> Timeouts {
        let mut timeouts = Timeouts::default();
        let fields = self.fields(node, &["connect", "reply", "data", "end"]);
        for (key, node) in fields.iter().flat_map(Fields::iter_all) {
            let place = match key {
                "connect" => &mut timeouts.connect,
                "reply" => &mut timeouts.reply,
                "data" => &mut timeouts.data,
                "end" => &mut timeouts.end,
                _ => continue,
            };
            let bounds = Duration::from_millis(50)..=Duration::from_hours(1);
            if let Some(time) = self.length(&node, bounds) {
                *place = time;
            }
        }
        timeouts
    }

    /// A signature counts for the sender only when it is of the sender's own domain (E-16).
    fn signing_domain(&mut self, node: &Node<'_>, own: Option<&str>) -> Option<String> {
        let typed = self.text(node)?.to_ascii_lowercase();
        if !typed.contains('.') || !is_host_name(&typed) {
            let title = format!("`{}` is no domain", typed.escape_debug());
            let hint = "write the domain that signs, such as `company.example`";
            self.reject(node, Diagnostic::error(title).hint(hint));
            return None;
        }
        if let Some(own) = own
            && typed != own
            && !typed.ends_with(&format!(".{own}"))
        {
            let finding = Diagnostic::error(format!("`{typed}` is not at `{own}`"))
                .rule("E-16")
                .why("Receivers count a signature for the sender only when both have one domain.")
                .hint(format!("write `domain = \"{own}\"`"));
            self.reject(node, finding);
            return None;
        }
        Some(typed)
    }

    fn dkim_selector(&mut self, node: &Node<'_>) -> Option<String> {
        let typed = self.text(node)?;
        if is_host_name(&typed) {
            return Some(typed);
        }
        let title = format!("`{}` is no selector", typed.escape_debug());
        let finding = Diagnostic::error(title)
            .hint("write the name before `._domainkey` in your DNS, such as `letters2026`");
        self.reject(node, finding);
        None
    }

    /// The path of a private key; not the key itself (E-36).
    fn key_path(&mut self, node: &Node<'_>) -> Option<String> {
        if !node.str().is_some_and(|text| text.contains("-----BEGIN")) {
            return self.text(node);
        }
        let finding = Diagnostic::error(format!("`{}` holds a private key itself", node.name))
            .rule("E-36")
            .at(self.source.key_alone(node.key_at.clone()))
            .why("Files of a workspace are copied, sent and printed. Take this key as known, and make a new one.")
            .hint("name its file: `key = \"/etc/hearten/dkim.pem\"`");
        self.found_within(&node.key_at, finding);
        None
    }
}

/// Whether this is a name of a host as DNS has it.
fn is_host_name(name: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    name.len() <= 253 && name.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use crate::workspace::{
        Config, DkimKey, Login, LoginKind, MailServer, Rate, SecretSource, Security,
    };
    use std::time::Duration;

    const SAMPLE: &str = include_str!("../../templates/hearten.toml");

    fn read(section: &str) -> Config {
        let text = format!("{SAMPLE}\n{section}");
        Config::read("hearten.toml", &text).unwrap_or_else(|report| panic!("{report:#?}")).0
    }

    fn first(section: &str) -> MailServer {
        read(section).mail.first.unwrap()
    }

    fn titles(section: &str) -> Vec<String> {
        match Config::read("hearten.toml", &format!("{SAMPLE}\n{section}")) {
            Ok((_, report)) | Err(report) => {
                report.kept().iter().map(|finding| finding.title.clone()).collect()
            }
        }
    }

    #[test]
    fn a_server_alone_gets_careful_defaults() {
        let server = first("[mail]\nserver = \"SMTP.lingchuan.example\"");
        assert_eq!(server.shown(), "smtp.lingchuan.example:465");
        assert_eq!((server.security, server.connections), (Security::Tls, 1));
        assert_eq!((server.login.clone(), server.hello.clone()), (None, None));
        assert_eq!(server.rates, Rate::DEFAULT);
        assert_eq!(server.timeouts.end, Duration::from_mins(10), "E-23: RFC 5321 4.5.3.2");
    }

    #[test]
    fn e_27_ports_and_security_follow_each_other() {
        let with = |more: &str| first(&format!("[mail]\nserver = \"smtp.a.example\"\n{more}"));
        assert_eq!(with("port = 587").security, Security::StartTls);
        assert_eq!(with("port = 2465").security, Security::Tls);
        assert_eq!(with("security = \"starttls\"").port, 587);
        let own = first("[mail]\nserver = \"[::1]\"\nsecurity = \"loopback\"");
        assert_eq!((own.shown().as_str(), own.is_loopback()), ("[::1]:25", true));
        for far in ["192.0.2.1", "localhost.example", "smtp.a.example"] {
            assert_eq!(
                titles(&format!("[mail]\nserver = \"{far}\"\nsecurity = \"loopback\"")),
                ["a server on another machine needs a secret connection"]
            );
        }
        assert_eq!(
            titles("[mail]\nserver = \"smtp.a.example\"\nport = 465\nsecurity = \"starttls\""),
            ["port 465 seldom goes with this security"]
        );
    }

    #[test]
    fn e_36_a_login_names_where_its_secret_is_kept() {
        let login = |password: &str| {
            let server = "[mail]\nserver = \"smtp.a.example\"\nuser = \"letters\"\n";
            first(&format!("{server}password = {password}")).login.unwrap()
        };
        assert_eq!(
            login("{ env = \"MAIL_PASSWORD\" }"),
            Login {
                kind: LoginKind::Plain,
                user: "letters".into(),
                secret: SecretSource::Environment("MAIL_PASSWORD".into())
            }
        );
        assert_eq!(
            login("{ command = \"pass show mail\" }").secret,
            SecretSource::Command("pass show mail".into())
        );
        let keyring =
            |user: &str| SecretSource::Keyring { service: "hearten".into(), user: user.into() };
        assert_eq!(login("{ keyring = \"hearten\" }").secret, keyring("letters"));
        assert_eq!(login("{ keyring = \"hearten\", user = \"crisis\" }").secret, keyring("crisis"));
        let token = login("{ env = \"TOKEN\" }\nlogin = \"xoauth2\"");
        assert_eq!(token.kind, LoginKind::Xoauth2);
    }

    #[test]
    fn e_36_no_finding_repeats_a_secret() {
        for password in [
            "\"hunter2\"",
            "'''hunter2'''",
            "hunter2",
            "\"hunter2",
            "{ env = \"hunter2!\" }",
            "{ value = \"hunter2\" }",
            "{ env = \"A\", value = \"hunter2\" }",
            "[\"hunter2\"]",
        ] {
            for key in ["password", "pasword", "token", "secret", "Password", "app-password"] {
                let section =
                    format!("[mail]\nserver = \"a.example\"\nuser = \"u\"\n{key} = {password}\n");
                let text = format!("{SAMPLE}\n{section}");
                let report = Config::read("hearten.toml", &text).unwrap_err();
                let told = format!("{:?}", report.kept());
                assert!(!told.contains("hunter2"), "{key} = {password}: {told}");
            }
        }
    }

    #[test]
    fn e_33_a_second_server_and_the_signature_stand_beside_the_first() {
        let config = read(
            "[mail]\nserver = \"smtp.a.example\"\nrate = \"50 per 5m\"\n\
             [mail.dkim]\nselector = \"k1\"\nkey = \"/etc/dkim.pem\"\n\
             [mail.second]\nserver = \"smtp.b.example\"\nrate = []\nconnections = 4\n",
        );
        let second = config.mail.second.unwrap();
        assert_eq!((second.section, second.connections), ("mail.second", 4));
        assert!(second.rates.is_empty());
        assert_eq!(config.mail.first.unwrap().rates, [Rate::parse("50 per 5m").unwrap()]);
        let key = DkimKey {
            domain: "lingchuan.example".into(),
            selector: "k1".into(),
            key: "/etc/dkim.pem".into(),
        };
        assert_eq!(config.mail.dkim, Some(key));
    }

    #[test]
    fn p_24_a_drill_may_have_a_server_of_its_own() {
        let config = read(
            "[drill]\ndomains = [\"@Test.example\"]\n[drill.mail]\nserver = \"localhost\"\n\
             security = \"loopback\"\nport = 1025\n",
        );
        assert_eq!(config.drill.domains, ["test.example"]);
        assert!(config.drill.mail.unwrap().rates.is_empty());
        assert_eq!(
            titles("[drill.mail]\nserver = \"localhost\"\nsecurity = \"loopback\"\n"),
            ["a drill with a mail server needs domains it may reach"]
        );
    }
}
