import Complaints
import Platform
import Storage
import Testing

@Suite struct OpeningTests {
    @Test("A store opens on an empty directory, closes and opens again")
    func reopen() throws {
        let directory = try StoreDirectory()
        for _ in 0..<3 {
            let store = try directory.open()
            #expect(store.commit == 0)
            #expect(!store.startedAfterCrash)
            #expect(try store.read { reader in reader.commit } == 0)
            store.close()
        }
    }

    @Test("A second start on the same directory is refused and says who has it")
    func second() throws {
        let directory = try StoreDirectory()
        let store = try directory.open()
        defer { store.close() }
        do {
            _ = try directory.open()
            Issue.record("opened twice")
        } catch StorageError.directoryInUse(let path, let holder) {
            #expect(path == directory.path)
            #expect(holder.hasPrefix("process "))
        }
    }

    @Test("An instance that did not close is noticed at the next start")
    func crash() throws {
        let directory = try StoreDirectory()
        let store = try directory.open()
        defer { store.close() }
        let image = try directory.copied()
        let second = try image.open()
        #expect(second.startedAfterCrash)
        second.close()
    }
}
