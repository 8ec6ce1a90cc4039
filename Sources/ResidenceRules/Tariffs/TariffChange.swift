public import LedgerValues

/// What publishing one row comes to.
public struct TariffChange: Hashable, Sendable {
    public enum Outcome: Hashable, Sendable {
        /// No row was in force on any of its days.
        case new
        /// From a day on, it takes the place of the row in force on that day, nil where there was none.
        case changed(from: CalendarDate, previous: TariffRow?)
        /// It is in force on all of its days already: nothing is recorded.
        case unchanged
        case refused(Rejection)
    }

    public let row: TariffRow
    public let outcome: Outcome
    /// Set on the correction of a clerical error.
    public let correction: TariffCorrection?
}

extension TariffTable {
    /// What publishing `rows` on `day` comes to, row by row; the table then holds those that are not refused.
    ///
    /// - Parameters:
    ///   - reason: why the rows correct clerical errors; nil for newly voted rows.
    ///   - billed: the last day that has both elapsed and been billed. A newly voted row whose publication is dated
    ///     before it may not change such a day.
    ///   - position: the log position that the first row recorded gets.
    public mutating func publish(
        _ rows: [TariffRow], on day: CalendarDate, correcting reason: Code?, billed: CalendarDate?, position: Int64
    ) -> [TariffChange] {
        var next = position
        return rows.map { row in
            let change = change(by: row, on: day, correcting: reason, billed: billed, position: next)
            switch change.outcome {
            case .new, .changed: next += 1
            case .unchanged, .refused: break
            }
            return change
        }
    }

    private mutating func change(
        by row: TariffRow, on day: CalendarDate, correcting reason: Code?, billed: CalendarDate?, position: Int64
    ) -> TariffChange {
        var after = self
        var correction: TariffCorrection?
        if let reason {
            guard let corrected = corrected(by: row) else {
                return TariffChange(
                    row: row, outcome: .refused(Rejection(.noTariffToCorrect, row.id.text)), correction: nil)
            }
            if corrected.row == row { return TariffChange(row: row, outcome: .unchanged, correction: nil) }
            correction = TariffCorrection(reason: reason, corrects: corrected.position)
            after.correct(row, corrects: corrected.position, on: day, position: position)
        } else {
            after.publish(row, on: day, position: position)
        }
        let outcome = outcome(of: row, after, correction: correction, billed: billed)
        switch outcome {
        case .new, .changed: self = after
        case .unchanged, .refused: break
        }
        return TariffChange(row: row, outcome: outcome, correction: correction)
    }

    private func outcome(
        of row: TariffRow, _ after: TariffTable, correction: TariffCorrection?, billed: CalendarDate?
    ) -> TariffChange.Outcome {
        // A correction may also free days that the corrected row priced.
        let corrected = correction.flatMap { correction in
            all.first { $0.position == correction.corrects && $0.row.id == row.id }?.row
        }
        let first = min(row.inForceFrom, corrected?.inForceFrom ?? row.inForceFrom)
        let last = max(row.inForceTo, corrected?.inForceTo ?? row.inForceTo)
        let days =
            [first]
            + Set(
                changeDays(of: row.id, after: first, through: last)
                    + after.changeDays(of: row.id, after: first, through: last)
            ).sorted()
        let different = days.filter { rowInForce(row.id, on: $0) != after.rowInForce(row.id, on: $0) }
        guard let from = different.first else { return .unchanged }
        if correction == nil, let billed,
            let day = different.first(where: { $0 <= billed && rowInForce(row.id, on: $0) != nil })
        {
            return .refused(Rejection(.tariffRetroactive, "\(row.id) would change \(day), billed through \(billed)"))
        }
        let before = days.compactMap { rowInForce(row.id, on: $0) }
        return before.isEmpty ? .new : .changed(from: from, previous: rowInForce(row.id, on: from))
    }
}
