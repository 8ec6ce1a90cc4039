import LedgerValues
import Projections

extension JSONWriter {
    /// The steps of an explanation: rules and figures for programs, a phrase in each language for people.
    mutating func member(_ name: StaticString, _ reasons: [Reason]) {
        array(name, reasons) { writer, reason in
            writer.object { writer in
                writer.member("reason", reason.name)
                writer.array("rules", reason.rules) { $0.value($1) }
                writer.object("figures") { writer in
                    for (name, figure) in reason.figures {
                        writer.key(figure: name)
                        switch figure {
                        case .cents(let amount): writer.value(amount.cents)
                        case .number(let number): writer.value(number)
                        case .day(let day): writer.value(day)
                        case .name(let text): writer.value(text)
                        }
                    }
                }
                for language in Language.allCases {
                    writer.key(figure: language.rawValue)
                    writer.value(reason.text(language))
                }
            }
        }
    }
}
