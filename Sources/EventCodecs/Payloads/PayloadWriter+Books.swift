import EventLog
import LedgerValues

extension PayloadWriter {
    static func write(_ export: BooksExport, _ writer: inout CanonicalJSONWriter) {
        if let contract = export.contract { writer.text("contract", contract.text) }
        writer.key("file_hash")
        writer.digest(export.file)
        writer.text("form", export.form.text)
        writer.day("from_on", ifPresent: export.from)
        writer.number("known_at", export.knownAt)
        writer.key("settings_hash")
        writer.digest(export.settings)
        writer.day("through_on", export.through)
    }

    static func write(_ adoption: ChartAdoption, _ writer: inout CanonicalJSONWriter) {
        writer.key("accounts")
        writer.beginArray()
        for account in adoption.accounts {
            writer.beginObject()
            writer.key("auxiliary")
            writer.bool(account.isAuxiliary)
            writer.text("label", account.label)
            writer.text("number", account.number)
            writer.text("role", account.role)
            writer.endObject()
        }
        writer.endArray()
        writer.key("file_hash")
        writer.digest(adoption.file)
        writer.day("from_on", adoption.from)
        writer.key("journals")
        writer.beginArray()
        for journal in adoption.journals {
            writer.beginObject()
            writer.text("code", journal.code)
            writer.text("label", journal.label)
            writer.text("role", journal.role)
            writer.endObject()
        }
        writer.endArray()
    }
}
