/// The rows of imports, saved mappings, demo data and jobs.
extension Routes {
    static let imports: [Route] = []
}
