//! Signed letters for `tests/verify_dkim.py`, which has them verified by an implementation that is not ours.

use crate::sandbox::repository;
use hearten::delivery::smtp::dkim::Signer;
use std::fs;
use std::path::Path;

const MESSAGE: &str = "From: Lin Wei <lin@firm.example>\r\nTo: anna@x.example\r\nSubject: After  the\r\n fire \r\n\
    Reply-To: care@firm.example\r\nMessage-ID: <1.2@firm.example>\r\nMIME-Version: 1.0\r\n\
    Content-Type: multipart/alternative;\r\n\tboundary=\"b\"\r\nContent-Language: en\r\n\r\n--b\r\n\
    Content-Type: text/plain; charset=utf-8\r\n\r\nDear Anna, \t \r\n\r\n.\r\n all is  well.\r\n--b--\r\n\r\n\r\n";

/// Beside each letter lies what would stand in the DNS.
#[test]
fn letters_are_signed_with_a_key_of_each_kind() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("dkim");
    fs::create_dir_all(&folder).unwrap();
    for key in ["rsa", "rsa-pkcs1", "ed25519"] {
        let pem = fs::read(repository(&format!("tests/fixtures/dkim/{key}.pem"))).unwrap();
        let signer = Signer::new("firm.example", "s1", &pem).unwrap();
        let head = b"Date: Fri, 20 Nov 2026 10:00:00 +0800\r\n";
        let at = "2026-11-20T02:00:00Z".parse().unwrap();
        let line = signer.sign(head, MESSAGE.as_bytes(), at).unwrap();
        let letter = [line.as_slice(), head, MESSAGE.as_bytes()].concat();
        let (place, record) = signer.record();
        assert_eq!(place, "s1._domainkey.firm.example");
        fs::write(folder.join(format!("{key}.eml")), letter).unwrap();
        fs::write(folder.join(format!("{key}.txt")), record).unwrap();
    }
}
