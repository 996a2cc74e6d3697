use crate::locale::zone;
use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

/// The time zones that are known: the list inside this program, the same on every machine.
#[derive(Debug)]
pub(crate) struct Zones {
    /// Spellings met so far, so that each is looked up once.
    met: RwLock<HashMap<String, String>>,
}

impl Zones {
    pub(crate) fn new() -> Self {
        Self { met: RwLock::default() }
    }

    /// The zone's own spelling, for a name in any case.
    pub(crate) fn get(&self, name: &str) -> Option<String> {
        if let Some(met) = self.met.read().unwrap_or_else(PoisonError::into_inner).get(name) {
            return Some(met.clone());
        }
        let zone = zone(name)?;
        let own = zone.iana_name()?.to_owned();
        self.met
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(name.to_owned(), own.clone());
        Some(own)
    }
}

#[cfg(test)]
mod tests {
    use super::Zones;

    #[test]
    fn zones_are_known_by_name_in_any_case() {
        let zones = Zones::new();
        assert_eq!(zones.get("asia/shanghai").as_deref(), Some("Asia/Shanghai"));
        assert_eq!(zones.get("Berlin"), None);
    }
}
