internal import Complaints
internal import HTTP
internal import JSON
internal import Platform
internal import Storage

/// The answer that says who is signed in, and the cookie that keeps them so.
extension Instance {
    /// The body of `GET /session`.
    func sessionBody(
        _ caller: Caller, account: Account?, expiresAt: Int64?, siteCodes: [String]?
    ) -> [UInt8] {
        var writer = JSONWriter(reserving: 512)
        writer.beginObject()
        writer.name("user")
        writer.beginObject()
        writer.name("name")
        writer.string(caller.name)
        writer.name("display_name")
        writer.string(account?.displayName ?? caller.name)
        writer.name("role")
        writer.string(caller.role.rawValue)
        writer.name("language")
        writer.string(caller.language.rawValue)
        writer.name("grants")
        writer.beginArray()
        if caller.permissions.contains(.patient) { writer.string("patient") }
        writer.endArray()
        writer.name("sites")
        writer.codes(siteCodes)
        writer.endObject()
        writer.name("permissions")
        writer.beginArray()
        for permission in Permission.allCases where caller.permissions.contains(permission) {
            writer.string(permission.rawValue)
        }
        writer.endArray()
        writer.name("expires")
        writer.time(expiresAt)
        writer.endObject()
        return writer.bytes
    }

    /// The Set-Cookie value that signs in, or out when `secret` is nil.
    func sessionCookie(_ secret: String?, isSecure: Bool) -> String {
        SetCookie(
            name: Self.cookieName(isSecure: isSecure), value: secret ?? "",
            maxAge: secret == nil ? .zero : settings.sessionAgeMax, isSecure: isSecure
        ).field
    }

    /// The codes of these sites, in order; nil for all.
    func siteCodes(_ sites: Set<Int64>?) throws(StorageFailure) -> [String]? {
        guard let sites else { return nil }
        let everything = Visibility(sites: nil, seesComplainant: false, seesPatient: false)
        return try store.read { reader throws(StorageFailure) in
            var codes: [String] = []
            for site in sites.sorted() {
                var scratch = JSONWriter()
                let stamp = try reader.site(.id(site), for: everything, into: &scratch)
                if let stamp { codes.append(stamp.code) }
            }
            return codes
        }
    }
}

extension JSONWriter {
    /// An instant, microseconds since 1970, as RFC 3339; null for nil.
    mutating func time(_ microseconds: Int64?) {
        guard let microseconds else { return null() }
        string(utf8: Timestamp(microseconds: microseconds).rfc3339)
    }

    /// A list of texts, or null.
    mutating func codes(_ codes: [String]?) {
        guard let codes else { return null() }
        beginArray()
        for code in codes { string(code) }
        endArray()
    }
}
