import Compression
import Foundation
import Testing

@testable import Tabular

@Suite("ZIP archives as they are written")
struct ZipWriterTests {
    private let long = Array(String(repeating: "The table stops halfway. ", count: 2_000).utf8)

    /// Small and long files in turn; `bytesMax` is what the long ones announce.
    private func archive(_ writer: consuming ZipWriter, bytesMax: Int64) throws -> [UInt8] {
        var bytes = writer.store("résumé/first.txt", Array("first".utf8))
        for name in ["a/long.txt", "a/empty.bin"] {
            bytes += try writer.beginDeflated(name, bytesMax: bytesMax)
            if name.hasSuffix("txt") {
                for start in stride(from: 0, to: long.count, by: 999) {
                    bytes += try writer.deflate(Array(long[start..<min(start + 999, long.count)]))
                }
            }
            bytes += try writer.endDeflated()
        }
        return bytes + writer.store("last", []) + writer.finish()
    }

    private func content(_ name: String, of bytes: [UInt8]) throws -> [UInt8] {
        let archive = try ZipArchive(MemorySource(bytes), limits: TableLimits())
        let stream = try archive.open(name, budget: InflateBudget(1 << 30))
        var content: [UInt8] = []
        while let piece = try stream.next() { content += piece }
        return content
    }

    @Test(
        "are read again, in the old form and in that of 64 bits",
        arguments: [
            (narrowMax: UInt64(0xFFFF_FFFF), bytesMax: Int64(1 << 20), isWide: false),
            (0xFFFF_FFFF, 5 << 30, true), (100, 1 << 20, true),
        ])
    func readAgain(narrowMax: UInt64, bytesMax: Int64, isWide: Bool) throws {
        let bytes = try archive(ZipWriter(narrowMax: narrowMax), bytesMax: bytesMax)
        #expect(try content("résumé/first.txt", of: bytes) == Array("first".utf8))
        #expect(try content("a/long.txt", of: bytes) == long)
        #expect(try content("a/empty.bin", of: bytes) == [])
        #expect(try content("last", of: bytes) == [])
        // A reader of version 4.5 is asked for by the files that need one, and by no other.
        #expect((bytes.firstRange(of: [0x50, 0x4B, 1, 2, 45, 0]) != nil) == isWide)
        #expect(bytes == (try archive(ZipWriter(narrowMax: narrowMax), bytesMax: bytesMax)))
    }

    @Test("another program reads them", arguments: [UInt64(0xFFFF_FFFF), 100])
    func anotherProgram(narrowMax: UInt64) throws {
        let path = NSTemporaryDirectory() + "ibtool-zip-\(UUID().uuidString).zip"
        defer { unlink(path) }
        try Data(try archive(ZipWriter(narrowMax: narrowMax), bytesMax: 1 << 20))
            .write(to: URL(fileURLWithPath: path))
        let script = """
            import sys, zipfile
            with zipfile.ZipFile(sys.argv[1]) as archive:
                assert archive.testzip() is None
                print(*[f"{i.filename}={i.file_size}" for i in archive.infolist()], sep=",")
            """
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = ["-X", "utf8", "-c", script, path]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let said = String(
            decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(
            said == "résumé/first.txt=5,a/long.txt=\(long.count),a/empty.bin=0,last=0\n")
    }

    @Test("that outgrow what was announced are refused")
    func outgrown() throws {
        var writer = ZipWriter(narrowMax: 100)
        _ = try writer.beginDeflated("a", bytesMax: 10)
        #expect(throws: CompressionError.tooLarge(bytesMax: 100)) {
            try writer.deflate([UInt8](repeating: 7, count: 101))
        }
    }
}
