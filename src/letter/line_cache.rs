use std::collections::HashMap;

/// Shorter texts cost less to make again than to look up.
const SHORTEST: usize = 100;

/// How many texts are kept; a full cache starts anew.
const MOST: usize = 4096;

/// Finished lines of long passages. Colleagues of one account, or partners of one account manager,
/// read the same passage to the letter; it is broken and encoded once.
#[derive(Debug, Default)]
pub(super) struct LineCache {
    lines: HashMap<Box<str>, Box<[u8]>>,
}

impl LineCache {
    /// Appends the lines of `text` to `out`: kept ones, or new ones by `make`, which must depend on
    /// `text` alone.
    pub(super) fn write(&mut self, text: &str, out: &mut Vec<u8>, make: impl FnOnce(&mut Vec<u8>)) {
        if text.len() < SHORTEST {
            return make(out);
        }
        if let Some(lines) = self.lines.get(text) {
            return out.extend_from_slice(lines);
        }
        let start = out.len();
        make(out);
        if self.lines.len() >= MOST {
            self.lines.clear();
        }
        self.lines.insert(text.into(), out[start..].into());
    }
}

#[cfg(test)]
mod tests {
    use super::LineCache;

    #[test]
    fn long_texts_are_made_once_and_come_out_the_same() {
        let (mut cache, mut made) = (LineCache::default(), 0);
        let long = "x".repeat(200);
        let mut out = Vec::new();
        for text in [&long, "short", &long, "short"] {
            cache.write(text, &mut out, |out| {
                made += 1;
                out.extend_from_slice(text.as_bytes());
            });
        }
        assert_eq!((made, out), (3, format!("{long}short{long}short").into_bytes()));
    }
}
