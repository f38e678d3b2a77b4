import Complaints

/// The full text of complaints: kept by hand, since its content is a view
/// (https://sqlite.org/fts5.html section 4.4.3). Deleting needs the very words that were put in.
struct ComplaintText {
    let connection: Connection

    /// The columns, in order; `device` is brand, product and model.
    struct Words: Equatable {
        let number: FieldValue
        let sourceID: FieldValue
        let serial: FieldValue
        let customer: FieldValue
        let device: FieldValue
        let summary: FieldValue
        let description: FieldValue
        let investigationResults: FieldValue

        /// The words of a record whose columns are in the layout's order.
        init(number: String, columns: [FieldValue], layout: ComplaintLayout) {
            func column(_ name: FieldName) -> FieldValue {
                guard let slot = layout[name], case .column(let index) = slot.place else {
                    return .null
                }
                return columns[index]
            }
            self.number = .text(number)
            sourceID = column("source_id")
            serial = column("serial")
            customer = column("customer")
            device = Self.device([column("brand"), column("product"), column("model")])
            summary = column("summary")
            description = column("description")
            investigationResults = column("investigation_results")
        }

        /// As the view puts it together.
        private static func device(_ parts: [FieldValue]) -> FieldValue {
            let texts = parts.map { part in
                if case .text(let text) = part { text } else { "" }
            }
            return .text(texts.joined(separator: " "))
        }

        fileprivate func bind(to statement: inout Statement, from first: Int) {
            statement.bind(first, number)
            statement.bind(first + 1, sourceID)
            statement.bind(first + 2, serial)
            statement.bind(first + 3, customer)
            statement.bind(first + 4, device)
            statement.bind(first + 5, summary)
            statement.bind(first + 6, description)
            statement.bind(first + 7, investigationResults)
        }
    }

    /// What goes into the full text.
    enum Content {
        case words(Words)
        /// A new complaint's words, where they stand already.
        case draft(ComplaintDraft, number: String)
    }

    func insert(_ id: Int64, _ content: Content) throws(StorageFailure) {
        switch content {
        case .words(let words): try insert(id, words)
        case .draft(let draft, let number): try insert(id, draft, number)
        }
    }

    private func insert(
        _ id: Int64, _ draft: ComplaintDraft, _ number: String
    ) throws(StorageFailure) {
        var statement = try connection.statement(Self.insertSQL)
        statement.bind(1, id)
        statement.bind(2, number)
        let columns = draft.layout.textColumns
        try statement.run(lending: draft.bytes) { statement, bytes in
            for (place, column) in columns.enumerated() {
                guard let range = draft.text(ofColumn: column) else { continue }
                // Behind the rowid and the number; the device has its own place among them.
                statement.bind(place < 3 ? 3 + place : 4 + place, bytes, range)
            }
            statement.bind(6, bytes, draft.parts.device)
        }
    }

    private static let insertSQL: StaticString =
        """
        INSERT INTO complaint_text(rowid, number, source_id, serial, customer, device, summary,
        description, investigation_results) VALUES (?,?,?,?,?,?,?,?,?)
        """

    private func insert(_ id: Int64, _ words: Words) throws(StorageFailure) {
        var statement = try connection.statement(Self.insertSQL)
        statement.bind(1, id)
        words.bind(to: &statement, from: 2)
        try statement.run()
    }

    /// Replaces the words of a complaint; nothing to do when they are the same.
    func update(_ id: Int64, from old: Words, to new: Content) throws(StorageFailure) {
        if case .words(let words) = new, words == old { return }
        var statement = try connection.statement(
            """
            INSERT INTO complaint_text(complaint_text, rowid, number, source_id, serial, customer,
            device, summary, description, investigation_results)
            VALUES ('delete',?,?,?,?,?,?,?,?,?)
            """)
        statement.bind(1, id)
        old.bind(to: &statement, from: 2)
        try statement.run()
        try insert(id, new)
    }
}
