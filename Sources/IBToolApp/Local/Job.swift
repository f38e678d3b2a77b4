import HTTP
import JSON
import Platform

/// A job of an instance that a command waits for.
struct Job {
    /// Where its state is read.
    let target: APITarget
    let api: InstanceAPI

    /// Waits until the job ended, showing progress on a terminal; gives its last record.
    func wait(progress: (JSONObject) -> String) throws(CommandFailure) -> JSONObject {
        var line = ProgressLine()
        defer { line.clear() }
        var pause = Duration.milliseconds(2)
        while true {
            guard let record = try api.call(.get, target).objectValue else {
                throw .failed("the instance lost sight of \(target.text)")
            }
            let state = record["state"]?.stringValue ?? ""
            guard ["queued", "running", "undoing"].contains(state) else { return record }
            line.show(progress(record))
            Thread.sleep(for: pause)
            pause = min(pause * 2, .milliseconds(200))
        }
    }
}
