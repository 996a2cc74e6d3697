use super::flaw::Flaw;

/// What the first bytes of a file show it to be, when that is no table of text.
pub(crate) fn foreign(start: &[u8]) -> Option<&'static str> {
    let begins = |magic: &[u8]| start.starts_with(magic);
    let text = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start).trim_ascii_start();
    let word = |word: &[u8]| text.get(..word.len()).is_some_and(|s| s.eq_ignore_ascii_case(word));
    if begins(b"PK\x03\x04") || begins(b"PK\x05\x06") {
        let has = |part: &[u8]| start.windows(part.len()).any(|window| window == part);
        return Some(if has(b"xl/") {
            "an Excel workbook"
        } else if has(b"opendocument.spreadsheet") {
            "an OpenDocument workbook"
        } else if has(b"word/") {
            "a Word document"
        } else if has(b"[Content_Types]") {
            "an Office document"
        } else {
            "a zip archive"
        });
    }
    let known: [(&[u8], &str); 9] = [
        (b"\xd0\xcf\x11\xe0", "an old Excel workbook or an encrypted one"),
        (b"%PDF-", "a PDF document"),
        (b"\x89PNG", "a picture"),
        (b"\xff\xd8\xff", "a picture"),
        (b"GIF8", "a picture"),
        (b"\x1f\x8b", "a compressed file (gzip)"),
        (b"{\\rtf", "a rich text document"),
        (b"SQLite format 3", "a database"),
        (b"bplist00", "a property list"),
    ];
    if let Some((_, name)) = known.iter().find(|(magic, _)| begins(magic)) {
        return Some(name);
    }
    if word(b"<!doctype html") || word(b"<html") {
        return Some("a web page");
    }
    if word(b"<?xml") {
        return Some("an XML document");
    }
    if word(b"BEGIN:VCARD") {
        return Some("a vCard file");
    }
    None
}

/// Whether the start of a text file is UTF-16 without its mark, and in which byte order.
pub(crate) fn utf16_without_mark(start: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let pairs = start.chunks_exact(2).take(32);
    if pairs.len() < 4 {
        return None;
    }
    let (mut little, mut big) = (true, true);
    for pair in pairs {
        little &= pair[0] != 0 && pair[1] == 0;
        big &= pair[0] == 0 && pair[1] != 0;
    }
    match (little, big) {
        (true, _) => Some(encoding_rs::UTF_16LE),
        (_, true) => Some(encoding_rs::UTF_16BE),
        _ => None,
    }
}

/// The finding about a file that is something else than its name says.
pub(crate) fn foreign_flaw(name: &str, is: &str) -> Flaw {
    let workbook = is.contains("workbook");
    Flaw::error(0..0, format!("`{name}` is not a table of text: it is {is}"))
        .why("Its name says CSV, but its bytes say otherwise.")
        .hint(if workbook {
            "save it from the spreadsheet program as CSV in UTF-8, or name it by its kind and use \
             it as the one workbook of the roster"
        } else {
            "export the list again as CSV in UTF-8"
        })
}

#[cfg(test)]
mod tests {
    use super::{foreign, utf16_without_mark};

    #[test]
    fn files_are_known_by_their_first_bytes() {
        assert_eq!(foreign(b"PK\x03\x04....xl/workbook.xml"), Some("an Excel workbook"));
        assert_eq!(foreign(b"PK\x03\x04...."), Some("a zip archive"));
        assert_eq!(foreign(b"%PDF-1.7"), Some("a PDF document"));
        assert_eq!(foreign(b"\xef\xbb\xbf <!DOCTYPE HTML>"), Some("a web page"));
        for text in ["id,name", "", "PK,x", "\u{feff}id;name"] {
            assert_eq!(foreign(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn utf16_is_told_by_its_zero_bytes() {
        let little: Vec<u8> = "id\taccount".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = "id\taccount".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(utf16_without_mark(&little), Some(encoding_rs::UTF_16LE));
        assert_eq!(utf16_without_mark(&big), Some(encoding_rs::UTF_16BE));
        assert_eq!(utf16_without_mark(b"id,account"), None);
        assert_eq!(utf16_without_mark(b"i\0"), None);
    }
}
