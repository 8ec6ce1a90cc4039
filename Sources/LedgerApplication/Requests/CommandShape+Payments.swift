import LedgerValues
import ResidenceRules

/// Money in and out, and money without a purpose.
extension CommandShape {
    static var receivePayment: CommandShape {
        .contract(
            "A payment came in.",
            [
                .required(Members.amount), .optional(Members.anyPayer), .optional(Members.means),
                .optional(Members.lines), .optional(Members.aidMonth),
            ]
        ) { (reader, _) throws(RequestError) in .record(try ContractFact(paymentIn: reader)) }
    }

    static var clawBackAid: CommandShape {
        .contract(
            "The CAF takes housing aid of a month back.",
            [.required(Members.clawedMonth), .required(Members.amount), .required(Members.clawback)]
        ) { (reader, _) throws(RequestError) in
            .record(
                .housingAidClawedBack(
                    AidClawback(
                        month: try reader.required(Members.clawedMonth),
                        amount: try reader.required(Members.amount),
                        settlement: try reader.required(Members.clawback))))
        }
    }

    static var returnPayment: CommandShape {
        .contract(
            "Money that had come in went out again.",
            [.required(Members.receipt), .required(Members.amount), .required(Members.returnReason)]
        ) { (reader, _) throws(RequestError) in
            .returnMoney(
                receipt: try reader.required(Members.receipt), amount: try reader.required(Members.amount),
                reason: try reader.required(Members.returnReason))
        }
    }

    static var returnRefund: CommandShape {
        CommandShape(
            summary: "A wired refund came back and can be wired again.", subject: .contract, moment: .dayOrInstant,
            members: [
                .optional(Members.endToEndID), .optional(Members.returnedKind), .optional(Members.returnedAmount),
            ]
        ) { (reader, _) throws(RequestError) in
            guard let transfer = try reader.optional(Members.endToEndID) else {
                let kind = try reader.required(Members.refundKind)
                return .contract(
                    try ContractReference(reader),
                    .record(.refundReturned(kind, try reader.required(Members.amount), wire: nil)))
            }
            let detail = "The identifier of the transfer says it."
            try reader.refuse(Members.contract, detail)
            try reader.refuse(Members.tenantCode, detail)
            try reader.refuse(Members.returnedKind, detail)
            return .returnTransfer(transfer, try reader.optional(Members.returnedAmount))
        }
    }

    static var allocateReceipt: CommandShape {
        .receiptToContract(
            "Unallocated money is given its purpose.",
            [
                .required(Members.receipt), .required(Members.allocationPurpose),
                .optional(Members.allocated), .optional(Members.lines), .optional(Members.aidMonth),
            ])
    }

    static var undoAllocation: CommandShape {
        .contract("An allocation is taken back.", [.required(Members.allocation)]) {
            (reader, _) throws(RequestError) in .undoAllocation(try reader.required(Members.allocation))
        }
    }

    static var refundReceipt: CommandShape {
        .contract(
            "Unallocated money of the contract is to go back to its payer.",
            [.required(Members.receipt), .required(Members.amount)]
        ) { (reader, _) throws(RequestError) in
            .record(
                .receiptRefundDecided(
                    receipt: try reader.required(Members.receipt), try reader.required(Members.amount)))
        }
    }

    static var returnParkedReceipt: CommandShape {
        .ledger(
            "Money that names nobody known went out again.",
            [.required(Members.receipt), .required(Members.amount), .required(Members.returnReason)]
        ) { (reader, _) throws(RequestError) in
            .returnParked(
                receipt: try reader.required(Members.receipt), try reader.required(Members.amount),
                try reader.required(Members.returnReason))
        }
    }

    static var refundParkedReceipt: CommandShape {
        .ledger(
            "Money that names nobody known is to go back to its payer.",
            [.required(Members.receipt), .required(Members.amount)]
        ) { (reader, _) throws(RequestError) in
            .refundParked(receipt: try reader.required(Members.receipt), try reader.required(Members.amount))
        }
    }

    static var wireParkedRefund: CommandShape {
        .ledger(
            "The refund of money that names nobody known left the bank.",
            [.required(Members.receipt), .required(Members.amount)]
        ) { (reader, _) throws(RequestError) in
            .wireParkedRefund(receipt: try reader.required(Members.receipt), try reader.required(Members.amount))
        }
    }

    static var provideBankDetails: CommandShape {
        .contract("Bank details exist; they are kept elsewhere.") { _, _ in .record(.bankDetailsProvided) }
    }

    static var wireRefund: CommandShape {
        .contract("A refund left the bank.", [.required(Members.refundKind), .required(Members.amount)]) {
            (reader, _) throws(RequestError) in
            .record(.refundWired(try reader.required(Members.refundKind), try reader.required(Members.amount)))
        }
    }

    static var registerMandate: CommandShape {
        .contract("Refunds go to another than the tenant.", [.required(Members.mandate)]) {
            (reader, _) throws(RequestError) in
            .record(.mandateRegistered(try reader.required(Members.mandate)))
        }
    }
}
