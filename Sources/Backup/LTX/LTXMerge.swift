/// The pages of a file, in order.
public protocol LTXPageSource: AnyObject {
    associatedtype Failure: Error

    /// The next page; nil after the last.
    func next() throws(Failure) -> LTXPage?
}

/// Makes one file of several that follow one another: of each page the newest, none beyond the last
/// one's commit. Pages are pulled, one of each input at a time.
public struct LTXMerge {
    /// The header of the merged file.
    public let header: LTXHeader

    /// - Throws: `notContiguous` or `pageSizeChanged` when the inputs, oldest first, are not such.
    public init(_ inputs: [LTXHeader]) throws(LTXError) {
        guard let first = inputs.first, let last = inputs.last else { throw .truncated(.header) }
        for (before, next) in zip(inputs, inputs.dropFirst()) {
            guard next.pageSize == before.pageSize else { throw .pageSizeChanged }
            guard next.transactions.first <= before.transactions.last + 1,
                next.transactions.last > before.transactions.last
            else {
                throw .notContiguous(
                    after: before.transactions.last, next: next.transactions.first)
            }
        }
        guard let range = TransactionRange(first.transactions.first, last.transactions.last) else {
            throw .invalidTransactions
        }
        header = LTXHeader(
            pageSize: last.pageSize, commit: last.commit, transactions: range,
            milliseconds: last.milliseconds)
    }

    /// Hands out the merged pages in order. `sources` are in the order of the headers.
    public func run<Source: LTXPageSource>(
        _ sources: [Source], _ receive: (LTXPage) throws(Source.Failure) -> Void
    ) throws(Source.Failure) {
        var heads: [LTXPage?] = []
        for source in sources { heads.append(try source.next()) }
        while let number = heads.compactMap({ $0?.number }).min() {
            var newest: LTXPage?
            for index in heads.indices where heads[index]?.number == number {
                newest = heads[index]
                heads[index] = try sources[index].next()
            }
            if let newest, number <= header.commit { try receive(newest) }
        }
    }
}
