import Complaints
import Foundation
import JSON
import Platform
import Storage
import Testing

@testable import WebAPI

/// The real complaint files through the whole import, twice. Takes minutes in a debug build, so it runs
/// on request: IBTOOL_REAL_IMPORT=1.
@Suite(
    "Real complaint files into a database",
    .enabled(
        if: RealFiles.folder != nil
            && ProcessInfo.processInfo.environment["IBTOOL_REAL_IMPORT"] != nil,
        "runs with IBTOOL_REAL_IMPORT=1 where the shared complaint files are"))
struct RealImportTests {
    @Test("38,144 rows are read, every file adds up, and a second run creates and updates nothing")
    func twice() throws {
        let bench = try ImportBench()
        let first = try runAll(bench)
        #expect(first.reduce(0) { $0 + $1.counts.read } == 38_144)
        #expect(first.allSatisfy { $0.addsUp && $0.state == .done && $0.counts.rejected == 0 })
        let second = try runAll(bench)
        for record in second {
            #expect(record.counts.created == 0 && record.counts.updated == 0, "\(record.name)")
            #expect(record.counts.unchanged == record.counts.read, "\(record.name)")
        }
    }

    private func runAll(_ bench: ImportBench) throws -> [ImportRecord] {
        let folder = try #require(RealFiles.folder)
        var records: [ImportRecord] = []
        for kind in ["maude-xlsx", "maude-tsv", "maude-csv", "maude-json"] {
            let names = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(kind)")
            for name in names.sorted() {
                let path = "\(folder)/\(kind)/\(name)"
                let bytes = try DurableFile.read(path, bytesMax: 1 << 30)
                let start = MonotonicInstant.now()
                let taken = try bench.take(bytes, name: name)
                let record = try bench.finish(taken)
                let seconds = (MonotonicInstant.now() - start).inSeconds
                let rate = Int(Double(record.counts.read) / seconds)
                print(name, record.counts.read, record.ends, seconds, "s", rate, "rows/s")
                records.append(record)
            }
        }
        return records
    }
}

/// The real files beside the package (or under IBTOOL_SHARED); nil where they are not.
enum RealFiles {
    static let folder: String? = {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let shared =
            ProcessInfo.processInfo.environment["IBTOOL_SHARED"]
            ?? root.deletingLastPathComponent().appendingPathComponent("shared").path
        let folder = shared + "/data/complaints"
        return FileManager.default.fileExists(atPath: folder) ? folder : nil
    }()
}
