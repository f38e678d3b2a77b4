import HTTP
import Platform
import ScriptedServer
import Testing

@testable import ObjectStore

/// What the store says no with becomes a cause, a sentence and a remedy.
@Suite struct S3FailureTests {
    static let table: [(Int, String, ObjectStoreError.Cause, isTransient: Bool, isUnknown: Bool)] =
        [
            (404, "NoSuchKey", .notFound, false, false),
            (404, "NoSuchBucket", .noStore, false, false),
            (404, "NoSuchUpload", .disconnected("somebody ended the upload"), true, false),
            (403, "AccessDenied", .denied, false, false),
            (403, "InvalidAccessKeyId", .denied, false, false),
            (403, "SignatureDoesNotMatch", .wrongSignature, false, false),
            (400, "ExpiredToken", .expiredCredentials, false, false),
            (403, "RequestTimeTooSkewed", .clockSkew, false, false),
            (412, "PreconditionFailed", .conditionFailed, false, false),
            (409, "ConditionalRequestConflict", .conflict, true, false),
            (503, "SlowDown", .throttled, true, true),
            (500, "InternalError", .unavailable, true, true),
            (502, "", .unavailable, true, true),
            (429, "", .throttled, true, false),
            (400, "RequestTimeout", .timedOut, true, false),
            (400, "InvalidArgument", .refused, false, false),
            (507, "InsufficientStorage", .outOfSpace, false, true),
            (301, "PermanentRedirect", .wrongRegion("eu-north-1"), false, false),
            (400, "AuthorizationHeaderMalformed", .wrongRegion("eu-north-1"), false, false),
        ]

    @Test(arguments: table.indices)
    func eachCodeHasItsCause(_ index: Int) throws {
        let (status, code, cause, isTransient, isUnknown) = Self.table[index]
        try withBucket([[refusal(status, code, "<Region>eu-north-1</Region>")]]) {
            store, _ throws in
            let error = try #require(failure { try store.put("a/b", .bytes([1])) })
            #expect(error.cause == cause)
            #expect(error.isTransient == isTransient)
            #expect(error.outcomeIsUnknown == isUnknown)
            #expect(error.answer?.requestID == "R-17")
            let text = error.description
            #expect(text.hasPrefix("Cannot put a/b: "))
            let said = "said \(status)" + (code.isEmpty ? "" : " \(code)")
            #expect(text.contains(said) && text.contains("In words"))
            #expect(text.hasSuffix(error.remedy) && !error.remedy.isEmpty)
        }
    }

    @Test func whatBreaksOnTheWayIsUnknownForWritesOnly() throws {
        for act in [Act.reset, .close, .send(Array("HTTP/1.1 200 OK\r\n".utf8))] {
            try withBucket([[act, .close], [act, .close]]) { store, _ throws in
                let put = try #require(failure { try store.put("a", .bytes([1])) })
                #expect(put.isTransient && put.outcomeIsUnknown)
                let get = try #require(failure { _ = try store.get("a") })
                #expect(get.isTransient && !get.outcomeIsUnknown)
            }
        }
        try withBucket([]) { store, server throws in
            server.stop()
            let put = try #require(failure { try store.put("a", .bytes([1])) })
            #expect(put.isTransient && !put.outcomeIsUnknown)
        }
    }

    @Test func aContentThatBreaksIsTransient() throws {
        let start = attributesOfAnObject.map { "\($0.0): \($0.1)\r\n" }.joined()
        let bytes = Array("HTTP/1.1 200 OK\r\n\(start)content-length: 100\r\n\r\nabc".utf8)
        for end in [Act.close, .reset] {
            try withBucket([[.send(bytes), end]]) { store, _ throws in
                let object = try store.get("a")
                let error = failure { while try object.content.next() != nil {} }
                #expect(error?.isTransient == true)
            }
        }
    }

    @Test func theClockIsSetByTheStoresDate() throws {
        let clock = ManualClock(try #require(Timestamp(rfc3339: "2026-11-28T10:00:00Z")))
        let date = ("date", "Sat, 28 Nov 2026 11:30:00 GMT")
        try withBucket(
            [
                [.answer(403, [date], "<Error><Code>RequestTimeTooSkewed</Code></Error>")],
                [.answer(200, [("etag", "\"t\"")], "")], [.answer(200, [("etag", "\"t\"")], "")],
                [.answer(403, [date], "<Error><Code>AccessDenied</Code></Error>")],
            ], clock: clock.wallClock
        ) { store, server throws in
            try store.put("a", .bytes([1]))
            #expect(store.clockOffset == .seconds(5400))
            try store.put("a", .bytes([1]))
            // A refusal under a right clock is one.
            #expect(failure { try store.put("a", .bytes([1])) }?.cause == .denied)
            #expect(
                server.requests.map { $0.headers["x-amz-date"] } == [
                    "20261128T100000Z", "20261128T113000Z", "20261128T113000Z",
                    "20261128T113000Z",
                ])
        }
    }

    @Test func credentialsThatExpireAreReplacedOnce() throws {
        let source = CountingCredentials()
        try withBucket(
            [
                [refusal(400, "ExpiredToken")], [.answer(200, [("etag", "\"t\"")], "")],
                [refusal(400, "ExpiredToken")], [refusal(400, "ExpiredToken")],
            ], credentials: source
        ) { store, server throws in
            try store.put("a", .bytes([1]))
            #expect(source.count.withLock { $0 } == 2)
            #expect(failure { try store.put("a", .bytes([1])) }?.cause == .expiredCredentials)
            #expect(server.requests.count == 4)
        }
        try withBucket([[refusal(400, "ExpiredToken")]]) { store, server throws in
            #expect(failure { try store.put("a", .bytes([1])) }?.cause == .expiredCredentials)
            #expect(server.requests.count == 1)
        }
    }

    /// Canaries are in no error and no description of anything that holds them.
    @Test func noErrorShowsASecret() throws {
        var texts = ["\(Canary.credentials)", "\(GivenCredentials(Canary.credentials))"]
        for index in Self.table.indices {
            let row = Self.table[index]
            try withBucket([[refusal(row.0, row.1)]]) { store, _ throws in
                let error = failure { try store.put("a", .bytes([1])) }
                texts += ["\(String(describing: error))", "\(store)", String(reflecting: error)]
            }
        }
        for text in texts {
            #expect(!text.contains(Canary.secret) && !text.contains(Canary.token))
        }
    }
}

/// New ones each time.
final class CountingCredentials: CredentialsSource {
    let count = Lock(0)

    func fetch() -> Credentials? {
        let number = count.withLock { count in
            count += 1
            return count
        }
        return Credentials(accessKeyID: "AKID\(number)", secret: "secret", token: nil)
    }
}
