internal import Complaints
internal import HTTP
internal import JSON
internal import Platform
internal import Storage

/// `POST /setup-link`: a new set-up link for the operator at the data directory's socket; an earlier
/// one is void.
enum IssueSetupLink: Endpoint {
    static let operation = Operation(
        "Issues a new set-up link", .people,
        .init(
            201, "The link, good once and for 60 minutes",
            .object([("link", .string)], required: ["link"])),
        problems: [409])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let isRequired: Bool
        do { isRequired = try SetupLink.isRequired(exchange.instance.store) } catch {
            throw .storage(error)
        }
        guard isRequired else { throw .isSetUp }
        let token = Secrets.setupLink(exchange.instance.random)
        let value = SetupLink.setting(for: token, at: exchange.instance.clock.now())
        return exchange.write { transaction throws(StorageFailure) in
            try transaction.setSetting(SetupLink.settingKey, to: value)
        } then: { committed in
            var writer = JSONWriter()
            writer.beginObject()
            writer.name("link")
            writer.string(exchange.instance.settings.baseURL + "/setup#" + token)
            writer.endObject()
            return .json(writer.bytes, status: 201, commit: committed.commit)
        }
    }
}
