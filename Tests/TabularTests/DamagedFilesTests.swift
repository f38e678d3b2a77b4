import Tabular
import Testing

/// Files with random damage: each ends as rows or as an error, never as a crash, and reads the same
/// whatever the pieces it comes in.
@Suite struct DamagedFilesTests {
    static let samples: [(name: String, bytes: [UInt8])] = {
        var samples: [(String, [UInt8])] = [
            ("csv", Array("a,b,c\n1,\"x, \"\"y\"\"\r\nz\",é\n2,\"\",’\n\n3,4,5\n".utf8)),
            ("json", Array("[{\"a\":1,\"b\":{\"c\":[1,\"\\u00e9\"]}},{\"a\":null}]".utf8)),
            ("ndjson", Array("{\"a\":{\"$oid\":\"1\"}}\n{\"a\":{\"$date\":5}}\n".utf8)),
            ("openFDA", Array("{\"meta\":{\"x\":[]},\"results\":[{\"a\":[{\"b\":1}]}]}".utf8)),
        ]
        let rows =
            WorkbookTests.header + """
                <row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" s="0"><v>4.5</v></c></row>\
                <row r="3"><c r="A3" t="b"><v>1</v></c>\
                <c r="B3" t="str"><v>a&amp;_x0041_</v></c></row>
                """
        if let stored = try? workbook([("S", rows)], strings: "<si><t>é</t></si>") {
            samples.append(("xlsx", stored))
        }
        return samples
    }()

    @Test(arguments: samples)
    func damageEndsAsRowsOrAsAnError(_ name: String, _ bytes: [UInt8]) throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SplitMix(state: seed)
        let marks = Array("\",\n\r\0<>&/=[]{}:;|\\\u{E9}'_x".utf8) + [0xFF, 0xFE, 0x80]
        for round in 0..<300 {
            var damaged = bytes
            for _ in 0...Int.random(in: 0..<4, using: &random) {
                let place = Int.random(in: 0..<damaged.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: damaged[place] = marks.randomElement(using: &random) ?? 0
                case 1: damaged.insert(marks.randomElement(using: &random) ?? 0, at: place)
                default: damaged.remove(at: place)
                }
            }
            let whole = outcome(MemorySource(damaged))
            let drip = outcome(DripSource(bytes: damaged, piece: 1 + round % 5))
            #expect(whole == drip, "seed \(seed), round \(round)")
        }
    }

    private func outcome(_ source: any ByteSource) -> Result<ReadTable, TableError> {
        do {
            return .success(try readTable(source))
        } catch let error as TableError {
            return .failure(error)
        } catch {
            Issue.record(error)
            return .failure(.empty)
        }
    }
}

/// A small generator that repeats from its seed.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }
}
