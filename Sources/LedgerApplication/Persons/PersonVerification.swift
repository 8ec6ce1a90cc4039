import EventCodecs
public import EventLog
import LedgerValues
public import PersonStore

extension VerificationReport {
    /// Compares what is kept about persons with what the log commits to.
    ///
    /// Without a key file the commitments are compared that the store repeats; with one every record is opened too.
    /// - Parameters:
    ///   - store: the log.
    ///   - inspect: reads what lies in the person store; nil where there is none. Asked before the log is read and after
    ///     it, since a server may write both meanwhile: only what is wrong both times is found.
    public mutating func comparePersons(
        with store: some EventStore, _ inspect: () throws -> PersonInspection?
    ) {
        do {
            let before = try inspect()
            let histories = try store.makeReader().personHistories()
            let after = try inspect()
            if before == nil, after == nil {
                if histories.values.contains(where: { !$0.isErased }) {
                    find("persons were registered, and the person store is missing")
                }
                return
            }
            // Erasing deletes the key first, and the log says so last.
            let erasing = (before?.erased ?? []).filter { histories[$0]?.isErased == false }
            unfinished += erasing.sorted().map { "the erasure of person \($0) is not recorded yet" }
            let kept = Set(before?.records ?? []).union(after?.records ?? [])
            compare(
                kept, lasting: Set(before?.records ?? []).intersection(after?.records ?? []), histories,
                erasing: erasing)
            compare(keyed: (before?.keyed ?? []).intersection(after?.keyed ?? []), histories)
            if let rows = after?.unreadable, rows > 0 { find("\(rows) rows of the person store are no records") }
            for damage in after?.damages ?? [] { find(damage) }
        } catch is PersonInspection.UnfinishedWrite {
            unfinished.append("the person store was being written, and was not compared")
        } catch { find("the person store cannot be read: \(error)") }
    }

    private mutating func compare(
        _ kept: Set<PersonInspection.Kept>, lasting: Set<PersonInspection.Kept>,
        _ histories: [PersonID: PersonHistory], erasing: Set<PersonID>
    ) {
        let kept = Dictionary(grouping: kept, by: \.person)
        for history in histories.values.sorted(by: { $0.person.text < $1.person.text })
        where !history.isErased && !erasing.contains(history.person) {
            for (section, commitment) in history.commitments.sorted(by: { $0.key < $1.key }) {
                let records = (kept[history.person] ?? []).filter { $0.section == section }
                let place = "the \(section.rawValue) of person \(history.person)"
                let committed = records.filter { $0.commitment == commitment && $0.opens != false }
                if committed.isEmpty {
                    find("\(place) is not what the log commits to")
                } else if committed.allSatisfy({ $0.isFoundByItsNumber == false }) {
                    find("\(place) is found by another student number than it holds, or by none")
                }
                // What takes the place of a record removes it in one transaction.
                if records.count(where: { !$0.isPending && lasting.contains($0) }) > 1 {
                    find("\(place) is kept twice: the log commits to one of them at most")
                }
            }
        }
        let strangers = Set(lasting.filter { !$0.isPending && histories[$0.person]?.isErased != false }.map(\.person))
        for person in strangers.sorted(by: { $0.text < $1.text }) {
            find(
                histories[person] == nil
                    ? "records are kept of person \(person), of whom the log knows nothing"
                    : "records are kept of person \(person), who was erased")
        }
    }

    private mutating func compare(keyed: Set<PersonID>, _ histories: [PersonID: PersonHistory]) {
        for person in keyed.sorted() where histories[person]?.isErased == true {
            find("the key of person \(person), who was erased, is still there")
        }
    }

    private mutating func find(_ text: String) {
        findings.append(Finding(class: .person, position: nil, text: text))
    }
}

extension EventStoreReader {
    fileprivate func personHistories() throws -> [PersonID: PersonHistory] {
        try withSnapshot {
            var histories: [PersonID: PersonHistory] = [:]
            var after: StreamName?
            while true {
                let page = try streams(withPrefix: Streams.personPrefix, after: after, limit: 500)
                for (name, _) in page {
                    guard let person = Streams.person(of: name) else { continue }
                    histories[person] = try PersonHistory(person, stream(name, through: nil))
                }
                guard let last = page.last else { return histories }
                after = last.name
            }
        }
    }
}
