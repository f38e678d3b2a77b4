import HTTP

/// Elements are the same in one field and in one a line, and an address is not one and another.
func forwarded(_ bytes: [UInt8]) throws {
    let value = String(decoding: bytes, as: UTF8.self)
    let elements = ForwardedElement.all([value])
    try hold(ForwardedElement.all([value, ""]) == elements, "an empty field matters")
    guard let elements else {
        try hold(ForwardedElement.all(["for=192.0.2.1", value]) == nil, "refused, then taken")
        return
    }
    try hold(elements.count <= ForwardedElement.elementsMax, "too many")
    for element in elements {
        for node in [element.sender, element.receiver] {
            guard case .address(let address)? = node?.name else { continue }
            try hold(address.count == 4 || address.count == 16, "\(address)")
        }
    }
    // What a proxy of ours adds is the last element, whatever stands before it.
    guard elements.count < ForwardedElement.elementsMax else { return }
    let own = "for=\"[2001:db8::1]:4711\";proto=https"
    let more = ForwardedElement.all([value + ", " + own])
    try hold(more == ForwardedElement.all([value, own]), "one field is not two")
    try hold(more?.dropLast() == elements[...], "what was there before changes")
    try hold(more?.last == ForwardedElement.all([own])?.first, "ours is another")
}

/// A header ends at one place, no part of it is one, and what is refused stays refused.
func proxyHeader(_ bytes: [UInt8]) throws {
    let whole = ProxyHeader.read(bytes.span)
    var before = ProxyHeader.Reading.needMore
    for end in 0...bytes.count {
        let part = ProxyHeader.read(bytes.span.extracting(0..<end))
        if before == .needMore {
            before = part
        } else if case .refused = before {
            guard case .refused = part else { throw Broken("refused, then \(part)") }
        } else {
            try hold(part == before, "\(before), then \(part)")
        }
    }
    guard case .header(let header, let length) = whole else { return }
    try hold((13...ProxyHeader.bytesMax).contains(length) && length <= bytes.count, "\(length)")
    guard case .address(let address, _) = header.origin else { return }
    try hold(address.count == 4 || address.count == 16, "\(address)")
}
