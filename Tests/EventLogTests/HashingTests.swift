import EventLog
import Testing

@Suite struct HashingTests {
    /// FIPS 180-4 examples, as published by NIST (CSRC, "Secure Hash Standard: example values").
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        (
            "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
            "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
        ),
    ])
    func `the examples of NIST have their digests`(_ text: String, _ digest: String) {
        #expect(SHA256.hash(Array(text.utf8)).description == digest)
    }

    @Test func `a million letters a have the digest of NIST`() {
        let digest = SHA256.hash([UInt8](repeating: 0x61, count: 1_000_000))
        #expect(digest.description == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    @Test func `threads that hash at the same time do not disturb each other`() async {
        let expected = (0..<64).map { SHA256.hash([UInt8](repeating: UInt8($0), count: 300 + $0)) }
        let found = await withTaskGroup(of: [Digest].self) { group in
            for _ in 0..<8 {
                group.addTask { (0..<64).map { SHA256.hash([UInt8](repeating: UInt8($0), count: 300 + $0)) } }
            }
            return await group.reduce(into: [[Digest]]()) { $0.append($1) }
        }
        #expect(found.count == 8)
        #expect(found.allSatisfy { $0 == expected })
    }

    @Test func `a digest is read back from its hexadecimal digits and its bytes`() throws {
        var generator = Seeded(seed: Seeded.announced("hexadecimal digits"))
        for _ in 0..<500 {
            let bytes = (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }
            let digest = bytes.withUnsafeBytes { Digest(bytes: $0) }
            let spelled = bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
            #expect(digest.description == spelled)
            #expect(Digest(hex: spelled) == digest)
            #expect(digest.withUnsafeBytes { Array($0) } == bytes)
        }
    }

    @Test func `only 64 lower-case hexadecimal digits are a digest`() {
        let good = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        #expect(Digest(hex: good) != nil)
        #expect(Digest(hex: good.uppercased()) == nil)
        #expect(Digest(hex: String(good.dropLast())) == nil)
        #expect(Digest(hex: good + "0") == nil)
        #expect(Digest(hex: "") == nil)
        for position in 0..<64 {
            for byte in UInt8.min...UInt8.max where !Array("0123456789abcdef".utf8).contains(byte) {
                var bytes = Array(good.utf8)
                bytes[position] = byte
                #expect(bytes.withUnsafeBufferPointer { Digest(hexadecimal: $0) } == nil)
            }
        }
    }

    @Test func `bytes of another length are no digest`() {
        #expect([UInt8](repeating: 1, count: 32).withUnsafeBytes { Digest(exactly: $0) } != nil)
        #expect([UInt8](repeating: 1, count: 31).withUnsafeBytes { Digest(exactly: $0) } == nil)
        #expect([UInt8](repeating: 1, count: 33).withUnsafeBytes { Digest(exactly: $0) } == nil)
    }

    @Test func `digests are ordered by their bytes, the first byte first`() throws {
        var generator = Seeded(seed: Seeded.announced("order of digests"))
        for _ in 0..<500 {
            let pair = (0..<2).map { _ in (0..<32).map { _ in UInt8.random(in: 0...3, using: &generator) } }
            let digests = pair.map { $0.withUnsafeBytes { Digest(bytes: $0) } }
            #expect((digests[0] < digests[1]) == pair[0].lexicographicallyPrecedes(pair[1]))
        }
    }
}
