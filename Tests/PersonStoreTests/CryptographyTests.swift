import LedgerValues
import Testing

@testable import PersonStore

@Suite struct CryptographyTests {
    @Test func `HMAC gives the vector of RFC 4231, case 2`() {
        let code = Cryptography.authenticate(Array("what do ya want for nothing?".utf8), under: Array("Jefe".utf8))
        #expect(hex(code) == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    }

    @Test func `HKDF gives the vectors 1 and 3 of RFC 5869`() {
        let first = Cryptography.derive(
            [UInt8](repeating: 0x0B, count: 22), salt: Array(0x00...0x0C), info: Array(0xF0...0xF9), count: 42)
        #expect(hex(first) == "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865")
        let third = Cryptography.derive([UInt8](repeating: 0x0B, count: 22), info: [], count: 42)
        #expect(hex(third) == "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8")
    }

    @Test func `AES-256-GCM gives the vectors 13 and 14 of its specification`() {
        let key = [UInt8](repeating: 0, count: 32)
        let nonce = [UInt8](repeating: 0, count: 12)
        #expect(hex(Cryptography.seal([], under: key, nonce: nonce, context: [])) == "530f8afbc74536b9a963b4f1c4cb738b")
        let sealed = Cryptography.seal([UInt8](repeating: 0, count: 16), under: key, nonce: nonce, context: [])
        #expect(hex(sealed) == "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919")
    }

    @Test func `every flipped bit, another key, nonce or context is detected`() {
        let key = Cryptography.random(32)
        let nonce = Cryptography.random(12)
        let text = Array("FR1420041010050500013M02606".utf8)
        let context = Array("person".utf8)
        let sealed = Cryptography.seal(text, under: key, nonce: nonce, context: context)
        #expect(Cryptography.open(sealed, under: key, nonce: nonce, context: context) == text)
        for bit in 0..<(sealed.count * 8) {
            var flipped = sealed
            flipped[bit / 8] ^= 1 << (bit % 8)
            #expect(Cryptography.open(flipped, under: key, nonce: nonce, context: context) == nil)
        }
        #expect(Cryptography.open(sealed, under: Cryptography.random(32), nonce: nonce, context: context) == nil)
        #expect(Cryptography.open(sealed, under: key, nonce: Cryptography.random(12), context: context) == nil)
        #expect(Cryptography.open(sealed, under: key, nonce: nonce, context: Array("another".utf8)) == nil)
        #expect(Cryptography.open(Array(sealed.prefix(15)), under: key, nonce: nonce, context: context) == nil)
    }

    private func hex(_ bytes: [UInt8]) -> String {
        bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}

@Suite struct BankIdentifierTests {
    @Test(arguments: [
        "FR1420041010050500013M02606", "FR7630006000011234567890189", "DE89370400440532013000",
        "BE68539007547034", "NO9386011117947", "MT84MALT011000012345MTLCAST001S",
    ])
    func `an IBAN whose check digits are right is one`(text: String) { #expect(IBAN(text)?.text == text) }

    @Test(arguments: [
        "", "FR1420041010050500013M02607", "FR142004101005050001302606", "FR14 2004 1010 0505 0001 3M02 606",
        "fr1420041010050500013M02606", "DE89370400440532013001", "1420041010050500013M02606FR",
        "FR1420041010050500013M02606000000000", "MC1420041010050500013M0260",
    ])
    func `another text is no IBAN`(text: String) { #expect(IBAN(text) == nil) }

    @Test func `one wrong character, or two exchanged, make no IBAN`() {
        let iban = Array("FR7630006000011234567890189")
        for index in iban.indices.dropFirst(2) {
            for digit in "0123456789" where digit != iban[index] {
                var wrong = iban
                wrong[index] = digit
                #expect(IBAN(String(wrong)) == nil)
            }
            guard index + 1 < iban.count, iban[index] != iban[index + 1] else { continue }
            var exchanged = iban
            exchanged.swapAt(index, index + 1)
            #expect(IBAN(String(exchanged)) == nil)
        }
    }

    @Test func `a BIC has eight or eleven characters with a country in the middle`() {
        for text in ["BNPAFRPP", "AGRIFRPP882", "DEUTDEFF500", "1234FR2A"] { #expect(BIC(text)?.text == text) }
        for text in ["", "BNPAFRP", "BNPAFRPP8", "BNPA1RPP", "bnpafrpp", "BNPAFRPP88É"] { #expect(BIC(text) == nil) }
    }

    @Test func `a person is named by 32 hexadecimal digits and nothing else`() {
        #expect(PersonID("0123456789abcdef0123456789abcdef") != nil)
        for text in ["", "martin-marie", "0123456789ABCDEF0123456789abcdef", "0123456789abcdef0123456789abcde"] {
            #expect(PersonID(text) == nil)
        }
    }
}
