import Testing

@testable import Importing

@Suite("What a cell says")
struct CellTextTests {
    @Test(
        "letters pulled apart are joined",
        arguments: [
            ("I, n, j, u, r, y", "Injury"), ("D, e, a, t, h", "Death"),
            ("N, o,  , a, n, s, w, e, r", "No answer"), ("O, t, h, e, r", "Other"),
        ])
    func unglues(text: String, expected: String) {
        #expect(CellText.unglued(text[...]) == expected)
    }

    @Test(
        "anything else is left alone",
        arguments: ["Injury", "a, b", "pain, fever", "I, n, j, u, r, yes", "", "1, 2, 33, 4"])
    func leavesAlone(text: String) {
        #expect(CellText.unglued(text[...]) == nil)
    }

    @Test(
        "words for nothing are no value",
        arguments: [
            "", "N/A", "n/a", "NA", "UNK", "*", "-", "--", "NULL", "#N/A", "?", "NaN", "NI",
        ])
    func nulls(text: String) { #expect(CellText.isNull(text[...])) }

    @Test("words of people are values", arguments: ["None of it", "0", "no", "U", "nano", "12"])
    func notNull(text: String) { #expect(!CellText.isNull(text[...])) }

    @Test(
        "a label glued before the value is taken off",
        arguments: [
            ("Event Date", "Event Date\u{A0}08/12/2024", "08/12/2024"),
            ("Event Type", "Event Type\u{A0} Injury", "Injury"),
            ("Device Problem", "Device Problems Leak (1354)", "Leak (1354)"),
            ("Model Number", "MODEL NUMBER: 12", "12"), ("Event Date", "Event Date", ""),
        ])
    func labels(label: String, text: String, expected: String) {
        #expect(CellText.behind(label: label, in: text[...]).map(String.init) == expected)
    }

    @Test("a word that only begins like the label is kept")
    func notALabel() { #expect(CellText.behind(label: "Event", in: "Eventually it broke") == nil) }

    @Test(
        "white space of every kind is trimmed",
        arguments: [" a ", "\u{A0}a\u{202F}", "\u{FEFF}a\r\n", "a"])
    func trims(text: String) { #expect(CellText.trimmed(text) == "a") }

    @Test(
        "names meet whatever their accents, case and punctuation",
        arguments: [
            ("N° de série", "Numéro de série"), ("Date de réception", "DATE DE RECEPTION"),
            ("date_received", "Date Received"), ("DATE_RECEIVED_x", "dateReceived"),
            ("Case_Number__c", "Case No."), ("Réclamation n°", "reclamation number"),
        ])
    func names(left: String, right: String) { #expect(ColumnName(left) == ColumnName(right)) }
}
