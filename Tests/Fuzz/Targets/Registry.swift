extension FuzzTarget {
    /// Every target: name, longest input, entry point. Its seeds are in Tests/Fuzz/Corpus/NAME.
    public static let all: [FuzzTarget] = [
        FuzzTarget("request-head", bytesMax: 4_000, run: requestHead),
        FuzzTarget("response-head", bytesMax: 4_000, run: responseHead),
        FuzzTarget("response-splitting", run: responseSplitting),
        FuzzTarget("chunks", bytesMax: 6_000, run: chunks),
        FuzzTarget("multipart", run: multipart),
        FuzzTarget("query-and-form", run: queryAndForm),
        FuzzTarget("cookies", run: cookies),
        FuzzTarget("conditional-fields", run: conditionalFields),
        FuzzTarget("forwarded", run: forwarded),
        FuzzTarget("proxy-header", bytesMax: 4_200, run: proxyHeader),
        FuzzTarget("json", bytesMax: 4_000, run: json),
        FuzzTarget("json-elements", bytesMax: 4_000, run: jsonElements),
        FuzzTarget("table", bytesMax: 4_000, run: table),
        FuzzTarget("delimited", bytesMax: 4_000, run: delimited),
        FuzzTarget("extended-json", bytesMax: 4_000, run: extendedJSON),
        FuzzTarget("zip", bytesMax: 8_000, run: zip),
        FuzzTarget("workbook-parts", bytesMax: 8_000, run: workbookParts),
        FuzzTarget("inflate", bytesMax: 4_000, run: inflate),
        FuzzTarget("filter", bytesMax: 4_000, run: filter),
        FuzzTarget("list-parameters", run: listParameters),
        FuzzTarget("search-text", run: searchText),
        FuzzTarget("mentions", run: mentions),
        FuzzTarget("rule-set", bytesMax: 4_000, run: ruleSet),
        FuzzTarget("zone-file", bytesMax: 4_000, run: zoneFile),
        FuzzTarget("import-mapping", bytesMax: 4_000, run: importMapping),
        FuzzTarget("import-cells", bytesMax: 4_000, run: importCells),
        FuzzTarget("page-cursor", run: pageCursor),
        FuzzTarget("change-body", bytesMax: 4_000, run: changeBody),
        FuzzTarget("anchor-line", bytesMax: 600, run: anchorLine),
        FuzzTarget("media-sniffer", bytesMax: 4_200, run: mediaSniffer),
        FuzzTarget("file-name", run: fileName),
        FuzzTarget("sealed-chunks", bytesMax: 4_000, run: sealedChunks),
        FuzzTarget("ltx", bytesMax: 4_000, run: ltx),
        FuzzTarget("lz4", bytesMax: 4_000, run: lz4),
        FuzzTarget("store-xml", bytesMax: 4_000, run: storeXML),
        FuzzTarget("sealed-objects", bytesMax: 4_000, run: sealedObjects),
        FuzzTarget("canary-property", bytesMax: 64, isCanary: true, run: canaryProperty),
        FuzzTarget("canary-memory", bytesMax: 64, isCanary: true, run: canaryMemory),
    ]
}

/// Breaks its property for one word, which a fuzzer that sees coverage finds byte by byte.
private func canaryProperty(_ bytes: [UInt8]) throws {
    try hold(!isWord(bytes), "the canary is dead, as it should be")
}

/// Writes behind its memory for the same word, which a sanitizer that is awake sees.
private func canaryMemory(_ bytes: [UInt8]) throws {
    guard isWord(bytes) else { return }
    let room = UnsafeMutablePointer<UInt8>.allocate(capacity: bytes.count)
    for index in 0...bytes.count { room[index] = UInt8(truncatingIfNeeded: index) }
    try hold(room[bytes.count - 1] > 0, "the memory holds what was written")
    room.deallocate()
}

private func isWord(_ bytes: [UInt8]) -> Bool {
    guard bytes.count >= 4, bytes[0] == 0x62 else { return false }
    guard bytes[1] == 0x69 else { return false }
    guard bytes[2] == 0x72 else { return false }
    return bytes[3] == 0x64
}
