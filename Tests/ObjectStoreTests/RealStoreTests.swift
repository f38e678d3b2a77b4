import Foundation
import ObjectStoreTesting
import Platform
import Testing

@testable import ObjectStore

/// The suite against a server that somebody started: IBTOOL_TEST_STORE is its location, AWS_* the keys. The
/// end-to-end tests do that with SeaweedFS and moto.
@Suite struct RealStoreTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let location = environment["IBTOOL_TEST_STORE"]

    @Test(
        .enabled(if: location != nil, "IBTOOL_TEST_STORE names no store"),
        arguments: Conformance.allCases)
    func aRealStore(_ promise: Conformance) throws {
        let location = try StoreLocation(try #require(Self.location))
        let opening = StoreOpening(environment: Self.environment)
        guard case .bucket(let bucket) = location else {
            return try promise.check(try opening.open(location))
        }
        var configuration = try opening.configuration(bucket)
        configuration.pageEntries = 5
        let store = S3Store(
            configuration, credentials: opening.credentials(region: configuration.region))
        try promise.check(ReliableStore(store))
    }
}
