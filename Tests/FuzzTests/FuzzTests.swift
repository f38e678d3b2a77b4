import Foundation
import Fuzz
import Testing

/// What fuzzing found once is tried in every test run, and the registry is complete.
@Suite struct FuzzTests {
    private static let corpus = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Fuzz/Corpus")

    private static func files(_ target: FuzzTarget) throws -> [URL] {
        try FileManager.default.contentsOfDirectory(
            at: corpus.appendingPathComponent(target.name), includingPropertiesForKeys: nil
        ).sorted { $0.path < $1.path }
    }

    @Test(arguments: FuzzTarget.all.filter { !$0.isCanary })
    func theCorpusHolds(_ target: FuzzTarget) throws {
        let files = try Self.files(target)
        #expect(!files.isEmpty)
        for file in files {
            let bytes = Array(try Data(contentsOf: file))
            #expect(bytes.count <= max(target.bytesMax, 8_000), "\(file.lastPathComponent) is long")
            #expect(throws: Never.self, "\(file.lastPathComponent)") { try target.run(bytes) }
        }
    }

    @Test func everyFolderHasItsTarget() throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: Self.corpus.path)
        #expect(Set(folders) == Set(FuzzTarget.all.map(\.name)))
    }

    /// What kills a canary would harm this process, and makes the fuzzers' work too easy.
    @Test func canariesHaveOneSeed() throws {
        let canaries = FuzzTarget.all.filter(\.isCanary)
        #expect(canaries.count == 2)
        for canary in canaries {
            #expect(try Self.files(canary).map(\.lastPathComponent) == ["seed-01"])
        }
    }

    @Test func aCanaryDiesOfItsWord() {
        #expect(throws: Broken.self) {
            try FuzzTarget.named("canary-property")?.run(Array("bird".utf8))
        }
    }

    @Test func everyTargetSurvivesNothingAndNoise() throws {
        let seed = UInt64.random(in: 0 ... .max)
        print("noise seed \(seed)")
        var state = seed
        for target in FuzzTarget.all where !target.isCanary {
            #expect(throws: Never.self, "\(target)") { try target.run([]) }
            for _ in 0..<20 {
                let bytes = (0..<64).map { _ in
                    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                    return UInt8(truncatingIfNeeded: state >> 33)
                }
                #expect(throws: Never.self, "\(target), seed \(seed)") { try target.run(bytes) }
            }
        }
    }
}
