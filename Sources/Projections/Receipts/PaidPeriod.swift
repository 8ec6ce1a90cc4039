public import LedgerValues
public import ResidenceRules

/// What a contract owes for one month of rent, or of an indemnity, and what settled it by a day.
public struct PaidPeriod: Sendable {
    public enum Nature: Sendable {
        case rent
        /// *Indemnité d'occupation*: it is no rent, so nothing that settles it makes a *quittance* (R-104).
        case indemnity
    }

    /// Money that settled a part of the period.
    public struct Payment: Sendable {
        public enum Source: Sendable {
            case received(MoneyReceived)
            /// *Avance sur loyer* taken off the rent.
            case advance
            /// A credit of the books before.
            case takenOver
            /// *Dépôt de garantie* set off at the settlement.
            case deposit
        }

        public let source: Source
        /// In cents.
        public let amount: Money
        /// When it came, or was taken off, and the log position that says so; nil before the books took it.
        public let proof: SettlementProof?
    }

    public let nature: Nature
    public let month: Month
    /// Every line of the month, also those still to come; one for each tariff row.
    public let lines: [ContractStatement.Line]
    /// By day, then by position; one payment stands once.
    public let payments: [Payment]

    /// First day billed.
    public var from: CalendarDate { lines.map(\.charge.from).min() ?? month.first }
    /// Last day billed, included.
    public var to: CalendarDate { lines.map(\.charge.to).max() ?? month.last }
    /// Before the advance, in cents.
    public var amount: Money { lines.map(\.charge.amount).total() }
    /// Still unpaid, in cents.
    public var open: Money { lines.map(\.open).total() }
    /// What decisions took off the period without its being paid, in cents.
    public var relieved: Money { lines.map(\.relieved).total() }
    /// In cents.
    public var settled: Money { payments.map(\.amount).total() }
    /// Log positions of the postings that charged the period.
    public var positions: [Int64] { lines.compactMap(\.position) }
    /// Whether every line is charged in the books, so that nothing of the month is still to come.
    public var isCharged: Bool { lines.allSatisfy { $0.position != nil } }
    /// Whether the books hold every payment of it.
    public var isProven: Bool { payments.allSatisfy { $0.proof != nil } }
}

/// *Quittance*: the rent of a month is paid in full.
public struct RentReceipt: Sendable {
    public let period: PaidPeriod

    /// Nil while a line or a payment of the month is not in the books or anything of it is open, when a decision ended a part of the debt
    /// without its being paid, and for what is no rent.
    public init?(_ period: PaidPeriod) {
        guard period.nature == .rent, period.isCharged, period.isProven, period.open == .zero, period.relieved == .zero,
            period.settled > .zero
        else { return nil }
        self.period = period
    }
}

/// *Reçu*: money came in for a period that has no *quittance* (R-022).
public struct PaymentReceipt: Sendable {
    public let period: PaidPeriod

    /// Nil when nothing was paid, when a *quittance* is due instead, and before anything of the period is charged.
    public init?(_ period: PaidPeriod) {
        guard period.settled > .zero, !period.positions.isEmpty, RentReceipt(period) == nil else { return nil }
        self.period = period
    }
}

/// What a tenant is given for a month that he paid, in whole or in part.
public enum PeriodReceipt: Sendable {
    case rent(RentReceipt)
    case payment(PaymentReceipt)

    /// Nil when nothing was paid.
    public init?(_ period: PaidPeriod) {
        if let receipt = RentReceipt(period) {
            self = .rent(receipt)
        } else if let receipt = PaymentReceipt(period) {
            self = .payment(receipt)
        } else {
            return nil
        }
    }

    public var period: PaidPeriod {
        switch self {
        case .rent(let receipt): receipt.period
        case .payment(let receipt): receipt.period
        }
    }
}

extension ContractStatement {
    /// The receipts of every month that was paid, in whole or in part, oldest month first.
    public var receipts: [PeriodReceipt] { periods.compactMap(PeriodReceipt.init) }

    /// The months of rent and of indemnity, rent first, in the order of a statement.
    public var periods: [PaidPeriod] {
        var found: [(nature: PaidPeriod.Nature, month: Month, lines: [Line])] = []
        for line in lines {
            let nature: PaidPeriod.Nature
            switch line.charge.composition {
            case .rent: nature = .rent
            case .indemnity: nature = .indemnity
            case .shortStay, .sundry, .carriedOver, .reclaim: continue
            }
            let month = line.charge.from.month
            if let last = found.last, last.nature == nature, last.month == month {
                found[found.count - 1].lines.append(line)
            } else {
                found.append((nature, month, [line]))
            }
        }
        return found.map {
            PaidPeriod(nature: $0.nature, month: $0.month, lines: $0.lines, payments: payments(of: $0.lines))
        }
    }

    private func payments(of lines: [Line]) -> [PaidPeriod.Payment] {
        var sums: [(source: Settlement.Source, amount: Money)] = []
        for settlement in lines.flatMap(\.settlements) {
            if let index = sums.firstIndex(where: { $0.source == settlement.source }) {
                sums[index].amount += settlement.amount
            } else {
                sums.append((settlement.source, settlement.amount))
            }
        }
        let advances = lines.filter { $0.advance > .zero }.map { line in
            PaidPeriod.Payment(source: .advance, amount: line.advance, proof: proofs.advance[line.charge.from])
        }
        let payments = sums.compactMap { source, amount in
            self.source(source).map { PaidPeriod.Payment(source: $0.source, amount: amount, proof: $0.proof) }
        }
        // What the books have still to take comes last.
        func place(_ payment: PaidPeriod.Payment) -> (CalendarDate, Int64) {
            payment.proof.map { ($0.on, $0.position) } ?? (.latest, .max)
        }
        return (advances + payments).sorted { place($0) < place($1) }
    }

    private func source(
        _ source: Settlement.Source
    ) -> (source: PaidPeriod.Payment.Source, proof: SettlementProof?)? {
        switch source {
        case .receipt(let position):
            tenure.receipts.first { $0.position == position }.map {
                (.received($0), SettlementProof(on: $0.on, position: $0.position))
            }
        case .takenOver: (.takenOver, proofs.takenOver)
        case .advanceCredited: (.advance, proofs.advanceCredited)
        case .deposit: (.deposit, proofs.deposit)
        }
    }
}
