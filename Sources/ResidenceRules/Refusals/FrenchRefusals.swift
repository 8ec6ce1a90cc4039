/// What each rule says when it refuses and what to do, in French, by stable code; the words are those of docs/glossary.md.
enum FrenchRefusals {
    static let texts: [String: Explanation] = [
        "ADVANCE_ALREADY_PAID": Explanation(
            "L'avance sur loyer a déjà été versée ; une réservation n'en demande qu'une.",
            "La somme est conservée en recette à classer : imputez-la sur le loyer ou remboursez-la."),
        "ADVANCE_AMOUNT": Explanation(
            "Ce montant n'est pas celui de l'avance sur loyer demandée.",
            "La somme est conservée en recette à classer : demandez le montant exact, puis remboursez-la ou faites-la compléter."
        ),
        "ADVANCE_LATE": Explanation(
            "L'avance sur loyer est arrivée après l'expiration du délai de paiement.",
            "La réservation est caduque et la somme conservée en recette à classer : faites une nouvelle proposition "
                + "d'affectation ou remboursez-la."),
        "ADVANCE_WITHOUT_PROPOSAL": Explanation(
            "Aucune proposition d'affectation ne correspond à cette avance sur loyer.",
            "La somme est conservée en recette à classer : enregistrez d'abord la proposition, ou remboursez-la."),
        "ALLOCATION_EXCEEDS_RECEIPT": Explanation(
            "L'imputation dépasse ce qui reste de l'encaissement.",
            "Indiquez au plus ce qui reste de l'encaissement."),
        "ALREADY_ADMITTED": Explanation(
            "Le contrat a déjà sa décision d'admission.",
            "Accordez un renouvellement, ou ouvrez un autre contrat pour une nouvelle admission."),
        "ALREADY_PROPOSED": Explanation(
            "Le contrat a déjà été ouvert par une proposition ou une décision.",
            "Ouvrez un autre contrat pour une autre proposition d'affectation."),
        "ALREADY_REPORTED": Explanation(
            "Un signalement de ce contrat est déjà en cours.",
            "Levez d'abord le signalement en cours."),
        "ALREADY_SETTLED": Explanation(
            "Le contrat a déjà été liquidé.",
            "Un contrat se liquide une seule fois : enregistrez les sommes suivantes comme des paiements."),
        "AMOUNT_OUT_OF_RANGE": Explanation(
            "Ce montant n'est pas plausible.",
            "Indiquez un nombre entier de centimes, positif et d'au plus 1 000 000 000."),
        "ASSIGNED_FROM_15_AUGUST": Explanation(
            "L'admission dans un logement affecté à compter du 15 août ne devient pas caduque faute de dossier.",
            "Fixez un délai pour le dossier locatif et abrogez l'admission à son expiration (R-091)."),
        "CHART_DAY": Explanation(
            "Un plan de comptes ne change pas ce jour-là.",
            "Indiquez le 1er janvier d'un exercice encore ouvert, pas avant celui du dernier plan adopté."),
        "CLAWBACK_EXCEEDS_AID": Explanation(
            "La reprise dépasse ce que la CAF a versé pour ce mois.",
            "Indiquez au plus ce que la CAF a versé pour ce mois et que le Crous détient encore."),
        "CONTRACT_ENDED": Explanation(
            "Le contrat a pris fin avant la remise des clés.",
            "Désistement, caducité ou abrogation : ouvrez un autre contrat."),
        "CONTRACT_EXISTS": Explanation(
            "Le contrat a déjà été ouvert.",
            "Enregistrez ce qui est arrivé à ce contrat, ou prenez un autre identifiant."),
        "CONTRACT_SETTLED": Explanation(
            "Un contrat liquidé ne reçoit plus de dépôt de garantie.",
            "Enregistrez la somme comme un paiement."),
        "CONTRADICTS_LATER_FACT": Explanation(
            "Un fait déjà enregistré à une date postérieure deviendrait faux.",
            "Corrigez d'abord ce fait, puis enregistrez de nouveau celui-ci."),
        "CREDIT_NOT_REFUNDABLE": Explanation(
            "Le crédit d'un étudiant en échange reste acquis au Crous.",
            "Enregistrez d'abord la force majeure, ou conservez le crédit."),
        "CREDIT_NOT_RETAINABLE": Explanation(
            "Ce crédit ne peut pas être conservé.",
            "Seul le crédit d'un étudiant en échange, contrat liquidé et sans force majeure, peut l'être."),
        "DEATH_NOT_RECORDED": Explanation(
            "Aucun décès du locataire n'est enregistré.",
            "Enregistrez d'abord le décès."),
        "DEFECT_DECLARED": Explanation(
            "Le locataire a signalé ce défaut dans les dix jours suivant la remise des clés.",
            "Ce défaut ne peut pas être facturé comme une dégradation."),
        "DEFECT_LATE": Explanation(
            "Le délai de dix jours pour signaler un défaut est expiré.",
            "Un défaut se signale dans les dix jours suivant la remise des clés."),
        "DEFERRAL_NOT_LATER": Explanation(
            "Le nouveau jour est antérieur à la date d'effet de la décision.",
            "Indiquez un jour qui n'est pas antérieur à la date d'effet."),
        "DELAY_NOT_EXPIRED": Explanation(
            "Le délai n'est pas expiré.",
            "Prenez la décision après le dernier jour du délai."),
        "DEPOSIT_CANNOT_PAY_RENT": Explanation(
            "Le dépôt de garantie ne peut pas servir au locataire à payer son loyer.",
            "Faites payer le loyer : seule la liquidation du contrat impute le dépôt."),
        "EFFECT_AFTER_1_SEPTEMBER": Explanation(
            "Pour un étudiant admis avant le 1er septembre, la date d'effet est au plus tard ce jour-là.",
            "Indiquez une date d'effet au plus tard au 1er septembre, ou décidez à compter du 1er septembre."),
        "END_AFTER_31_AUGUST": Explanation(
            "Le droit d'occupation ne dépasse jamais le 31 août de l'année universitaire.",
            "Fixez la fin de la décision au plus tard au 31 août."),
        "END_BEFORE_EFFECT": Explanation(
            "Le droit d'occupation finirait avant de commencer.",
            "Indiquez une date de fin qui ne précède pas la date d'effet."),
        "FACT_ALREADY_VOIDED": Explanation(
            "Ce fait a déjà été annulé.",
            "S'il a bien eu lieu, enregistrez-le de nouveau."),
        "FACT_MOVES_MONEY": Explanation(
            "Un mouvement d'argent ne se corrige pas sur place.",
            "Annulez-le par l'opération inverse prévue, par exemple cancel-charge."),
        "FACT_NOT_CORRECTABLE": Explanation(
            "Un fait de cette nature ne se corrige pas.",
            "Enregistrez la suite comme un fait nouveau : un code attribué permet toujours de retrouver le contrat, un dépôt transféré a changé de contrat."
        ),
        "FACT_NOT_REDATABLE": Explanation(
            "La date de ce fait fixe ses propres délais.",
            "Annulez le fait et enregistrez-le de nouveau : ses délais partent de sa propre date."),
        "FILE_IN_TIME": Explanation(
            "Le dossier locatif est revenu complet dans le délai.",
            "L'admission est maintenue."),
        "GUARANTOR_INSOLVENT": Explanation(
            "Le revenu mensuel du garant est inférieur à trois loyers mensuels.",
            "Demandez un garant dont le revenu atteint trois loyers, ou un organisme."),
        "INE_TAKEN": Explanation(
            "Une autre personne a ce numéro INE.",
            "Cherchez la personne par ce numéro, ou corrigez-le ; un numéro n'appartient qu'à une personne."),
        "INVENTORY_CONFORMING": Explanation(
            "L'état des lieux de sortie est conforme à l'état des lieux d'entrée.",
            "Aucune dégradation ne peut plus être facturée."),
        "INVENTORY_WITHOUT_REPRESENTATIVE": Explanation(
            "L'état des lieux d'un mineur a été établi sans son représentant légal.",
            "Cet état des lieux ne permet aucune retenue sur le dépôt de garantie."),
        "ITEM_NOT_IN_INVENTORY": Explanation(
            "L'état des lieux de sortie ne mentionne pas cet élément.",
            "Désignez un élément que mentionne l'état des lieux de sortie."),
        "KEYS_ALREADY_HANDED_OVER": Explanation(
            "Les clés ont déjà été remises.",
            "Si la date de la première remise est fausse, corrigez-la."),
        "KEYS_ALREADY_RETURNED": Explanation(
            "Les clés ont déjà été restituées.",
            "Il n'y a plus ni préavis à donner ni clés à restituer."),
        "KEYS_BEFORE_ADMISSION": Explanation(
            "Nul n'est logé sans décision d'admission.",
            "Enregistrez d'abord la décision d'admission."),
        "KEYS_BEFORE_ARRIVAL": Explanation(
            "Les dates d'un court séjour sont impératives.",
            "Remettez les clés le jour d'arrivée prévu."),
        "KEYS_BEFORE_DEPOSIT": Explanation(
            "Le dépôt de garantie n'est pas versé en totalité et n'a pas fait l'objet d'une dispense.",
            "Enregistrez d'abord le dépôt de garantie, ou la dispense."),
        "KEYS_BEFORE_FILE": Explanation(
            "Le dossier locatif n'est pas complet.",
            "Enregistrez d'abord le dossier locatif complet."),
        "KEYS_BEFORE_PAYMENT": Explanation(
            "Un court séjour se règle en totalité avant la remise des clés.",
            "Enregistrez d'abord le règlement de tout ce qui est dû."),
        "KEYS_HANDED_OVER": Explanation(
            "Le locataire a ses clés : l'admission ne peut pas devenir caduque pour ce motif.",
            "Abrogez plutôt l'admission."),
        "KEYS_NOT_HANDED_OVER": Explanation(
            "Les clés n'ont pas été remises.",
            "Avant la remise des clés, l'étudiant se désiste."),
        "KEYS_NOT_RETURNED": Explanation(
            "Les clés n'ont pas été restituées.",
            "Enregistrez d'abord la restitution des clés et l'état des lieux de sortie."),
        "LATE_ARRIVAL_AUTHORISED": Explanation(
            "Une arrivée tardive a été autorisée.",
            "Attendez que le dernier jour autorisé soit passé."),
        "MONTH_ALREADY_CLOSED": Explanation("Ce mois est déjà clôturé.", "Clôturez un mois postérieur."),
        "MONTH_NOT_BILLED": Explanation(
            "Ce mois n'est pas facturé jusqu'à son dernier jour.",
            "Facturez d'abord tous les contrats jusqu'au dernier jour du mois."),
        "NOTHING_TO_CORRECT": Explanation(
            "La correction ne changerait rien.",
            "Indiquez ce qui diffère de ce qui est déjà enregistré."),
        "NOTHING_TO_WITHDRAW": Explanation(
            "Rien n'a été proposé ni décidé.",
            "Enregistrez d'abord la proposition ou la décision d'admission."),
        "NOT_FOR_SHORT_STAYS": Explanation(
            "Un court séjour ne connaît pas cet acte.",
            "Un court séjour n'a ni avance, ni dépôt de garantie, ni dossier, ni préavis, ni décision ; son règlement "
                + "est un paiement."),
        "NOT_LESS_THAN_ONE_MONTH": Explanation(
            "Un séjour d'un mois ou plus n'est pas un court séjour.",
            "Un court séjour finit avant le même jour du mois suivant ; sinon, prononcez une admission."),
        "NOT_PRESCRIBED": Explanation(
            "Le délai de prescription n'est pas écoulé.",
            "Décidez une fois le délai écoulé."),
        "NOT_REPORTABLE": Explanation(
            "L'impayé ne peut pas encore être signalé.",
            "Signalez un loyer impayé depuis plus d'un mois une fois le droit d'occupation terminé."),
        "NOT_REPORTED": Explanation(
            "Aucun signalement de ce contrat n'est en cours.",
            "Il n'y a rien à lever."),
        "NO_ADMISSION": Explanation(
            "Aucune décision d'admission n'est en vigueur.",
            "Enregistrez d'abord la décision d'admission."),
        "NO_NOTICE_BEFORE_END": Explanation(
            "Aucun préavis n'arrive à échéance avant le 31 août.",
            "Le renouvellement est maintenu au regard de ce motif."),
        "NO_RENEWAL": Explanation(
            "Le contrat n'a pas de renouvellement.",
            "Il n'y a aucun renouvellement à rendre caduc."),
        "NO_SHORT_STAY": Explanation(
            "Ce contrat n'est pas un court séjour.",
            "Réservez un court séjour sous son propre identifiant."),
        "NO_TARIFF_TO_CORRECT": Explanation(
            "Aucune ligne tarifaire publiée ne couvre un jour de la ligne rectifiée.",
            "Publiez la ligne sans la marquer comme une rectification."),
        "NO_TARIFF": Explanation(
            "Aucun tarif n'est publié pour ce logement à cette date.",
            "Publiez le tarif voté pour cette ligne et ce jour ; aucun tarif n'est jamais supposé."),
        "NO_TENANT_CODE": Explanation(
            "Le contrat n'a pas encore de code locataire.",
            "Attribuez d'abord un code locataire ; seul un code attribué peut être remplacé."),
        "PERSON_ERASED": Explanation(
            "Ce qui était conservé sur cette personne est effacé.",
            "Enregistrez de nouveau la personne ; ce qui est effacé ne revient pas."),
        "PERSON_HAS_OPEN_ACCOUNT": Explanation(
            "De l'argent reste dû, dans un sens ou dans l'autre, sur un contrat de cette personne.",
            "Soldez d'abord le compte : dettes, avoirs, dépôt, remboursements et encaissements non affectés."),
        "PERSON_STILL_HOUSED": Explanation(
            "Un contrat de cette personne n'a pas pris fin.",
            "Attendez la fin du droit d'occupation et la restitution des clés."),
        "POLICY_RETROACTIVE": Explanation(
            "Une règle de lecture ne change ni les jours déjà facturés ni une adoption antérieure.",
            "Adoptez-la à compter d'un jour postérieur au dernier jour facturé."),
        "POLICY_VALUE": Explanation(
            "Cette règle de lecture n'a pas cette valeur.",
            "Indiquez une des valeurs prévues."),
        "PRICE_REQUIRED": Explanation(
            "Aucun prix n'est publié pour cette prestation ; elle se facture sur facture ou devis.",
            "Indiquez le montant de la facture ou du devis, ou publiez un prix pour ce jour."),
        "PROLONGATION_LATE": Explanation(
            "La prolongation a été demandée trop tard.",
            "Elle se demande un mois avant la fin du séjour, quinze jours pour un séjour de moins d'un mois."),
        "PROLONGATION_NEEDS_FILE": Explanation(
            "Une prolongation de plus de trente jours au total demande un nouveau dossier locatif.",
            "Enregistrez un dossier locatif complet postérieur à la demande de prolongation."),
        "PROLONGATION_NOT_LATER": Explanation(
            "Une prolongation finit après la fin actuelle du droit d'occupation.",
            "Indiquez un dernier jour postérieur à la fin actuelle du droit."),
        "READMISSION_OF_ITSELF": Explanation(
            "Un contrat n'est jamais la réadmission de lui-même.",
            "Ouvrez un nouveau contrat et désignez celui que l'étudiant a quitté."),
        "REFUND_BLOCKED": Explanation("Le locataire n'a pas communiqué de RIB.", "Attendez le RIB du locataire."),
        "REFUND_EXCEEDS_CREDIT": Explanation(
            "Le montant dépasse ce que le Crous doit.",
            "Indiquez au plus ce que le Crous doit au locataire à cette date."),
        "REFUND_EXCEEDS_DECIDED": Explanation(
            "Le virement dépasse le remboursement décidé.",
            "Virez au plus ce qui a été décidé et n'est pas encore viré."),
        "REGULARISATION_NOT_REQUESTED": Explanation(
            "Aucune régularisation du dossier n'a été demandée au locataire.",
            "Demandez d'abord la régularisation du dossier."),
        "RELIEF_EXCEEDS_DEBT": Explanation(
            "Le montant dépasse ce qui reste dû sur la ligne.",
            "Indiquez au plus ce qui reste dû sur la ligne."),
        "RENEWAL_IS_READMISSION": Explanation(
            "Un renouvellement suit le droit en cours sans interruption et dans le même logement.",
            "Ouvrez un nouveau contrat : c'est une réadmission."),
        "RENEWAL_NO_DEBT": Explanation(
            "Aucun impayé né entre la décision et l'effet du renouvellement ne subsiste.",
            "Le renouvellement est maintenu."),
        "REPEAL_NOT_FUTURE": Explanation(
            "Une abrogation prend effet au plus tôt le jour de la décision.",
            "Indiquez une date d'effet qui ne précède pas la décision."),
        "RETENTION_RUNS": Explanation(
            "Le délai qui suit le dernier mouvement sur les contrats de cette personne court encore.",
            "Attendez l'expiration du délai fixé par la règle de lecture person_retention."),
        "RETURN_EXCEEDS_RECEIPT": Explanation(
            "Le rejet dépasse la somme encaissée.",
            "Indiquez au plus la somme encaissée, moins ce qui a déjà été rendu ou imputé."),
        "RETURN_EXCEEDS_WIRED": Explanation(
            "Le retour dépasse la somme virée.",
            "Indiquez au plus la somme virée pour ce remboursement et non encore revenue."),
        "RIGHT_STILL_RUNS": Explanation(
            "L'occupant a encore un droit d'occupation.",
            "Mettez d'abord fin au droit, par exemple par une abrogation : on n'expulse pas qui a un droit."),
        "STAY_BEGUN": Explanation(
            "Le court séjour a commencé.",
            "Un séjour dont les clés sont remises ne s'annule plus et n'est plus une absence."),
        "STAY_LENGTH": Explanation(
            "Cette ligne tarifaire ne couvre pas un séjour de cette durée.",
            "La ligne ne vaut que pour un à trois mois : choisissez une autre ligne ou d'autres dates."),
        "STAY_WITHOUT_TARIFF": Explanation(
            "Aucun tarif n'a été voté pour un séjour de un à trois mois dans ce logement.",
            "Publiez une ligne votée pour ces séjours, et décidez le séjour sur cette ligne."),
        "STUDENT_NOT_TOLD": Explanation(
            "Un signalement exige que l'étudiant en soit averti.",
            "Avertissez d'abord l'étudiant, puis indiquez la date."),
        "TAKEOVER_BEFORE_KEYS": Explanation(
            "Seule une location dont les clés sont remises se reprend.",
            "Prononcez une admission pour les autres."),
        "TARIFF_RETROACTIVE": Explanation(
            "Un nouveau tarif ne s'applique jamais aux jours déjà facturés.",
            "Publiez-le à compter d'un jour non encore facturé, ou signalez la correction d'une erreur matérielle "
                + "avec son motif."),
        "TENANT_CODE_TAKEN": Explanation(
            "Ce code locataire désigne un autre contrat.",
            "Attribuez un autre code locataire."),
        "TENANT_DECEASED": Explanation(
            "Le locataire est décédé et le droit d'occupation a pris fin ce jour-là.",
            "Enregistrez la reprise du logement et liquidez le contrat avec la succession."),
        "UNKNOWN_CHARGE": Explanation(
            "Aucune facturation de ce genre ne subsiste sur ce contrat.",
            "Désignez une prestation, une dégradation ou des frais de ce contrat ; le loyer découle des faits."),
        "UNKNOWN_CONTRACT": Explanation(
            "Aucun contrat de ce nom n'est connu.",
            "Vérifiez l'identifiant ou le code locataire ; un contrat s'ouvre par sa proposition ou sa décision."),
        "UNKNOWN_FACT": Explanation(
            "Aucun fait de ce genre n'est enregistré sur ce contrat.",
            "Indiquez la position d'un fait de ce contrat dans le journal ; une écriture découle des faits."),
        "UNKNOWN_PERSON": Explanation(
            "Aucune personne n'est enregistrée sous cet identifiant.",
            "Enregistrez d'abord la personne et indiquez l'identifiant reçu en réponse."),
        "UNKNOWN_RECEIPT": Explanation(
            "Aucun encaissement de ce genre n'est connu sur ce contrat à cette date.",
            "Indiquez la position d'un encaissement du contrat, effectif à cette date."),
        "UNKNOWN_TARIFF_ROW": Explanation(
            "Aucune ligne tarifaire de ce nom n'a jamais été publiée.",
            "Publiez la ligne tarifaire, ou corrigez son identifiant."),
        "UNKNOWN_TRANSFER": Explanation(
            "Aucun virement de remboursement n'est enregistré sous cet identifiant.",
            "Indiquez l'identifiant de bout en bout sous lequel un virement a été enregistré, ou le contrat et la nature "
                + "du remboursement."),
        "VAT_RATE_MISSING": Explanation(
            "Aucun taux de TVA n'est adopté pour cette prestation à cette date.",
            "Adoptez un taux de TVA pour la prestation, fût-elle exonérée, ou indiquez-le."),
        "WITHDRAWAL_AFTER_KEYS": Explanation(
            "Après la remise des clés, il n'y a plus de désistement.",
            "Enregistrez un préavis."),
    ]
}
