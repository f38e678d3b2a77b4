import CFaultVFS
import Foundation
import Platform
import Testing

/// The disk under one data directory: fails and loses power when a test says so. It lies under every
/// connection opened after it was made, and outlives them.
final class FaultDisk: @unchecked Sendable {
    /// Kinds of call that can fail.
    enum Call: UInt32, CaseIterable {
        case open = 1
        case read = 2
        case write = 4
        case sync = 8
        case truncate = 16
        case delete = 32
        case shm = 64
        case lock = 128
    }

    /// What becomes of what was not synced when the power goes.
    enum Fate: UInt32 {
        case lost, kept, torn
    }

    private let directory: StoreDirectory
    private let disk: OpaquePointer

    init(_ directory: StoreDirectory, seed: UInt64) throws {
        try #require(fault_vfs_register() == 0)
        self.directory = directory
        disk = fault_disk_new(directory.path, seed)
    }

    deinit { fault_disk_free(disk) }

    /// The `nth` such call from now fails, with `sticky` every one after it too; `code` 0 is the kind's
    /// own SQLITE_IOERR_….
    func fail(_ call: Call, nth: Int, code: Int32 = 0, sticky: Bool = false) {
        fault_disk_fail(disk, Int32(call.rawValue), Int64(nth), code, sticky ? 1 : 0)
    }

    /// Nothing fails from now on.
    func mend() { fault_disk_fail(disk, 0, 0, 0, 0) }

    var hasFailed: Bool { fault_disk_has_failed(disk) != 0 }

    /// The power goes in the midst of the `nth` change from now, or now.
    func cut(afterChanges nth: Int = 0) { fault_disk_cut(disk, Int64(nth)) }

    var isCut: Bool { fault_disk_is_cut(disk) != 0 }

    /// Syncs say that they worked and do nothing.
    func ignoreSyncs() { fault_disk_ignore_syncs(disk) }

    func calls(_ call: Call) -> Int { Int(fault_disk_calls(disk, Int32(call.rawValue))) }

    /// Calls that change what is on the disk: the places where the power can go.
    var changes: Int {
        [Call.write, .sync, .truncate, .delete].reduce(0) { $0 + calls($1) }
    }

    /// The data directory as it is found when the power is back. The key file is not SQLite's: it is
    /// found as it is, which its own sync before every use allows.
    func survivors(_ fate: Fate) throws -> StoreDirectory {
        let found = try StoreDirectory()
        let problem = fault_disk_survivors(
            disk, fault_fate(rawValue: fate.rawValue), found.path)
        try #require(problem == 0)
        let keys = "\(directory.path)/keys"
        if try DurableFile.status(keys) != nil {
            try DurableFile.write(
                try DurableFile.read(keys, bytesMax: 1 << 26), to: "\(found.path)/keys")
        }
        return found
    }
}

/// How much the fault tests do: seconds by default, everything with `make faults`.
enum FaultEffort {
    private static let environment = ProcessInfo.processInfo.environment

    /// Seeds of the power cuts: IBTOOL_FAULT_SEEDS.
    static let seeds = UInt64(environment["IBTOOL_FAULT_SEEDS"] ?? "") ?? 25

    /// The first seed: IBTOOL_SEED.
    static let firstSeed = UInt64(environment["IBTOOL_SEED"] ?? "") ?? 1

    /// Whether each single call fails in turn, or about `placesMax` of each kind.
    static let isFull = environment["IBTOOL_FAULT_SEEDS"] != nil

    /// Places from 1 to `count` to fail at, all or some, the first and the last among them.
    static func places(upTo count: Int) -> [Int] {
        let placesMax = 4
        if isFull || count <= placesMax { return Array(1...max(count, 1)) }
        return (0..<placesMax).map { 1 + $0 * (count - 1) / (placesMax - 1) }
    }
}
