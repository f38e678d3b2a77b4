import Crypto
import HTTPClient
import Platform
import ScriptedServer
import Testing

@testable import ObjectStore

/// What is asked of the store, byte for byte, and what is made of its answers.
@Suite struct S3StoreTests {
    @Test func aPutIsSignedCheckedAndEncrypted() throws {
        try withBucket([[.answer(200, [("etag", "\"t\"")], "")]]) {
            $0.encryption = .keyService(keyID: "key-7")
        } _: { store, server throws in
            let bytes = Array("hello".utf8)
            let tag = try store.put(
                "a/b.c", .bytes(bytes), metadata: ["commit": "5"], if: .ifAbsent)
            #expect(tag == ObjectTag("\"t\""))
            let seen = try #require(server.requests.first)
            #expect(seen.line == "PUT /bucket/some/prefix/a/b.c HTTP/1.1")
            #expect(seen.body == bytes)
            let headers = seen.headers
            #expect(headers["if-none-match"] == "*")
            #expect(headers["x-amz-meta-commit"] == "5")
            #expect(headers["x-amz-content-sha256"] == hexDigest(bytes))
            #expect(headers["content-md5"] == "XUFAKrxLKna5cZ2REBfFkg==")
            #expect(headers["x-amz-server-side-encryption"] == "aws:kms")
            #expect(headers["x-amz-server-side-encryption-aws-kms-key-id"] == "key-7")
            #expect(headers["x-amz-security-token"] == Canary.token)
            #expect(headers["accept-encoding"] == "identity")
            #expect(headers["transfer-encoding"] == nil)
            let signed = try #require(headers["authorization"]).split(separator: " ")
            #expect(signed[1].hasSuffix("/eu-west-1/s3/aws4_request,"))
            // Every x-amz field and everything that conditions it is signed.
            for name in headers.keys where name.hasPrefix("x-amz-") || name.hasPrefix("if-") {
                #expect(signed[2].contains(name), "\(name) is not signed")
            }
        }
    }

    @Test func virtualHostsNameTheBucketInTheHost() throws {
        try withBucket([[.answer(200, [("etag", "\"t\"")], "")]]) {
            $0.style = .virtualHost
        } _: { store, server throws in
            try store.put("a", .bytes([]))
            #expect(server.requests[0].line == "PUT /some/prefix/a HTTP/1.1")
            #expect(server.requests[0].headers["content-length"] == "0")
        }
    }

    @Test func rangesAreAskedForAndCompared() throws {
        let head = attributesOfAnObject
        let part = [UInt8](repeating: 1, count: 5)
        try withBucket([
            [.answer(206, head + [("content-range", "bytes 5-9/100")], part)],
            [.answer(206, head + [("content-range", "bytes 0-4/100")], part)],
            [.answer(200, head, part)],
            [refusal(416, "InvalidRange")], [.send(headAnswer(100))],
            [.send(headAnswer(100))],
        ]) { store, server throws in
            let object = try store.get("a", range: 5..<10)
            #expect(object.range == 5..<10 && object.attributes.byteCount == 100)
            #expect(try object.content.next() == part)
            #expect(try object.content.next() == nil)
            for _ in 0..<2 {
                let error = failure { _ = try store.get("a", range: 5..<10) }
                guard case .malformedAnswer = error?.cause else {
                    Issue.record("\(String(describing: error))")
                    continue
                }
            }
            let beyond = try store.get("a", range: 200..<210)
            #expect(beyond.range == 100..<100 && beyond.attributes.byteCount == 100)
            #expect(try store.get("a", range: 7..<7).range == 7..<7)
            #expect(server.requests.map(\.method) == ["GET", "GET", "GET", "GET", "HEAD", "HEAD"])
            #expect(server.requests[0].headers["range"] == "bytes=5-9")
        }
    }

    private func headAnswer(_ length: Int) -> [UInt8] {
        let fields = attributesOfAnObject.map { "\($0.0): \($0.1)\r\n" }.joined()
        return Array("HTTP/1.1 200 OK\r\n\(fields)content-length: \(length)\r\n\r\n".utf8)
    }

    @Test func largeObjectsGoInPartsThatAreSentAgain() throws {
        let bytes = [UInt8](repeating: 3, count: S3Configuration.partBytesMin * 2 + 7)
        try withBucket(
            [
                [.answer(404)], [.answer(200, [], "<R><UploadId>up/1+2=</UploadId></R>")],
                [.answer(200, [("etag", "\"1\"")], "")], [refusal(503, "SlowDown")],
                [.reset], [.answer(200, [("etag", "\"2\"")], "")],
                [.answer(200, [("etag", "\"3\"")], "")],
                [
                    .answer(
                        200, [],
                        "<CompleteMultipartUploadResult><ETag>&quot;x-3&quot;</ETag>"
                            + "</CompleteMultipartUploadResult>")
                ],
            ], retry: patient()
        ) { store, server throws in
            let tag = try store.put("large", .bytes(bytes), metadata: ["a": "b"], if: .ifAbsent)
            #expect(tag == ObjectTag("\"x-3\""))
            #expect(server.requests[0].method == "HEAD")
            let requests = Array(server.requests.dropFirst())
            let lines = requests.map(\.line)
            #expect(lines[0] == "POST /bucket/some/prefix/large?uploads= HTTP/1.1")
            #expect(lines[1].contains("?partNumber=1&uploadId=up%2F1%2B2%3D "))
            #expect(lines[3] == lines[2] && lines[4] == lines[2])
            #expect(requests[5].body == [UInt8](repeating: 3, count: 7))
            let completion = String(decoding: requests[6].body, as: UTF8.self)
            #expect(completion.contains("<PartNumber>3</PartNumber><ETag>\"3\"</ETag>"))
            #expect(requests[6].headers["if-none-match"] == "*")
            #expect(requests[0].headers["x-amz-meta-a"] == "b")
        }
    }

    @Test func anUploadThatFailsIsAborted() throws {
        let bytes = [UInt8](repeating: 3, count: S3Configuration.partBytesMin + 1)
        try withBucket([
            [.answer(200, [], "<R><UploadId>u</UploadId></R>")],
            [refusal(403, "AccessDenied")], [.answer(204)],
        ]) { store, server throws in
            let error = failure { try store.put("large", .bytes(bytes)) }
            #expect(error?.cause == .denied)
            #expect(error?.outcomeIsUnknown == false)
            #expect(server.requests.map(\.method) == ["POST", "PUT", "DELETE"])
        }
    }

    @Test func aCompletionThatFailsAfterItsStatusIsNoSuccess() throws {
        let bytes = [UInt8](repeating: 3, count: S3Configuration.partBytesMin + 1)
        try withBucket([
            [.answer(200, [], "<R><UploadId>u</UploadId></R>")],
            [.answer(200, [("etag", "\"1\"")], "")], [.answer(200, [("etag", "\"2\"")], "")],
            [.answer(200, [], "<Error><Code>InternalError</Code></Error>")],
        ]) { store, _ throws in
            let error = failure { try store.put("large", .bytes(bytes)) }
            #expect(error?.cause == .unavailable && error?.outcomeIsUnknown == true)
        }
    }

    @Test func leftoversOfUploadsAreAborted() throws {
        let list = """
            <ListMultipartUploadsResult>
            <Upload><Key>some/prefix/a</Key><UploadId>old</UploadId><Initiated>2026-11-01T00:00:00Z</Initiated></Upload>
            <Upload><Key>some/prefix/b</Key><UploadId>new</UploadId><Initiated>2026-11-27T20:00:00Z</Initiated></Upload>
            <Upload><Key>other/c</Key><UploadId>foreign</UploadId><Initiated>2026-11-01T00:00:00Z</Initiated></Upload>
            </ListMultipartUploadsResult>
            """
        let clock = WallClock.fixed(try #require(Timestamp(rfc3339: "2026-11-28T00:00:00Z")))
        try withBucket([[.answer(200, [], list)], [.answer(204)]], clock: clock) {
            store, server throws in
            #expect(try store.clearLeftovers(olderThan: .seconds(86_400)) == 1)
            #expect(
                server.requests.map(\.line) == [
                    "GET /bucket?prefix=some%2Fprefix%2F&uploads= HTTP/1.1",
                    "DELETE /bucket/some/prefix/a?uploadId=old HTTP/1.1",
                ])
        }
    }

    @Test func pagesOfForeignKeysArePassedOver() throws {
        func page(_ keys: [String], _ isTruncated: Bool) -> [Act] {
            let contents = keys.map {
                "<Contents><Key>\($0)</Key><Size>3</Size><ETag>&quot;e&quot;</ETag>"
                    + "<LastModified>2026-11-28T00:00:00.000Z</LastModified></Contents>"
            }.joined()
            return [
                .answer(
                    200, [],
                    "<ListBucketResult><IsTruncated>\(isTruncated)</IsTruncated>\(contents)"
                        + "</ListBucketResult>")
            ]
        }
        try withBucket([
            page(["some/prefix/A", "some/prefix/B C"], true),
            page(["some/prefix/a", "some/prefix/b", "some/prefix/b C"], true),
            page(["some/prefix/b C"], false),
        ]) { store, server throws in
            // A page that ends with a name that is not ours keeps what it holds.
            let first = try store.list(.all, after: nil)
            #expect(first.entries.map(\.key) == ["a", "b"])
            #expect(first.next == "b")
            #expect(try store.list(.all, after: first.next) == ObjectPage(entries: [], next: nil))
            #expect(server.requests[1].target.contains("start-after=some%2Fprefix%2FB%20C"))
            #expect(server.requests[2].target.contains("start-after=some%2Fprefix%2Fb"))
        }
    }

    @Test func aTagThatMeetsNothingIsACondition() throws {
        try withBucket([
            [refusal(404, "NoSuchKey")], [refusal(404, "NoSuchKey")],
            [refusal(412, "PreconditionFailed")], [.answer(404)],
            [refusal(412, "PreconditionFailed")], [.send(headAnswer(4))],
        ]) { store, _ throws in
            let tag = ObjectTag("\"t\"")
            #expect(
                failure { try store.put("a", .bytes([1]), if: .ifTag(tag)) }?.cause
                    == .conditionFailed)
            // Removing what is gone is fine, however the store calls it.
            try store.delete("a", ifTag: tag)
            try store.delete("a", ifTag: tag)
            #expect(failure { try store.delete("a", ifTag: tag) }?.cause == .conditionFailed)
        }
    }
}
