import Complaints
import Testing

@Suite("Terms of an annex")
struct TermBookTests {
    private static let terms = [
        EventTerm(code: "A01", term: "Table", paths: [["A01"]]),
        EventTerm(
            code: "A0101", term: "Table stuck", definition: "It stays where it is.",
            paths: [["A01", "A0101"]]),
        EventTerm(
            code: "A0102", term: "Défaut d’étalonnage", definition: "The table is off.",
            paths: [["A01", "A0102"]]),
        EventTerm(code: "A02", term: "Noise", otherCode: "Lärm", paths: [["A02"]]),
        EventTerm(
            code: "A0201", term: "Noise of the table", status: "Retired (2024)",
            paths: [["A02", "A0201"], ["A01", "A0201"]]),
    ]
    private let book = TermBook(.problem, release: "1", TermBookTests.terms)

    @Test(
        arguments: [
            ("a0101", ["A0101"]), ("A01", ["A01", "A0101", "A0102"]),
            ("table", ["A01", "A0101", "A0201", "A0102"]), ("tab stu", ["A0101"]),
            ("etalonnage", ["A0102"]), ("ETALONNAGE défaut", ["A0102"]), ("stays", ["A0101"]),
            ("larm", ["A02"]), ("noise stays", []), ("  ", []), ("ble", []),
        ] as [(String, [String])])
    func `Words find codes, names, definitions, in this order, without case and accents`(
        _ text: String, _ codes: [String]
    ) {
        #expect(book.search(text, limit: 10).map(\.code) == codes)
    }

    @Test func `A search can be held to what stands below a code, and to a number`() {
        #expect(book.search("table", below: "A02", limit: 10).map(\.code) == ["A0201"])
        #expect(book.search("table", below: "A01", limit: 1).map(\.code) == ["A0101"])
    }

    @Test func `The hierarchy can be walked; a term may stand below two`() {
        #expect(book.children(of: nil).map(\.code) == ["A01", "A02"])
        #expect(book.children(of: "A01").map(\.code) == ["A0101", "A0102", "A0201"])
        #expect(book.hasChildren("A02") && !book.hasChildren("A0101"))
        #expect(book["A0201"]?.parents == ["A02", "A01"])
    }

    @Test func `A release keeps what it drops, and says what differs`() {
        let released = [
            EventTerm(code: "A01", term: "Table", paths: [["A01"]]),
            EventTerm(
                code: "A0101", term: "Table is stuck", definition: "It stays where it is.",
                paths: [["A01", "A0101"]]),
            EventTerm(
                code: "A02", term: "Noise", otherCode: "Lärm", status: "Retired", paths: [["A02"]]),
            EventTerm(code: "A03", term: "Smoke", paths: [["A03"]]),
        ]
        let update = TerminologyUpdate(
            .problem, from: Self.terms, to: released, used: ["A01", "A0102", "A77"])
        #expect(update.added == ["A03"] && update.changed == ["A0101"])
        #expect(update.retired == ["A02", "A0102"] && update.unchangedCount == 1)
        #expect(update.usedAndGone == ["A0102", "A77"])
        let standing = update.terms.map { "\($0.code) \($0.standing)" }
        #expect(
            standing == [
                "A01 current", "A0101 current", "A02 retired", "A03 current", "A0102 dropped",
                "A0201 dropped", "A77 dropped",
            ])
        #expect(update.terms[4].term == "Défaut d’étalonnage")
    }

    @Test func `A code knows its annex and what stands above it`() throws {
        let (annex, code) = try #require(EventCode.read("g0100203"))
        #expect(annex == .component && code.path(in: annex) == ["G01", "G01002", "G0100203"])
        #expect(EventCode.read("H01") == nil && EventCode.read("") == nil)
    }
}
