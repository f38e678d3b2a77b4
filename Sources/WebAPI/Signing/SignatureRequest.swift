internal import Complaints
internal import JSON
internal import Telemetry

/// The member `signature` of a body: what somebody signs with. Held until it was checked, never printed.
struct SignatureRequest: Sendable {
    static let member = "signature"

    /// The account's name, where it was given: it has to be the caller's own.
    let name: String?
    let password: Secret
    let meaning: SignatureMeaning

    /// What the body holds; nil when something is wrong with it, which `body` then has noted.
    ///
    /// - Parameter meanings: those that the act can have.
    init?(_ body: inout MemberReader, meanings: [SignatureMeaning]) {
        guard let member = body.value(Self.member), !member.isNull else {
            body.reject(Self.member, .required)
            return nil
        }
        guard let object = member.objectValue else {
            body.reject(Self.member, .wrongType)
            return nil
        }
        var inner = MemberReader(object)
        name = inner.text("name")
        let given = inner.text("password", bytesMax: 1024, isRequired: true)
        let meaning = inner.choice("meaning", as: SignatureMeaning.self, isRequired: true)
        if let meaning, !meanings.contains(meaning) {
            let all = meanings.map(\.rawValue).joined(separator: ", ")
            inner.reject("meaning", .notAChoice, argument: all)
        }
        body.adopt(inner, under: "/" + Self.member)
        guard let given, let meaning else { return nil }
        password = Secret(given)
        self.meaning = meaning
    }

    /// The member as the OpenAPI document shows it.
    static func schema(_ meanings: [SignatureMeaning]) -> Schema {
        .object(
            [
                ("name", .string.described("The signer's own account; the caller's when left out")),
                ("password", .string.lengthMax(1024)),
                ("meaning", .oneOf(meanings.map(\.rawValue))),
            ], required: ["password", "meaning"])
    }
}
