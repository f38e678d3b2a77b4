import Complaints
import Platform
import Testing

@testable import Storage

/// What the writers of a fault test were told, and the comparison of it with what is found afterwards.
struct Ledger {
    private struct Known {
        let number: String
        var summary: String
        var version: Int64
    }

    /// What was acknowledged.
    private var known: [Int64: Known] = [:]
    /// Summaries of requests that got an error: all of a request is there, or nothing of it.
    private var doubtful: [[String]] = []
    /// Edits that got an error: the complaint, and the summary it may have.
    private var doubtfulEdits: [(id: Int64, summary: String)] = []
    /// Summaries of requests that were refused: never there.
    private var refused: Set<String> = []
    /// The last commit anybody was told of.
    private(set) var commit: Int64 = 0

    var count: Int { known.count }

    mutating func acknowledge(_ stamps: [ComplaintStamp], _ summaries: [String], _ commit: Int64) {
        for (stamp, summary) in zip(stamps, summaries) {
            known[stamp.id] = Known(
                number: stamp.code, summary: summary, version: stamp.version)
        }
        self.commit = max(self.commit, commit)
    }

    mutating func acknowledgeEdit(_ id: Int64, _ summary: String, _ stamp: ComplaintStamp) {
        known[id]?.summary = summary
        known[id]?.version = stamp.version
    }

    mutating func doubt(_ summaries: [String]) { doubtful.append(summaries) }

    mutating func doubtEdit(of id: Int64, to summary: String) {
        doubtfulEdits.append((id, summary))
    }

    mutating func refuse(_ summaries: [String]) { refused.formUnion(summaries) }

    /// One of the complaints and its version; nil while there is none.
    func any(_ dice: inout SeededGenerator) -> (id: Int64, version: Int64)? {
        guard let id = known.keys.sorted().randomElement(using: &dice) else { return nil }
        return known[id].map { (id, $0.version) }
    }

    /// Compares with an instance that was opened after the fault; what was in doubt is settled by what
    /// is there. Returns what is wrong.
    mutating func settle(with store: Store) throws -> [String] {
        var findings: [String] = []
        let report = try store.verify(thorough: true)
        findings += report.checks.filter { !$0.ok }.map { "\($0.name): \($0.detail)" }
        if store.commit < commit {
            findings.append("commit \(commit) was told, \(store.commit) is the last there")
        }
        var there: [String: (id: Int64, number: String, version: Int64)] = [:]
        var summaries: [Int64: String] = [:]
        for row in try store.rows("SELECT id, number, summary, version FROM complaint") {
            let id = Int64(row[0]) ?? 0
            there[row[2]] = (id, row[1], Int64(row[3]) ?? 0)
            summaries[id] = row[2]
        }
        findings += compareKnown(summaries, there)
        findings += settleDoubts(there)
        for summary in there.keys.filter(refused.contains) {
            findings.append("\(summary) was refused and is there")
        }
        if known.count != there.count {
            findings.append("\(known.count) complaints are accounted for, \(there.count) there")
        }
        commit = store.commit
        return findings
    }

    private mutating func compareKnown(
        _ summaries: [Int64: String], _ there: [String: (id: Int64, number: String, version: Int64)]
    ) -> [String] {
        var findings: [String] = []
        for (id, one) in known {
            guard let summary = summaries[id], let found = there[summary] else {
                findings.append("\(one.number) was acknowledged and is not there")
                known[id] = nil
                continue
            }
            let mayBe = doubtfulEdits.contains { $0.id == id && $0.summary == summary }
            if summary != one.summary, !mayBe {
                findings.append("\(one.number) reads \(summary) instead of \(one.summary)")
            }
            if found.number != one.number { findings.append("\(id) is \(found.number)") }
            known[id] = Known(number: one.number, summary: summary, version: found.version)
        }
        doubtfulEdits = []
        return findings
    }

    private mutating func settleDoubts(
        _ there: [String: (id: Int64, number: String, version: Int64)]
    ) -> [String] {
        var findings: [String] = []
        for request in doubtful {
            let found = request.compactMap { summary in there[summary].map { ($0, summary) } }
            if !found.isEmpty, found.count != request.count {
                findings.append("of \(request) only \(found.map(\.1)) is there")
            }
            for (row, summary) in found {
                known[row.id] = Known(number: row.number, summary: summary, version: row.version)
            }
        }
        doubtful = []
        return findings
    }
}
