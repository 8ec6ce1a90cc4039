import Glibc
import LedgerValues

/// The machine's clock, read once for each event.
enum SystemClock {
    /// Now, to the microsecond.
    static let now: @Sendable () -> Instant = {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
    }
}
