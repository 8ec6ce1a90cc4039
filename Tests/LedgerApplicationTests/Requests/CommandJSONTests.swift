import EventLog
import LedgerApplication
import LedgerValues
import ResidenceRules
import Testing

@Suite struct `Commands in JSON` {
    /// One text a command, every member given, with what it must mean.
    static let texts: [(text: String, command: LedgerCommand)] = [
        (
            #""propose-allocation","at":"2026-06-30T10:00","effect_on":"2026-09-01","programme":"exchange","#
                + #""expires_at":"2026-07-05T10:00:00Z""#,
            about(
                .proposeAllocation(
                    effectiveOn: day("2026-09-01"), programme: .exchange, notifiedAt: instant("2026-06-30T08:00:00Z"),
                    expiresAt: instant("2026-07-05T10:00:00Z")))
        ),
        (
            #""receive-advance","at":"2026-07-01T10:00:00+02:00","amount_cents":7000"#,
            about(.record(.advancePaid(Money(cents: 7_000))))
        ),
        (
            #""decide-admission","on":"2026-07-02","effect_on":"2026-09-01","end_on":"2027-08-31","row":"A/B/C/SINGLE","#
                + #""assigned_on":"2026-07-01","programme":"standard""#,
            about(
                .decideAdmission(
                    effectiveOn: day("2026-09-01"), endsOn: day("2027-08-31"), row: row("A/B/C/SINGLE"),
                    assignedOn: day("2026-07-01"), programme: .standard))
        ),
        (
            #""grant-renewal","on":"2027-07-02","effect_on":"2027-09-01","end_on":"2028-08-31","row":"A/B/C/SINGLE""#,
            about(
                .record(
                    .renewalGranted(
                        Term(effectiveOn: day("2027-09-01"), endsOn: day("2028-08-31"), row: row("A/B/C/SINGLE")))))
        ),
        (#""change-unit","on":"2026-11-16","row":"A/B/D/SINGLE""#, about(.changeUnit(row: row("A/B/D/SINGLE")))),
        (
            #""rehouse-temporarily","on":"2026-11-16","unit":"B-112""#,
            about(.record(.temporarilyRehoused(unit: code("B-112"))))
        ),
        (
            #""grant-prolongation","on":"2027-05-30","end_on":"2027-07-20","asked_on":"2027-05-28""#,
            about(.record(.prolongationGranted(Prolongation(endsOn: day("2027-07-20"), askedOn: day("2027-05-28")))))
        ),
        (
            #""readmit","on":"2027-06-10","earlier_contract":"c-0","effect_on":"2027-09-01","end_on":"2028-08-31","#
                + #""row":"A/B/C/SINGLE""#,
            about(
                .readmit(
                    earlier: contract("c-0"), effectiveOn: day("2027-09-01"), endsOn: day("2028-08-31"),
                    row: row("A/B/C/SINGLE"), assignedOn: nil, programme: nil))
        ),
        (
            #""take-over-contract","on":"2027-01-15","effect_on":"2026-09-01","end_on":"2027-08-31","#
                + #""row":"A/B/C/SINGLE","keys_on":"2026-09-01","deposit_cents":35900,"items":[{"kind":"rent","#
                + #""due_on":"2027-01-01","amount_cents":35867,"item":"2026-12"}]"#,
            about(
                .record(
                    .contractTakenOver(
                        Takeover(
                            term: Term(
                                effectiveOn: day("2026-09-01"), endsOn: day("2027-08-31"), row: row("A/B/C/SINGLE")),
                            programme: .standard, keysOn: day("2026-09-01"), deposit: Money(cents: 35_900),
                            advance: .zero, credit: .zero,
                            items: [
                                CarriedItem(
                                    kind: .rent, dueOn: day("2027-01-01"), amount: Money(cents: 35_867),
                                    item: code("2026-12"))
                            ]))))
        ),
        (
            #""replace-tenant-code","on":"2027-07-03","code":"T27A001""#,
            about(.record(.tenantCodeReplaced(tenant("T27A001"))))
        ),
        (#""complete-file","on":"2026-07-02""#, about(.record(.fileCompleted))),
        (#""waive-deposit","on":"2026-07-02","ground":"GRANT""#, about(.record(.depositWaived(ground: code("GRANT"))))),
        (
            #""receive-deposit","on":"2026-07-02","amount_cents":35900"#,
            about(.record(.depositPaid(Money(cents: 35_900))))
        ),
        (
            #""keep-deposit","on":"2026-07-02","amount_cents":35900"#,
            about(.record(.depositKept(Money(cents: 35_900), from: nil)))
        ),
        (#""defer-effect","on":"2026-09-01""#, about(.record(.effectDeferred()))),
        (
            #""defer-effect","on":"2026-09-01","effect_on":"2026-09-20""#,
            about(.record(.effectDeferred(to: day("2026-09-20"))))
        ),
        (
            #""authorise-late-arrival","on":"2026-09-01","until_on":"2026-09-20""#,
            about(.record(.lateArrivalAuthorised(until: day("2026-09-20"))))
        ),
        (#""hand-over-keys","on":"2026-09-01""#, about(.record(.keysHandedOver))),
        (#""give-notice","on":"2027-01-10""#, about(.record(.noticeGiven(departure: nil)))),
        (
            #""give-notice","on":"2027-01-10","departure_on":"2027-03-01""#,
            about(.record(.noticeGiven(departure: day("2027-03-01"))))
        ),
        (#""return-keys","on":"2027-02-10""#, about(.record(.keysReturned(.conforming)))),
        (
            #""return-keys","on":"2027-02-10","inventory":"non_conforming""#,
            about(.record(.keysReturned(.nonConforming)))
        ),
        (
            #""receive-payment","on":"2026-10-01","amount_cents":28867"#,
            about(.record(.paymentReceived(Money(cents: 28_867))))
        ),
        (
            #""receive-payment","on":"2026-10-01","amount_cents":28867,"payer":"guarantor","means":"card","#
                + #""lines":["rent-2026-09","charge-12"]"#,
            about(
                .record(
                    .paymentReceived(
                        Money(cents: 28_867), Remittance(payer: .guarantor, means: .card),
                        for: [.rent(Month(year: 2026, month: 9)), .sundry(position: 12)])))
        ),
        (
            #""receive-payment","on":"2026-10-05","amount_cents":18000,"payer":"caf","month":"2026-09""#,
            about(
                .record(
                    .housingAidReceived(
                        Money(cents: 18_000), month: Month(year: 2026, month: 9), means: .transfer)))
        ),
        (
            #""claw-back-aid","on":"2026-12-05","month":"2026-09","amount_cents":18000,"settlement":"owed""#,
            about(
                .record(
                    .housingAidClawedBack(
                        AidClawback(
                            month: Month(year: 2026, month: 9), amount: Money(cents: 18_000), settlement: .owed))))
        ),
        (
            #""return-payment","on":"2026-10-09","receipt":17,"amount_cents":28867,"reason":"bounced_cheque""#,
            about(.returnMoney(receipt: 17, amount: Money(cents: 28_867), reason: .bouncedCheque))
        ),
        (
            #""return-refund","on":"2027-09-22","kind":"deposit","amount_cents":35900"#,
            about(.record(.refundReturned(.deposit, Money(cents: 35_900), wire: nil)))
        ),
        (
            #""allocate-receipt","on":"2026-10-09","receipt":17,"purpose":"aid","month":"2026-09","amount_cents":5"#,
            .allocateReceipt(
                AllocationRequest(
                    receipt: 17, amount: Money(cents: 5), purpose: .aid(Month(year: 2026, month: 9))),
                to: .id(contract("c-1")))
        ),
        (#""undo-allocation","on":"2026-10-09","allocation":21"#, about(.undoAllocation(21))),
        (
            #""refund-receipt","on":"2026-10-09","receipt":17,"amount_cents":5"#,
            about(.record(.receiptRefundDecided(receipt: 17, Money(cents: 5))))
        ),
        (
            #""register-guarantee","on":"2026-08-20","kind":"physical","income_cents":120000"#,
            about(.registerGuarantee(kind: .physical, income: Money(cents: 120_000), from: nil, to: nil))
        ),
        (
            #""register-mandate","on":"2026-08-20","mandate":"M-1""#,
            about(.record(.mandateRegistered(code("M-1"))))
        ),
        (#""report-unpaid","on":"2027-07-05","told_on":"2027-07-04""#, about(.reportUnpaid(toldOn: day("2027-07-04")))),
        (#""report-unpaid","on":"2027-07-05""#, about(.reportUnpaid(toldOn: nil))),
        (#""lift-report","on":"2027-07-09","ground":"PLAN""#, about(.record(.reportLifted(ground: code("PLAN"))))),
        (
            #""issue-enforcement-title","on":"2027-07-09","title":"TE-1""#,
            about(.record(.enforcementTitleIssued(code("TE-1"))))
        ),
        (
            #""write-off","on":"2028-07-09","line":"rent-2027-05","amount_cents":5,"ground":"irrecoverable","#
                + #""decision":"D-1""#,
            about(relief(.rent(Month(year: 2027, month: 5)), .irrecoverable))
        ),
        (
            #""remit-debt","on":"2028-07-09","line":"charge-12","amount_cents":5,"decision":"D-1""#,
            about(relief(.sundry(position: 12), .remitted))
        ),
        (
            #""prescribe-debt","on":"2033-07-09","line":"indemnity-2027-05","amount_cents":5,"decision":"D-1""#,
            about(relief(.indemnity(Month(year: 2027, month: 5)), .prescribed))
        ),
        (
            #""prescribe-credit","on":"2032-01-01","debt":"deposit","amount_cents":5,"decision":"D-1""#,
            about(
                .record(
                    .creditEnded(
                        CreditEnd(
                            debt: .deposit, amount: Money(cents: 5), ground: .prescribed, decision: code("D-1")))))
        ),
        (
            #""retain-credit","on":"2027-07-09","amount_cents":5,"decision":"D-1""#,
            about(
                .record(
                    .creditEnded(
                        CreditEnd(
                            debt: .account, amount: Money(cents: 5), ground: .retained, decision: code("D-1")))))
        ),
        (
            #""refund-credit","on":"2027-07-09","amount_cents":5"#,
            about(.record(.creditRefundDecided(Money(cents: 5))))
        ),
        (#""provide-bank-details","on":"2026-10-01""#, about(.record(.bankDetailsProvided))),
        (#""open-contract","on":"2026-07-01""#, about(.record(.contractOpened))),
        (#""request-withdrawal","on":"2026-08-01""#, about(.record(.withdrawalRequested))),
        (
            #""grant-exception","on":"2026-10-01","ground":"ILLNESS""#,
            about(.record(.exceptionGranted(ground: code("ILLNESS"))))
        ),
        (
            #""return-keys","on":"2027-02-10","inventory":"non_conforming","items":["OVEN","DOOR"],"#
                + #""without_representative":true"#,
            about(
                .record(
                    .keysReturned(
                        ExitInventory(
                            .nonConforming, items: [code("OVEN"), code("DOOR")], withoutRepresentative: true))))
        ),
        (
            #""recover-possession","on":"2027-02-10","ground":"eviction","inventory":"non_conforming""#,
            about(.record(.possessionRecovered(.eviction, .nonConforming)))
        ),
        (#""record-death","on":"2027-02-10""#, about(.record(.tenantDied))),
        (#""offer-recovery","on":"2027-02-20""#, about(.record(.recoveryOffered))),
        (
            #""extend-file","on":"2026-07-02","until_on":"2026-07-20""#,
            about(.record(.fileExtended(until: day("2026-07-20"))))
        ),
        (#""request-regularisation","on":"2026-11-02""#, about(.record(.regularisationRequested))),
        (
            #""register-insurance","on":"2026-09-01","from_on":"2026-09-01","to_on":"2027-08-31""#,
            about(.record(.insuranceRegistered(from: day("2026-09-01"), to: day("2027-08-31"))))
        ),
        (#""declare-defect","on":"2026-09-04","item":"OVEN""#, about(.record(.defectDeclared(item: code("OVEN"))))),
        (#""serve-formal-notice","on":"2027-09-04""#, about(.record(.formalNoticeServed))),
        (
            #""repeal-admission","on":"2026-10-01","repeal_on":"2026-10-31","ground":"FILE_INCOMPLETE""#,
            about(.record(.admissionRepealed(effectiveOn: day("2026-10-31"), ground: .fileIncomplete)))
        ),
        (#""revoke-decision","on":"2026-10-09","position":88098"#, about(.revokeDecision(position: 88_098))),
        (#""cancel-charge","on":"2026-10-09","position":88098"#, about(.cancelCharge(position: 88_098))),
        (
            #""correct-date","on":"2026-09-03","position":41"#,
            .correct(.id(contract("c-1")), .redated(position: 41))
        ),
        (
            #""void-fact","on":"2026-10-09","position":41,"ground":"RECORDED_TWICE""#,
            .correct(.id(contract("c-1")), .voided(position: 41, ground: code("RECORDED_TWICE")))
        ),
        (#""accept-force-majeure","on":"2026-10-01""#, about(.record(.forceMajeureAccepted))),
        (
            #""repeal-admission","on":"2026-10-01","repeal_on":"2026-10-31""#,
            about(.record(.admissionRepealed(effectiveOn: day("2026-10-31"))))
        ),
        (#""lapse-admission","on":"2026-10-01","ground":"FILE_LATE""#, about(.record(.admissionLapsed(.fileLate)))),
        (
            #""charge-service","on":"2026-10-01","amount_cents":125,"vat_bp":2000,"due_on":"2026-10-31","item":"LAUNDRY""#,
            about(charge(.service, "LAUNDRY", price: 125, vat: .basisPoints(2_000), due: "2026-10-31"))
        ),
        (
            #""charge-service","on":"2026-10-01","item":"MAINTENANCE_HOUR","quantity_hundredths":150"#,
            about(charge(.service, "MAINTENANCE_HOUR", quantity: Quantity(hundredths: 150)))
        ),
        (
            #""charge-service","on":"2026-10-01","item":"LAUNDRY_WASH","quantity":3"#,
            about(charge(.service, "LAUNDRY_WASH", quantity: Quantity(units: 3)))
        ),
        (
            #""invoice-damage","on":"2026-10-01","amount_cents":1,"vat_bp":5000,"item":"DOOR""#,
            about(charge(.damage, "DOOR", price: 1, vat: .basisPoints(5_000)))
        ),
        (
            #""charge-cost","at":"2026-10-01T23:30","amount_cents":99,"item":"BAILIFF""#,
            about(charge(.cost, "BAILIFF", price: 99))
        ),
        (
            #""set-indemnity-base","on":"2026-10-01","total_cents":35867,"thirtieth_cents":1196"#,
            about(.record(.indemnityBaseSet(total: Money(cents: 35_867), thirtieth: Money(cents: 1_196))))
        ),
        (
            #""book-short-stay","on":"2026-09-20","typology":"STUDIO-T1","persons":2,"status":"non_student","#
                + #""arrival_on":"2026-10-10","nights":5"#,
            about(
                .bookShortStay(
                    ShortStayUnit(typology: code("STUDIO-T1"), persons: 2, status: .nonStudent),
                    arrivalOn: day("2026-10-10"), nights: 5))
        ),
        (#""extend-short-stay","on":"2026-10-12","nights":2"#, about(.extendShortStay(nights: 2))),
        (#""cancel-short-stay","at":"2026-10-08T18:59""#, about(.record(.shortStayCancelled))),
        (#""record-no-show","on":"2026-10-11""#, about(.record(.shortStayMissed))),
        (#""use-deposit-for-rent","on":"2026-10-01""#, about(.useDepositForRent)),
        (#""settle-contract","on":"2027-09-10""#, about(.record(.contractSettled))),
        (
            #""wire-refund","on":"2027-09-20","kind":"deposit","amount_cents":35900"#,
            about(.record(.refundWired(.deposit, Money(cents: 35_900))))
        ),
        (
            #""link-person","on":"2026-07-03","person":"0123456789abcdef0123456789abcdef""#,
            .linkPerson(person("0123456789abcdef0123456789abcdef"), .id(contract("c-1")))
        ),
        (
            #""issue-tenant-code","on":"2026-07-03","code":"T26A001""#,
            about(.record(.tenantCodeIssued(tenant("T26A001"))))
        ),
    ]

    @Test(arguments: texts.indices) func `every command about a contract is read`(index: Int) throws {
        let (text, command) = Self.texts[index]
        let request = try decode(#"{"contract":"c-1","command":\#(text)}"#)
        #expect(request.command == command)
        #expect(request.effectiveAt.map(EffectiveMoment.init) ?? request.moment == request.moment)
    }

    @Test func `every command of the table is read by some test`() {
        let read = Set(Self.texts.map { String($0.text.dropFirst().prefix { $0 != "\"" }) })
        let all = Set(CommandName.allCases.map(\.rawValue))
        #expect(
            all.subtracting(read) == [
                "publish-tariff", "publish-service-prices", "publish-short-stay-rates", "adopt-vat-rate",
                "succeed-row", "adopt-policy", "close-month", "sell-service", "return-parked-receipt",
                "refund-parked-receipt", "wire-parked-refund",
            ])
    }

    @Test func `a row and its successor are read`() throws {
        let request = try decode(#"{"command":"succeed-row","on":"2027-05-01","row":"A/B","new_row":"A/C"}"#)
        #expect(request.command == .succeedRow(row("A/B"), by: row("A/C")))
    }

    @Test func `commands about parked money are read`() throws {
        let returned = try decode(
            #"{"command":"return-parked-receipt","on":"2026-10-09","receipt":17,"amount_cents":5,"reason":"disputed_card"}"#
        )
        #expect(returned.command == .returnParked(receipt: 17, Money(cents: 5), .disputedCard))
        let refunded = try decode(
            #"{"command":"refund-parked-receipt","on":"2026-10-09","receipt":17,"amount_cents":5}"#)
        #expect(refunded.command == .refundParked(receipt: 17, Money(cents: 5)))
        let wired = try decode(#"{"command":"wire-parked-refund","on":"2026-10-09","receipt":17,"amount_cents":5}"#)
        #expect(wired.command == .wireParkedRefund(receipt: 17, Money(cents: 5)))
    }

    @Test func `a sale for money at once is read`() throws {
        let sold = try decode(
            #"{"command":"sell-service","on":"2026-10-09","item":"LAUNDRY_WASH","means":"card","quantity":30}"#)
        let order = ChargeOrder(
            kind: .service, item: code("LAUNDRY_WASH"), price: nil, quantity: Quantity(units: 30), vat: nil, dueOn: nil)
        #expect(sold.command == .sellService(order, .card))
    }

    @Test func `the members of housing aid and of other payments exclude each other`() {
        for (text, code) in [
            (#""payer":"caf""#, RequestErrorCode.missingField),
            (#""payer":"caf","month":"2026-09","lines":["rent-2026-09"]"#, .conflictingFields),
            (#""month":"2026-09""#, .conflictingFields), (#""lines":[]"#, .missingField),
            (#""lines":["rent-26-09"]"#, .invalidIdentifier), (#""payer":"bank""#, .invalidCode),
        ] {
            #expect(throws: RequestError.self, "\(text) \(code)") {
                try decode(
                    #"{"command":"receive-payment","contract":"c-1","on":"2026-10-01","amount_cents":5,\#(text)}"#)
            }
        }
    }

    @Test func `tariff rows are read, with components or flat`() throws {
        let request = try decode(
            #"""
            {"command":"publish-tariff","on":"2026-06-01","rows":[
             {"row":"A/B/C/SINGLE","from_on":"2026-09-01","to_on":"2027-08-31","bare_cents":20137,
              "charges_cents":14180,"furniture_cents":1550,"thirtieth_cents":1196,"deposit_cents":35900,
              "site":"ATHENA","residence":"Pléiade","typology":"T1","occupancy":"single"},
             {"row":"A/B/D/SHARED","from_on":"2026-09-01","to_on":"2027-08-31","flat_cents":30000,
              "deposit_cents":30000,"site":"ATHENA","residence":"Pléiade","typology":"T4","occupancy":"shared"}]}
            """#)
        guard case .publishTariff(let rows, nil) = request.command else {
            Issue.record("no tariff")
            return
        }
        #expect(rows.map(\.id.text) == ["A/B/C/SINGLE", "A/B/D/SHARED"])
        #expect(rows[0].monthly.total == Money(cents: 35_867))
        #expect(rows[0].residence == "Pléiade")
        #expect(rows[1].monthly == .flat(Money(cents: 30_000)))
        #expect(rows[1].thirtieth == nil)
    }

    @Test func `prices and rates of tax are read`() throws {
        let services = try decode(
            #"""
            {"command":"publish-service-prices","on":"2026-06-01","rows":[
             {"code":"WASH","label":"Lavage","unit":"cycle","price_cents":300,"excludes_vat":false,
              "from_on":"2026-09-01","to_on":"2027-08-31"},
             {"code":"FIRM","label":"Entreprise","unit":"invoice","excludes_vat":true,"from_on":"2026-09-01"}]}
            """#)
        #expect(
            services.command
                == .publishServicePrices([
                    ServicePrice(
                        code: code("WASH"), label: "Lavage", unit: .cycle, price: Money(cents: 300),
                        excludesVAT: false, inForceFrom: day("2026-09-01"), inForceTo: day("2027-08-31")),
                    ServicePrice(
                        code: code("FIRM"), label: "Entreprise", unit: .invoice, price: nil, excludesVAT: true,
                        inForceFrom: day("2026-09-01"), inForceTo: nil),
                ]))
        let nights = try decode(
            #"""
            {"command":"publish-short-stay-rates","on":"2026-06-01","rows":[
             {"typology":"STUDIO-T1","persons":2,"status":"student","nights_up_to_3_cents":4200,
              "nights_up_to_14_cents":3200,"nights_from_15_cents":2600,"from_on":"2026-09-01"}]}
            """#)
        #expect(
            nights.command
                == .publishShortStayRates([
                    ShortStayRate(
                        unit: ShortStayUnit(typology: code("STUDIO-T1"), persons: 2, status: .student),
                        prices: NightPrices(
                            upTo3: Money(cents: 4_200), upTo14: Money(cents: 3_200), from15: Money(cents: 2_600)),
                        inForceFrom: day("2026-09-01"), inForceTo: nil)
                ]))
        let adoption = #"{"command":"adopt-vat-rate","on":"2026-06-01","item":"WASH","from_on":"2026-09-01""#
        #expect(
            try decode(adoption + #","vat_bp":2000,"raises_final_price":true}"#).command
                == .adoptVATRate(
                    VATAdoption(
                        item: code("WASH"), rate: .basisPoints(2_000), from: day("2026-09-01"), raisesFinalPrice: true))
        )
        #expect(
            try decode(adoption + #","exempt":true}"#).command
                == .adoptVATRate(
                    VATAdoption(item: code("WASH"), rate: .exempt, from: day("2026-09-01"), raisesFinalPrice: false)))
        for wrong in ["}", #","exempt":true,"vat_bp":0}"#, #","exempt":1}"#] {
            #expect(throws: RequestError.self) { try decode(adoption + wrong) }
        }
        #expect(throws: RequestError.self) {
            try decode(
                #"{"command":"charge-service","contract":"c","on":"2026-10-01","item":"A","quantity":1,"#
                    + #""quantity_hundredths":100}"#)
        }
    }

    @Test func `policies and closings are read`() throws {
        let first = try decode(
            #"{"command":"adopt-policy","on":"2026-06-01","policy":"exit_grace","value":"none","from_on":"2026-09-01"}"#
        )
        #expect(first.command == .adoptPolicy(.exitGrace, .code("none"), from: day("2026-09-01")))
        let second = try decode(
            #"{"command":"adopt-policy","on":"2026-06-01","policy":"assignment_days","value":8,"from_on":"2026-09-01"}"#
        )
        #expect(second.command == .adoptPolicy(.assignmentDays, .number(8), from: day("2026-09-01")))
        let third = try decode(#"{"command":"close-month","on":"2026-11-05","month":"2026-10"}"#)
        #expect(third.command == .closeMonth(Month(year: 2026, month: 10)))
    }

    @Test func `the hash of a request minds neither order nor white space nor its key`() throws {
        let first = try decode(#"{"command":"hand-over-keys","contract":"c-1","on":"2026-09-01"}"#)
        let second = try decode("{ \"on\" : \"2026-09-01\",\n\"contract\":\"c-1\", \"command\":\"hand-over-keys\" }\n")
        let third = try decode(
            #"{"key":"k-1","command":"hand-over-keys","contract":"c-1","on":"2026-09-01"}"#, key: nil, keyInBody: true)
        let other = try decode(#"{"command":"hand-over-keys","contract":"c-1","on":"2026-09-02"}"#)
        #expect(first.requestHash == second.requestHash)
        #expect(first.requestHash == third.requestHash)
        #expect(first.requestHash != other.requestHash)
        #expect(third.key == IdempotencyKey("k-1"))
    }

    @Test func `a repeated hour is the earlier one for a payment and the later one for a deadline`() throws {
        let payment = try decode(
            #"{"command":"receive-advance","contract":"c-1","at":"2026-10-25T02:30","amount_cents":7000}"#)
        #expect(payment.effectiveAt == instant("2026-10-25T00:30:00Z"))
        let proposal = try decode(
            #"{"command":"propose-allocation","contract":"c-1","at":"2026-10-25T02:30"}"#)
        #expect(proposal.effectiveAt == instant("2026-10-25T01:30:00Z"))
    }

    @Test func `a dry run needs no key`() throws {
        let request = try CommandJSON.decode(
            Array(#"{"command":"hand-over-keys","contract":"c-1","on":"2026-09-01"}"#.utf8), actor: actor, key: nil,
            keyInBody: false, expectedVersion: 3, dryRun: true)
        #expect(request.dryRun && request.key == nil && request.expectedVersion == 3)
    }
}
