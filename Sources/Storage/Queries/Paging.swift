/// Where a page begins and how long it is.
struct Paging {
    /// Stands for the query in cursors.
    let digest: Int64
    let limit: Int
    /// Position of the first record; of the one behind the last for a page that is read backward.
    var offset = 0
    var cursor: PageCursor?

    init(digest: Int64, limit: Int) {
        self.digest = digest
        self.limit = limit
    }

    /// Goes on from a cursor.
    mutating func take(_ cursor: PageCursor) {
        self.cursor = cursor
        offset = cursor.offset
    }

    /// Whether the page lies before its cursor.
    var isBackward: Bool { cursor?.isBackward ?? false }

    /// The position of the first record of a page that is known by position only.
    var firstPosition: Int { isBackward ? max(0, offset - limit) : offset }

    /// How many records a page known by position holds at most: what lies before a backward cursor.
    var countMax: Int { isBackward ? min(limit, offset) : limit }

    /// The cursors at the ends of a page of that many records that begins at a position; `first` and
    /// `last` are what is known of its records.
    func ends(
        offset first: Int, count: Int, hasMore: Bool, hasFewer: Bool,
        _ key: (_ isFirst: Bool) -> (id: Int64, values: [SQLValue])
    ) -> PageEnds {
        var ends = PageEnds(offset: first)
        if hasMore, count > 0 {
            let (id, values) = key(false)
            ends.next = PageCursor(
                digest: digest, offset: first + count, id: id, values: values)
        }
        if hasFewer, count > 0 {
            let (id, values) = key(true)
            ends.previous = PageCursor(
                digest: digest, offset: first, id: id, values: values, isBackward: true)
        }
        return ends
    }
}

/// What a page says of its place in the list.
struct PageEnds {
    /// The position of its first record.
    var offset: Int
    /// Where the page behind it begins; nil at the end.
    var next: PageCursor?
    /// Where the page before it ends; nil at the beginning.
    var previous: PageCursor?
}
