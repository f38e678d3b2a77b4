import HTTP
import Platform

/// Whether an instance runs on the directory, and how it is.
struct InstanceExamination {
    /// How long an instance may take for an answer.
    private static let answerTime = Duration.seconds(5)

    let directory: String

    /// Adds what was found, and whether nobody runs; the directory's lock when there is one and nobody
    /// holds it.
    func run(_ findings: inout [Finding], isStopped: inout Bool) -> DirectoryLock? {
        do throws(DirectoryLock.Refusal) {
            let lock = try DirectoryLock.look(directory: directory)
            findings.append(.fine(.instance, "No instance runs."))
            isStopped = true
            return lock
        } catch {
            switch error {
            case .held(_, let processID): findings += running(processID)
            case .system(let error):
                findings.append(
                    .problem(
                        .instance, "The lock of the directory cannot be taken: \(error)",
                        remedy: "Run this as the user that runs the instance."))
            }
            isStopped = false
            return nil
        }
    }

    private func running(_ processID: Int32?) -> [Finding] {
        let name = processID.map { "Process \($0)" } ?? "A process"
        guard let api = LocalInstance.running(in: directory, timeout: Self.answerTime) else {
            return [
                .problem(
                    .instance, "\(name) holds the directory and does not answer.",
                    remedy: "Wait for its start or end; if it stays so, end it and start again.")
            ]
        }
        do throws(CommandFailure) {
            let answer = try api.send(.get, .readiness, .none, nil)
            if answer.status != 200 {
                let words = String(decoding: answer.body.prefix(500), as: UTF8.self).onOneLine
                return [
                    .problem(
                        .instance, "\(name) runs and is not ready (\(answer.status)): \(words)",
                        remedy: "See its log; over damage, restore a backup.")
                ]
            }
            let metrics = try api.send(.get, .metrics, .none, nil)
            if Self.isReadOnly(metrics.body) {
                return [
                    .problem(
                        .instance, "\(name) runs and saves nothing: its disk is full or failed.",
                        remedy: "Make space if there is none; else see its log, and restart it "
                            + "after ibtool verify.")
                ]
            }
        } catch {
            return [
                .problem(
                    .instance, "\(name) runs and gives no account of itself: \(error.sentence).",
                    remedy: "See its log.")
            ]
        }
        return [.fine(.instance, "\(name) runs and is ready.")]
    }

    private static func isReadOnly(_ metrics: [UInt8]) -> Bool {
        String(decoding: metrics, as: UTF8.self).split(separator: "\n")
            .contains { $0 == "ibtool_writes_refused 1" }
    }
}
