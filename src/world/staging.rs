use super::{Entry, Fault, Output, World};
use std::path::{Path, PathBuf};

/// A folder of generated files that is made aside and takes its place only when it is whole.
///
/// Dropped before [`Staging::publish`], it leaves no trace, and what was there before stays.
pub struct Staging<'w> {
    world: &'w dyn World,
    target: PathBuf,
    aside: PathBuf,
    published: bool,
}

impl<'w> Staging<'w> {
    /// Begins to make `target` anew.
    pub fn begin(world: &'w dyn World, target: &Path) -> Result<Self, Fault> {
        let aside = sibling(target, "new");
        world.remove_folder(&aside)?;
        Ok(Self { world, target: target.to_owned(), aside, published: false })
    }

    /// Adds a file; `relative` is its path in the folder.
    pub fn put(&self, relative: &str, bytes: &[u8]) -> Result<(), Fault> {
        self.world.put(&self.aside.join(relative), bytes).map_err(|fault| Fault {
            // The user knows the folder by its final name.
            path: self.target.join(relative),
            ..fault
        })
    }

    /// Begins a file to be written bit by bit, for its owner alone.
    pub fn create(&self, relative: &str) -> Result<Box<dyn Output>, Fault> {
        self.world
            .create(&self.aside.join(relative))
            .map_err(|fault| Fault { path: self.target.join(relative), ..fault })
    }

    /// Puts the folder in place of the one before.
    pub fn publish(mut self) -> Result<(), Fault> {
        let before = sibling(&self.target, "old");
        self.world.remove_folder(&before)?;
        if self.world.entry(&self.target) != Entry::Nothing {
            self.world.rename(&self.target, &before)?;
        }
        self.world.rename(&self.aside, &self.target)?;
        self.published = true;
        self.world.remove_folder(&before)
    }
}

impl Drop for Staging<'_> {
    fn drop(&mut self) {
        if !self.published {
            // Nothing better can be done with a fault here; the next run removes the rest.
            let _ = self.world.remove_folder(&self.aside);
        }
    }
}

/// `proof` -> `.proof.new`, in the same folder, so that a rename suffices.
fn sibling(target: &Path, ending: &str) -> PathBuf {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    target.with_file_name(format!(".{name}.{ending}"))
}

#[cfg(test)]
mod tests {
    use super::Staging;
    use crate::world::{Entry, MemoryWorld, SystemWorld, World};
    use jiff::Timestamp;
    use std::path::Path;

    fn replaces_whole_or_not_at_all(world: &dyn World, target: &Path) {
        let first = Staging::begin(world, target).unwrap();
        first.put("a/one.txt", b"1").unwrap();
        first.publish().unwrap();
        assert_eq!(world.read(&target.join("a/one.txt")).unwrap(), b"1");

        let given_up = Staging::begin(world, target).unwrap();
        given_up.put("two.txt", b"2").unwrap();
        drop(given_up);
        assert_eq!(world.read(&target.join("a/one.txt")).unwrap(), b"1");

        let second = Staging::begin(world, target).unwrap();
        second.put("two.txt", b"2").unwrap();
        second.publish().unwrap();
        assert_eq!(world.entry(&target.join("a/one.txt")), Entry::Nothing);
        let folder = target.parent().unwrap();
        assert_eq!(world.files_below(folder).unwrap(), [target.join("two.txt")]);
    }

    #[test]
    fn in_memory_a_folder_is_replaced_whole() {
        let world = MemoryWorld::new(Timestamp::UNIX_EPOCH, []);
        replaces_whole_or_not_at_all(&world, Path::new("/w/out/proof"));
    }

    #[test]
    fn on_disk_a_folder_is_replaced_whole() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("out");
        replaces_whole_or_not_at_all(&SystemWorld::new(None), &out.join("proof"));
    }
}
