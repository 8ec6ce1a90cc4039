import Testing

/// Refusals in French, by `--lang` or by the locale.
@Suite struct `The language of refusals` {
    private let keys = #"{"command":"hand-over-keys","key":"l1","contract":"c1","on":"2026-09-05"}"# + "\n"

    @Test func `is English unless something else is asked for`() throws {
        let folder = try Folder.withTariff()
        let file = try folder.file("keys", keys)
        for arguments in [["record", file], ["record", file, "--lang", "en"]] {
            let outcome = try folder.run(arguments)
            #expect(
                outcome.lines.first?.hasPrefix(
                    "line 1, column 51: refused, UNKNOWN_CONTRACT (R-021) in contract: No contract") == true)
        }
    }

    @Test func `is French with --lang fr, wherever it stands`() throws {
        let folder = try Folder.withTariff()
        let file = try folder.file("keys", keys)
        for arguments in [["record", file, "--lang", "fr"], ["--lang=fr", "record", file]] {
            let outcome = try folder.run(arguments)
            #expect(outcome.status == 1)
            #expect(
                outcome.lines.first?.hasPrefix(
                    "ligne 1, colonne 51 : refusée, UNKNOWN_CONTRACT (R-021) dans contract : Aucun contrat") == true)
            #expect(outcome.output.contains("un contrat s'ouvre par sa proposition ou sa décision."))
        }
        let closed = try folder.run("close", "--month", "2026-09", "--lang", "fr")
        #expect(closed.status == 1)
        #expect(closed.errors.contains("MONTH_NOT_BILLED"))
        #expect(closed.errors.contains("Ce mois n'est pas facturé"))
    }

    @Test func `follows the locale, and --lang goes before it`() throws {
        let folder = try Folder.withTariff()
        let file = try folder.file("keys", keys)
        let french = ["LANG": "fr_FR.UTF-8"]
        #expect(try folder.run("record", file, environment: french).output.hasPrefix("ligne 1"))
        #expect(try folder.run("record", file, environment: ["LC_ALL": "C", "LANG": "fr_FR"]).output.hasPrefix("line"))
        #expect(try folder.run("record", file, "--lang", "en", environment: french).output.hasPrefix("line 1"))
    }

    @Test func `that nobody speaks is refused`() throws {
        let folder = try Folder.withTariff()
        for arguments in [["contracts", "--lang", "de"], ["contracts", "--lang"]] {
            let outcome = try folder.run(arguments)
            #expect(outcome.status == 2)
            #expect(outcome.errors.contains("give one of en, fr"))
        }
    }
}
