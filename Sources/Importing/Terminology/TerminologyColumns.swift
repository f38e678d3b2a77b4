import Complaints
import Tabular

/// Which column of a table holds what, by the words of its header row. The releases write them in
/// several ways ("Non-IMDRF Code", "non-imdrf code/term", "CodeHierarchy"), and a term stands in the
/// column of its level or in one called "term".
struct TerminologyColumns {
    private var code: Int?
    private var terms: [Int] = []
    private var definition: Int?
    private var otherCode: Int?
    private var status: Int?
    private var statusNote: Int?
    private var hierarchy: Int?

    /// Nil when the names are no header of a terminology: a code and a term have to be there.
    init?(_ names: [String]) {
        for (index, name) in names.enumerated() {
            let folded = FoldedText(name).text
            switch folded {
            case "code", "imdrf code": code = code ?? index
            case "term", "imdrf term": terms.append(index)
            case "definition", "imdrf definition": definition = definition ?? index
            case "status": status = status ?? index
            case "status description": statusNote = statusNote ?? index
            case "codehierarchy", "code hierarchy": hierarchy = hierarchy ?? index
            default:
                if folded.hasPrefix("non imdrf") { otherCode = otherCode ?? index }
                if folded.hasPrefix("level "), folded.hasSuffix(" term") { terms.append(index) }
            }
        }
        if code == nil || terms.isEmpty { return nil }
    }

    /// The texts of one row; the terms of all columns that have one.
    struct Texts {
        let code: String
        let terms: [String]
        let definition: String
        let otherCode: String
        let status: String
        let statusNote: String
        let hierarchy: String
    }

    func texts(of cells: [Cell]) -> Texts {
        func text(_ index: Int?) -> String {
            guard let index, index < cells.count else { return "" }
            return TextRules.cleaned(cells[index].shown, keepsLines: false)
        }
        return Texts(
            code: text(code), terms: terms.map(text).filter { !$0.isEmpty },
            definition: text(definition), otherCode: text(otherCode), status: text(status),
            statusNote: text(statusNote), hierarchy: text(hierarchy))
    }
}
