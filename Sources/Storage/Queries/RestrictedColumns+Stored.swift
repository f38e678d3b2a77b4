import Complaints
import JSON

extension RestrictedColumns {
    /// The columns of what that import brought; names alone decide where its mapping is not known.
    init(
        of importID: Int64?, _ catalogue: FieldCatalogue, on connection: Connection
    ) throws(StorageFailure) {
        guard let importID else {
            self.init(catalogue, mapped: [:])
            return
        }
        var statement = try connection.statement("SELECT mapping FROM import WHERE id=?")
        statement.bind(1, importID)
        guard try statement.step() else {
            self.init(catalogue, mapped: [:])
            return
        }
        do {
            self.init(catalogue, mapping: try JSONValue.parse(statement.bytes(0)))
        } catch {
            // Without its mapping, names alone decide.
            self.init(catalogue, mapped: [:])
        }
    }
}
