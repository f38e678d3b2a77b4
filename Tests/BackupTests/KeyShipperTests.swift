import ObjectStore
import Platform
import TestSupport
import Testing

@testable import Backup

@Suite struct KeyShipperTests {
    private static let header = Array("ibtool keys 1\n".utf8) + [UInt8](repeating: 0, count: 18)

    private func keys(_ count: Int) -> [UInt8] {
        (0..<count * 32).map { _ in UInt8.random(in: 1...255) }
    }

    /// What an instance with that key file says after its start.
    private func ship(_ file: [UInt8], to objects: String) throws -> (isCurrent: Bool, String?) {
        let scratch = try ScratchDirectory()
        try DurableFile.write(file, to: scratch.path(of: KeyRepository.fileName))
        let shipper = KeyShipper(
            store: try DirectoryStore(objects), dataDirectory: scratch.path(of: ""))
        try shipper.start()
        defer { shipper.finish() }
        return (shipper.catchUp(until: .now() + .seconds(60)), shipper.lastError)
    }

    private func stored(_ objects: String) throws -> [UInt8] {
        try DirectoryStore(objects).bytes("keys/00000000", bytesMax: 1 << 20).bytes
    }

    @Test func theKeysOfAnotherFileAreNotOverwritten() throws {
        let scratch = try ScratchDirectory()
        let objects = scratch.path(of: "objects")
        let first = Self.header + keys(20)
        #expect(try ship(first, to: objects).isCurrent)
        for other in [Self.header, Self.header + keys(20), Self.header + keys(40)] {
            let (isCurrent, error) = try ship(other, to: objects)
            #expect(!isCurrent)
            #expect(error?.contains("another key file") == true)
            #expect(try stored(objects) == first)
        }
    }

    @Test func keysThatWereErasedOrAddedAreStored() throws {
        let scratch = try ScratchDirectory()
        let objects = scratch.path(of: "objects")
        var file = Self.header
        #expect(try ship(file, to: objects).isCurrent)
        file += keys(20)
        #expect(try ship(file, to: objects).isCurrent)
        file.replaceSubrange(64..<96, with: [UInt8](repeating: 0, count: 32))
        file += keys(20)
        #expect(try ship(file, to: objects).isCurrent)
        #expect(try stored(objects) == file)
        #expect(try ship(file, to: objects).isCurrent)
    }
}
