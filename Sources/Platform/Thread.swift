import CLinux
import Glibc

/// A thread of the operating system. Whoever starts it joins it.
public final class Thread: Sendable {
    private let handle: pthread_t
    private let isJoined = Lock(false)

    private init(handle: pthread_t) { self.handle = handle }

    /// Starts `body` on a new thread. `name` shows in `top -H` (15 bytes are kept).
    public static func start(
        name: String, stackBytes: Int = 1 << 20, body: @escaping @Sendable () -> Void
    ) throws(SystemError) -> Thread {
        var attributes = pthread_attr_t()
        unsafe pthread_attr_init(&attributes)
        defer { unsafe pthread_attr_destroy(&attributes) }
        unsafe pthread_attr_setstacksize(&attributes, stackBytes)
        let start = ThreadStart(name: name, body: body)
        // The thread's entry takes this reference over.
        let context = unsafe Unmanaged.passRetained(start)
        var handle = pthread_t()
        let code = unsafe pthread_create(&handle, &attributes, threadEntry, context.toOpaque())
        guard code == 0 else {
            unsafe context.release()
            throw SystemError(code: code, operation: "start", object: "thread \(name)")
        }
        return Thread(handle: handle)
    }

    /// From now on the calling thread runs when others leave the processor idle.
    public static func giveWay() { ibt_give_way() }

    /// Waits for the thread's end. Called once; a second call returns at once.
    public func join() {
        let wasJoined = isJoined.withLock { joined in
            let before = joined
            joined = true
            return before
        }
        if !wasJoined { pthread_join(handle, nil) }
    }

    deinit {
        let joined = isJoined.withLock { $0 }
        if !joined { pthread_detach(handle) }
    }
}

private final class ThreadStart: Sendable {
    let name: String
    let body: @Sendable () -> Void

    init(name: String, body: @escaping @Sendable () -> Void) {
        self.name = name
        self.body = body
    }
}

private func threadEntry(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context = unsafe context else { return nil }
    // Balances passRetained in `Thread.start`.
    let start = unsafe Unmanaged<ThreadStart>.fromOpaque(context).takeRetainedValue()
    let name = String(decoding: start.name.utf8.prefix(15), as: UTF8.self)
    unsafe ibt_name_thread(name)
    start.body()
    return nil
}
