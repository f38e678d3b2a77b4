internal import Complaints
internal import HTTP
internal import JSON
internal import Rules
internal import Storage

/// `GET /notifications`: what the caller was told about clocks and of what others do in files, the newest
/// first, and how much of it they have not seen. `next` is the `before` of the next page, null at the end.
enum ListNotifications: Endpoint {
    static let limitDefault = 30
    static let limitMax = 200

    static let operation = Operation(
        "Lists what the caller was told", .people,
        parameters: [
            .init(name: "unseen", schema: .boolean, description: "Only what was not seen"),
            .init(
                name: "before", schema: .integer, description: "Only those older than that one"),
            .limit,
        ], headers: ["If-None-Match"],
        .init(200, "The notifications", .named("NotificationList")), problems: [304, 422])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        let limit = try exchange.limit(standard: limitDefault, max: limitMax)
        let onlyUnseen = try exchange.flag("unseen")
        var start = Int64.max
        if let before = exchange.query["before"] {
            guard let id = Int64(before) else { throw .invalid("?before", .wrongType) }
            start = id
        }
        let last = start
        let (account, visibility) = (exchange.caller.userID, exchange.visibility)
        let (found, commit) = try exchange.read { reader throws(StorageFailure) in
            (
                try reader.notifications(
                    of: account, before: last, onlyUnseen: onlyUnseen, for: visibility,
                    limit: limit), reader.commit
            )
        }
        let rules = exchange.instance.store.rules.set
        var writer = JSONWriter(reserving: 256 * found.items.count + 64)
        writer.beginObject()
        writer.name("items")
        writer.beginArray()
        for item in found.items {
            writer.notification(item) { id in
                rules.rules.first { $0.id == id }?.name[exchange.language]
            }
        }
        writer.endArray()
        writer.member("next", integer: found.next)
        writer.member("unseen", integer: found.unseen)
        writer.endObject()
        let body = writer.take()
        return .answer(
            .json(body, caching: .revalidated, tag: CachedReading.tag(of: body), commit: commit))
    }
}

/// `POST /notifications/seen`: the caller has seen what they were told, up to one.
enum SeeNotifications: Endpoint {
    static let operation = Operation(
        "Says that notifications were seen", .people, body: .named("NotificationsSeen"),
        .init(204, "Noted"), problems: [422])

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        var body = MemberReader(try exchange.bodyObject())
        let last = body.integer("up_to", in: 1...Int64.max)
        if last == nil, !body.has("up_to") { body.reject("up_to", .required) }
        try body.finish()
        guard let last else { throw .invalid("/up_to", .required) }
        return mark(exchange, upTo: last)
    }

    /// Marks them in turns of the writer, so that however many there are nobody waits for them all.
    private static func mark(_ exchange: Exchange, upTo last: Int64) -> Outcome {
        let account = exchange.caller.userID
        return exchange.writeAndGoOn { transaction throws(StorageFailure) in
            try transaction.markNotificationsSeen(of: account, upTo: last)
        } then: { isAll in
            if isAll.value { exchange.send(.empty()) } else { _ = mark(exchange, upTo: last) }
        }
    }
}

extension JSONWriter {
    /// Every member of both sorts is there; null where the sort has none.
    fileprivate mutating func notification(
        _ item: Notification, nameOfRule: (String) -> String?
    ) {
        beginObject()
        member("id", integer: item.id)
        member("complaint", integer: item.complaint)
        member("number", item.number)
        member("summary", item.summary)
        switch item.matter {
        case .clock(let rule, let due, let percent):
            member("kind", "clock")
            member("rule", rule)
            member("rule_name", nameOfRule(rule))
            member("due", due)
            member("percent", integer: Int64(percent))
            nulls("actor", "entry", "detail")
            member("count", integer: 1)
        case .event(let event):
            member("kind", event.kind.rawValue)
            nulls("rule", "rule_name", "due", "percent")
            member("actor", event.actor)
            member("entry", integer: event.entry)
            member("detail", event.detail)
            member("count", integer: event.count)
        }
        name("at")
        time(item.at)
        name("seen")
        time(item.seenAt)
        endObject()
    }

    private mutating func nulls(_ names: StaticString...) {
        for name in names {
            self.name(name)
            null()
        }
    }
}
