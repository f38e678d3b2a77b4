internal import Complaints
internal import HTTP
internal import JSON
internal import Storage

/// `GET /self-check/{check}`: the files that have one of the checks, by their ids, a page at a time. A
/// request looks at so many files and no more: a page may hold fewer than were asked for, also none, and
/// goes on with `next`, the id behind which the next one looks.
enum ListCheckedFiles: Endpoint {
    static let limitMax = 500

    static let operation = Operation(
        "Lists the files that an inspector would object to", .complaints,
        parameters: [
            .init(
                name: "limit", schema: .integer,
                description: "Files of a page at most; 50 unless given"),
            .init(name: "cursor", schema: .string, description: "`next` of the page before"),
        ],
        .init(200, "The files", .named("CheckedFiles")), problems: [400, 404, 422])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let check = try exchange.namedCheck()
        let (limit, start) = try exchange.bulkPage(limitMax: limitMax, behind: 0)
        let (today, visibility) = (try exchange.checkDay(), exchange.visibility)
        let page = try exchange.read { reader throws(StorageFailure) in
            try reader.checkedFiles(
                check, after: start, limit: limit, today: today, for: visibility)
        }
        var writer = JSONWriter(reserving: 256 * page.files.count + 1024)
        writer.beginObject()
        writer.name("check")
        writer.check(check, count: nil)
        writer.name("items")
        writer.beginArray()
        for file in page.files { writer.checked(file) }
        writer.endArray()
        writer.name("next")
        if page.isEnd { writer.null() } else { writer.string(String(page.last)) }
        writer.endObject()
        return .answer(.json(writer.take()))
    }
}

extension JSONWriter {
    fileprivate mutating func checked(_ file: CheckedFile) {
        beginObject()
        name("id")
        integer(file.id)
        name("number")
        string(file.number)
        name("status")
        string(file.status)
        name("received")
        optional(file.received)
        name("summary")
        optional(file.summary)
        endObject()
    }
}
