internal import Complaints
internal import JSON
internal import Storage

/// The rows of one piece of bulk work that are still to be done, read as steps for the writer. Used by
/// the job's thread alone.
final class BulkRows {
    enum Failure: Error {
        case file(Words)

        var sentence: Words {
            switch self {
            case .file(let sentence): sentence
            }
        }
    }

    /// A chunk ends behind the row that takes its text beyond this, so that long rows do not pile up:
    /// prepared, a row takes about ten times its text, and `ChunkPace.turnsMax` chunks may wait.
    static let chunkBytesMax = 64 << 10

    /// The merge-patch of an edit.
    let change: BulkChange?
    private let lines: BulkLines
    private let intake: Intake
    private let store: Store
    private let kind: BulkRecord.Kind
    private let limits = JSONLimits(
        depthMax: 32, bytesMax: BodyRule.jsonBytesMax, nodesMax: 100_000,
        rejectsDuplicateNames: true)
    private var next: Int64

    /// Opens the file and passes over the rows that are done.
    init(
        _ record: BulkRecord, path: String, _ intake: Intake, preparedFor store: Store
    ) throws(Failure) {
        self.intake = intake
        self.store = store
        kind = record.kind
        next = record.counts.done + 1
        do throws(BulkLines.Failure) {
            lines = try BulkLines(path: path)
            change =
                record.kind == .edit
                ? try Self.change(try lines.next() ?? [], intake) : nil
            for _ in 0..<record.counts.done { _ = try lines.next() }
        } catch {
            let cause = error.words
            throw .file(
                Words(
                    "The file of the rows cannot be read. \(cause.english)",
                    "Le fichier des lignes est illisible. \(cause.french)"))
        }
    }

    /// Up to `count` rows; none at the end.
    func next(_ count: Int) throws(Failure) -> BulkChunk {
        var chunk = BulkChunk(first: next)
        var bytes = 0
        while chunk.steps.count < count, bytes < Self.chunkBytesMax {
            let line: [UInt8]?
            do throws(BulkLines.Failure) { line = try lines.next() } catch {
                let cause = error.words
                throw .file(
                    Words(
                        "After row \(next - 1): \(cause.english)",
                        "Après la ligne \(next - 1)\u{A0}: \(cause.french)"))
            }
            guard let line else { break }
            bytes += line.count
            chunk.steps.append(step(line))
            next += 1
        }
        return chunk
    }

    private static func change(
        _ line: [UInt8], _ intake: Intake
    ) throws(BulkLines.Failure) -> BulkChange? {
        do throws(JSONError) {
            return try JSONValue.parse(line).objectValue.map { BulkChange($0, intake: intake) }
        } catch {
            throw .text(error)
        }
    }

    private func step(_ line: [UInt8]) -> BulkStep {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue.parse(line, limits: limits)
        } catch {
            return Self.unread
        }
        switch kind {
        case .create: return create(value)
        case .edit: return complaint(value).map(BulkStep.edit) ?? Self.unread
        case .undo:
            return complaint(value).map { .putBack($0, judge: intake) } ?? Self.unread
        }
    }

    private static let unread = BulkStep.refuse(
        reason: Problem.Kind.malformedJSON.rawValue, pointer: "")

    private func complaint(_ value: JSONValue) -> SeenComplaint? {
        guard let pair = value.arrayValue, pair.count == 2, let id = pair[0].int64Value,
            let version = pair[1].int64Value
        else { return nil }
        return SeenComplaint(id: id, version: version)
    }

    private func create(_ value: JSONValue) -> BulkStep {
        guard let object = value.objectValue else {
            return .refuse(reason: FieldProblem.Code.wrongType.rawValue, pointer: "")
        }
        // The reason is the whole work's.
        if object[Intake.changeReasonMember] != nil {
            return .refuse(
                reason: FieldProblem.Code.unknownField.rawValue,
                pointer: "/" + Intake.changeReasonMember)
        }
        do throws(Refusal) {
            return .create(try store.draft(of: try intake.newComplaint(object)))
        } catch {
            let fault = BulkFault(error)
            return .refuse(reason: fault.reason, pointer: fault.pointer)
        }
    }
}
