import Platform
import Testing

@testable import Storage

@Suite struct WriteLanesTests {
    private static let job = Author(name: "job", origin: .import, address: "")

    private let directory: StoreDirectory

    init() throws { directory = try StoreDirectory() }

    private func request(_ author: Author) -> WriteRequest {
        WriteRequest(
            author: author, perform: { (_) throws(StorageFailure) in { _ in } }, fail: { _ in })
    }

    @Test("People and jobs wait in lanes of their own, each in order of arrival, up to the bound")
    func lanes() {
        let queue = Mailbox<WriteRequest>(capacity: 2000)
        var lanes = WriteLanes(queue)
        let isThere = lanes.wait(until: .now())
        #expect(!isThere)
        for index in 0..<WriteLanes.requestsMax {
            _ = queue.offer(request(index % 3 == 0 ? Self.job : marie))
        }
        _ = queue.offer(request(marie))
        let hasCome = lanes.wait(until: nil)
        #expect(hasCome && lanes.hasPeople)
        lanes.fill()
        #expect(queue.count == 1)
        let job = lanes.nextJob()
        #expect(job?.author.name == "job")
        lanes.fill()
        #expect(queue.count == 0)
        var order: [String] = []
        while let next = lanes.next() { order.append(next.author.name) }
        #expect(order.count == WriteLanes.requestsMax)
        #expect(order == order.sorted().reversed())
        #expect(lanes.isEmpty)
    }

    @Test("A person waits for the chunk at hand, not for those that are queued behind it")
    func personFirst() throws {
        let store = try directory.open()
        let order = Lock<[String]>([])
        let started = Mailbox<Bool>(capacity: 1)
        let go = Mailbox<Bool>(capacity: 1)
        for index in 0..<20 {
            store.write(by: Self.job) { (_) throws(StorageFailure) in
                if index == 0 {
                    _ = started.offer(true)
                    _ = go.take()
                }
                order.withLock { $0.append("job") }
            } then: { _ in
            }
        }
        _ = started.take()
        store.write(by: marie) { (_) throws(StorageFailure) in
            order.withLock { $0.append("person") }
        } then: { _ in
        }
        _ = go.offer(true)
        store.close()
        #expect(order.withLock { Array($0.prefix(3)) } == ["job", "person", "job"])
        #expect(order.withLock { $0.count } == 21)
    }

    @Test("A job goes on while people write without a pause: every batch has a chunk of it")
    func jobGoesOn() throws {
        let store = try directory.open()
        let order = Lock<[String]>([])
        let ended = Mailbox<Bool>(capacity: 1)
        // The writer waits in its first request until everything is asked for.
        let go = Mailbox<Bool>(capacity: 1)
        store.write(by: marie) { (_) throws(StorageFailure) in
            _ = go.take()
        } then: { _ in
        }
        // Each answer brings the next request of a person, so that one always waits.
        @Sendable func writeOn(_ left: Int) {
            if left == 0 {
                _ = ended.offer(true)
                return
            }
            store.write(by: marie) { (_) throws(StorageFailure) in
                order.withLock { $0.append("person") }
            } then: { _ in
                writeOn(left - 1)
            }
        }
        writeOn(50)
        for _ in 0..<10 {
            store.write(by: Self.job) { (_) throws(StorageFailure) in
                order.withLock { $0.append("job") }
            } then: { _ in
            }
        }
        _ = go.offer(true)
        _ = ended.take()
        store.close()
        let seen = order.withLock { $0 }
        #expect(seen.count == 60)
        #expect(seen.lastIndex(of: "job").map { $0 < 59 } == true, "\(seen)")
    }
}
