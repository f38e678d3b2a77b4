import Platform
import Storage

/// Looks at a data directory and its machine as an instance would meet them, stopped or running, and
/// changes nothing. The checks, in order: `Finding.Check`.
struct Doctor {
    let directory: String
    /// What would be served with; nil for plain HTTP.
    let tls: TLSPlan?
    /// Whether the settings could be read, and `tls` says what they want.
    let knowsSettings: Bool
    let clock: WallClock
    /// Whether the pages of the database are to be counted.
    let countsPages: Bool

    /// What was found, and the database's parts when they were asked for.
    struct Report {
        var findings: [Finding] = []
        var inspection: StoreInspection?

        var worst: Finding.Level { findings.map(\.level).max() ?? .fine }
    }

    func examine() -> Report {
        var report = Report()
        let place = DirectoryExamination(directory: directory)
        guard place.isThere(&report.findings) else {
            report.findings += machine()
            return report
        }
        report.findings += place.findings()
        // While nobody runs, nobody shall start between two looks.
        var isStopped = false
        var lock = InstanceExamination(directory: directory)
            .run(&report.findings, isStopped: &isStopped)
        inspect(isStopped: isStopped, into: &report)
        report.findings += LeftoverExamination(
            directory: directory, isStopped: isStopped, inspection: report.inspection,
            now: clock.now()
        ).findings()
        if let lock = lock.take() { lock.release() }
        report.findings += machine()
        return report
    }

    private func inspect(isStopped: Bool, into report: inout Report) {
        do throws(StorageError) {
            let inspection = try StoreInspection(
                directory: directory, isStopped: isStopped, withParts: countsPages)
            report.inspection = inspection
            report.findings += DatabaseExamination(
                directory: directory, inspection: inspection, now: clock.now()
            ).findings()
        } catch {
            let remedy =
                error.isDamage
                ? "Stop the instance, keep the directory, and restore a backup."
                : "See the file's owner and mode, and whether another program holds it."
            report.findings.append(
                .problem(.database, "The database cannot be read: \(error)", remedy: remedy))
        }
    }

    private func machine() -> [Finding] {
        let machine = MachineExamination(tls: tls, now: clock.now())
        return (knowsSettings ? machine.certificates() : []) + [machine.descriptors()]
    }
}
