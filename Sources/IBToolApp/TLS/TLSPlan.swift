import TLS

/// Where an instance's certificates come from and which clients may connect.
struct TLSPlan: Sendable, Equatable {
    /// Which certificates are served.
    enum Source: Sendable, Equatable {
        /// Files of the operator; the first is served where no name matches.
        case files([CertificateFiles])
        /// One made by the instance and kept in its data directory.
        case selfSigned(path: String, names: [String])
    }

    let source: Source
    var clients = ClientCertificates.off

    init(source: Source, clients: ClientCertificates = .off) {
        self.source = source
        self.clients = clients
    }

    /// What the settings say; nil where they say nothing about TLS.
    init?(_ text: SettingText) throws(CommandFailure) {
        let isSelfSigned = try text.each(.tlsSelfSigned, "on or off") {
            ServeConfiguration.onOrOff($0)
        }[0]
        let certificates = text.settings[.tlsCert].texts
        let keys = text.settings[.tlsKey].texts
        clients = try Self.clients(text)
        guard isSelfSigned || !certificates.isEmpty else {
            if !keys.isEmpty { throw .failed("tls-key is set without tls-cert") }
            if clients != .off {
                throw .failed("tls-client-cert needs TLS: set tls-cert or tls-self-signed")
            }
            return nil
        }
        if isSelfSigned, !certificates.isEmpty {
            throw .failed("tls-self-signed and tls-cert exclude each other")
        }
        if isSelfSigned {
            let path = try text.one(.data) + "/" + SelfSignedFile.name
            source = .selfSigned(path: path, names: try Self.names(text))
        } else {
            source = .files(try Self.pairs(certificates, keys))
        }
    }

    /// Certificates with their keys, in order.
    private static func pairs(
        _ certificates: [String], _ keys: [String]
    ) throws(CommandFailure) -> [CertificateFiles] {
        guard keys.isEmpty || keys.count == certificates.count else {
            throw .failed(
                "there are \(certificates.count) of tls-cert and \(keys.count) of tls-key: give "
                    + "one key for each certificate, in the same order, or none at all")
        }
        guard certificates.count <= TLSServer.certificatesMax else {
            throw .failed("more than \(TLSServer.certificatesMax) of tls-cert")
        }
        return certificates.enumerated().map { index, path in
            CertificateFiles(certificate: path, key: keys.isEmpty ? nil : keys[index])
        }
    }

    private static func clients(_ text: SettingText) throws(CommandFailure) -> ClientCertificates {
        let modes = ["off", "optional", "required"]
        let mode = try text.each(.tlsClientCert, "off, optional or required") {
            modes.contains($0) ? $0 : nil
        }[0]
        guard let path = text.settings[.tlsClientCA].texts.first else {
            if mode == "off" { return .off }
            throw .failed("tls-client-cert = \(mode) needs the authorities: set tls-client-ca")
        }
        switch mode {
        case "optional": return .optional(authorities: path)
        case "required": return .required(authorities: path)
        default: return .off
        }
    }

    /// The names people use, then those of this machine.
    private static func names(_ text: SettingText) throws(CommandFailure) -> [String] {
        let hosts = text.settings[.publicHost].texts.map { $0.lowercased() }
        return hosts + ["localhost", "127.0.0.1", "::1"].filter { !hosts.contains($0) }
    }

    /// The files the instance reads, in order.
    var files: [CertificateFiles] {
        switch source {
        case .files(let files): files
        case .selfSigned(let path, _): [CertificateFiles(certificate: path)]
        }
    }

    /// Every path whose change makes them be read again.
    var watchedPaths: [String] {
        files.flatMap { [$0.certificate, $0.key] } + (clients.authorities.map { [$0] } ?? [])
    }
}
