import JSON
import Testing

@Suite struct JSONElementReaderTests {
    static let tables: [(JSONElementReader.Shape, String, [String])] = [
        (.array, "[]", []),
        (.array, " [ ] \n", []),
        (
            .array, #"[1, "a]\"b" ,{"x":[1,2]},[ ] , null]"#,
            ["1", #""a]\"b""#, #"{"x":[1,2]}"#, "[ ]", "null"]
        ),
        (.lines, "", []),
        (.lines, "{\"a\":1}\r\n\n  {\"b\":2} \n3", [#"{"a":1}"#, #"{"b":2}"#, "3"]),
        (.lines, "{\"a\":\n{\"b\":2}\n", [#"{"a":"#, #"{"b":2}"#]),
        (
            .sequence, "{\n\"a\":1}\n{ }{\"b\":\"}\"} 4 5",
            ["{\n\"a\":1}", "{ }", #"{"b":"}"}"#, "4", "5"]
        ),
        (
            .member("results"), #"{"meta":{"results":[7]},"n":1,"results":[{"a":1}, 2],"z":"]"}"#,
            [#"{"a":1}"#, "2"]
        ),
        (.member("results"), #"{"results":[]}"#, []),
    ]

    @Test(arguments: tables)
    func elementsComeOutTheSameAtEverySplit(
        _ shape: JSONElementReader.Shape, _ text: String, _ expected: [String]
    ) throws {
        let bytes = Array(text.utf8)
        #expect(try elements(shape, [bytes]) == expected)
        #expect(try elements(shape, bytes.map { [$0] }) == expected)
        for cut in 0...bytes.count {
            #expect(try elements(shape, [Array(bytes[..<cut]), Array(bytes[cut...])]) == expected)
        }
    }

    static let broken: [(JSONElementReader.Shape, String, JSONError)] = [
        (.array, "", .unexpectedEnd(offset: 0)),
        (.array, "[1", .unexpectedEnd(offset: 2)),
        (.array, "[1,]", .unexpectedByte(0x5D, offset: 3)),
        (.array, "[,1]", .unexpectedByte(0x2C, offset: 1)),
        (.array, "[1 2]", .unexpectedByte(0x32, offset: 3)),
        (.array, "[1] 2", .trailingBytes(offset: 4)),
        (.array, "{}", .unexpectedByte(0x7B, offset: 0)),
        (.member("results"), "{}", .unexpectedByte(0x7D, offset: 1)),
        (.member("results"), #"{"results":{}}"#, .unexpectedByte(0x7B, offset: 11)),
        (.member("results"), #"{"results":[]"#, .unexpectedEnd(offset: 13)),
        (.sequence, "{} , {}", .unexpectedByte(0x2C, offset: 3)),
    ]

    @Test(arguments: broken)
    func aBrokenFrameIsRefusedWithItsPlace(
        _ shape: JSONElementReader.Shape, _ text: String, _ error: JSONError
    ) {
        #expect(throws: error) { try elements(shape, [Array(text.utf8)]) }
        #expect(throws: error) { try elements(shape, text.utf8.map { [$0] }) }
    }

    @Test func anElementMayBeAsLongAsTheBoundAndNoLonger() throws {
        #expect(try elements(.array, [Array("[12345]".utf8)], max: 5) == ["12345"])
        #expect(throws: JSONError.tooManyBytes(max: 5, offset: 1)) {
            try elements(.array, [Array("[123456]".utf8)], max: 5)
        }
    }

    @Test func elementsKnowTheirLines() throws {
        var reader = JSONElementReader(.array)
        reader.feed(Array("[\n{\n},\n2]".utf8))
        reader.finish()
        #expect(try reader.next()?.line == 2)
        let second = try reader.next()
        #expect(second?.line == 4)
        #expect(second?.ordinal == 2)
    }

    private func elements(
        _ shape: JSONElementReader.Shape, _ chunks: [[UInt8]], max: Int = 1 << 20
    ) throws -> [String] {
        var reader = JSONElementReader(shape, elementBytesMax: max)
        var result: [String] = []
        for chunk in chunks {
            reader.feed(chunk)
            while let element = try reader.next() {
                result.append(String(decoding: element.bytes, as: UTF8.self))
            }
        }
        reader.finish()
        while let element = try reader.next() {
            result.append(String(decoding: element.bytes, as: UTF8.self))
        }
        return result
    }
}
