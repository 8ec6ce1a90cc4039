import EventLog
import LedgerValues

extension PayloadReader {
    static func export(_ reader: inout CanonicalJSONReader) throws(JSONError) -> BooksExport {
        let contract = reader.keyIfPresent("contract") ? try reader.contractValue("contract") : nil
        try reader.key("file_hash")
        let file = try reader.digest()
        let form = try reader.code("form")
        let from = try reader.dayIfPresent("from_on")
        let knownAt = try reader.position("known_at")
        try reader.key("settings_hash")
        let settings = try reader.digest()
        return BooksExport(
            form: form, contract: contract, from: from, through: try reader.day("through_on"), knownAt: knownAt,
            settings: settings, file: file)
    }

    static func chartAdoption(_ reader: inout CanonicalJSONReader) throws(JSONError) -> ChartAdoption {
        let accounts = try list("accounts", &reader, account)
        try reader.key("file_hash")
        let file = try reader.digest()
        let from = try reader.day("from_on")
        return ChartAdoption(
            from: from, file: file, accounts: accounts, journals: try list("journals", &reader, journal))
    }

    private static func list<Row>(
        _ name: StaticString, _ reader: inout CanonicalJSONReader,
        _ read: (inout CanonicalJSONReader) throws(JSONError) -> Row
    ) throws(JSONError) -> [Row] {
        try reader.key(name)
        try reader.beginArray()
        var rows: [Row] = []
        while reader.arrayHasNext() {
            try reader.beginObject()
            rows.append(try read(&reader))
            try reader.endObject()
        }
        try reader.endArray()
        try reader.check(!rows.isEmpty, "\(name) is empty")
        return rows
    }

    private static func account(_ reader: inout CanonicalJSONReader) throws(JSONError) -> ChartAdoption.Account {
        try reader.key("auxiliary")
        let isAuxiliary = try reader.bool()
        let label = try label(&reader)
        let number = try reader.text("number")
        try reader.check(ChartAdoption.isNumber(number), "number is no account number")
        return ChartAdoption.Account(role: try role(&reader), number: number, label: label, isAuxiliary: isAuxiliary)
    }

    private static func journal(_ reader: inout CanonicalJSONReader) throws(JSONError) -> ChartAdoption.Journal {
        let code = try reader.text("code")
        try reader.check(ChartAdoption.isCode(code), "code is no journal code")
        let label = try label(&reader)
        return ChartAdoption.Journal(role: try role(&reader), code: code, label: label)
    }

    private static func label(_ reader: inout CanonicalJSONReader) throws(JSONError) -> String {
        let label = try reader.text("label")
        try reader.check(
            ChartAdoption.isLabel(label), "label is empty, too long, or holds a bar or a control character")
        return label
    }

    private static func role(_ reader: inout CanonicalJSONReader) throws(JSONError) -> String {
        let role = try reader.text("role")
        try reader.check(ChartAdoption.isRole(role), "role is no name of the ledger")
        return role
    }
}
