import EventLog
import LedgerValues
import Testing

@Suite struct CanonicalJSONPropertyTests {
    @Test func `canonical bytes are read back as the same value, and again as the same bytes`() throws {
        var generator = Seeded(seed: Seeded.announced("canonical bytes"))
        for _ in 0..<3_000 {
            let value = randomValue(depth: 4, using: &generator)
            let bytes = try value.canonicalBytes()
            let read = try StrictJSON.parse(bytes)
            #expect(read == value.sorted)
            #expect(try read.canonicalBytes() == bytes)
            #expect(canonicalRefusal(of: bytes) == nil)
        }
    }

    @Test func `the reader accepts damaged bytes only if they are canonical too`() throws {
        var generator = Seeded(seed: Seeded.announced("damaged bytes"))
        let alphabet = Array("{}[],:\"\\ue0123456789-.abtnrf \n/A_".utf8) + [0x00, 0x1F, 0x7F, 0x80, 0xC3, 0xA9, 0xCC, 0xFF]
        var accepted = 0
        for _ in 0..<40_000 {
            var bytes = try randomValue(depth: 3, using: &generator).canonicalBytes()
            let place = Int.random(in: 0..<bytes.count, using: &generator)
            let byte = alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
            switch Int.random(in: 0...2, using: &generator) {
            case 0: bytes[place] = byte
            case 1: bytes.insert(byte, at: place)
            default: bytes.remove(at: place)
            }
            let isCanonical: Bool
            if let value = try? StrictJSON.parse(bytes), let again = try? value.canonicalBytes() {
                isCanonical = again == bytes
            } else {
                isCanonical = false
            }
            accepted += isCanonical ? 1 : 0
            // The reader does not know unassigned characters: they are kept out at the door.
            let isUnassigned = refusal(of: bytes)?.code == .unassignedCharacter
            #expect((canonicalRefusal(of: bytes) == nil) == isCanonical || isUnassigned, "\(bytes)")
        }
        #expect(accepted > 1_000)
    }

    @Test func `what the writer writes the reader reads`() throws {
        var generator = Seeded(seed: Seeded.announced("writer and reader"))
        var writer = CanonicalJSONWriter()
        for _ in 0..<3_000 {
            let text = randomText(using: &generator)
            let number = Int64.random(in: -9_007_199_254_740_991...9_007_199_254_740_991, using: &generator)
            let flag = Bool.random(using: &generator)
            let day = CalendarDate(dayNumber: Int32.random(in: -719_162...2_932_896, using: &generator))
            let instant = Instant(microseconds: Int64.random(in: -1...1 << 52, using: &generator))
            let digest = SHA256.hash(Array(text.utf8))
            let numbers = (0..<Int.random(in: 0...3, using: &generator)).map { Int64($0) - 1 }
            writer.reset()
            writer.beginObject()
            writer.key("amounts")
            writer.beginArray()
            for number in numbers { writer.integer(number) }
            writer.endArray()
            if flag {
                writer.key("at")
                writer.instant(instant)
            }
            writer.key("digest")
            writer.digest(digest)
            writer.key("number")
            writer.integer(number)
            writer.key("on")
            writer.date(day)
            writer.key("text")
            writer.string(text)
            writer.endObject()
            let error = reading(writer.bytes) { (reader) throws(JSONError) in
                try reader.beginObject()
                try reader.key("amounts")
                try reader.beginArray()
                var found: [Int64] = []
                while reader.arrayHasNext() { found.append(try reader.integer()) }
                try reader.endArray()
                #expect(found == numbers)
                let hasInstant = reader.keyIfPresent("at")
                #expect(hasInstant == flag)
                if hasInstant { #expect(try reader.instant() == instant) }
                try reader.key("digest")
                #expect(try reader.digest() == digest)
                try reader.key("number")
                #expect(try reader.integer() == number)
                try reader.key("on")
                #expect(try reader.date() == day)
                try reader.key("text")
                #expect(Array(try reader.string().utf8) == Array(text.utf8))
                try reader.endObject()
            }
            #expect(error == nil)
        }
    }
}
