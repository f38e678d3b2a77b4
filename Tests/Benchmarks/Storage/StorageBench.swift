import Complaints
import Glibc
import JSON
import Storage

/// What IBTool's own queries cost inside the process: the counterpart of yardstick.c, over the same
/// data directory, with the same modes and the same output.
///
///     StorageBench MODE,MODE… DIRECTORY SECONDS
///
/// Prints first what building the columns took, then a line a mode.
///
/// Beyond the yardstick's modes: jump, sorted, facets-filtered, prefix; self-check, and its files looked
/// at one by one in SQL (self-check-scan).
@main
struct StorageBench {
    private static let statuses = [
        "received", "triage", "assessed", "investigation", "action", "reply", "review", "closed",
    ]
    private static let severities = ["none", "minor", "serious", "critical"]
    private static let mixed = ["helium", "gradient", "artefact", "bobine", "reboot", "quench"]
    private static let rare = ["mouse", "tattoo", "quench"]
    private static let common = ["the", "de", "system"]

    /// As a signed-in analyst without the patient grant.
    private let visibility = Visibility(sites: nil, seesComplainant: false, seesPatient: false)
    private let store: Store
    private var products: [String] = []
    private var lastID: Int64 = 1
    private var turn: UInt64 = 7

    static func main() throws {
        let words = CommandLine.arguments
        guard words.count == 4, let seconds = Double(words[3]) else {
            print("usage: StorageBench MODE,MODE DIRECTORY SECONDS")
            exit(64)
        }
        var bench = try StorageBench(directory: words[2])
        defer { bench.store.close() }
        for mode in words[1].split(separator: ",") { try bench.run(String(mode), for: seconds) }
    }

    private init(directory: String) throws {
        var options = StoreOptions(directory: directory)
        options.keepsColumns = true
        let start = Self.now
        store = try Store.open(options)
        while !store.hasColumns { usleep(1000) }
        print("columns \(Int((Self.now - start) * 1000)) ms \(store.gridBytes >> 20) MiB")
        let everything = try answer { reader, writer throws(StorageFailure) in
            try reader.facets(
                by: ["product"], filter: .everything, search: nil, for: visibility, into: &writer)
        }
        let counts = try JSONValue.parse(everything).objectValue?["facets"]?.objectValue?["product"]
        products = (counts?.arrayValue ?? []).compactMap { $0.objectValue?["value"]?.stringValue }
        var newest = ComplaintQuery()
        newest.sort = [SortTerm("id", isDescending: true)]
        newest.limit = 1
        let page = try answer { reader, writer throws(StorageFailure) in
            try reader.complaints(newest, for: visibility, into: &writer)
        }
        let items = try JSONValue.parse(page).objectValue?["items"]?.arrayValue
        lastID = items?.first?.objectValue?["id"]?.int64Value ?? 1
    }

    private mutating func run(_ mode: String, for seconds: Double) throws {
        _ = try once(mode)
        let start = (processor: Self.seconds(of: CLOCK_PROCESS_CPUTIME_ID), wall: Self.now)
        var done = 0
        var bytes = 0
        while Self.now - start.wall < seconds {
            bytes += try once(mode)
            done += 1
        }
        let processor = Self.seconds(of: CLOCK_PROCESS_CPUTIME_ID) - start.processor
        let wall = Self.now - start.wall
        let each = (processor / Double(done) * 1e7).rounded() / 10
        print(mode, each, Int(Double(done) / wall), bytes / done)
    }

    /// One query of that mode; the bytes it wrote.
    private mutating func once(_ mode: String) throws -> Int {
        switch mode {
        case "read":
            let key = RecordKey.id(1 + Int64(any(Int(lastID))))
            return try count { reader, writer throws(StorageFailure) in
                _ = try reader.complaint(key, for: visibility, fields: nil, into: &writer)
            }
        case "list":
            return try list([("status", "investigation"), ("severity", "serious")])
        case "varied":
            var pairs: [(FieldName, String)] = [
                ("status", Self.statuses[any(8)]), ("severity", Self.severities[any(4)]),
            ]
            if any(3) == 0 { pairs.append(("product", products[any(products.count)])) }
            return try list(pairs, offset: 50 * any(5))
        case "search": return try search(Self.mixed[any(Self.mixed.count)])
        case "rare": return try search(Self.rare[any(Self.rare.count)])
        case "common": return try search(Self.common[any(Self.common.count)])
        case "jump": return try list([], offset: any(Int(lastID)))
        case "sorted":
            var query = ComplaintQuery()
            query.sort = [
                SortTerm("customer", isDescending: false), SortTerm("updated", isDescending: true),
            ]
            query.start = .offset(any(Int(lastID)))
            return try list(query)
        case "facets-filtered":
            let filter = Filter.and([
                .compare("country", .equal(.text(any(2) == 0 ? "FR" : "DE"))),
                .compare("received", .greaterOrEqual(.text("2023-01-01"))),
            ])
            return try count { reader, writer throws(StorageFailure) in
                try reader.facets(
                    by: ["status", "severity", "product"], filter: filter, search: nil,
                    for: visibility, into: &writer)
            }
        case "self-check": return try selfCheck()
        case "self-check-scan": return try selfCheckScan()
        case "prefix":
            return try search(["restar", "gradi", "syst", "s"][any(4)], isPrefix: true)
        case "facets":
            return try count { reader, writer throws(StorageFailure) in
                try reader.facets(
                    by: ["status", "severity", "product"], filter: .everything, search: nil,
                    for: visibility, into: &writer)
            }
        default: preconditionFailure("no such mode: \(mode)")
        }
    }

    private static let today = CivilDate("2026-06-01")

    /// Counts every check over every file, as `GET /self-check` does; the objections.
    private func selfCheck() throws -> Int {
        guard let today = Self.today else { return 0 }
        let held = try store.read { reader throws(StorageFailure) in
            try reader.heldChecks(FileCheck.all, today: today, for: visibility)
        }
        return held.counts.reduce(0) { $0 + Int($1 ?? 0) }
    }

    /// The same by SQL over the rows of all files.
    private func selfCheckScan() throws -> Int {
        guard let today = Self.today else { return 0 }
        var (sum, after): (Int64, Int64?) = (0, 0)
        while let place = after {
            let span = try store.read { reader throws(StorageFailure) in
                try reader.countChecks(FileCheck.all, after: place, today: today, for: visibility)
            }
            sum += span.counts.reduce(0, +)
            after = span.isEnd ? nil : span.last
        }
        return Int(sum)
    }

    private func list(_ pairs: [(FieldName, String)], offset: Int = 0) throws -> Int {
        var query = ComplaintQuery()
        query.filter = .and(pairs.map { .compare($0, .equal(.text($1))) })
        query.start = .offset(offset)
        query.wantsTotal = false
        return try list(query)
    }

    private func search(_ word: String, isPrefix: Bool = false) throws -> Int {
        var query = ComplaintQuery()
        query.search = .phrase([word], isPrefix: isPrefix)
        query.wantsTotal = false
        return try list(query)
    }

    private func list(_ query: ComplaintQuery) throws -> Int {
        try count { reader, writer throws(StorageFailure) in
            try reader.complaints(query, for: visibility, into: &writer)
        }
    }

    private func count(
        _ write: (borrowing Reader, inout JSONWriter) throws(StorageFailure) -> Void
    ) throws -> Int {
        try answer(write).count
    }

    private func answer(
        _ write: (borrowing Reader, inout JSONWriter) throws(StorageFailure) -> Void
    ) throws -> [UInt8] {
        var writer = JSONWriter(reserving: 16 << 10)
        try store.read { reader throws(StorageFailure) in try write(reader, &writer) }
        return writer.take()
    }

    /// A number below `count`, the same sequence in every run.
    private mutating func any(_ count: Int) -> Int {
        turn = turn &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((turn >> 33) % UInt64(count))
    }

    private static var now: Double { seconds(of: CLOCK_MONOTONIC) }

    private static func seconds(of clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
