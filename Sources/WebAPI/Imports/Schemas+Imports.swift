/// The schemas of imports, mappings, demo data and jobs.
extension Schemas {
    static let imports: [(name: String, schema: Schema)] = []
}
