import Complaints
import JSON
import Rules

/// A file of the time-zone database: read or refused; what is read keeps within two days of UTC.
func zoneFile(_ bytes: [UInt8]) throws {
    guard let zone = Zone(name: "fuzz", tzif: bytes) else { return }
    for second in stride(from: -4_000_000_000, to: 8_000_000_000, by: 97_000_003) {
        try hold(abs(zone.offset(at: second)) <= 26 * 3_600, "the offset at \(second)")
    }
    let day = zone.day(at: Instant(microseconds: 0))
    try hold(day.map { (1969...1970).contains($0.year) } ?? false, "the day of the epoch")
}

/// A rule set: read twice it is the same, and no file makes it fall over or lets a clock end before it
/// begins.
func ruleSet(_ bytes: [UInt8]) throws {
    let limits = JSONLimits(bytesMax: 1 << 20, nodesMax: 10_000)
    guard let json = accepted({ try JSONValue.parse(bytes, limits: limits) }),
        let set = accepted({ try RuleSet(json, catalogue: .standard) })
    else { return }
    try hold(accepted { try RuleSet(json, catalogue: .standard) } == set, "two readings")
    for values in [[:], ["aware": "2026-03-02", "outcome": "death", "received": "2024-02"]] {
        let facts = Facts(for: set, status: "received") { name in
            values[name.text].map(FieldValue.text) ?? .null
        }
        let assessment = set.assess(facts)
        for clock in assessment.clocks {
            try hold(clock.start <= clock.due, "\(clock.rule.id) is due before it starts")
            let words = clock.sentence { Words($0.text, $0.text) }
            try hold(!words.english.isEmpty && !words.french.isEmpty, "a clock without words")
        }
    }
}
