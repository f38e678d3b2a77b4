import Complaints
import Testing

@Suite("Search text")
struct SearchTextTests {
    /// A search as a compact text: words, `"phrases"`, `&` and `|` groups, `-` for without.
    static func shown(_ search: SearchText?) -> String {
        switch search {
        case nil: "nil"
        case .phrase(let words, let isPrefix): words.joined(separator: "_") + (isPrefix ? "*" : "")
        case .and(let parts): "&(" + parts.map(shown).joined(separator: " ") + ")"
        case .or(let parts): "|(" + parts.map(shown).joined(separator: " ") + ")"
        case .without(let wanted, let unwanted): "\(shown(wanted)) - \(shown(unwanted))"
        case .within(let field, let part): "\(field.rawValue):\(shown(part))"
        }
    }

    @Test(
        "Words, phrases and operators are read",
        arguments: [
            ("", "nil"), ("   ", "nil"), ("coil", "coil"), ("coil leak", "&(coil leak)"),
            ("\"tube head\"", "tube_head"), ("tube OR leak", "|(tube leak)"),
            ("crack \"tube head\" OR leak -coil conn*", "&(crack |(tube_head leak) conn*) - coil"),
            ("a OR b OR c", "|(a b c)"), ("a NOT b", "a - b"), ("a -b -c", "a - |(b c)"),
            ("or not", "&(or not)"), ("NOT", "NOT"), ("a - b", "&(a b)"), ("conn*", "conn*"),
            ("MR-450", "MR_450"), ("l'antenne", "antenne"), ("qu’elle", "elle"),
            ("aujourd'hui", "aujourd_hui"), ("o'clock", "o_clock"),
            ("\"l'antenne de tête\"", "l_antenne_de_tête"), ("« cryo tête »", "cryo_tête"),
            ("“cold head” hélium", "&(cold_head hélium)"), ("\"cold hea*\"", "cold_hea*"),
            ("\"cold hea\"*", "cold_hea*"), ("a\"b c\"", "&(a b_c)"), ("-b a", "a - b"),
            ("--b a", "a - b"), ("a ... b", "&(a b)"), ("\"\" a", "a"), ("(a)", "a"),
            ("serial:SN12 leak", "&(serial:SN12 leak)"), ("Résumé:fuite", "summary:fuite"),
            ("summary:\"tube head\" OR serial:x*", "|(summary:tube_head serial:x*)"),
            ("a -client:b", "a - customer:b"), ("serial: x", "&(serial x)"), ("serial:", "serial"),
            ("nothing:x", "nothing_x"), ("serial:OR", "serial:OR"), ("source_id:7", "source_id:7"),
            ("日本 コイル", "&(日本 コイル)"), ("e\u{301}tat", "e\u{301}tat"), ("a\u{0}b", "&(a b)"),
        ])
    func reading(text: String, wanted: String) throws {
        #expect(Self.shown(try SearchText.parse(text)) == wanted)
    }

    @Test(
        "What cannot be searched says why",
        arguments: [
            ("\"open", SearchProblem.unbalancedQuotes), ("a \"", .unbalancedQuotes),
            ("OR a", .danglingOr), ("a OR", .danglingOr), ("a OR OR b", .danglingOr),
            ("a OR -b", .danglingOr), ("-a", .nothingToFind), ("...", .nothingToFind),
            ("*", .nothingToFind), ("\"\"", .nothingToFind), ("\u{301}", .nothingToFind),
        ])
    func refused(text: String, problem: SearchProblem) {
        #expect(throws: problem) { try SearchText.parse(text) }
    }

    @Test(
        "While one types, what is open is closed and the last word is a prefix",
        arguments: [
            ("co", "co*"), ("c", "c"), ("coil ", "coil"), ("coil le", "&(coil le*)"),
            ("\"tube he", "tube_he*"), ("\"tube he\"", "tube_he"), ("coil OR", "coil"),
            ("coil -le", "coil - le*"), ("l'an", "an*"), ("MR-45", "MR_45*"),
        ])
    func typing(text: String, wanted: String) throws {
        #expect(Self.shown(try SearchText.parse(text, isTyping: true)) == wanted)
    }

    @Test("The limits hold, and one more is refused")
    func limits() throws {
        let words = { (count: Int) in (1...count).map { "w\($0)" }.joined(separator: " ") }
        #expect(try SearchText.parse(words(32)) != nil)
        #expect(throws: SearchProblem.tooManyTerms(max: 32)) { try SearchText.parse(words(33)) }
        #expect(throws: SearchProblem.tooManyTerms(max: 32)) {
            try SearchText.parse("\"" + words(33) + "\"")
        }
        #expect(try SearchText.parse(String(repeating: "x", count: 200)) != nil)
        #expect(throws: SearchProblem.wordTooLong(charactersMax: 200)) {
            try SearchText.parse(String(repeating: "x", count: 201))
        }
        let text = { (count: Int) in "coil" + String(repeating: " ", count: count - 4) }
        #expect(try SearchText.parse(text(4_000)) != nil)
        #expect(throws: SearchProblem.textTooLong(charactersMax: 4_000)) {
            try SearchText.parse(text(4_001))
        }
    }

    @Test("A limit counts characters, however many bytes they take")
    func accents() throws {
        #expect(try SearchText.parse(String(repeating: "é", count: 200)) != nil)
        #expect(throws: SearchProblem.wordTooLong(charactersMax: 200)) {
            try SearchText.parse(String(repeating: "é", count: 201))
        }
    }

    @Test("A refusal of a search says what is wrong with it")
    func refusalWords() {
        let refusal = SearchProblem.tooManyTerms(max: 32).refusal(at: "?q")
        #expect(refusal.sentence.english == "The search has too many words: use at most 32 words.")
        let long = SearchProblem.textTooLong(charactersMax: 4_000).refusal(at: "?q")
        #expect(
            long.sentence.french
                == "La recherche est trop longue\u{A0}: au plus 4000\u{A0}caractères.")
    }

    @Test("No text of any scalars brings it down")
    func anyText() {
        let seed = UInt64.random(in: .min ... .max)
        print("seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        let marks: [Unicode.Scalar] = [
            "\"", "«", "»", "-", "*", " ", "O", "R", "'", "N", "\u{301}",
        ]
        for _ in 0..<5_000 {
            var text = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0...20, using: &generator) {
                let random = Unicode.Scalar(UInt32.random(in: 0...0x10FFFF, using: &generator))
                let isMark = Bool.random(using: &generator)
                text.append(isMark ? marks.randomElement(using: &generator) ?? " " : random ?? " ")
            }
            for isTyping in [true, false] {
                _ = try? SearchText.parse(String(text), isTyping: isTyping)
            }
        }
    }
}
