import HTTPClient
import Platform
import TLS

extension StoreOpening {
    /// The keys of the place `store`, wrapped by a key management service. Asks nobody yet.
    ///
    /// - Parameter destination: what the encryption context names unless the location does.
    public func wrappedKeys(
        _ location: KMSLocation, at store: any ObjectStore, of destination: String
    ) throws(ObjectStoreError) -> WrappedKeys {
        let region = self.region(location.region)
        let given = location.endpoint ?? environment["AWS_ENDPOINT_URL_KMS"] ?? ""
        let url = given.isEmpty ? "https://kms.\(region).amazonaws.com" : given
        guard let address = WebAddress(url), address.isSecure || address.isLoopback else {
            throw ObjectStoreError(
                .open, "\(location)", .keyManagement(.refused("AWS_ENDPOINT_URL_KMS is not https")))
        }
        let endpoint = try address.endpoint { () throws(ObjectStoreError) in
            do {
                return try TrustedRoots.client(given: authorities, environment: environment)
            } catch {
                throw ObjectStoreError(.open, "\(location)", .untrusted("\(error)"))
            }
        }
        let exchange = KMSExchange(
            endpoint, region: region, CredentialsKeeper(credentials(region: region), clock), clock)
        return WrappedKeys(
            at: store,
            KMSKey(
                exchange: exchange, location: location,
                instance: location.instance ?? destination, retry: retry))
    }
}
