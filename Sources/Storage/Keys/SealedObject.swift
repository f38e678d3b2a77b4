import Crypto
import JSON

/// The sealed column of a complaint: its personal fields as one JSON object, sealed under the file's
/// key and bound to the complaint's id, so that it opens nowhere else.
enum SealedObject {
    private static let purpose = Array("ibtool complaint\n".utf8)

    /// What the sealed bytes are bound to.
    static func associated(complaint: Int64) -> [UInt8] {
        var bytes = purpose
        bytes.append(bigEndian: complaint)
        return bytes
    }

    /// The plain JSON bytes of the object; `.failed(.damaged)` when they are not what was sealed.
    static func open(
        _ sealed: [UInt8], key: [UInt8], complaint: Int64
    ) throws(StorageFailure) -> [UInt8] {
        do throws(CryptoError) {
            return try Sealing.open(
                sealed, key: key, associated: associated(complaint: complaint))
        } catch {
            throw .failed(
                .damaged("The sealed fields of complaint \(complaint) do not match their key."))
        }
    }

    /// The members of the object.
    static func members(
        _ sealed: [UInt8], key: [UInt8], complaint: Int64
    ) throws(StorageFailure) -> JSONObject {
        let plain = try open(sealed, key: key, complaint: complaint)
        do throws(JSONError) {
            return try JSONValue.parse(plain).objectValue ?? JSONObject()
        } catch {
            throw .failed(.damaged("The sealed fields of complaint \(complaint) are not JSON."))
        }
    }

    static func seal(
        _ plain: [UInt8], key: [UInt8], nonce: [UInt8], complaint: Int64
    ) throws(StorageFailure) -> [UInt8] {
        do throws(CryptoError) {
            return try Sealing.seal(
                plain, key: key, nonce: nonce, associated: associated(complaint: complaint))
        } catch {
            throw .failed(.system(error.description))
        }
    }
}
