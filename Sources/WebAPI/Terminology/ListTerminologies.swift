internal import Complaints
internal import HTTP
internal import JSON
internal import Storage

/// `GET /imdrf`: the annexes, which release of each is in force, and which were before.
enum ListTerminologies: Endpoint {
    static let operation = Operation(
        "Lists the IMDRF's annexes and their releases", .complaints,
        .init(200, "The annexes", .named("TerminologyList")), problems: [304])

    static func cached(_ admitted: Admitted) -> Answer? { CachedReading.lookup(admitted) }

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        .answer(
            try exchange.cachedAnswer(dependsOn: .list(.terminology, sites: nil)) {
                reader, writer throws(APIFailure) in
                let releases: [Terminology]
                do throws(StorageFailure) {
                    releases = try reader.terminologies()
                } catch {
                    throw .storage(error)
                }
                writer.beginObject()
                writer.name("items")
                writer.beginArray()
                for annex in EventCode.Annex.allCases {
                    writer.annex(annex, releases.filter { $0.annex == annex })
                }
                writer.endArray()
                writer.endObject()
                return Rendering(commit: reader.commit)
            })
    }
}

extension JSONWriter {
    fileprivate mutating func annex(_ annex: EventCode.Annex, _ releases: [Terminology]) {
        beginObject()
        name("annex")
        string(annex.rawValue)
        name("label")
        words(annex.label)
        name("current")
        if let current = releases.first(where: { $0.supersededAt == nil }) {
            terminology(current)
        } else {
            null()
        }
        name("earlier")
        beginArray()
        for release in releases where release.supersededAt != nil { terminology(release) }
        endArray()
        endObject()
    }

    /// A release of an annex as it was imported.
    mutating func terminology(_ terminology: Terminology) {
        beginObject()
        name("release")
        string(terminology.release)
        name("terms")
        integer(terminology.termCount)
        name("file")
        string(terminology.fileName)
        name("file_hash")
        string(terminology.fileHash)
        name("imported")
        time(terminology.importedAt)
        name("imported_by")
        string(terminology.importedBy)
        name("superseded")
        time(terminology.supersededAt)
        endObject()
    }
}
