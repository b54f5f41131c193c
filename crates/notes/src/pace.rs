//! How often the server is asked and written to. A value, so that tests do not have to wait.

use std::time::Duration;

/// The delays of syncing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// Between two looks at what has changed.
    pub poll: Duration,
    /// Between two looks at everything.
    pub sweep: Duration,
    /// Between two looks at a note that is open, for its title, its rights and whether it still is.
    pub open_poll: Duration,
    /// After the last key before the text is written to the server.
    pub rest: Duration,
    /// Between two writes of a note that is being typed into.
    pub between_writes: Duration,
    /// The first pause after a failure; it doubles.
    pub first_pause: Duration,
    /// The longest pause after failures.
    pub longest_pause: Duration,
    /// Without a frame or a ping for this long a websocket is dead.
    pub silence: Duration,
    /// Calls per minute to Docs, which takes 80 of each agent on all devices together.
    pub calls_per_minute: usize,
}

impl Default for Pace {
    fn default() -> Self {
        Pace {
            poll: Duration::from_secs(20),
            sweep: Duration::from_secs(30 * 60),
            open_poll: Duration::from_secs(60),
            rest: Duration::from_secs(2),
            between_writes: Duration::from_secs(10),
            first_pause: Duration::from_secs(1),
            longest_pause: Duration::from_secs(30),
            silence: Duration::from_secs(75),
            calls_per_minute: 60,
        }
    }
}
