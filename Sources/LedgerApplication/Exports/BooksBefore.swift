import EventCodecs
import EventLog
import Exports
import LedgerValues
import Projections
import ResidenceRules

/// What the books need to know before their first entry is written: who the contracts are, and what is carried forward.
struct BooksBefore {
    private(set) var parties: [ContractID: BookEntry.Party] = [:]
    /// The balance of every account before the first day, in cents.
    private var balances: [Account: Money] = [:]
    private var ofContracts: [Account: [ContractID: Money]] = [:]
    /// The result of the last year before the first day, and of the years before that: positive for a loss, in cents.
    private var lastResult = Money.zero
    private var earlierResults = Money.zero
    /// The first day on which an entry of the period was recorded.
    private var firstRecordedOn: CalendarDate?

    private let request: BooksRequest

    init(_ request: BooksRequest) { self.request = request }

    mutating func add(_ decoded: DecodedEvent) {
        if let id = decoded.contract { register(decoded, of: id) }
        guard let from = request.from else { return }
        let movements = decoded.event.movements
        if movements.isEmpty { return }
        guard decoded.accountingOn < from else {
            if firstRecordedOn == nil, decoded.accountingOn <= request.through {
                firstRecordedOn = ParisTime.day(of: decoded.recordedAt)
            }
            return
        }
        for movement in movements {
            if !movement.account.isCarriedForward {
                if decoded.accountingOn.month.year == from.month.year - 1 {
                    lastResult += movement.amount
                } else {
                    earlierResults += movement.amount
                }
            } else if let id = decoded.contract, request.chart[movement.account].isAuxiliary {
                ofContracts[movement.account, default: [:]][id, default: .zero] += movement.amount
            } else {
                balances[movement.account, default: .zero] += movement.amount
            }
        }
    }

    private mutating func register(_ decoded: DecodedEvent, of id: ContractID) {
        let code = decoded.event.newTenantCode
        guard decoded.streamVersion == 1 || code != nil else { return }
        let opened = parties[id]?.opened ?? decoded.position.number
        parties[id] = BookEntry.Party(contract: id, opened: opened, tenantCode: code)
    }

    /// The balances carried forward as one entry; nil when there are none, or the files begins with the log.
    var opening: BookEntry? {
        guard let from = request.from else { return nil }
        var lines: [BookEntry.Line] = []
        func add(_ account: ChartOfAccounts.Entry, _ amount: Money, _ party: BookEntry.Party? = nil) {
            if amount == .zero { return }
            lines.append(BookEntry.Line(account: account, party: party, amount: amount, lettering: nil))
        }
        add(request.chart[earlierResults > .zero ? .lossCarriedForward : .profitCarriedForward], earlierResults)
        add(request.chart[lastResult > .zero ? .loss : .profit], lastResult)
        for account in Account.allCases {
            let entry = request.chart[account]
            add(entry, balances[account] ?? .zero)
            let ofContracts = (ofContracts[account] ?? [:]).compactMap { id, amount in
                parties[id].map { (party: $0, amount: amount) }
            }
            for (party, amount) in ofContracts.sorted(by: { $0.party.opened < $1.party.opened }) {
                add(entry, amount, party)
            }
        }
        guard !lines.isEmpty else { return nil }
        return BookEntry(
            journal: .opening, number: 1, accountingOn: from, effectiveOn: from,
            recordedOn: min(from, firstRecordedOn ?? from), position: nil, document: "AN\(from.month.year)",
            label: "Report des soldes au \(FrenchText.day(from.adding(days: -1)))", lines: lines)
    }
}
