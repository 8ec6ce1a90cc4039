import Exports
import LedgerValues

/// The contracts behind the lines of the books, found by identifier.
struct Parties: Sendable {
    private(set) var all: [BookEntry.Party] = []
    private var places = ContractPlaces()

    subscript(_ id: ContractID) -> BookEntry.Party? { place(id, ContractPlaces.hash(id)).map { all[$0] } }

    /// What is known of a contract from here on.
    mutating func learn(_ party: BookEntry.Party) {
        let hash = ContractPlaces.hash(party.contract)
        if let place = place(party.contract, hash) { return all[place] = party }
        places.add(all.count, hash)
        all.append(party)
    }

    private func place(_ id: ContractID, _ hash: UInt64) -> Int? { places.place(hash) { all[$0].contract == id } }
}
