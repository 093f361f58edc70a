//! Arguments in, exit code out; everything else is in the library.

#![allow(unsafe_code)]

use std::process::ExitCode;

/// A year makes and drops millions of small things in several threads: the system's own allocator takes a tenth more
/// time for them (docs/performance.md).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Number of the option that says after how many milliseconds freed memory goes back to the system.
const PURGE_DELAY: libmimalloc_sys::mi_option_t = 15;

fn main() -> ExitCode {
    // SAFETY: sets a number.
    unsafe { libmimalloc_sys::mi_option_set(PURGE_DELAY, 100) };
    ExitCode::from(ziping::app::cli::run(std::env::args_os()))
}

#[cfg(test)]
mod tests {
    /// The option's number may change with mimalloc: what it is set to in the beginning tells that it is the right one.
    #[test]
    fn the_option_is_the_purge_delay() {
        // SAFETY: reads a number.
        assert_eq!(unsafe { libmimalloc_sys::mi_option_get(super::PURGE_DELAY) }, 1000);
    }
}
