internal import Complaints
internal import Compression
internal import Crypto
internal import HTTP
internal import Platform
internal import Storage
internal import Tabular

/// An inspection pack as it is sent: a ZIP archive, made complaint by complaint and chunk by chunk, so
/// that nothing of it lies on a disk and little in memory.
///
/// ```
/// index.html  manifest.json  SHA256SUMS
/// C-2026-000123/complaint.html  complaint.json  history.json
/// C-2026-000123/signatures.html  signatures.json  tasks.html  tasks.json …
/// C-2026-000123/attachments/001 report.pdf
/// C-2026-000123/attachments/C-2026-000124/001 of a merged one.pdf
/// ```
/// What cannot be read cuts the connection: a pack is whole or it is none.
final class PackBody: BodyProducer {
    static let pieceBytes = 64 << 10

    /// What stands still while it is made.
    struct Plan: Sendable {
        let store: Store
        let catalogue: FieldCatalogue
        let speech: PackSpeech
        let visibility: Visibility
        let origin: PackManifest.Origin
    }

    /// A file of the archive that is being written.
    private struct Open: ~Copyable {
        let path: String
        let content: SealedFile
        var position: Int64 = 0
        var hash = SHA256()
    }

    private struct Progress: ~Copyable {
        var zip = ZipWriter()
        var manifest: PackManifest
        var complaints: ArraySlice<Int64>
        var attachments: ArraySlice<(folder: String, file: PackAttachment)> = []
        var open: Open?
        var isFinished = false
    }

    private let plan: Plan
    private let progress: Lock<Progress?>

    /// - Parameter complaints: ids, in the order of the pack.
    init(of complaints: [Int64], _ plan: Plan) {
        self.plan = plan
        progress = Lock(
            Progress(manifest: PackManifest(plan.origin), complaints: complaints[...]))
    }

    func next() throws -> [UInt8]? {
        guard var current = progress.withLock({ $0.take() }) else { return nil }
        var piece: [UInt8] = []
        while piece.count < Self.pieceBytes, !current.isFinished {
            piece += try step(&current)
        }
        if !current.isFinished {
            var kept: Progress? = current
            progress.withLock { $0 = kept.take() }
        }
        return piece.isEmpty ? nil : piece
    }

    func cancel() { _ = progress.withLock { $0.take() } }

    private func step(_ current: inout Progress) throws -> [UInt8] {
        if current.open != nil { return try goOn(&current) }
        if let (folder, file) = current.attachments.popFirst() {
            return try begin(file, in: folder, &current)
        }
        if let id = current.complaints.popFirst() { return try add(id, &current) }
        current.isFinished = true
        return try finish(&current)
    }

    // MARK: A complaint

    private func add(_ id: Int64, _ current: inout Progress) throws -> [UInt8] {
        let visibility = plan.visibility
        let found = try plan.store.read { reader throws(StorageFailure) in
            try PackedComplaint(.id(id), for: visibility, from: reader)
        }
        // It was there when the pack was begun, and left the caller's sites since.
        guard let complaint = found else { return [] }
        let folder = FileName(complaint.number).text
        let speech = plan.speech
        let (files, parts) = (complaint.files(for: visibility), complaint.parts(speech))
        let document = PackDocument(
            complaint: complaint, files: files, parts: parts, catalogue: plan.catalogue,
            speech: speech)
        current.attachments = files.filter { $0.path != nil }.map { (folder, $0) }[...]
        current.manifest.add(complaint, in: folder)
        var bytes =
            try text("\(folder)/complaint.html", document.html(), &current)
            + text("\(folder)/complaint.json", complaint.recordJSON, &current)
            + text("\(folder)/history.json", complaint.chronologyJSON, &current)
        for part in parts {
            let page = part.html(of: complaint.number, speech)
            bytes += try text("\(folder)/\(part.name).html", page, &current)
            bytes += try text("\(folder)/\(part.name).json", part.json, &current)
        }
        return bytes
    }

    private func text(
        _ path: String, _ content: [UInt8], _ current: inout Progress
    ) throws -> [UInt8] {
        current.manifest.add(path, bytes: Int64(content.count), hash: SHA256.hash(content))
        return try current.zip.beginDeflated(path, bytesMax: Int64(content.count))
            + current.zip.deflate(content) + current.zip.endDeflated()
    }

    // MARK: An attachment

    private func begin(
        _ file: PackAttachment, in folder: String, _ current: inout Progress
    ) throws -> [UInt8] {
        guard let path = file.path else { return [] }
        let content = try plan.store.content(of: file.attachment)
        current.open = Open(path: "\(folder)/\(path)", content: content)
        return try current.zip.beginDeflated("\(folder)/\(path)", bytesMax: content.byteCount)
    }

    private func goOn(_ current: inout Progress) throws -> [UInt8] {
        guard var open = current.open.take() else { return [] }
        let bytes = try open.content.bytes(from: open.position)
        if bytes.isEmpty {
            current.manifest.add(open.path, bytes: open.position, hash: open.hash.finish())
            return try current.zip.endDeflated()
        }
        open.position += Int64(bytes.count)
        open.hash.update(bytes)
        let packed = try current.zip.deflate(bytes)
        current.open = consume open
        return packed
    }

    // MARK: The whole

    private func finish(_ current: inout Progress) throws -> [UInt8] {
        var bytes = try text(
            "index.html", current.manifest.index(plan.catalogue, plan.speech), &current)
        let manifest = current.manifest.json
        bytes += try text("manifest.json", manifest, &current)
        return bytes + current.zip.store("SHA256SUMS", current.manifest.sums)
            + current.zip.finish()
    }
}
