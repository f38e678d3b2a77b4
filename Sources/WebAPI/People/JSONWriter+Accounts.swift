internal import Complaints
internal import JSON
internal import Platform
internal import Storage

/// Accounts and tokens as the API writes and reads them.
extension JSONWriter {
    /// One account; the password is never written.
    mutating func account(_ account: Account, siteCodes: [String]?) {
        beginObject()
        name("name")
        string(account.name)
        name("display_name")
        string(account.displayName)
        name("role")
        string(account.role.rawValue)
        name("active")
        bool(account.isActive)
        name("sites")
        codes(siteCodes)
        name("patient_grant")
        bool(account.hasPatientGrant)
        name("language")
        string(account.language.rawValue)
        name("version")
        integer(account.version)
        name("created")
        time(account.createdAt)
        endObject()
    }

    /// One token; `secret` only in the answer that made it.
    mutating func token(_ token: TokenRecord, secret: String? = nil) {
        beginObject()
        name("id")
        integer(token.id)
        name("user")
        string(token.account)
        name("name")
        string(token.name)
        name("prefix")
        string(token.prefix)
        name("scopes")
        codes(token.scopes.map(\.rawValue))
        name("created")
        time(token.createdAt)
        name("expires")
        time(token.expiresAt)
        name("last_used")
        time(token.lastUsedAt)
        if let secret {
            name("token")
            string(secret)
        }
        endObject()
    }
}

extension MemberReader {
    /// A new account's name: 1 to 64 lower-case letters, digits, ".", "_", "-" or "@".
    mutating func accountName(_ name: String) -> String? {
        guard let text = text(name, bytesMax: 64, isRequired: true) else { return nil }
        let isGood = text.utf8.allSatisfy { byte in
            (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
                || [0x2E, 0x5F, 0x2D, 0x40].contains(byte)
        }
        guard isGood, text.contains(where: \.isLetter), text != Author.systemName else {
            reject(name, .invalidName, argument: NameRule.account.rawValue)
            return nil
        }
        return text
    }

    /// A new password for the account of that name.
    mutating func newPassword(
        _ name: String, of account: String?, isRequired: Bool = false
    ) -> String? {
        guard let text = text(name, bytesMax: 1024, isRequired: isRequired) else { return nil }
        let problem = PasswordRule.problem(text, name: account ?? "", pointer: "/" + name)
        if let problem {
            reject(problem)
            return nil
        }
        return text
    }

    /// Site codes or ids; the outer nil when absent, the inner for all sites.
    mutating func sites(
        _ name: String, find: (RecordKey) throws(APIFailure) -> Int64?
    ) throws(APIFailure) -> Set<Int64>?? {
        guard let value = value(name) else { return .none }
        if value.isNull { return .some(nil) }
        guard let elements = value.arrayValue, elements.count <= 1000 else {
            reject(name, .wrongType)
            return .none
        }
        var sites: Set<Int64> = []
        for (index, element) in elements.enumerated() {
            let key =
                element.stringValue.map(RecordKey.init) ?? element.int64Value.map(RecordKey.id)
            if let key, let site = try find(key) {
                sites.insert(site)
            } else {
                reject("\(name)/\(index)", .unknownReference)
            }
        }
        return .some(sites)
    }
}

extension Exchange {
    /// The id of a site the instance has.
    func siteID(_ key: RecordKey) throws(APIFailure) -> Int64? {
        let everything = Visibility(sites: nil, seesComplainant: false, seesPatient: false)
        return try read { reader throws(StorageFailure) in
            var scratch = JSONWriter()
            return try reader.site(key, for: everything, into: &scratch)?.id
        }
    }

    /// Answers with an account after its commit.
    func sendAccount(_ committed: Committed<Account>, status: UInt16 = 200) {
        instance.answers.run {
            do throws(StorageFailure) {
                let account = committed.value
                var writer = JSONWriter(reserving: 256)
                writer.account(account, siteCodes: try instance.siteCodes(account.sites))
                let answer = Answer.json(
                    writer.bytes, status: status, tag: String(account.version),
                    commit: committed.commit)
                let location = "/api/v1/users/" + account.name
                send(status == 201 ? answer.with("location", location) : answer)
            } catch {
                fail(.storage(error))
            }
        }
    }
}
