/// A tenancy of a year that is paid late in November and not at all in December, as a command file.
enum WorkedTenancy {
    static let row = "ATHENA/PLEIADE/T1-PLEIADE-20M/SINGLE"

    /// One command a line.
    static let commands = """
        {"command":"propose-allocation","key":"k01","contract":"c1","at":"2026-06-30T10:00"}
        {"command":"receive-advance","key":"k02","contract":"c1","at":"2026-07-01T10:00","amount_cents":7000}
        {"command":"decide-admission","key":"k03","contract":"c1","on":"2026-07-02","effect_on":"2026-09-01",\
        "end_on":"2027-08-31","row":"\(row)"}
        {"command":"issue-tenant-code","key":"k04","contract":"c1","on":"2026-07-02","code":"L001"}
        {"command":"complete-file","key":"k05","contract":"c1","on":"2026-07-02"}
        {"command":"receive-deposit","key":"k06","contract":"c1","on":"2026-07-02","amount_cents":35900}
        {"command":"hand-over-keys","key":"k07","contract":"c1","on":"2026-09-01"}
        {"command":"receive-payment","key":"k08","tenant_code":"L001","on":"2026-09-01","amount_cents":28867}
        {"command":"receive-payment","key":"k09","tenant_code":"L001","on":"2026-11-20","amount_cents":35867}

        """
}
