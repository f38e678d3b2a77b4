import Testing

@testable import IBToolApp

@Suite("The words of a command line")
struct ArgumentsTests {
    private let options = [
        Option("data", "DIR", help: ""), Option("json", help: ""),
        Option("scope", "SCOPE", help: "", isRepeatable: true),
    ]

    @Test("Values stand apart or behind an equals sign")
    func values() throws {
        for words in [["--data", "d", "f"], ["--data=d", "f"], ["f", "--data", "d"]] {
            let arguments = try Arguments(words, knowing: options)
            #expect(arguments["data"] == "d")
            #expect(arguments.operands == ["f"])
        }
    }

    @Test("After two dashes everything is an operand")
    func operands() throws {
        let arguments = try Arguments(["--json", "--", "--data", "-"], knowing: options)
        #expect(arguments.has("json"))
        #expect(arguments.operands == ["--data", "-"])
    }

    @Test("A repeatable option keeps every value in order")
    func repeated() throws {
        let arguments = try Arguments(["--scope", "a", "--scope=b"], knowing: options)
        #expect(arguments.all("scope") == ["a", "b"])
    }

    @Test(
        "What is not understood is refused as wrong usage",
        arguments: [
            ["--nothing"], ["--data"], ["--json=1"], ["-x"], ["--data", "a", "--data", "b"],
        ])
    func refused(words: [String]) {
        #expect { try Arguments(words, knowing: options) } throws: { error in
            (error as? CommandFailure)?.exitCode == 2
        }
    }
}
