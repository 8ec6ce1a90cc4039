/// A point in time: microseconds since 1970-01-01T00:00:00Z, without leap seconds.
public struct Instant: Hashable, Comparable, Sendable {
    /// Microseconds since the Unix epoch, UTC.
    public let microseconds: Int64

    @inlinable public init(microseconds: Int64) { self.microseconds = microseconds }

    /// The instant `seconds` whole seconds after the Unix epoch.
    @inlinable public init(seconds: Int64) { microseconds = seconds * 1_000_000 }

    @inlinable public static func < (left: Instant, right: Instant) -> Bool { left.microseconds < right.microseconds }

    /// This instant `hours` elapsed hours later.
    public func adding(hours: Int) -> Instant {
        Instant(microseconds: microseconds + Int64(hours) * 3_600_000_000)
    }

    /// Reads RFC 3339 with `Z` or a numeric offset, up to six decimals of a second; nil otherwise.
    public init?(rfc3339 text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, let day = CalendarDate(ascii: bytes[0..<10]), bytes[10] == 0x54,
            let time = WallClock.secondsOfDay(bytes[11..<19])
        else { return nil }
        var rest = bytes[19...]
        var fraction: Int64 = 0
        if rest.first == 0x2E {
            rest = rest.dropFirst()
            let digits = rest.prefix { (0x30...0x39).contains($0) }
            guard !digits.isEmpty, digits.count <= 6 else { return nil }
            fraction = digits.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
            for _ in digits.count..<6 { fraction *= 10 }
            rest = rest.dropFirst(digits.count)
        }
        guard let offset = Self.offsetSeconds(rest) else { return nil }
        let seconds = Int64(day.dayNumber) * 86_400 + Int64(time) - Int64(offset)
        self.init(microseconds: seconds * 1_000_000 + fraction)
    }

    private static func offsetSeconds(_ bytes: ArraySlice<UInt8>) -> Int? {
        let text = Array(bytes)
        if text == [0x5A] { return 0 }
        guard text.count == 6, text[0] == 0x2B || text[0] == 0x2D, text[3] == 0x3A,
            let seconds = WallClock.secondsOfDay((Array(text[1...]) + [0x3A, 0x30, 0x30])[...])
        else { return nil }
        return text[0] == 0x2D ? -seconds : seconds
    }

    /// The UTC day and the microseconds elapsed in it.
    var utc: (day: CalendarDate, microsecondOfDay: Int64) {
        let perDay: Int64 = 86_400_000_000
        var day = microseconds / perDay
        var rest = microseconds % perDay
        if rest < 0 {
            day -= 1
            rest += perDay
        }
        return (CalendarDate(dayNumber: Int32(day)), rest)
    }
}

extension Instant: CustomStringConvertible {
    /// RFC 3339 in UTC: `YYYY-MM-DDTHH:MM:SSZ`, with six decimals only where the microseconds are not zero.
    public var description: String {
        let (day, rest) = utc
        let text = day.description + "T" + WallClock.text(secondsOfDay: Int(rest / 1_000_000))
        let fraction = rest % 1_000_000
        guard fraction != 0 else { return text + "Z" }
        let digits = String(fraction)
        return text + "." + String(repeating: "0", count: 6 - digits.count) + digits + "Z"
    }
}

/// Hours, minutes and seconds of a day, written `HH:MM:SS`.
enum WallClock {
    /// Seconds since midnight from the eight ASCII bytes `HH:MM:SS`; nil when they are no time of day.
    static func secondsOfDay(_ bytes: ArraySlice<UInt8>) -> Int? {
        let text = Array(bytes)
        guard text.count == 8, text[2] == 0x3A, text[5] == 0x3A,
            let hours = pair(text, 0), hours < 24, let minutes = pair(text, 3), minutes < 60,
            let seconds = pair(text, 6), seconds < 60
        else { return nil }
        return hours * 3600 + minutes * 60 + seconds
    }

    private static func pair(_ text: [UInt8], _ start: Int) -> Int? {
        guard (0x30...0x39).contains(text[start]), (0x30...0x39).contains(text[start + 1]) else { return nil }
        return Int(text[start] - 0x30) * 10 + Int(text[start + 1] - 0x30)
    }

    static func text(secondsOfDay seconds: Int) -> String {
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return "\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
    }
}
