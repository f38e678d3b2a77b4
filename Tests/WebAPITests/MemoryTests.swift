import Testing

@testable import WebAPI

@Suite struct MemoryTests {
    @Test func `Every bounded part of the application names its budget and what it uses`() throws {
        let instance = try TestInstance()
        let heard = instance.send(.get("/metrics").local())
        let lines = heard.text.split(separator: "\n")
        func value(_ family: String, _ part: String) -> Double? {
            let start = "ibtool_memory_\(family)_bytes{part=\"\(part)\"} "
            return lines.first { $0.hasPrefix(start) }.flatMap { Double($0.dropFirst(start.count)) }
        }
        for part in [
            "cached_answers", "database_pages", "waiting_writes", "pending_words", "credentials",
            "passwords",
        ] {
            #expect((value("budget", part) ?? 0) > 0, "\(part)")
        }
        #expect(value("budget", "cached_answers") == Double(64 << 20))
        for part in ["cached_answers", "credentials", "grid_columns"] {
            #expect(value("used", part) != nil, "\(part)")
        }
    }
}
