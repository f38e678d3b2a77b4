import Platform
import TLS

/// What the machine gives an instance, and the certificates it would serve with.
struct MachineExamination {
    /// Fewer descriptors than that mean fewer connections than a busy day brings.
    private static let descriptorsMin = 4096

    let tls: TLSPlan?
    let now: Timestamp

    func certificates() -> [Finding] {
        guard let tls else { return [.fine(.certificate, "TLS is not set up.")] }
        return tls.files.map { files in
            do throws(TLSError) {
                return finding(on: try Certificate(files), of: tls)
            } catch {
                if case .selfSigned = tls.source {
                    return .fine(.certificate, "The next start makes a self-signed certificate.")
                }
                return .problem(
                    .certificate, "A certificate cannot be used: \(error)",
                    remedy: "Put a certificate with its key in its place.")
            }
        }
    }

    private func finding(on certificate: Certificate, of tls: TLSPlan) -> Finding {
        let path = certificate.files.certificate
        let days = ExpiryAlarm.daysLeft(until: certificate.notAfter, now: now)
        if case .selfSigned = tls.source {
            let fate =
                days < 0
                ? "ended and is renewed at the next start"
                : "ends in \(days) days and is renewed before"
            return .fine(.certificate, "\(path) \(fate).")
        }
        let remedy = "Put a new certificate in its place: it is read within ten seconds."
        if days < 0 {
            return .problem(
                .certificate, "\(path) ended \(certificate.notAfter).", remedy: remedy)
        }
        if let limit = ExpiryAlarm.daysOfWarning.first, days < limit {
            return .warning(.certificate, "\(path) ends in \(days) days.", remedy: remedy)
        }
        return .fine(.certificate, "\(path) ends in \(days) days.")
    }

    func descriptors() -> Finding {
        let most = ProcessEnvironment.descriptorsCeiling()
        if most < Self.descriptorsMin {
            return .warning(
                .descriptors, "A process may open \(most) files and connections at most.",
                remedy: "Raise the hard limit: LimitNOFILE= in the unit, or ulimit -Hn.")
        }
        return .fine(.descriptors, "A process may open \(most) files and connections.")
    }
}
