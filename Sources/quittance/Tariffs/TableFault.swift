/// What is wrong with a place in a published table.
struct TableFault: Hashable {
    /// From 1, the header included.
    let line: Int
    let column: String?
    let code: Code
    /// What was found.
    let text: String

    /// Stable codes.
    enum Code: String, CaseIterable {
        case emptyFile = "EMPTY_FILE"
        case notUTF8 = "NOT_UTF8"
        case notCSV = "NOT_CSV"
        case columnMissing = "COLUMN_MISSING"
        case columnUnknown = "COLUMN_UNKNOWN"
        case columnRepeated = "COLUMN_REPEATED"
        case fieldCount = "FIELD_COUNT"
        case rowName = "ROW_NAME"
        case day = "DAY"
        case periodReversed = "PERIOD_REVERSED"
        case amount = "AMOUNT"
        case amountNotWhole = "AMOUNT_NOT_WHOLE"
        case componentsDoNotSum = "COMPONENTS_DO_NOT_SUM"
        case flatRowHasComponents = "FLAT_ROW_HAS_COMPONENTS"
        case flatRate = "FLAT_RATE"
        case occupancy = "OCCUPANCY"
        case stay = "STAY"
        case coefficient = "COEFFICIENT"
        case textLength = "TEXT_LENGTH"
        case serviceCode = "SERVICE_CODE"
        case unit = "UNIT"
        case studentNumber = "STUDENT_NUMBER"
        case priceMissing = "PRICE_MISSING"
        case section = "SECTION"
        case typology = "TYPOLOGY"
        case persons = "PERSONS"
        case status = "STATUS"
        case nights = "NIGHTS"
        case rowTwice = "ROW_TWICE"
        case periodsOverlap = "PERIODS_OVERLAP"

        /// What to do about it.
        var remedy: String {
            switch self {
            case .emptyFile: "Give a header and at least one row."
            case .notUTF8: "Save the file in UTF-8."
            case .notCSV: "Separate fields by commas and close every quotation mark."
            case .columnMissing: "Add the column."
            case .columnUnknown: "Remove the column, or correct its name."
            case .columnRepeated: "Keep one of them."
            case .fieldCount: "Give one field for each column of the header."
            case .rowName: "Give 1 to 96 capital letters, digits and characters of / _ . + -."
            case .day: "Give a day of the calendar as YYYY-MM-DD."
            case .periodReversed: "Give a last day that is not before the first."
            case .amount: "Give a whole number of cents, at most 1000000000."
            case .amountNotWhole: "Write the amount in cents, without a point or a comma: 358.67 euros are 35867."
            case .componentsDoNotSum: "Correct a component or the total."
            case .flatRowHasComponents: "Leave the components empty, or set flat_rate to 0."
            case .flatRate: "Give 1 for a row without components, else 0."
            case .occupancy: "Give single, couple, shared or couple|single."
            case .stay: "Give university_year or one_to_three_months, or leave the field empty."
            case .coefficient: "Give basis points, 1 to 1000000, and only for a stay of one to three months."
            case .textLength: "Give text, and not more than is due."
            case .serviceCode: "Give 1 to 48 letters, digits and characters of _ . -."
            case .studentNumber: "Take it out: what names a person never enters the ledger (R-002)."
            case .unit: "Give the unit as the board's table writes it, such as hour or week."
            case .priceMissing: "Give the price in cents, or the unit of what is charged at invoice."
            case .section: "Give the section: it says whether prices are without tax (HT)."
            case .typology: "Give letters, digits and spaces."
            case .persons: "Give 1 to 9."
            case .status: "Give student or non_student."
            case .nights: "Give 1 to 3, 4 to 14, or 15 without an end, each once a unit."
            case .rowTwice: "Remove one of the two lines."
            case .periodsOverlap: "Let each day of a row stand on one line."
            }
        }
    }
}
