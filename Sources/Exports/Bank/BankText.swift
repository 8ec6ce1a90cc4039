/// Text as banks of the SEPA take it (EPC217-08): letters without accents, digits, a few signs.
public enum BankText {
    /// `text` in that set, at most `length` characters; accents are dropped, what has no like becomes a point.
    public static func plain(_ text: String, length: Int) -> String {
        var plain = ""
        for character in text {
            for scalar in character.unicodeScalars {
                if isAllowed(scalar) {
                    plain.unicodeScalars.append(scalar)
                } else if let letters = likes[scalar] {
                    plain += letters
                } else if scalar.properties.canonicalCombiningClass == .notReordered {
                    plain += scalar.properties.isWhitespace ? " " : "."
                }
            }
        }
        return String(plain.prefix(length))
    }

    /// Whether `text` can be an identifier: of the set, 1 to 35 characters, no slash at an end and no two in a row.
    public static func isIdentifier(_ text: String) -> Bool {
        (1...35).contains(text.unicodeScalars.count) && text.unicodeScalars.allSatisfy(isAllowed)
            && !text.hasPrefix("/") && !text.hasSuffix("/") && !text.contains("//")
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "/", "-", "?", ":", "(", ")", ".", ",", "'", "+", " ": true
        default: false
        }
    }

    private static let likes: [Unicode.Scalar: String] = {
        let families = [
            "A": "ÀÁÂÃÄÅĀĂĄ", "a": "àáâãäåāăą", "AE": "Æ", "ae": "æ", "C": "ÇĆĈĊČ", "c": "çćĉċč", "D": "ĎĐÐ",
            "d": "ďđð", "E": "ÈÉÊËĒĔĖĘĚ", "e": "èéêëēĕėęě", "G": "ĜĞĠĢ", "g": "ĝğġģ", "H": "ĤĦ", "h": "ĥħ",
            "I": "ÌÍÎÏĨĪĬĮİ", "i": "ìíîïĩīĭįı", "J": "Ĵ", "j": "ĵ", "K": "Ķ", "k": "ķ", "L": "ĹĻĽĿŁ", "l": "ĺļľŀł",
            "N": "ÑŃŅŇ", "n": "ñńņň", "O": "ÒÓÔÕÖØŌŎŐ", "o": "òóôõöøōŏő", "OE": "Œ", "oe": "œ", "R": "ŔŖŘ", "r": "ŕŗř",
            "S": "ŚŜŞŠȘ", "s": "śŝşšș", "ss": "ß", "T": "ŢŤŦȚ", "t": "ţťŧț", "U": "ÙÚÛÜŨŪŬŮŰŲ", "u": "ùúûüũūŭůűų",
            "W": "Ŵ", "w": "ŵ", "Y": "ÝŶŸ", "y": "ýÿŷ", "Z": "ŹŻŽ", "z": "źżž", "'": "’‘ʼ`´", "-": "–—_", "+": "&",
        ]
        var likes: [Unicode.Scalar: String] = [:]
        for (letters, family) in families {
            for scalar in family.unicodeScalars { likes[scalar] = letters }
        }
        return likes
    }()
}
