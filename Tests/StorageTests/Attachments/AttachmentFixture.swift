import Complaints
import Platform
import Testing

@testable import Storage

/// The one of the product: swift-testing has another.
typealias Attachment = Storage.Attachment

extension Store {
    /// Attaches these bytes as an upload does.
    @discardableResult
    func attach(
        _ bytes: [UInt8], to complaint: Int64, name: String = "scan.pdf", note: String? = nil,
        patient: Bool = false, limits: AttachmentLimits = AttachmentLimits()
    ) throws -> Attachment {
        let draft = try draftAttachment(for: complaint)
        for start in stride(from: 0, to: bytes.count, by: 10_007) {
            try draft.append(Array(bytes[start..<min(start + 10_007, bytes.count)]))
        }
        let new = NewAttachment(
            name: name, note: note, mediaType: "application/pdf", holdsPatientData: patient,
            content: try draft.finish())
        do {
            let made = try writeAndWait(by: marie) { (transaction) throws(StorageFailure) in
                try transaction.attach(new, to: complaint, within: limits, for: everything)
            }.value
            try draft.settle(isNamed: made.fileHash == new.content.fileHash)
            return made
        } catch StorageFailure.refused(let refusal) {
            try draft.settle(isNamed: false)
            throw StorageFailure.refused(refusal)
        }
    }

    func contentBytes(_ attachment: Attachment) throws -> [UInt8] {
        let file = try content(of: attachment)
        var bytes: [UInt8] = []
        while Int64(bytes.count) < file.byteCount {
            bytes += try file.bytes(from: Int64(bytes.count))
        }
        return bytes
    }

    func found(_ id: Int64, of complaint: Int64) throws -> Attachment? {
        try read { (reader) throws(StorageFailure) in
            try reader.attachment(id, of: .id(complaint), for: everything)
        }
    }

    /// Names of the whole files on the disk.
    var storedFiles: [String] {
        get throws { try attachments.list().files.keys.sorted() }
    }
}

/// Bytes that do not repeat within a chunk.
func noise(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
    var state = seed
    return (0..<count).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return UInt8(truncatingIfNeeded: state >> 33)
    }
}
