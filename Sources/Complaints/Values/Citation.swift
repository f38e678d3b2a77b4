/// Paragraphs of law, written once in the English way of citing them: parts with "; " between, such as
/// `21 CFR 803.50; EU MDR 2017/745 art. 87(3), 88`.
///
/// European law has a way of being cited in each language, and the French form follows from the English
/// one: `art. 87, § 3, et 88`. What belongs to one country, and standards, keep their own.
public struct Citation: Sendable, Equatable, ExpressibleByStringLiteral {
    public let english: String

    public init(_ english: String) { self.english = english }
    public init(stringLiteral value: String) { english = value }

    /// Its form in a language.
    public subscript(language: Language) -> String {
        language == .french ? french : english
    }

    /// In each language.
    public var words: Words { Words(english, french) }

    private static let regulation = "EU MDR 2017/745 art. "
    private static let form = "Form "

    private var french: String {
        english.split(separator: ";").map { part in
            let part = String(part.drop { $0 == " " })
            if part.hasPrefix(Self.regulation) {
                let articles = part.dropFirst(Self.regulation.count)
                return "règlement (UE)\u{A0}2017/745, art.\u{A0}" + Self.french(articles)
            }
            if part.hasPrefix(Self.form) { return "formulaire " + part.dropFirst(Self.form.count) }
            return part
        }.joined(separator: "\u{202F}; ")
    }

    /// `87(3), 87(5), 88` as `87, § 3 et 5, et 88`.
    private static func french(_ articles: Substring) -> String {
        var articlesInOrder: [(number: Substring, provisions: [Provision])] = []
        for text in articles.split(separator: ",") {
            let text = text.drop { $0 == " " }
            let number = text.prefix { $0 != "(" }
            let provision = Provision(text.dropFirst(number.count), of: number)
            if articlesInOrder.last?.number == number {
                articlesInOrder[articlesInOrder.count - 1].provisions += [provision].compactMap(
                    \.self)
            } else {
                articlesInOrder.append((number, [provision].compactMap(\.self)))
            }
        }
        let texts = articlesInOrder.map { number, provisions in
            provisions.isEmpty ? String(number) : number + ", " + Provision.list(provisions)
        }
        // A comma inside an article asks for one before the last.
        let isNested = articlesInOrder.contains { !$0.provisions.isEmpty }
        return list(texts, last: isNested ? ", et " : " et ")
    }

    fileprivate static func list(_ texts: [String], last: String) -> String {
        guard let end = texts.last, texts.count > 1 else { return texts.first ?? "" }
        return texts.dropLast().joined(separator: ", ") + last + end
    }

    /// A part of an article: `(3)`, `(1)(a)`, `(65)(c)`, or a span such as `(3) to (5)`.
    private struct Provision {
        /// Article 2 defines in points; the others have paragraphs.
        let isPoint: Bool
        let text: String

        /// Nil for an article as a whole.
        init?(_ text: Substring, of article: Substring) {
            let parts = text.split { $0 == "(" || $0 == ")" }.filter { $0 != " " }.map(String.init)
            guard let first = parts.first else { return nil }
            isPoint = article == "2"
            if parts.count == 3, parts[1] == " to " {
                self.text = "\(first) à \(parts[2])"
            } else if isPoint {
                self.text = ([first] + parts.dropFirst()).map { $0 + ")" }.joined(separator: " ")
            } else {
                self.text = first + parts.dropFirst().map { ", point\u{A0}\($0))" }.joined()
            }
        }

        /// Those of one article: `§ 3 et 5`, `points 64) et 65)`.
        static func list(_ all: [Provision]) -> String {
            let isPoint = all.first?.isPoint == true
            let mark = isPoint ? (all.count > 1 ? "points" : "point") : "§"
            return "\(mark)\u{A0}" + Citation.list(all.map(\.text), last: " et ")
        }
    }
}
