//! Ctrl-C: what is being written is finished, nothing new is begun.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

/// As shells have it: 128 and the number of SIGINT.
pub const EXIT_CODE: u8 = 130;

/// From now on Ctrl-C sets the flag; a second one ends the program at once. Files are whole either way.
pub fn listen() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        // In this order: the first signal finds the flag not yet set. Where a system knows no such signal it ends the
        // program, which loses nothing either.
        let _ = flag::register_conditional_shutdown(signal, i32::from(EXIT_CODE), stop.clone());
        let _ = flag::register(signal, stop.clone());
    }
    stop
}
