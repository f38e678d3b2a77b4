import Crypto
import Platform

/// The content of a sealed file, opened chunk by chunk from wherever somebody reads.
public final class SealedFile: Sendable {
    /// Bytes of the content.
    public let byteCount: Int64
    private let file: File
    private let chunks: ChunkSealing

    /// Opens the file; damage when it is not one of ours or has another length than `bytes` make.
    init(path: String, key: [UInt8], bytes: Int64) throws(StorageFailure) {
        do {
            file = try File.open(path, .reading)
            let length = try file.status().length
            guard ChunkSealing.plainLength(ofSealed: length) == bytes else {
                throw StorageFailure.failed(
                    .damaged(
                        "\(path) has \(length) bytes, not the "
                            + "\(ChunkSealing.sealedLength(ofPlain: bytes)) of its content."))
            }
            let header = try file.read(at: 0, bytesMax: ChunkSealing.headerBytes)
            guard let salt = ChunkSealing.salt(of: header) else {
                throw StorageFailure.failed(.damaged("\(path) is not a sealed file."))
            }
            chunks = ChunkSealing(key: key, salt: salt)
            byteCount = bytes
        } catch let failure as StorageFailure {
            throw failure
        } catch let error as SystemError where error.isNotFound {
            throw .failed(.damaged("\(path) is missing. Restore it from a backup."))
        } catch {
            throw .failed(.system("\(error)"))
        }
    }

    /// The bytes from `offset` to the end of the chunk they are in; empty at the end of the content.
    public func bytes(from offset: Int64) throws(StorageFailure) -> [UInt8] {
        guard offset < byteCount else { return [] }
        let index = offset / Int64(ChunkSealing.plainBytes)
        let start = Int(offset % Int64(ChunkSealing.plainBytes))
        let chunk = try chunk(index)
        return start == 0 ? chunk : Array(chunk[start...])
    }

    private func chunk(_ index: Int64) throws(StorageFailure) -> [UInt8] {
        let isLast = index == ChunkSealing.chunkCount(ofPlain: byteCount) - 1
        do {
            let sealed = try file.read(
                at: ChunkSealing.offset(ofChunk: index), bytesMax: ChunkSealing.sealedBytes)
            return try chunks.open(sealed, index: index, isLast: isLast)
        } catch let error as SystemError {
            throw .failed(.system(error.description))
        } catch {
            throw .failed(
                .damaged("\(file.path) is damaged (chunk \(index)). Restore it from a backup."))
        }
    }
}
