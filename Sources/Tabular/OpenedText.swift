/// A text file of any encoding, packed or not, as a stream of UTF-8.
struct OpenedText {
    /// The bytes of the file as they lie on disk; its position tells the progress.
    let source: SourceStream
    let total: Int64
    /// The text in UTF-8.
    let text: any ByteStream

    init(
        _ source: any ByteSource, isGzipped: Bool, encoding: TextEncoding, limits: TableLimits
    ) throws(TableError) {
        let opened = try OpenedText.bytes(source, isGzipped: isGzipped, limits: limits)
        self.source = opened.source
        total = source.length
        text = TextStream(opened.bytes, encoding: encoding)
    }

    /// The bytes of the text in its own encoding.
    static func bytes(
        _ source: any ByteSource, isGzipped: Bool, limits: TableLimits
    ) throws(TableError) -> (source: SourceStream, bytes: any ByteStream) {
        guard source.length <= limits.bytesMax else { throw .tooManyBytes(max: limits.bytesMax) }
        let stream = SourceStream(source, range: 0..<source.length)
        guard isGzipped else { return (stream, stream) }
        return (stream, try GunzipStream(stream, bytesMax: limits.bytesMax))
    }
}
