import ObjectStore
import Platform

/// Merges and removes files of a destination when that is due.
struct CatalogUpkeep {
    /// Files removed in one turn.
    private static let removalsMax = 200

    private let parts: ShippingParts
    private let catalog: Catalog
    private var nextMerge: [Int: MonotonicInstant] = [:]
    private var nextRemoval = MonotonicInstant.now()

    init(_ parts: ShippingParts, _ catalog: Catalog) {
        self.parts = parts
        self.catalog = catalog
        let now = MonotonicInstant.now()
        for step in parts.settings.merges { nextMerge[step.level] = now + step.interval }
    }

    /// Does what is due.
    mutating func step() throws(BackupError) {
        for step in parts.settings.merges where (nextMerge[step.level] ?? .now()) <= .now() {
            nextMerge[step.level] = .now() + step.interval
            if let plan = CompactionPlan(catalog.files, to: step.level) { try merge(plan) }
        }
        if nextRemoval <= .now() {
            nextRemoval = .now() + parts.settings.removalInterval
            try removeExpired()
        }
    }

    private func removeExpired() throws(BackupError) {
        let expired = parts.settings.retention.expired(catalog.files, at: parts.now)
        for file in expired.prefix(Self.removalsMax) {
            if parts.keeperStop.isOver { throw .stopped }
            try parts.repository.remove(file.name)
            catalog.remove(file.name)
        }
    }

    /// Fetches the inputs, merges them on the disk and puts the result.
    func merge(_ plan: CompactionPlan) throws(BackupError) {
        var paths = plan.inputs.indices.map { parts.staging.scratchPath("merge-\($0)") }
        let output = parts.staging.scratchPath("merged")
        paths.append(output)
        defer { remove(paths) }
        var readers: [LTXFileReader] = []
        for (input, path) in zip(plan.inputs, paths) {
            if parts.keeperStop.isOver { throw .stopped }
            try parts.repository.fetch(input.name, to: path)
            readers.append(try LTXFileReader(path))
        }
        let merge: LTXMerge
        do throws(LTXError) { merge = try LTXMerge(readers.map(\.header)) } catch {
            throw .damaged(object: plan.output.text, error)
        }
        guard merge.header.transactions == plan.output.transactions else {
            throw .damaged(object: plan.output.text, .invalidTransactions)
        }
        var writer = try LTXFileWriter(output, merge.header)
        try merge.run(readers) { (page) throws(BackupError) in
            try writer.add(page.number, page.bytes)
        }
        let byteCount = try writer.finish()
        try parts.repository.put(
            plan.output, file: output, milliseconds: merge.header.milliseconds
        ) { [parts] in parts.keeperStop.isOver }
        catalog.add(LTXFile(name: plan.output, byteCount: byteCount, stored: parts.now))
        parts.note { status in
            status.uploadedObjects += 1
            status.uploadedBytes += byteCount
        }
    }

    /// Scratch files that stay are overwritten by the next merge.
    private func remove(_ paths: [String]) {
        for path in paths {
            do throws(SystemError) { try DurableFile.remove(path) } catch { return }
        }
    }
}

extension LTXRepository {
    /// Copies a file as it is to the disk.
    func fetch(_ name: LTXName, to path: String) throws(BackupError) {
        let file = try BackupError.onDisk { () throws(SystemError) in
            try File.open(path, .truncating)
        }
        try store.pieces(of: name.key) { (piece) throws(BackupError) in
            try BackupError.onDisk { () throws(SystemError) in try file.append(piece) }
        }
    }
}
