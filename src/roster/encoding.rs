use super::kind;
use super::source::Source;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8};
use std::io::{self, ErrorKind, Read};

const CHUNK: usize = 64 * 1024;

/// What one pass over a file's bytes tells about it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Survey {
    pub(crate) encoding: &'static Encoding,
    /// How many line feeds it has: about the number of rows.
    pub(crate) lines: usize,
    /// Whether there is nothing but blanks.
    pub(crate) blank: bool,
    /// What it is, when it is no text.
    pub(crate) foreign: Option<&'static str>,
    /// It is UTF-8 nearly throughout; the rows with other bytes are reported one by one.
    pub(crate) damaged: bool,
}

impl Survey {
    /// Reads all of a file once. Only a file that is not UTF-8 is read a second time.
    pub(crate) fn of(source: &Source) -> io::Result<Self> {
        let mut reader = (source.open)()?;
        let mut buffer = vec![0; CHUNK];
        let mut length = fill(&mut reader, &mut buffer)?;
        let start = &buffer[..length];
        let mut survey = Self {
            encoding: UTF_8,
            lines: 0,
            blank: true,
            foreign: kind::foreign(start),
            damaged: false,
        };
        let marked = Encoding::for_bom(start).map(|(encoding, _)| encoding);
        let wide = marked.filter(|it| *it != UTF_8).or_else(|| kind::utf16_without_mark(start));
        if survey.foreign.is_none() && wide.is_none() && start.contains(&0) {
            survey.foreign = Some("binary data");
        }
        if survey.foreign.is_some() {
            return Ok(survey);
        }
        let mut utf8 = Utf8Check::default();
        while length > 0 {
            let chunk = &buffer[..length];
            survey.lines += count_line_feeds(chunk);
            survey.blank = survey.blank
                && chunk.iter().all(|b| {
                    b.is_ascii_whitespace() || matches!(b, 0 | 0xbb | 0xbf | 0xef | 0xfe | 0xff)
                });
            if wide.is_none() {
                utf8.take(chunk);
            }
            length = fill(&mut reader, &mut buffer)?;
        }
        if let Some(wide) = wide {
            survey.encoding = wide;
        } else if utf8.invalid || !utf8.carried.is_empty() {
            let (guessed, mostly_utf8) = guess(source, &mut buffer)?;
            survey.damaged = marked.is_some() || mostly_utf8;
            if !survey.damaged {
                survey.encoding = guessed;
            }
        }
        Ok(survey)
    }

    /// The encoding's name as users know it, when it is not UTF-8.
    pub(crate) fn said(&self) -> Option<&'static str> {
        match self.encoding.name() {
            "UTF-8" => None,
            "UTF-16LE" | "UTF-16BE" => Some("UTF-16"),
            "gb18030" => Some("GB18030"),
            "windows-1252" => Some("Windows-1252"),
            name => Some(name),
        }
    }
}

/// Guesses from the letters themselves, and tells whether it is UTF-8 with some damage instead.
///
/// No country is taken for a hint: it would turn Big5 into GBK.
fn guess(source: &Source, buffer: &mut [u8]) -> io::Result<(&'static Encoding, bool)> {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let mut utf8 = Utf8Check { counting: true, ..Utf8Check::default() };
    let mut reader = (source.open)()?;
    loop {
        let length = fill(&mut reader, buffer)?;
        detector.feed(&buffer[..length], length == 0);
        utf8.take(&buffer[..length]);
        if length == 0 {
            return Ok((detector.guess(None, Utf8Detection::Deny), utf8.is_mostly_valid()));
        }
    }
}

fn count_line_feeds(bytes: &[u8]) -> usize {
    // In pieces whose count fits a byte, which the compiler turns into wide instructions.
    let piece = |bytes: &[u8]| bytes.iter().map(|byte| u8::from(*byte == b'\n')).sum::<u8>();
    bytes.chunks(255).map(|bytes| usize::from(piece(bytes))).sum()
}

/// Tells what is UTF-8 and what is not, chunk by chunk.
#[derive(Default)]
struct Utf8Check {
    /// Whether some byte is not.
    invalid: bool,
    /// Whether the rest is counted; without, the first bad byte settles it.
    counting: bool,
    bad: usize,
    /// Characters of two bytes and more, and among them those of three and four.
    multi: usize,
    long: usize,
    carried: Vec<u8>,
}

impl Utf8Check {
    /// Whether it is UTF-8 with damage rather than another encoding: there, long characters come
    /// about by chance very rarely and short ones now and then.
    fn is_mostly_valid(&self) -> bool {
        self.long >= 2 * self.bad || self.multi > 8 * self.bad
    }

    fn take(&mut self, chunk: &[u8]) {
        if self.invalid && !self.counting {
            return;
        }
        if self.carried.is_empty() {
            self.check(chunk);
        } else {
            let mut whole = std::mem::take(&mut self.carried);
            whole.extend_from_slice(chunk);
            self.check(&whole);
        }
    }

    fn check(&mut self, mut bytes: &[u8]) {
        loop {
            let (valid, bad) = match str::from_utf8(bytes) {
                Ok(_) => (bytes.len(), None),
                Err(error) => (error.valid_up_to(), Some(error.error_len())),
            };
            if self.counting {
                self.multi += bytes[..valid].iter().filter(|byte| **byte >= 0xc0).count();
                self.long += bytes[..valid].iter().filter(|byte| **byte >= 0xe0).count();
            }
            match bad {
                None => return,
                Some(None) => {
                    self.carried = bytes[valid..].to_vec();
                    return;
                }
                Some(Some(length)) => {
                    self.invalid = true;
                    self.bad += 1;
                    if !self.counting {
                        return;
                    }
                    bytes = &bytes[valid + length..];
                }
            }
        }
    }
}

/// Turns a file's bytes into text, chunk by chunk. What cannot be read becomes U+FFFD, which the
/// check of every field reports.
pub(crate) struct Decoder {
    reader: Box<dyn Read + Send>,
    letters: encoding_rs::Decoder,
    buffer: Vec<u8>,
    ended: bool,
}

impl Decoder {
    pub(crate) fn new(source: &Source, encoding: &'static Encoding) -> io::Result<Self> {
        Ok(Self {
            reader: (source.open)()?,
            letters: encoding.new_decoder_with_bom_removal(),
            buffer: vec![0; CHUNK],
            ended: false,
        })
    }

    /// Appends the next piece of text; false when there is no more.
    pub(crate) fn read_into(&mut self, text: &mut String) -> io::Result<bool> {
        if self.ended {
            return Ok(false);
        }
        let length = fill(&mut self.reader, &mut self.buffer)?;
        self.ended = length == 0;
        let room = self.letters.max_utf8_buffer_length(length).unwrap_or(length * 3 + 16);
        text.reserve(room);
        let (_, read, _) = self.letters.decode_to_string(&self.buffer[..length], text, self.ended);
        debug_assert_eq!(read, length, "the reserved room takes the whole chunk");
        Ok(true)
    }
}

/// Reads until the buffer is full or the file ends.
fn fill(reader: &mut Box<dyn Read + Send>, buffer: &mut [u8]) -> io::Result<usize> {
    let mut length = 0;
    while length < buffer.len() {
        match reader.read(&mut buffer[length..]) {
            Ok(0) => break,
            Ok(read) => length += read,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(length)
}

#[cfg(test)]
mod tests {
    use super::{Decoder, Survey};
    use crate::roster::Source;
    use encoding_rs::{BIG5, GB18030, GBK, WINDOWS_1252};

    fn read(bytes: Vec<u8>) -> (Survey, String) {
        let source = Source::memory("a.csv", bytes);
        let survey = Survey::of(&source).unwrap();
        let mut decoder = Decoder::new(&source, survey.encoding).unwrap();
        let mut text = String::new();
        while decoder.read_into(&mut text).unwrap() {}
        (survey, text)
    }

    const SIMPLIFIED: &str = "编号,姓,名,公司,职位\nc-1,王,建国,苏州精密机械有限公司,采购总监\n";
    const TRADITIONAL: &str =
        "編號,姓,名,公司,職位\nc-1,陳,淑芬,臺灣精密機械股份有限公司,採購總監\n";
    const WESTERN: &str = "id;name\nc-1;Müller Größe Fuß für Bücher\nc-2;José Peña, Señor Núñez\n";

    #[test]
    fn every_encoding_is_recognised_and_named() {
        let utf16 = |text: &str, big: bool| -> Vec<u8> {
            let units = std::iter::once(0xfeff).chain(text.encode_utf16());
            units.flat_map(|u: u16| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
        };
        let cases = [
            (SIMPLIFIED.as_bytes().to_vec(), SIMPLIFIED, None),
            (format!("\u{feff}{TRADITIONAL}").into_bytes(), TRADITIONAL, None),
            (utf16(SIMPLIFIED, false), SIMPLIFIED, Some("UTF-16")),
            (utf16(TRADITIONAL, true), TRADITIONAL, Some("UTF-16")),
            (GBK.encode(SIMPLIFIED).0.into_owned(), SIMPLIFIED, Some("GBK")),
            (GB18030.encode(SIMPLIFIED).0.into_owned(), SIMPLIFIED, Some("GBK")),
            (BIG5.encode(TRADITIONAL).0.into_owned(), TRADITIONAL, Some("Big5")),
            (WINDOWS_1252.encode(WESTERN).0.into_owned(), WESTERN, Some("Windows-1252")),
        ];
        for (bytes, text, said) in cases {
            let (survey, read) = read(bytes);
            assert_eq!((survey.said(), read.as_str()), (said, text));
        }
    }

    #[test]
    fn one_bad_byte_does_not_turn_a_utf8_file_into_another() {
        let mut bytes = SIMPLIFIED.as_bytes().to_vec();
        bytes.extend(b"c-2,\xff\n");
        let (survey, text) = read(bytes);
        assert!(survey.damaged && survey.said().is_none());
        assert!(text.ends_with("c-2,\u{fffd}\n") && text.contains("王"));
    }

    #[test]
    fn a_first_letter_beyond_the_first_chunk_counts_too() {
        let mut text = "id,name\n".repeat(20_000);
        text.push_str(SIMPLIFIED);
        let (survey, read) = read(GBK.encode(&text).0.into_owned());
        assert_eq!((survey.said(), survey.lines), (Some("GBK"), 20_002));
        assert_eq!(read, text);
    }

    #[test]
    fn what_is_no_text_is_named() {
        assert_eq!(read(b"id,name\n\0\x01".to_vec()).0.foreign, Some("binary data"));
        assert_eq!(read(b"%PDF-1.4".to_vec()).0.foreign, Some("a PDF document"));
        assert!(read(b" \r\n".to_vec()).0.blank);
        assert!(!read(b"id".to_vec()).0.blank);
    }
}
