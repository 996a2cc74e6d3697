use std::io;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Listens to Ctrl-C and to the system's wish that the program ends. The first one sets the flag, so that
/// work can end in good order; the second one ends the program at once.
pub fn listen_to_signals() -> io::Result<Arc<AtomicBool>> {
    use signal_hook::consts::{SIGINT, SIGTERM};
    use signal_hook::flag;
    let flag = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        // The order matters: at the first signal the flag is still down when this one looks.
        flag::register_conditional_default(signal, Arc::clone(&flag))?;
        flag::register(signal, Arc::clone(&flag))?;
    }
    Ok(flag)
}
