import LedgerValues

/// Another unit proposed in place of the one chosen: its rent stays within a tenth of the first choice.
public enum SubstituteOffer {
    /// Whether `offer` may stand for `choice`, on the monthly totals; exactly a tenth more or less still may.
    public static func isWithinBounds(choice: TariffRow, offer: TariffRow) -> Bool {
        let difference = offer.monthly.total - choice.monthly.total
        return 10 * abs(difference.cents) <= choice.monthly.total.cents
    }
}
