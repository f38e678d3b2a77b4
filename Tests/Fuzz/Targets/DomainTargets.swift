import Complaints
import HTTP
import Importing
import JSON
import Tabular

private let limits = JSONLimits(bytesMax: 1 << 20, nodesMax: 10_000)
private let visibilities = [
    Visibility(sites: nil, seesComplainant: true, seesPatient: true),
    Visibility(sites: [1], seesComplainant: false, seesPatient: false),
]

/// A filter, and the body of a query: read twice they mean the same and have one key.
func filter(_ bytes: [UInt8]) throws {
    guard let json = accepted({ try JSONValue.parse(bytes, limits: limits) }) else { return }
    for visibility in visibilities {
        let parser = FilterParser(catalogue: .standard, visibility: visibility)
        if let filter = accepted({ try parser.parse(json) }) {
            let again = accepted { try parser.parse(json) }
            try hold(again?.canonicalKey == filter.canonicalKey, "two keys")
        }
        guard let body = json.objectValue else { continue }
        let queries = QueryParser(catalogue: .standard, visibility: visibility)
        if let query = accepted({ try queries.query(from: body) }) {
            try hold((0...ComplaintQuery.limitMax).contains(query.limit), "limit \(query.limit)")
            let again = accepted { try queries.query(from: body) }
            try hold(again?.canonicalKey == query.canonicalKey, "two keys")
        }
    }
}

/// The parameters of a list, as they come out of a URL's query.
func listParameters(_ bytes: [UInt8]) throws {
    guard let items = FormDecoder.decode(bytes) else { return }
    let pairs = items.items.map { (name: $0.name, value: $0.value) }
    for visibility in visibilities {
        let parser = QueryParser(catalogue: .standard, visibility: visibility)
        for isTyping in [false, true] {
            guard let query = accepted({ try parser.query(from: pairs, isTyping: isTyping) })
            else { continue }
            try hold((0...ComplaintQuery.limitMax).contains(query.limit), "limit \(query.limit)")
            let again = accepted { try parser.query(from: pairs, isTyping: isTyping) }
            try hold(again?.canonicalKey == query.canonicalKey, "two keys")
        }
        for pair in pairs { _ = accepted { try parser.facetFields(from: pair.value) } }
    }
}

/// The accounts that a comment names: each once, in small letters, behind an @ of the text, and found
/// again where it stands alone.
func mentions(_ bytes: [UInt8]) throws {
    let text = String(decoding: bytes, as: UTF8.self)
    let small = text.utf8.map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }
    let names = Mentions.names(in: text)
    try hold(names.count <= Mentions.namesMax, "\(names.count) names")
    try hold(Set(names).count == names.count, "a name twice")
    for name in names {
        try hold(small.contains(Array("@\(name)".utf8)), "\(name) is not in the text")
        try hold(Mentions.names(in: "@\(name)") == [name], "\(name) is not found again")
    }
}

/// A search text; while one types, no text that is complete is refused.
func searchText(_ bytes: [UInt8]) throws {
    let text = String(decoding: bytes, as: UTF8.self)
    var done: SearchProblem?
    do throws(SearchProblem) { _ = try SearchText.parse(text) } catch { done = error }
    var typing: SearchProblem?
    do throws(SearchProblem) {
        _ = try SearchText.parse(text, isTyping: true)
    } catch {
        typing = error
    }
    try hold(
        typing == nil || done != nil, "refused while typing alone: \(String(describing: typing))")
}

/// A mapping that was read and written is read as the same.
func importMapping(_ bytes: [UInt8]) throws {
    guard let json = accepted({ try JSONValue.parse(bytes, limits: limits) }),
        let mapping = accepted({ try ImportMapping(json, catalogue: .standard) })
    else { return }
    let again = accepted { try ImportMapping(mapping.json, catalogue: .standard) }
    try hold(again == mapping, "read back as another mapping")
    try plan(
        mapping, names: mapping.columns.map(\.name),
        rows: [TableRow(number: 2, cells: mapping.columns.map { .text($0.name) })])
}

/// A small file: columns guessed, mapping suggested, rows planned. Nothing that is suggested is
/// refused.
func importCells(_ bytes: [UInt8]) throws {
    guard let today = CivilDate("2026-11-24"),
        let reader = accepted({ try TableReader(MemorySource(bytes)) })
    else { return }
    var rows: [TableRow] = []
    var suggester = MappingSuggester(
        names: reader.columns, catalogue: .standard, today: today, fileName: "file.csv",
        prefersDayFirst: bytes.count % 2 == 0)
    while rows.count < 100, let row = accepted({ try reader.next() }) ?? nil {
        suggester.add(row.cells)
        rows.append(row)
    }
    let mapping = suggester.suggestion().mapping
    let isPlanned = try plan(mapping, names: reader.columns, rows: rows)
    try hold(isPlanned, "the suggested mapping is refused")
    let again = accepted { try ImportMapping(mapping.json, catalogue: .standard) }
    try hold(again == mapping, "the suggestion is read back as another mapping")
}

@discardableResult
private func plan(_ mapping: ImportMapping, names: [String], rows: [TableRow]) throws -> Bool {
    guard let today = CivilDate("2026-11-24"),
        var planner = accepted({
            try RowPlanner(
                names: names, mapping: mapping, catalogue: .standard, today: today)
        })
    else { return false }
    for row in rows { _ = planner.plan(row) }
    return true
}
