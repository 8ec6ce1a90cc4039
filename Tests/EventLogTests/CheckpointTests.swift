import EventLog
import Testing

@Suite struct CheckpointTests {
    /// Key, text and signature that the documentation of Go's package sumdb/note publishes.
    static let publicText = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    static let secretText = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
    static let published = """
        If you think cryptography is the answer to your problem,
        then you don't know what your problem is.

        — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=

        """

    @Test func `a published note is read, verified and signed again to the same bytes`() throws {
        let verifier = try #require(NoteVerifier(Self.publicText))
        let signer = try #require(NoteSigner(Self.secretText))
        let note = try #require(SignedNote(Array(Self.published.utf8)))
        #expect(verifier.text == Self.publicText)
        #expect(signer.secretText == Self.secretText)
        #expect(signer.verifier == verifier)
        #expect(note.isSigned(by: verifier))
        var again = try #require(SignedNote(text: note.text))
        again.add(signer.signature(of: again))
        #expect(again.bytes == Array(Self.published.utf8))
    }

    /// RFC 8032 §7.1, tests 1 and 2.
    @Test(arguments: [
        (
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        ),
        (
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        ),
    ])
    func `signatures are those of the RFC`(seed: String, publicKey: String, message: String, signature: String) throws {
        let key = try #require(SigningKey(seed: Self.bytes(seed)))
        #expect(key.publicKey == Self.bytes(publicKey))
        #expect(key.signature(of: Self.bytes(message)) == Self.bytes(signature))
        #expect(Ed25519.isValid(Self.bytes(signature), of: Self.bytes(message), by: key.publicKey))
    }

    @Test func `a note with one byte changed is refused`() throws {
        let verifier = try #require(NoteVerifier(Self.publicText))
        let bytes = Array(Self.published.utf8)
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= 0x01
            let isAccepted = SignedNote(changed)?.isSigned(by: verifier) ?? false
            #expect(!isAccepted, "byte \(index)")
        }
    }

    @Test func `a wrong signature of a known key spoils the note, one of an unknown key does not`() throws {
        let signer = try #require(NoteSigner(Self.secretText))
        let other = try #require(
            SigningKey(seed: Array(repeating: 7, count: 32)).flatMap { NoteSigner(name: "other", key: $0) })
        var note = try #require(SignedNote(text: "a\n"))
        note.add(other.signature(of: note))
        #expect(!note.isSigned(by: signer.verifier))
        note.add(signer.signature(of: note))
        #expect(note.isSigned(by: signer.verifier))
        let elsewhere = try #require(SignedNote(text: "b\n"))
        note.add(signer.signature(of: elsewhere))
        #expect(!note.isSigned(by: signer.verifier))
    }

    @Test func `a checkpoint is three lines, and reads back`() throws {
        let checkpoint = try #require(
            Checkpoint(origin: "example.org/log", size: 20_852_163, root: MerkleHash.emptyRoot))
        #expect(
            checkpoint.text == "example.org/log\n20852163\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n")
        #expect(Checkpoint(text: checkpoint.text) == checkpoint)
        #expect(Checkpoint(text: checkpoint.text + "extension\n") == checkpoint)
        for wrong in [
            "", "o\n1\n", "\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
            "o\n01\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
            "o\n-1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
            "o\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=\n",
            "o\n1\n47DEQpj8HBSa\n", "o\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
            "o\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\nx\n",
        ] { #expect(Checkpoint(text: wrong) == nil, "\(wrong)") }
    }

    @Test func `a witness signs the time beside the text`() throws {
        let key = try #require(SigningKey(seed: Array(repeating: 9, count: 32)))
        let witness = try #require(NoteSigner(name: "witness.example/w1", algorithm: .cosignature, key: key))
        var note = try #require(SignedNote(text: "o\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"))
        let signature = witness.signature(of: note, at: 1_800_000_000)
        #expect(Cosignature.time(of: signature.signature) == 1_800_000_000)
        note.add(signature)
        #expect(SignedNote(note.bytes)?.isSigned(by: witness.verifier) == true)
        #expect(NoteVerifier(witness.verifier.text) == witness.verifier)
        // The time of the cosignature is signed with the text.
        let later = witness.signature(of: note, at: 1_800_000_001)
        var forged = try #require(SignedNote(text: note.text))
        forged.add(
            NoteSignature(
                name: signature.name, keyID: signature.keyID,
                signature: Array(later.signature[..<8]) + signature.signature[8...]))
        #expect(!forged.isSigned(by: witness.verifier))
    }

    @Test func `the example of C2SP signed-note is verified`() throws {
        let key = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
        let published = """
            This is an example message.

            — example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=

            """
        let verifier = try #require(NoteVerifier(key))
        let note = try #require(SignedNote(Array(published.utf8)))
        #expect(note.isSigned(by: verifier))
        #expect(note.bytes == Array(published.utf8))
    }

    @Test func `the checkpoint of C2SP tlog-cosignature is read`() throws {
        let published = """
            example.com/behind-the-sofa
            20852163
            CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

            — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
            — witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==

            """
        let note = try #require(SignedNote(Array(published.utf8)))
        let checkpoint = try #require(Checkpoint(text: note.text))
        #expect(checkpoint.origin == "example.com/behind-the-sofa" && checkpoint.size == 20_852_163)
        #expect(checkpoint.text == note.text)
        #expect(note.signatures.map(\.keyID) == [0x033D_E0AE, 0x8D66_CF3F])
        #expect(Cosignature.time(of: note.signatures[1].signature) == 1_679_315_147)
        #expect(note.bytes == Array(published.utf8))
    }

    private static func bytes(_ hex: String) -> [UInt8] {
        let digits = Array(hex)
        return stride(from: 0, to: digits.count, by: 2).compactMap { UInt8(String(digits[$0...($0 + 1)]), radix: 16) }
    }
}
