/// Whom a document goes to, as the person store names him.
public struct Addressee: Sendable, Hashable {
    /// `Mme Marie Durand`.
    public let name: String
    /// The lines of the postal address below the name; empty where none is kept.
    public let address: [String]
    /// What nobody can guess who has not got the document; it stands at its foot, and makes its digest a commitment.
    public private(set) var mark: String?

    public init(name: String, address: [String]) {
        self.name = name
        self.address = address
    }

    /// The same with the mark of a document.
    public func marked(_ mark: String?) -> Addressee {
        var marked = self
        marked.mark = mark
        return marked
    }

    static let style = """
        .addressee { font-size: 11pt; margin: 0 0 12mm 93mm; min-height: 22mm; break-inside: avoid; }
        .addressee p { margin: 0; overflow-wrap: anywhere; }
        """

    /// What stands where the window of an envelope shows it.
    func write(_ html: inout HTML) {
        html.element("div", class: "addressee") { block in
            block.element("p", name)
            for line in address { block.element("p", line) }
        }
    }
}
