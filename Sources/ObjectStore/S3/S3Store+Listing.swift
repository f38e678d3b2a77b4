import HTTP
import HTTPClient
import Platform

extension S3Store {
    /// Pages that hold none of our keys are passed over; so many in a row and the listing is given up.
    private static let foreignPagesMax = 1000

    /// See `ObjectStore`.
    public func list(
        _ prefix: ObjectPrefix, after last: ObjectKey?
    ) throws(ObjectStoreError) -> ObjectPage {
        let own = exchange.configuration.prefix
        var start = last.map { "\(own)\($0)" }
        for _ in 0..<Self.foreignPagesMax {
            let page = try page(prefix, after: start)
            var entries: [ObjectEntry] = []
            for content in page.contents {
                if let entry = try entry(content, prefix) { entries.append(entry) }
            }
            guard page.isTruncated, let raw = page.contents.last?["Key"]?.text else {
                return ObjectPage(entries: entries, next: nil)
            }
            // A page may end with a name that is not ours: the next one begins behind the last that is.
            if let last = entries.last { return ObjectPage(entries: entries, next: last.key) }
            start = raw
        }
        throw ObjectStoreError(.list, "\(prefix)", .malformedAnswer("a listing without an end"))
    }

    private func page(
        _ prefix: ObjectPrefix, after start: String?
    ) throws(ObjectStoreError) -> (contents: [XMLElement], isTruncated: Bool) {
        let configuration = exchange.configuration
        var query = [
            (name: "list-type", value: "2"),
            (name: "max-keys", value: "\(configuration.pageEntries)"),
            (name: "prefix", value: "\(configuration.prefix)\(prefix)"),
        ]
        if let start { query.append((name: "start-after", value: start)) }
        let document = try exchange.document(
            S3Exchange.Request(
                operation: .list, method: .get, query: query, object: "\(prefix)"))
        guard document.name == "ListBucketResult" else {
            throw ObjectStoreError(.list, "\(prefix)", .malformedAnswer(document.name))
        }
        return (document.all("Contents"), document["IsTruncated"]?.text == "true")
    }

    /// One line; nil for names that are not ours.
    private func entry(
        _ content: XMLElement, _ prefix: ObjectPrefix
    ) throws(ObjectStoreError) -> ObjectEntry? {
        guard let key = content["Key"].flatMap({ ownKey($0.text) }) else { return nil }
        guard let size = content["Size"].flatMap({ Int64($0.text) }), size >= 0,
            let tag = content["ETag"]?.text,
            let modified = content["LastModified"].flatMap({ Timestamp(rfc3339: $0.text) })
        else {
            throw ObjectStoreError(
                .list, "\(prefix)", .malformedAnswer("an entry without its parts"))
        }
        return ObjectEntry(
            key: key, byteCount: size, tag: ObjectTag(tag), lastModified: modified)
    }

    private func ownKey(_ raw: String) -> ObjectKey? {
        let own = exchange.configuration.prefix
        return raw.hasPrefix(own) ? ObjectKey(String(raw.dropFirst(own.count))) : nil
    }
}

extension S3Store: LeftoverClearing {
    /// Aborts uploads below the prefix that nobody completed.
    public func clearLeftovers(olderThan age: Duration) throws(ObjectStoreError) -> Int {
        let prefix = exchange.configuration.prefix
        let document = try exchange.document(
            S3Exchange.Request(
                operation: .list, method: .get,
                query: [(name: "uploads", value: ""), (name: "prefix", value: prefix)],
                object: "uploads below \(prefix)"))
        let limit = exchange.clock.now() + exchange.offset.value + (.zero - age)
        var count = 0
        for upload in document.all("Upload") {
            guard let key = upload["Key"]?.text, key.hasPrefix(prefix),
                let uploadID = upload["UploadId"]?.text,
                let begun = upload["Initiated"].flatMap({ Timestamp(rfc3339: $0.text) }),
                begun < limit
            else { continue }
            let request = S3Exchange.Request(
                operation: .delete, method: .delete, key: String(key.dropFirst(prefix.count)),
                query: [(name: "uploadId", value: uploadID)], object: key)
            _ = try exchange.collect(
                try exchange.send(request, accepting: [404]), 64 << 10, request)
            count += 1
        }
        return count
    }
}
