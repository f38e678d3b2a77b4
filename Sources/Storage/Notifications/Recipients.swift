import Complaints
import Rules

/// Who is told of a clock's warning points.
///
/// The owner at each; the lead of the file's team from 75 % on, and at each where nobody owns the file;
/// those of a role from the percentage on that the rule says. Only who may see the file.
struct Recipients {
    /// From which percentage on a team's lead is told besides the owner.
    static let leadPercent = 75

    private let accounts: [Account]
    /// By the name of the team.
    private let leads: [String: String]

    /// With the accounts and teams there are now.
    init(_ connection: Connection) throws(StorageFailure) {
        var statement = try connection.statement(made: AccountTable.selectSQL)
        var accounts: [Account] = []
        while try statement.step() {
            if let account = AccountTable.read(statement), account.isActive {
                accounts.append(account)
            }
        }
        self.accounts = accounts
        var leads: [String: String] = [:]
        for team in try TeamTable(connection: connection).all() { leads[team.name] = team.lead }
        self.leads = leads
    }

    /// The accounts that a warning is for.
    ///
    /// - Parameter before: the highest point of which somebody was told; 0 for none. Roles that came in
    ///   at or below it have been told.
    func accounts(
        of warning: ClockWarning, after before: Int, owner: String?, team: String?, site: Int64?
    ) -> [Account] {
        var names: Set<String> = []
        if let owner { names.insert(owner) }
        let isForLead = owner == nil || warning.percent >= Self.leadPercent
        if isForLead, let lead = team.flatMap({ leads[$0] }) { names.insert(lead) }
        let roles = warning.escalation.filter {
            $0.percent <= warning.percent && $0.percent > before
        }.map(\.role)
        return accounts.filter { account in
            (names.contains(account.name) || roles.contains(account.role))
                && account.visibility(with: account.permissions(within: nil)).sees(site: site)
        }
    }
}
