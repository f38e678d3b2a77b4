import Testing

@testable import Complaints

@Suite struct CitationTests {
    @Test(
        "The law is cited as each language cites it",
        arguments: [
            ("21 CFR 803.50(a)(1)", "21 CFR 803.50(a)(1)"),
            ("ISO 13485:2016 8.2.2 a)", "ISO 13485:2016 8.2.2 a)"),
            ("Form FDA 3500A", "formulaire FDA 3500A"),
            ("EU MDR 2017/745 art. 87", "règlement (UE) 2017/745, art. 87"),
            ("EU MDR 2017/745 art. 87(3)", "règlement (UE) 2017/745, art. 87, § 3"),
            ("EU MDR 2017/745 art. 27, 51, 87", "règlement (UE) 2017/745, art. 27, 51 et 87"),
            ("EU MDR 2017/745 art. 87(3), 87(5)", "règlement (UE) 2017/745, art. 87, § 3 et 5"),
            ("EU MDR 2017/745 art. 87(3) to (5)", "règlement (UE) 2017/745, art. 87, § 3 à 5"),
            (
                "EU MDR 2017/745 art. 87(6), 89(5)",
                "règlement (UE) 2017/745, art. 87, § 6, et 89, § 5"
            ),
            (
                "EU MDR 2017/745 art. 87(1)(a), 88",
                "règlement (UE) 2017/745, art. 87, § 1, point a), et 88"
            ),
            (
                "EU MDR 2017/745 art. 2(65)(c), 2(66), 87(4)",
                "règlement (UE) 2017/745, art. 2, points 65) c) et 66), et 87, § 4"
            ),
            (
                "21 CFR 803.50, 803.53; EU MDR 2017/745 art. 87(1)",
                "21 CFR 803.50, 803.53 ; règlement (UE) 2017/745, art. 87, § 1"
            ),
        ])
    func forms(english: String, french: String) {
        let citation = Citation(english)
        #expect(citation[.english] == english)
        let plain = citation[.french].map { $0 == "\u{A0}" || $0 == "\u{202F}" ? " " : $0 }
        #expect(String(plain) == french)
    }

    @Test func `No citation of ours is left in English where European law is named in French`() {
        let fields = FieldCatalogue.standard.fields.compactMap(\.citation)
        let forms = ReportForm.all.flatMap(\.sections)
        let all =
            fields + FileCheck.all.map(\.citation) + forms.map(\.citation)
            + forms.flatMap(\.items).compactMap(\.citation)
            + ReportingGuide.all.flatMap(\.questions).map(\.citation)
        #expect(all.contains { $0.english.contains("MDR") })
        for citation in all {
            #expect(!citation[.french].contains("EU MDR"), "\(citation.english)")
            #expect(!citation[.french].contains(" to "), "\(citation.english)")
        }
    }
}
