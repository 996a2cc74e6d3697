use crate::world::{Fault, World};
use std::path::PathBuf;

/// A folder that a drill writes its letters to, as files that any mail program opens.
#[derive(Debug)]
pub struct Outbox<'w> {
    world: &'w dyn World,
    folder: PathBuf,
    /// The folder as the user knows it.
    shown: String,
}

impl<'w> Outbox<'w> {
    /// A folder; it is made with the first letter. `shown` is how the user knows it.
    pub fn new(world: &'w dyn World, folder: PathBuf, shown: String) -> Self {
        Self { world, folder, shown }
    }

    /// Writes one letter, and gives its path as the user knows it.
    pub(super) fn write(
        &self,
        wave: u8,
        contact: &str,
        head: &[u8],
        message: &[u8],
    ) -> Result<String, Fault> {
        let name = format!("W{wave}/{contact}.eml");
        self.world.put(&self.folder.join(&name), &[head, message].concat())?;
        Ok(format!("{}/{name}", self.shown))
    }
}
