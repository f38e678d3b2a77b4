/// Reads the Prometheus text format 0.0.4 as strictly as its documentation allows: every family has HELP
/// and TYPE before its samples and stands once, no series stands twice, histograms are cumulative.
public struct Exposition {
    /// Why a text is not in the format.
    public struct Malformed: Error, CustomStringConvertible {
        public let description: String
    }

    /// By the series as written, name and labels.
    public private(set) var values: [String: Double] = [:]
    /// By family.
    public private(set) var kinds: [String: String] = [:]
    private var family = ""
    private var helped = ""
    private var buckets: [String: [(bound: Double, count: Double)]] = [:]

    public init(_ text: String) throws {
        guard text.hasSuffix("\n") else { throw Malformed(description: "no line feed at the end") }
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            do { try read(line) } catch let error as Malformed {
                throw Malformed(description: "\(error.description): \(line)")
            }
        }
        try checkHistograms()
    }

    /// The sum of all series that begin so.
    public func sum(_ start: String) -> Double {
        values.filter { $0.key.hasPrefix(start) }.reduce(0) { $0 + $1.value }
    }

    private mutating func read(_ line: Substring) throws {
        let words = line.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false)
        if line.hasPrefix("# HELP ") {
            helped = String(words[2])
            guard kinds[helped] == nil, words.count == 4, !words[3].isEmpty else {
                throw Malformed(description: "a second or an empty HELP")
            }
        } else if line.hasPrefix("# TYPE ") {
            family = String(words[2])
            guard helped == family, words.count == 4, kinds[family] == nil,
                ["counter", "gauge", "histogram"].contains(words[3])
            else { throw Malformed(description: "TYPE without its HELP") }
            kinds[family] = String(words[3])
            guard (words[3] == "counter") == family.hasSuffix("_total") else {
                throw Malformed(description: "only counters end in _total")
            }
        } else {
            try readSample(line)
        }
    }

    private mutating func readSample(_ line: Substring) throws {
        let nameEnd = line.firstIndex { $0 == "{" || $0 == " " } ?? line.endIndex
        let name = String(line[..<nameEnd])
        var rest = line[nameEnd...]
        var labels: [(String, String)] = []
        if rest.first == "{" { labels = try Self.labels(&rest) }
        let series = String(line[..<rest.startIndex])
        guard rest.first == " ", let value = Self.number(rest.dropFirst()) else {
            throw Malformed(description: "no number")
        }
        guard values.updateValue(value, forKey: series) == nil else {
            throw Malformed(description: "twice")
        }
        let suffixes = kinds[family] == "histogram" ? ["_bucket", "_sum", "_count"] : [""]
        guard suffixes.contains(where: { name == family + $0 }) else {
            throw Malformed(description: "not of the family \(family)")
        }
        guard kinds[family] == "gauge" || value >= 0 else {
            throw Malformed(description: "below zero")
        }
        guard kinds[family] == "histogram", name.hasSuffix("_bucket") else { return }
        guard let last = labels.last, last.0 == "le", let bound = Self.number(last.1[...]) else {
            throw Malformed(description: "no bound")
        }
        let own = labels.dropLast().map { "\($0)=\"\($1)\"" }.joined(separator: ",")
        buckets[own.isEmpty ? family : "\(family){\(own)}", default: []].append((bound, value))
    }

    /// Reads {name="value",…} and moves behind it.
    private static func labels(_ rest: inout Substring) throws -> [(String, String)] {
        var labels: [(String, String)] = []
        repeat {
            rest.removeFirst()
            guard let equals = rest.firstIndex(of: "=") else { throw Malformed(description: "=") }
            let name = rest[..<equals]
            let isName = name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
            guard isName, name.first?.isNumber == false else {
                throw Malformed(description: "label name \(name)")
            }
            rest = rest[equals...].dropFirst()
            guard rest.popFirst() == "\"" else { throw Malformed(description: "no quote") }
            var value = ""
            while let next = rest.popFirst(), next != "\"" {
                value.append(next)
                guard next == "\\" else { continue }
                guard let escaped = rest.popFirst(), "\\\"n".contains(escaped) else {
                    throw Malformed(description: "escape")
                }
                value.append(escaped)
            }
            guard !labels.contains(where: { $0.0 == name }) else {
                throw Malformed(description: "label twice")
            }
            labels.append((String(name), value))
        } while rest.first == ","
        guard rest.popFirst() == "}" else { throw Malformed(description: "no brace") }
        return labels
    }

    private static func number(_ text: Substring) -> Double? {
        switch text {
        case "+Inf": .infinity
        case "-Inf": -.infinity
        case "NaN": .nan
        default:
            text.allSatisfy { "0123456789.e+-".contains($0) } ? Double(text) : nil
        }
    }

    private func checkHistograms() throws {
        for (series, buckets) in buckets {
            let brace = series.firstIndex(of: "{") ?? series.endIndex
            let (name, labels) = (series[..<brace], series[brace...])
            guard
                zip(buckets, buckets.dropFirst()).allSatisfy({
                    $0.bound < $1.bound && $0.count <= $1.count
                }), let last = buckets.last, last.bound == .infinity,
                values["\(name)_count\(labels)"] == last.count,
                values["\(name)_sum\(labels)"] != nil
            else { throw Malformed(description: "\(series) is not cumulative or not complete") }
        }
    }
}
