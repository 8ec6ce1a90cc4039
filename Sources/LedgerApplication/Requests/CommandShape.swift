import LedgerValues
import ResidenceRules

/// The members of one command: what the help, the documentation and the OpenAPI document say is generated from it.
public struct CommandShape: Sendable {
    /// What a command is about.
    public enum Subject: Hashable, Sendable {
        /// One contract, named by `contract` or by `tenant_code`.
        case contract
        /// The ledger as a whole.
        case ledger
    }

    /// How a command says when it took effect.
    public enum Moment: Hashable, Sendable {
        /// By `on` or by `at`.
        case dayOrInstant
        /// By `at`: hours matter.
        case instant
    }

    /// What it records, in one English sentence.
    public let summary: String
    public let subject: Subject
    public let moment: Moment
    /// Its own members, beside `command`, those of its subject and those of its moment.
    public let members: [CommandMember]
    /// Makes the command of its members.
    let read: Reading

    typealias Reading = @Sendable (MemberReader, When) throws(RequestError) -> LedgerCommand

    /// The most bytes of its text.
    public var maximumBytes: Int {
        let holdsList = [Members.rows.name, Members.items.name].contains { list in
            members.contains { $0.name == list }
        }
        return holdsList ? RequestLimits.tariffBytes : RequestLimits.commandBytes
    }

    /// Every member that its object may have, `key` aside.
    public var allMembers: [CommandMember] {
        var all: [CommandMember] = [.required(Members.command)]
        switch subject {
        case .contract: all += [.optional(Members.contract), .optional(Members.tenantCode)]
        case .ledger: break
        }
        switch moment {
        case .dayOrInstant: all += [.optional(Members.on), .optional(Members.at)]
        case .instant: all.append(.required(Members.at))
        }
        return all + members
    }
}

/// Shapes that several commands have.
extension CommandShape {
    static func contract(
        _ summary: String, at moment: Moment = .dayOrInstant, _ members: [CommandMember] = [],
        read: @escaping @Sendable (MemberReader, When) throws(RequestError) -> ContractCommand
    ) -> CommandShape {
        CommandShape(summary: summary, subject: .contract, moment: moment, members: members) {
            (reader, when) throws(RequestError) in
            .contract(try ContractReference(reader), try read(reader, when))
        }
    }

    static func relief(_ summary: String, _ ground: DebtRelief.Ground) -> CommandShape {
        .contract(
            summary, [.required(Members.line), .required(Members.amount), .required(Members.decision)]
        ) { (reader, _) throws(RequestError) in .record(.debtRelieved(try DebtRelief(reader, ground))) }
    }

    /// What becomes of a receipt in a contract, wherever the receipt waits.
    static func receiptToContract(_ summary: String, _ members: [CommandMember]) -> CommandShape {
        CommandShape(summary: summary, subject: .contract, moment: .dayOrInstant, members: members) {
            (reader, _) throws(RequestError) in
            .allocateReceipt(try AllocationRequest(reader), to: try ContractReference(reader))
        }
    }

    static func correction(
        _ summary: String, _ members: [CommandMember],
        read: @escaping @Sendable (MemberReader) throws(RequestError) -> FactCorrection
    ) -> CommandShape {
        CommandShape(summary: summary, subject: .contract, moment: .dayOrInstant, members: members) {
            (reader, _) throws(RequestError) in
            .correct(try ContractReference(reader), try read(reader))
        }
    }

    static func ledger(
        _ summary: String, _ members: [CommandMember], read: @escaping Reading
    ) -> CommandShape {
        CommandShape(summary: summary, subject: .ledger, moment: .dayOrInstant, members: members, read: read)
    }

    static func charge(_ summary: String, _ kind: SundryCharge.Kind) -> CommandShape {
        .contract(
            summary,
            [
                .required(Members.net), .optional(Members.vat), .optional(Members.dueOn), .required(Members.item),
                .optional(Members.reference),
            ]
        ) { (reader, _) throws(RequestError) in
            .charge(try ChargeOrder(kind, reader, price: try reader.required(Members.net), quantity: nil))
        }
    }
}
