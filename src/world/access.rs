use std::fs::File;
use std::io::{self, Write};

/// A file that is being written.
pub trait Output: Write + Send {
    /// Returns once all that was written outlasts a loss of power.
    fn sync(&mut self) -> io::Result<()>;
}

/// A file that is read at any place, by several threads at once.
pub trait Pages: Send + Sync {
    /// Fills `bytes` from this place on; a file that ends before is an error.
    fn read_at(&self, offset: u64, bytes: &mut [u8]) -> io::Result<()>;
    /// How long it is.
    fn length(&self) -> io::Result<u64>;
}

impl Output for File {
    fn sync(&mut self) -> io::Result<()> {
        self.sync_all()
    }
}

#[cfg(unix)]
impl Pages for File {
    fn read_at(&self, offset: u64, bytes: &mut [u8]) -> io::Result<()> {
        std::os::unix::fs::FileExt::read_exact_at(self, bytes, offset)
    }

    fn length(&self) -> io::Result<u64> {
        Ok(self.metadata()?.len())
    }
}

#[cfg(windows)]
impl Pages for File {
    fn read_at(&self, mut offset: u64, mut bytes: &mut [u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            let read = std::os::windows::fs::FileExt::seek_read(self, bytes, offset)?;
            if read == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            offset += read as u64;
            bytes = &mut bytes[read..];
        }
        Ok(())
    }

    fn length(&self) -> io::Result<u64> {
        Ok(self.metadata()?.len())
    }
}
