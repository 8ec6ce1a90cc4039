internal import COpenSSL

/// Memory that will be asked for soon.
package enum Prefetch {
    /// Has the first `count` bytes at a place fetched while something else is done; only faster, never needed.
    package static func fetch(_ place: UnsafeRawPointer, count: Int) {
        for offset in stride(from: 0, to: count, by: 64) { quittance_prefetch(place + offset) }
    }
}
