public import LedgerValues
public import ResidenceRules

extension RequestError {
    /// What was found and what to do: of this request in English, of its kind in other languages.
    public func explanation(in language: Language) -> Explanation {
        switch language {
        case .english: Explanation(detail, remedy)
        case .french: code.explanation(in: language)
        }
    }
}

extension RequestErrorCode {
    /// The fault in words.
    public func explanation(in language: Language) -> Explanation {
        switch language {
        case .english: Explanation(sentence, remedy)
        case .french: french
        }
    }

    private var sentence: String {
        switch self {
        case .amountNotInteger: "An amount is not a whole number of cents."
        case .amountOutOfRange: "An amount cannot be meant."
        case .conflictingFields: "Members exclude each other."
        case .duplicateField: "A member stands twice."
        case .ineIsNotATenantCode: "A student number stands where a code is due."
        case .invalidBIC: "A value is no code of a bank."
        case .invalidIBAN: "A value is no IBAN, or its check digits are wrong."
        case .invalidINE: "A value is no student number."
        case .invalidCode: "A value is none of the codes of its member."
        case .invalidDate: "A value is no day."
        case .invalidIdentifier: "A value is no identifier."
        case .invalidInstant: "A value is no instant."
        case .invalidKey: "A value is no key."
        case .invalidMonth: "A value is no month."
        case .invalidText: "A text is too long, or holds what is no character."
        case .malformedJSON: "The text is not JSON."
        case .missingField: "A member is missing."
        case .missingKey: "The request has no key of its own."
        case .notAnObject: "The text is not one object."
        case .numberOutOfRange: "A number lies outside its limits."
        case .tooLarge: "The text is too long."
        case .unknownCommand: "There is no command of that name."
        case .unknownField: "The command has no member of that name."
        case .wrongType: "A value has another JSON type than its member."
        }
    }

    private var french: Explanation {
        switch self {
        case .amountNotInteger:
            Explanation(
                "Un montant n'est pas un nombre entier de centimes.",
                "Indiquez un nombre entier de centimes, sans virgule ni exposant.")
        case .amountOutOfRange:
            Explanation(
                "Un montant n'est pas plausible.", "Indiquez un nombre entier de centimes, au plus 1 000 000 000.")
        case .conflictingFields: Explanation("Des champs s'excluent.", "N'indiquez qu'un seul de ces champs.")
        case .duplicateField: Explanation("Un champ figure deux fois.", "Nommez chaque champ une seule fois.")
        case .ineIsNotATenantCode:
            Explanation(
                "Un numéro INE figure là où un code est attendu.",
                "Indiquez le code locataire ou l'identifiant du contrat ; l'INE n'entre jamais dans le registre.")
        case .invalidBIC:
            Explanation(
                "Une valeur n'est pas un code BIC.", "Indiquez les 8 ou 11 caractères du code, en majuscules.")
        case .invalidIBAN:
            Explanation(
                "Une valeur n'est pas un IBAN, ou sa clé de contrôle est fausse.",
                "Recopiez l'IBAN du RIB, en majuscules et sans espaces.")
        case .invalidINE:
            Explanation(
                "Une valeur n'est pas un numéro INE.",
                "Indiquez dix chiffres et une majuscule, ou neuf chiffres et deux majuscules.")
        case .invalidCode:
            Explanation("Une valeur n'est pas un des codes du champ.", "Indiquez un des codes prévus pour ce champ.")
        case .invalidDate:
            Explanation(
                "Une valeur n'est pas une date.",
                "Écrivez un jour du calendrier AAAA-MM-JJ, du 2000-01-01 au 2099-12-31.")
        case .invalidIdentifier:
            Explanation(
                "Une valeur n'est pas un identifiant.", "Indiquez un identifiant composé des caractères admis.")
        case .invalidInstant:
            Explanation(
                "Une valeur n'est pas un instant.",
                "Écrivez AAAA-MM-JJTHH:MM:SS avec un décalage ou Z, ou l'heure de Paris sans décalage.")
        case .invalidKey:
            Explanation(
                "Une valeur n'est pas une clé.",
                "Indiquez une clé de 1 à 128 caractères ASCII imprimables, par exemple un UUIDv7.")
        case .invalidMonth: Explanation("Une valeur n'est pas un mois.", "Écrivez le mois AAAA-MM.")
        case .invalidText:
            Explanation(
                "Un texte est trop long ou contient ce qui n'est pas un caractère.",
                "Indiquez un texte court, sans caractère de commande.")
        case .malformedJSON:
            Explanation("Le texte n'est pas du JSON.", "Envoyez un seul objet JSON en UTF-8, selon la RFC 8259.")
        case .missingField: Explanation("Un champ manque.", "Ajoutez ce champ.")
        case .missingKey:
            Explanation(
                "La requête n'a pas de clé propre.",
                "Donnez à la requête une clé propre, la même quand vous la renvoyez.")
        case .notAnObject: Explanation("Le texte n'est pas un objet.", "Envoyez un seul objet JSON.")
        case .numberOutOfRange:
            Explanation("Un nombre est hors de ses limites.", "Indiquez un nombre entier dans les limites.")
        case .tooLarge:
            Explanation(
                "Le texte est trop long.", "Envoyez au plus 65 535 octets (1 Mio pour publish-tariff).")
        case .unknownCommand:
            Explanation(
                "Aucune commande ne porte ce nom.",
                "Indiquez une des commandes de la documentation, par exemple hand-over-keys.")
        case .unknownField:
            Explanation("La commande n'a pas de champ de ce nom.", "Retirez ce champ, ou corrigez son nom.")
        case .wrongType:
            Explanation(
                "Une valeur n'a pas le type JSON du champ.", "Indiquez une valeur du type JSON attendu.")
        }
    }
}
