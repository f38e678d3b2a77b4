/// What the Connection field of an answer says.
public enum ConnectionOption: Sendable, Equatable {
    /// HTTP/1.1's default: the connection stays; no field is sent.
    case stays
    /// The same for a 1.0 client, who has to be told.
    case keepAlive
    case close
}

/// Writes response heads and chunk framing (RFC 9112 sections 4, 6 and 7.1).
public enum ResponseEncoder {
    /// "HTTP/1.1 100 Continue", alone.
    public static let continueLine = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)

    /// The chunk that ends chunked content.
    public static let lastChunk = Array("0\r\n\r\n".utf8)

    /// Appends status line, Date, X-Request-Id, fields, framing and Connection, and the empty line.
    ///
    /// `date` is an IMF-fixdate.
    public static func appendHead(
        _ response: Response, framing: ResponseFraming, connection: ConnectionOption,
        date: [UInt8], id: RequestID?, to output: inout [UInt8]
    ) {
        appendStatusLine(response.status, to: &output)
        appendMoment(date: date, id: id, to: &output)
        appendRest(response, framing: framing, connection: connection, to: &output)
    }

    /// Appends the status line without its CRLF: the first part of a head.
    public static func appendStatusLine(_ status: Status, to output: inout [UInt8]) {
        output.append(contentsOf: "HTTP/1.1 ".utf8)
        append(decimal: Int64(status.code), to: &output)
        output.append(0x20)
        output.append(contentsOf: status.reason.utf8)
    }

    /// Appends Date and X-Request-Id: the second part of a head, never twice the same.
    public static func appendMoment(date: [UInt8], id: RequestID?, to output: inout [UInt8]) {
        output.append(contentsOf: "\r\ndate: ".utf8)
        output.append(contentsOf: date)
        guard let id else { return }
        output.append(contentsOf: "\r\nx-request-id: ".utf8)
        id.append(to: &output)
    }

    /// Appends fields, framing and Connection, and the empty line: the last part of a head.
    ///
    /// Framing fields are the server's own: those an application set are left out.
    public static func appendRest(
        _ response: Response, framing: ResponseFraming, connection: ConnectionOption,
        to output: inout [UInt8]
    ) {
        for field in response.headers.fields where !isOwnedByServer(field.name) {
            output.append(contentsOf: "\r\n".utf8)
            output.append(contentsOf: field.name.utf8)
            output.append(contentsOf: ": ".utf8)
            output.append(contentsOf: field.value.utf8)
        }
        appendFraming(framing, to: &output)
        switch connection {
        case .stays: break
        case .keepAlive: output.append(contentsOf: "\r\nconnection: keep-alive".utf8)
        case .close: output.append(contentsOf: "\r\nconnection: close".utf8)
        }
        output.append(contentsOf: "\r\n\r\n".utf8)
    }

    /// Appends one chunk; an empty one, which would end the content, is left out.
    public static func appendChunk(_ data: [UInt8], to output: inout [UInt8]) {
        if data.isEmpty { return }
        output.append(contentsOf: String(data.count, radix: 16).utf8)
        output.append(contentsOf: "\r\n".utf8)
        output.append(contentsOf: data)
        output.append(contentsOf: "\r\n".utf8)
    }

    private static func appendFraming(_ framing: ResponseFraming, to output: inout [UInt8]) {
        switch framing {
        case .bodiless, .untilClose: break
        case .length(let length):
            output.append(contentsOf: "\r\ncontent-length: ".utf8)
            append(decimal: length, to: &output)
        case .chunked: output.append(contentsOf: "\r\ntransfer-encoding: chunked".utf8)
        }
    }

    private static func isOwnedByServer(_ name: String) -> Bool {
        switch name.utf8.count {
        case 4: name == "date"
        case 7: name == "trailer" || name == "upgrade"
        case 10: name == "connection" || name == "keep-alive"
        case 12: name == "x-request-id"
        case 14: name == "content-length"
        case 17: name == "transfer-encoding"
        default: false
        }
    }

    private static func append(decimal value: Int64, to output: inout [UInt8]) {
        var divisor: Int64 = 1
        while value / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            output.append(UInt8(truncatingIfNeeded: 0x30 + value / divisor % 10))
            divisor /= 10
        }
    }
}
