import Crypto
import Platform

/// The file of keys: 32 bytes a complaint, the slot its id says. It is apart from the database, so
/// that erasing a key erases what was sealed under it, in every copy of the database.
///
/// ```
/// offset 0        "ibtool keys 1\n", zeros up to 32 bytes
/// offset 32 × id  the key of that complaint; zeros once erased
/// ```
/// Slots are made in blocks of 4,096 and are durable before the first of them is used. Only the
/// writer's thread extends or erases; any thread reads.
final class KeyFile: Sendable {
    static let fileName = "keys"
    static let slotsInBlock = 4096
    private static let header = Array("ibtool keys 1\n".utf8)
    private static let slotBytes = Int64(Sealing.keyBytes)

    private let path: String
    private let file: File
    /// Slots that exist and are durable, the header's included.
    private let slots: Lock<Int64>

    /// Opens the file; makes it when `mayCreate` and it is missing.
    init(directory: String, mayCreate: Bool) throws(StorageFailure) {
        path = "\(directory)/\(Self.fileName)"
        do {
            if try DurableFile.status(path) == nil {
                guard mayCreate else {
                    throw StorageFailure.failed(
                        .keyFile(
                            "\(path) is missing: it holds the keys of the personal data. Restore it "
                                + "from its own backup."))
                }
                let padding = [UInt8](
                    repeating: 0, count: Sealing.keyBytes - Self.header.count)
                try DurableFile.write(Self.header + padding, to: path)
            }
            file = try File.open(path, .updating)
            let length = try file.status().length
            let start = try file.read(at: 0, bytesMax: Self.header.count)
            guard start == Self.header else {
                throw StorageFailure.failed(.keyFile("\(path) is not a key file."))
            }
            slots = Lock(length / Self.slotBytes)
        } catch let error as SystemError {
            throw .failed(.keyFile(error.description))
        } catch let failure as StorageFailure {
            throw failure
        } catch {
            throw .failed(.keyFile("\(error)"))
        }
    }

    /// The key of that complaint; nil when it was erased. A slot that was never made is damage.
    func key(of complaint: Int64) throws(StorageFailure) -> [UInt8]? {
        guard complaint > 0, complaint < slots.withLock({ $0 }) else {
            throw .failed(.keyFile("\(path) has no key for complaint \(complaint)."))
        }
        let key: [UInt8]
        do throws(SystemError) {
            key = try file.read(at: complaint * Self.slotBytes, bytesMax: Sealing.keyBytes)
        } catch {
            throw .failed(.keyFile(error.description))
        }
        guard key.count == Sealing.keyBytes else {
            throw .failed(.keyFile("\(path) ends before the key of complaint \(complaint)."))
        }
        return key.allSatisfy { $0 == 0 } ? nil : key
    }

    /// Makes sure that the complaint has a slot, durable before this returns.
    func provide(for complaint: Int64) throws(StorageFailure) {
        let count = slots.withLock { $0 }
        if complaint < count { return }
        let wanted = complaint - count + 1
        let blocks = (wanted + Int64(Self.slotsInBlock) - 1) / Int64(Self.slotsInBlock)
        let added = blocks * Int64(Self.slotsInBlock)
        do {
            let keys = try RandomBytes.draw(Int(added * Self.slotBytes))
            try file.write(keys, at: count * Self.slotBytes)
            try file.sync()
        } catch let error as SystemError where error.isOutOfSpace {
            throw .failed(.diskFull(error.description))
        } catch {
            throw .failed(.keyFile("\(error)"))
        }
        slots.withLock { $0 = count + added }
    }

    /// Overwrites the complaint's key with zeros, durably.
    func erase(_ complaint: Int64) throws(StorageFailure) {
        guard complaint > 0, complaint < slots.withLock({ $0 }) else { return }
        do throws(SystemError) {
            let zeros = [UInt8](repeating: 0, count: Sealing.keyBytes)
            try file.write(zeros, at: complaint * Self.slotBytes)
            try file.sync()
        } catch {
            throw .failed(.keyFile(error.description))
        }
    }
}
