//! Time that was spent: on the clock on the wall, and by the processor. The processor's is fairer on a busy machine;
//! it counts all threads of the process and does not count waiting for a disk.

use std::time::{Duration, Instant};

use rustix::time::{ClockId, clock_gettime};

/// When something began.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    wall: Instant,
    processor: Duration,
}

/// What something took.
#[derive(Clone, Copy, Debug, Default)]
pub struct Spent {
    /// By the clock on the wall.
    pub wall: Duration,
    /// By the processor, in all threads of the process.
    pub processor: Duration,
}

impl Clock {
    /// It begins now.
    pub fn start() -> Self {
        Self {
            wall: Instant::now(),
            processor: processor(),
        }
    }

    /// It ends now.
    pub fn spent(self) -> Spent {
        Spent {
            wall: self.wall.elapsed(),
            processor: processor().saturating_sub(self.processor),
        }
    }
}

fn processor() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    let seconds = u64::try_from(time.tv_sec).unwrap_or_default();
    Duration::new(seconds, u32::try_from(time.tv_nsec).unwrap_or_default())
}
