import HTTP

/// What a request head amounts to, in the fewest words.
public enum Verdict: Equatable {
    case incomplete
    case accepted(
        method: String, path: String, query: String, fields: [String], host: String,
        framing: String, minor: Int)
    case refused(Int)
}

/// The same grammar written a second time, slowly: on strings of one-byte characters, line by line,
/// with nothing remembered. What it says and what the parser says must agree.
public struct SlowReader {
    let bytes: [UInt8]

    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    public func verdict() -> Verdict {
        var lines: [[UInt8]] = []
        var position = 0
        while true {
            switch line(from: position, index: lines.count, fieldsStart: fieldsStart(lines)) {
            case .failure(let status): return .refused(status.code)
            case .success(nil): return .incomplete
            case .success(.some(let end)):
                let line = Array(bytes[position..<end])
                position = end + 2
                if let failure = check(line, index: lines.count) { return .refused(failure) }
                lines.append(line)
                if line.isEmpty { return judge(lines) }
            }
        }
    }

    private struct Code: Error { let code: Int }

    private func fieldsStart(_ lines: [[UInt8]]) -> Int {
        lines.isEmpty ? 0 : lines[0].count + 2
    }

    private func line(
        from start: Int, index: Int, fieldsStart: Int
    ) -> Result<Int?, Code> {
        for place in start..<max(start, bytes.count) {
            let byte = bytes[place]
            if byte == 13 {
                if place + 1 == bytes.count { return .success(nil) }
                return bytes[place + 1] == 10 ? .success(place) : .failure(Code(code: 400))
            }
            if place - start >= 8192 { return .failure(Code(code: index == 0 ? 414 : 431)) }
            if index > 0, place - fieldsStart >= 16_384 { return .failure(Code(code: 431)) }
            if (byte < 32 && byte != 9) || byte == 127 { return .failure(Code(code: 400)) }
        }
        return .success(nil)
    }

    private func check(_ line: [UInt8], index: Int) -> Int? {
        if index == 0 { return requestLine(line).failure }
        if line.isEmpty { return nil }
        if index > 100 { return 431 }
        guard let colon = line.firstIndex(of: 58), colon > 0 else { return 400 }
        return line[..<colon].allSatisfy(isToken) ? nil : 400
    }

    private func isToken(_ byte: UInt8) -> Bool {
        let letters =
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-.^_`|~"
        return letters.utf8.contains(byte)
    }

    private func requestLine(
        _ line: [UInt8]
    ) -> (failure: Int?, method: String, target: [UInt8], minor: Int) {
        let parts = line.split(separator: 32, omittingEmptySubsequences: false).map(Array.init)
        let bad = (failure: Optional(400), method: "", target: [UInt8](), minor: 0)
        guard parts.count == 3, !parts[0].isEmpty, !parts[1].isEmpty,
            parts[0].allSatisfy(isToken)
        else { return bad }
        let version = parts[2]
        guard version.count == 8, version[..<5].elementsEqual("HTTP/".utf8), version[6] == 46,
            (49...57).contains(version[5]), (48...57).contains(version[7])
        else { return bad }
        if version[5] != 49 { return (505, "", [], 0) }
        let method = String(decoding: parts[0], as: UTF8.self)
        if method == "CONNECT" || method == "TRACE" { return (405, "", [], 0) }
        guard Method(rawValue: method) != nil else { return (501, "", [], 0) }
        guard target(parts[1], method) != nil else { return bad }
        return (nil, method, parts[1], version[7] == 48 ? 0 : 1)
    }

    private func target(
        _ raw: [UInt8], _ method: String
    ) -> (path: String, query: String, host: String?)? {
        let text = String(decoding: raw, as: UTF8.self)
        if text == "*" { return method == "OPTIONS" ? ("*", "", nil) : nil }
        var rest = text[...]
        var host: String?
        if !rest.hasPrefix("/") {
            let lower = text.asciiLowercased
            guard let scheme = ["http://", "https://"].first(where: lower.hasPrefix) else {
                return nil
            }
            rest = rest.dropFirst(scheme.count)
            let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
            guard let name = hostName(String(rest[..<end])) else { return nil }
            host = name
            rest = rest[end...]
            if !rest.hasPrefix("/") { rest = "/" + rest }
        }
        let mark = rest.firstIndex(of: "?") ?? rest.endIndex
        let (path, query) = (String(rest[..<mark]), String(rest[mark...].dropFirst()))
        guard path.utf8.allSatisfy({ !"\"#<>\\^`{}".utf8.contains($0) && $0 > 32 && $0 < 127 }),
            query.utf8.allSatisfy({ !"\"#<>".utf8.contains($0) && $0 > 32 && $0 < 127 })
        else { return nil }
        let segments = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        guard segments.count <= 64 else { return nil }
        for segment in segments {
            guard let name = decoded(Array(segment.utf8)), name != ".", name != "..",
                !name.utf8.contains(where: { $0 < 32 || $0 == 47 || $0 == 92 || $0 == 127 })
            else { return nil }
        }
        let items = query.split(separator: "&")
        guard items.count <= 1000 else { return nil }
        for item in items {
            for part in item.split(separator: "=", maxSplits: 1)
            where decoded(Array(part.utf8)) == nil {
                return nil
            }
        }
        return (path, query, host)
    }

    private func decoded(_ raw: [UInt8]) -> String? {
        var bytes: [UInt8] = []
        var rest = raw[...]
        while let byte = rest.popFirst() {
            if byte != 37 {
                bytes.append(byte)
                continue
            }
            guard rest.count >= 2,
                rest.prefix(2).allSatisfy({
                    "0123456789abcdefABCDEF".utf8.contains($0)
                }), let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16),
                value != 0
            else { return nil }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private func hostName(_ text: String) -> String? {
        var name = text
        if let colon = text.lastIndex(of: ":"), !text.hasSuffix("]") {
            let port = text[text.index(after: colon)...]
            guard port.utf8.count <= 5, port.utf8.allSatisfy({ (48...57).contains($0) }),
                port.isEmpty || Int(port)! <= 65_535
            else { return nil }
            name = String(text[..<colon])
        }
        guard !name.isEmpty, name.utf8.count <= 255 else { return nil }
        if name.hasPrefix("[") {
            guard name.hasSuffix("]"), name.utf8.count >= 4 else { return nil }
            let inner = name.dropFirst().dropLast()
            let isFine = inner.utf8.allSatisfy { "0123456789abcdefABCDEF:.".utf8.contains($0) }
            return isFine ? name.asciiLowercased : nil
        }
        let letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._"
        return name.utf8.allSatisfy({ letters.utf8.contains($0) }) ? name.asciiLowercased : nil
    }

    private func judge(_ lines: [[UInt8]]) -> Verdict {
        let first = requestLine(lines[0])
        var fields: [(name: String, value: String)] = []
        for line in lines.dropFirst().dropLast() {
            let colon = line.firstIndex(of: 58) ?? 0
            var value = line[(colon + 1)...]
            while value.first == 32 || value.first == 9 { value = value.dropFirst() }
            while value.last == 32 || value.last == 9 { value = value.dropLast() }
            let name = String(decoding: line[..<colon], as: UTF8.self).asciiLowercased
            fields.append((name, String(decoding: value, as: UTF8.self)))
        }
        let values = { (name: String) in fields.filter { $0.name == name }.map(\.value) }
        guard values("host").count == 1, let host = hostName(values("host")[0]),
            let target = target(first.target, first.method)
        else { return .refused(400) }
        let (lengths, codings) = (values("content-length"), values("transfer-encoding"))
        var framing = "none"
        if !codings.isEmpty {
            if lengths.count > 1 || !lengths.isEmpty || codings.count > 1 || first.minor == 0 {
                return .refused(400)
            }
            let names = codings[0].utf8.split(separator: 44, omittingEmptySubsequences: false).map {
                String(Substring($0)).trimmed.asciiLowercased
            }
            if names != ["chunked"] {
                let isList = names.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy(isToken) }
                return .refused(isList && !names.dropLast().contains("chunked") ? 501 : 400)
            }
            framing = "chunked"
        } else if !lengths.isEmpty {
            guard lengths.count == 1, (1...15).contains(lengths[0].utf8.count),
                lengths[0].utf8.allSatisfy({ (48...57).contains($0) })
            else { return .refused(400) }
            framing = "\(Int(lengths[0])!)"
        }
        if values("expect").contains(where: { $0.asciiLowercased != "100-continue" }) {
            return .refused(417)
        }
        return .accepted(
            method: first.method, path: target.path, query: target.query,
            fields: fields.map { "\($0.name)=\($0.value)" }, host: target.host ?? host,
            framing: framing, minor: first.minor)
    }
}

extension String {
    fileprivate var trimmed: String {
        var rest = Array(utf8)[...]
        while rest.first == 32 || rest.first == 9 { rest = rest.dropFirst() }
        while rest.last == 32 || rest.last == 9 { rest = rest.dropLast() }
        return String(decoding: rest, as: UTF8.self)
    }

    fileprivate var asciiLowercased: String {
        String(decoding: utf8.map { (65...90).contains($0) ? $0 + 32 : $0 }, as: UTF8.self)
    }
}
