import EventLog
import LedgerApplication
import LedgerValues
import ResidenceRules

/// One command of a sample, before it has a key.
struct SampleLine {
    /// How a command names its contract.
    enum Subject {
        case contract(ContractID)
        case tenantCode(String)
    }

    let command: CommandName
    let subject: Subject
    let moment: EffectiveMoment
    /// Whether the command says the hour.
    let saysHour: Bool
    let members: KeyValuePairs<String, JSONValue>

    /// The command object, canonical, with its key.
    func bytes(key: String) throws -> [UInt8] {
        var all = members.map { JSONObject.Member(name: $0.key, value: $0.value) }
        all.append(JSONObject.Member(name: "command", value: .string(command.rawValue)))
        all.append(JSONObject.Member(name: "key", value: .string(key)))
        switch subject {
        case .contract(let id): all.append(JSONObject.Member(name: "contract", value: .text(id)))
        case .tenantCode(let code): all.append(JSONObject.Member(name: "tenant_code", value: .string(code)))
        }
        all.append(
            saysHour
                ? JSONObject.Member(name: "at", value: .text(moment.instant))
                : JSONObject.Member(name: "on", value: .day(moment.day)))
        return try JSONValue.object(try JSONObject(all)).canonicalBytes()
    }
}

/// Keys in the form of UUIDv7, in the order of the lines: the same seed gives the same keys.
struct SampleKeys {
    private let salt: UInt64
    private var count: UInt64 = 0

    init(seed: UInt64) {
        var dice = SampleDice(seed: seed ^ 0x5EED)
        salt = dice.bits() & 0x3FFF_FFFF
    }

    /// The key of the next line.
    mutating func next(at instant: Instant) -> String {
        count += 1
        let milliseconds = UInt64(max(0, instant.microseconds / 1_000)) & 0xFFFF_FFFF_FFFF
        // 12 + 32 bits count the lines, 30 bits tell one sample from another.
        let high = Self.hex(milliseconds, 12) + "7" + Self.hex((count >> 32) & 0xFFF, 3)
        let low = (0b10 << 62) | ((count & 0xFFFF_FFFF) << 30) | salt
        let digits = high + Self.hex(low, 16)
        var text = ""
        for (index, digit) in digits.enumerated() {
            if [8, 12, 16, 20].contains(index) { text += "-" }
            text.append(digit)
        }
        return text
    }

    private static func hex(_ number: UInt64, _ width: Int) -> String {
        let text = String(number, radix: 16)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }
}
