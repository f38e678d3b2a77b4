import ObjectStore
import Platform

/// `ibtool backup probe URL`: whether a destination does what backups need.
enum BackupProbe {
    /// Probes the location of that text.
    static func run(
        _ text: String, _ arguments: Arguments, _ surroundings: Surroundings
    ) throws(CommandFailure) {
        let location: StoreLocation
        do throws(StoreLocation.Refusal) {
            location = try StoreLocation(text)
        } catch {
            throw .usage("\(error)")
        }
        let verdict: StoreProbe.Verdict
        do throws(ObjectStoreError) {
            var retry = Retry()
            retry.triesMax = 3
            retry.budget = .seconds(20)
            let opening = StoreAccess(arguments, surroundings).opening(retry)
            verdict = try probe(location, opening, surroundings)
        } catch {
            throw .failed("\(error)")
        }
        switch verdict {
        case .fit: try surroundings.print("\(location) is fit for backups and for sharing.")
        case .backupOnly: throw .warned("\(location) is fit for backups, not for sharing")
        case .unfit: throw .failed("\(location) is not fit for backups")
        }
    }

    /// Prints a line a check.
    private static func probe(
        _ location: StoreLocation, _ opening: StoreOpening, _ surroundings: Surroundings
    ) throws(ObjectStoreError) -> StoreProbe.Verdict {
        let probe: StoreProbe
        switch location {
        case .directory: probe = StoreProbe(try opening.open(location))
        case .bucket(let bucket):
            let store = try opening.store(bucket)
            probe = StoreProbe(ReliableStore(store, opening.retry)) { store.clockOffset }
        }
        return probe.run { finding in
            let mark =
                switch finding.level {
                case .fine: "ok       "
                case .warning: "WARNING  "
                case .problem: "PROBLEM  "
                }
            do throws(CommandFailure) {
                try surroundings.print("\(mark)\(finding.check.rawValue): \(finding.sentence)")
            } catch {
                // Nobody reads the lines; the exit code still says it.
            }
        }
    }
}
