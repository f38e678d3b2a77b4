import Complaints
import JSON
import Rules
import Testing

@testable import WebAPI

@Suite("Inspection packs")
struct PackTests {
    @Test("what people wrote is never markup")
    func escaping() {
        var html = HTMLText()
        html.begin("<b>\"&'", in: "fr")
        html.link(to: "attachments/001 été \"<x>.txt", "</a>")
        html.row(["<i>", "a\nb"])
        html.end()
        let text = String(decoding: html.bytes, as: UTF8.self)
        #expect(text.contains("<title>&lt;b&gt;&quot;&amp;&#39;</title>"))
        #expect(
            text.contains("href=\"attachments/001%20%C3%A9t%C3%A9%20%22%3Cx%3E.txt\">&lt;/a&gt;"))
        #expect(text.contains("<th scope=\"row\">&lt;i&gt;</th><td>a\nb</td>"))
    }

    @Test(
        "values read as people write them",
        arguments: [
            ("decision_required", .string("US, EU"), "États-Unis, Union européenne"),
            ("received", .string("2026-03-01"), "1er mars 2026"),
            ("event_date", .string("2026-03"), "mars 2026"),
            ("created", .number(JSONNumber(1_772_442_764_000_000)), "2 mars 2026, 09:12:44"),
            ("created", .string("2026-03-02T09:12:44Z"), "2 mars 2026, 09:12:44"),
            ("outcome", .string("serious_injury"), "Lésion grave"),
            ("markets", .array([.string("US"), .string("GB")]), "États-Unis, Royaume-Uni"),
            ("source_row", ["Statut": "ouvert", "Gravité": 2], "Statut : ouvert\nGravité : 2"),
            ("summary", .string("us_30"), "us_30"),
        ] as [(FieldName, JSONValue, String)])
    func speech(name: FieldName, value: JSONValue, words: String) {
        let speech = PackSpeech(language: .french, terms: TermNames(), rules: .shipped, today: nil)
        let said = speech.words(value, of: FieldCatalogue.standard[name])
        #expect(said.replacing("\u{A0}", with: " ") == words)
    }

    @Test(
        "what a decision rests on is said with the words of the file, own fields included",
        arguments: [
            ("facts", "outcome=death", "Conséquence : Décès"), ("facts", "EU", "Union européenne"),
            ("facts", "markets=US, GB", "Marchés : États-Unis, Royaume-Uni"),
            ("facts", "custom.stop=true", "Arrêté : oui"), ("basis", "US-5A", "US-5A"),
            ("basis", "US-5A?", "US-5A (peut s’appliquer)"),
        ] as [(FieldName, String, String)])
    func grounds(name: FieldName, text: String, words: String) throws {
        let own = Field(
            "custom.stop", .boolean, .custom, in: .document, label: Words("Stopped", "Arrêté"))
        let speech = PackSpeech(
            language: .french, terms: TermNames(), rules: .shipped,
            catalogue: FieldCatalogue(FieldCatalogue.standard.fields + [own]), today: nil)
        let field = try #require(CompanionKind.of(.decision)?.catalogue[name])
        let said = speech.words(.array([.string(text)]), of: field)
        #expect(said.replacing("\u{A0}", with: " ") == words)
    }

    @Test(
        "a file of an archive has no name that leads elsewhere",
        arguments: ["../a", "C:\\a", "/a", "a"])
    func names(given: String) throws {
        let bench = try AttachmentBench()
        let heard = bench.raw([1, 2, 3], query: "name=\(given.percentEncoded)")
        try #require(heard.status == 201)
        let pack = bench.get("/api/v1/complaints/\(bench.complaint)/pack", as: bench.viewer)
        #expect(pack.status == 200)
        #expect(pack.bytes.firstRange(of: Array("attachments/001 a".utf8)) != nil)
        #expect(pack.bytes.firstRange(of: Array("..".utf8)) == nil)
    }

    @Test("a damaged attachment cuts the archive instead of missing in it")
    func damage() throws {
        let bench = try AttachmentBench()
        _ = bench.raw(Array("the log".utf8))
        try bench.damageFiles()
        let pack = bench.get("/api/v1/complaints/\(bench.complaint)/pack", as: bench.viewer)
        #expect(String(decoding: pack.bytes, as: UTF8.self).hasPrefix("cut: "))
    }
}

extension String {
    fileprivate var percentEncoded: String {
        utf8.map { byte in
            let digits = String(byte, radix: 16)
            return digits.utf8.count == 1 ? "%0\(digits)" : "%\(digits)"
        }.joined()
    }
}
