import Testing

@Suite struct StorageFailureTests {
    @Test func `a disk that takes no more ends the process with 3, and what was said to be recorded is there`() throws {
        let folder = try Folder.withTariff()
        let year = folder.path + "/year.ndjson"
        try folder.run("sample", "--tenancies", "300", Repository.tariff, "-o", year)
        // No file may grow beyond 1 MiB: the write fails as it does on a full disk.
        let script = try folder.file(
            "full-disk",
            """
            trap '' XFSZ
            ulimit -f 1024
            exec "$QUITTANCE" record "$1"

            """)
        let failed = try Program.startScript(script, [year], in: folder).end()
        #expect(failed.status == 3)
        #expect(failed.errors.contains("nothing more is recorded"))
        #expect(try folder.run("verify").status == 0)
        let again = try folder.run("record", year)
        #expect(again.status == 0)
        #expect(again.output.contains("000 recorded before, 0 refused"))
        #expect(try folder.run("verify").status == 0)
    }

    @Test func `an answer that does not fit on the disk ends with 3`() throws {
        let folder = try Folder.withTariff()
        let script = try folder.file("full.sh", #""$QUITTANCE" "$@" >/dev/full"#)
        for arguments in [["export", "chart"], ["events"], ["trial-balance"]] {
            let outcome = try Program.startScript(script, arguments, in: folder).end()
            #expect(outcome.status == 3 && outcome.errors.contains("standard output is not whole"), "\(arguments)")
        }
    }
}
