import EventCodecs
import EventLog
import LedgerValues
import ResidenceRules

/// What the ledger as a whole knows at each position: tariffs, policies, closed months and billing runs.
struct KnownContext: Sendable {
    private var timeline: [(position: Position, day: CalendarDate, fact: LedgerFact)] = []
    private var schemas: Set<SchemaName> = []
    /// The context at the head of the log.
    private(set) var context = RuleContext(tariffs: TariffTable(), policies: PolicyTable())
    private(set) var crous: Code?
    private(set) var openedOn: CalendarDate?
    /// The last month whose books are closed.
    private(set) var closedThrough: Month?
    /// The billing runs and their positions.
    private var billings: [(run: BillingRun, position: Position)] = []
    /// The charts adopted and their positions.
    private var charts: [(adoption: ChartAdoption, position: Position)] = []
    /// The position of the last tariff or policy.
    private(set) var lastRuleChange: Position?

    private struct SchemaName: Hashable {
        let type: String
        let version: Int
    }

    /// The number of facts filed: it grows whenever anything here changes.
    var count: Int { timeline.count + schemas.count + charts.count }

    /// Whether the schema was registered.
    func knows(_ schema: EventSchema) -> Bool {
        schemas.contains(SchemaName(type: schema.kind.rawValue, version: schema.version))
    }

    /// Adds the next event that concerns the whole ledger, in log order.
    mutating func apply(_ event: RecordedEvent, on day: CalendarDate, at position: Position) {
        switch event {
        case .opened(let opening):
            crous = opening.crous
            openedOn = day
        case .ledger(let fact): apply(fact, on: day, at: position)
        case .schemaRegistered(let type, let version, _): schemas.insert(SchemaName(type: type, version: version))
        case .chartAdopted(let adoption): charts.append((adoption, position))
        case .fact, .correction, .posting, .sealed, .exported, .keyAdopted, .person: break
        }
    }

    private mutating func apply(_ fact: LedgerFact, on day: CalendarDate, at position: Position) {
        timeline.append((position, day, fact))
        Self.apply(fact, on: day, at: position, to: &context)
        switch fact {
        case .monthClosed(let month): closedThrough = max(month, closedThrough ?? month)
        case .billingRecorded(let run): billings.append((run, position))
        case .tariffPublished, .tariffCorrected, .rowSucceeded, .policyAdopted: lastRuleChange = position
        // What they change is written into each charge: no schedule changes with them.
        case .servicePricePublished, .shortStayRatePublished, .vatRateAdopted, .tenantCodeAssigned, .receiptParked,
            .serviceSold,
            .parkedReceiptAllocated, .parkedAllocationUndone, .parkedReceiptReturned, .parkedRefundDecided,
            .parkedRefundWired:
            break
        }
    }

    /// Tariffs and policies as the log knew them at `position`; nil means its head.
    func context(knownAt position: Position?) -> RuleContext {
        guard let position, let last = timeline.last, last.position > position else { return context }
        var known = RuleContext(tariffs: TariffTable(), policies: PolicyTable())
        for entry in timeline where entry.position <= position {
            Self.apply(entry.fact, on: entry.day, at: entry.position, to: &known)
        }
        return known
    }

    /// The position of the last fact of the ledger.
    var lastFact: Position? { timeline.last?.position }

    /// The position of the last fact of the ledger known at `position`: between two moments with the same one, tariffs,
    /// policies and billing runs are the same.
    func lastFact(knownAt position: Position) -> Position? {
        timeline.last { $0.position <= position }?.position
    }

    /// The last day billed by a run known at `position`; nil means the head.
    func billedThrough(knownAt position: Position? = nil) -> CalendarDate? {
        let known = position.map { last in billings.filter { $0.position <= last } } ?? billings
        return known.map(\.run.through).max()
    }

    /// Where the month of `day` was closed, if it was at `position`: nothing recorded later changes the books of that day.
    func closing(of day: CalendarDate, knownAt position: Position) -> Position? {
        timeline.first { entry in
            guard case .monthClosed(let month) = entry.fact else { return false }
            return month >= day.month && entry.position <= position
        }?.position
    }

    /// The charts adopted at or before `position`, in the order of their days; nil means the head.
    func charts(knownAt position: Position? = nil) -> [ChartAdoption] {
        charts.filter { position == nil || $0.position <= position ?? $0.position }.map(\.adoption)
    }

    /// The newest run that billed `day`: it knew every fact up to its position, and a run through an earlier day did
    /// not look at this one again.
    func billing(covering day: CalendarDate) -> BillingRun? { billings.last { $0.run.through >= day }?.run }

    /// Whether a run through `day` or a later one billed every contract, and none through the month of `day` failed since: a
    /// run beyond it may fail in months to come.
    func isBilledWhole(through day: CalendarDate) -> Bool {
        guard let whole = billings.lastIndex(where: { $0.run.through >= day && $0.run.failures == 0 }) else {
            return false
        }
        return !billings[whole...].contains { $0.run.through.month == day.month && $0.run.failures > 0 }
    }

    /// The last day that has both elapsed and been billed; nil before the first billing.
    func billedAndElapsed(today: CalendarDate) -> CalendarDate? {
        billedThrough().map { min($0, today.adding(days: -1)) }
    }

    private static func apply(
        _ fact: LedgerFact, on day: CalendarDate, at position: Position, to context: inout RuleContext
    ) {
        switch fact {
        case .servicePricePublished(let price): context.prices.publish(price)
        case .shortStayRatePublished(let rate): context.prices.publish(rate)
        case .vatRateAdopted(let adoption): context.prices.adopt(adoption)
        case .rowSucceeded(let old, let new): context.tariffs.succeed(old, by: new)
        case .tariffPublished(let row): context.tariffs.publish(row, on: day, position: position.number)
        case .tariffCorrected(let row, let correction):
            context.tariffs.correct(row, corrects: correction.corrects, on: day, position: position.number)
        case .policyAdopted(let key, let value, let from): context.policies.adopt(key, value, from: from)
        case .monthClosed, .billingRecorded, .tenantCodeAssigned, .receiptParked, .serviceSold,
            .parkedReceiptAllocated, .parkedAllocationUndone, .parkedReceiptReturned, .parkedRefundDecided,
            .parkedRefundWired:
            break
        }
    }
}

extension KnownContext {
    /// Folds the streams that concern the whole ledger.
    init(reading reader: some EventStoreReader) throws {
        self.init()
        try reader.withSnapshot {
            var events = try reader.stream(.ledger, through: nil)
            for prefix in Streams.referencePrefixes {
                var after: StreamName?
                while true {
                    let page = try reader.streams(withPrefix: prefix, after: after, limit: 500)
                    for (name, _) in page { events += try reader.stream(name, through: nil) }
                    guard let last = page.last else { break }
                    after = last.name
                }
            }
            for stored in events.sorted(by: { $0.position < $1.position }) {
                let decoded = try DecodedEvent(stored)
                apply(decoded.event, on: decoded.effectiveOn, at: decoded.position)
            }
        }
    }
}
