import HTTP
import JSON
import Platform
import Testing

@testable import WebAPI

/// An instance with one complaint and people of every kind, for tests of attachments.
final class AttachmentBench: Sendable {
    static let png: [UInt8] =
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8)
        + (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }

    let instance: TestInstance
    let complaint: Int64
    /// Engineer without, analyst with the patient grant; a viewer.
    let engineer: String
    let doctor: String
    let viewer: String

    init(_ change: (inout WebSettings) -> Void = { _ in }) throws {
        instance = try TestInstance(change)
        instance.makeUser("erik", role: .engineer)
        instance.makeUser("doris", role: .analyst, patient: true)
        instance.makeUser("vera", role: .viewer)
        engineer = instance.signIn("erik")
        doctor = instance.signIn("doris")
        viewer = instance.signIn("vera")
        complaint = instance.makeComplaint(JSONObject([("description", "Image noise")]))
    }

    var folder: String { "/api/v1/complaints/\(complaint)/attachments" }

    /// The body as it is.
    func raw(_ bytes: [UInt8], query: String = "name=scan.pdf", as cookie: String? = nil) -> Heard {
        var call = Call(method: .post, target: "\(folder)?\(query)")
        call.body = bytes
        return instance.send(
            call.with("Content-Type", "application/octet-stream").signed(cookie ?? engineer))
    }

    /// A form with these parts; a name with a file name is written as it is given.
    func form(_ parts: [(name: String, content: [UInt8])], key: String? = nil) -> Heard {
        var call = Call(method: .post, target: folder)
        for (name, content) in parts {
            call.body += Array("--xYz\r\nContent-Disposition: form-data; name=\(name)\r\n".utf8)
            call.body += Array("Content-Type: text/html\r\n\r\n".utf8) + content + [0x0D, 0x0A]
        }
        call.body += Array("--xYz--\r\n".utf8)
        call = call.with("Content-Type", "multipart/form-data; boundary=xYz").signed(engineer)
        if let key { call = call.with("Idempotency-Key", key) }
        return instance.send(call)
    }

    /// Changes the last byte of every sealed file.
    func damageFiles() throws {
        let root = "\(instance.directory)/attachments"
        for folder in try Directory.list(root) where folder != "incoming" {
            for name in try Directory.list("\(root)/\(folder)") {
                let path = "\(root)/\(folder)/\(name)"
                var bytes = try DurableFile.read(path, bytesMax: 1 << 20)
                bytes[bytes.count - 1] ^= 1
                try DurableFile.write(bytes, to: path)
            }
        }
    }

    func get(_ path: String, as cookie: String, _ headers: (String, String)...) -> Heard {
        var call = Call.get(path).signed(cookie)
        for (name, value) in headers { call = call.with(name, value) }
        return instance.send(call)
    }

    func list(as cookie: String) -> [JSONObject] {
        (get(folder, as: cookie).json["items"]?.arrayValue ?? []).compactMap(\.objectValue)
    }

    /// Where the attachment of an answer lies.
    func path(_ heard: Heard) -> String { heard.header("location") ?? "" }
}
