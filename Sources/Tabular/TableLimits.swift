/// What a table may be at most. Each bound is inclusive: that many are accepted, one more is not.
public struct TableLimits: Sendable, Equatable {
    /// Bytes of the file, and of the text that a gzip file unpacks to.
    public var bytesMax: Int64 = 2 << 30
    /// Rows below the header.
    public var rowsMax: Int64 = 5_000_000
    /// Columns of a row.
    public var columnsMax = 1_000
    /// Bytes of a cell in UTF-8.
    public var cellBytesMax = 1 << 20
    /// Bytes of a whole row, or of one JSON record.
    public var rowBytesMax = 8 << 20
    /// Bytes that all parts of a workbook unpack to.
    public var inflatedBytesMax: Int64 = 2 << 30
    /// How many bytes a workbook may unpack to for each of its own; real ones stay below thirty.
    public var inflationMax: Int64 = 100
    /// What any workbook may unpack to, however small it is.
    public var inflatedBytesFree: Int64 = 64 << 20
    /// Files inside a workbook.
    public var entriesMax = 10_000
    /// Shared strings of a workbook.
    public var sharedStringsMax = 4_000_000
    /// Bytes of shared strings held in memory; what is beyond goes to a temporary file.
    public var sharedStringsMemoryMax = 32 << 20

    /// The house's limits.
    public init() {}
}
