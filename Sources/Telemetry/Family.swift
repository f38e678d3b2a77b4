/// All series of one name, and how they are written (Prometheus text format 0.0.4).
struct Family: Sendable {
    struct Series: Sendable {
        /// The labels as written between the braces, escaped.
        let labels: String
        let instrument: Instrument
    }

    let help: String
    let kind: String
    var series: [Series]

    func write(name: String, to text: inout [UInt8]) {
        text.append(contentsOf: "# HELP \(name) \(Self.escaped(help, quote: false))\n".utf8)
        text.append(contentsOf: "# TYPE \(name) \(kind)\n".utf8)
        for one in series {
            switch one.instrument {
            case .counter(let counter): line(name, one.labels, "\(counter.current)", &text)
            case .gauge(let gauge): line(name, one.labels, "\(gauge.current)", &text)
            case .sampled(let read), .sampledCounter(let read):
                line(name, one.labels, Self.number(read()), &text)
            case .histogram(let histogram): write(histogram, name: name, one.labels, to: &text)
            }
        }
    }

    private func write(
        _ histogram: Histogram, name: String, _ labels: String, to text: inout [UInt8]
    ) {
        let counts = histogram.counts
        let separator = labels.isEmpty ? "" : ","
        var total = 0
        for (index, count) in counts.enumerated() {
            total += count
            let bound =
                index < histogram.bounds.count ? Self.number(histogram.bounds[index]) : "+Inf"
            line("\(name)_bucket", "\(labels)\(separator)le=\"\(bound)\"", "\(total)", &text)
        }
        line("\(name)_sum", labels, Self.number(histogram.sum), &text)
        line("\(name)_count", labels, "\(total)", &text)
    }

    private func line(_ name: String, _ labels: String, _ value: String, _ text: inout [UInt8]) {
        text.append(contentsOf: name.utf8)
        if !labels.isEmpty { text.append(contentsOf: "{\(labels)}".utf8) }
        text.append(0x20)
        text.append(contentsOf: value.utf8)
        text.append(0x0A)
    }

    /// name="value",… with the value's backslash, quote and line feed escaped.
    static func text(of labels: Metrics.Labels) -> String {
        labels.map { "\($0.name)=\"\(escaped($0.value, quote: true))\"" }.joined(separator: ",")
    }

    private static func number(_ value: Double) -> String {
        if value == .infinity { return "+Inf" }
        if value == -.infinity { return "-Inf" }
        if value.isNaN { return "NaN" }
        return value == value.rounded() && abs(value) < 1e15 ? "\(Int64(value))" : "\(value)"
    }

    private static func escaped(_ text: String, quote: Bool) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\"" where quote: result += "\\\""
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
