import Complaints
import Rules

/// Who is told of a clock's warning points.
///
/// The owner at each; the lead of the file's team from 75 % on, and at each where nobody owns the file;
/// those of a role from the percentage on that the rule says. Only who may see the file.
struct Recipients {
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
        let names = Responsibility(owner: owner, team: team)
            .names(lead: team.flatMap { leads[$0] }, at: warning.percent)
        let roles = warning.escalation.filter {
            $0.percent <= warning.percent && $0.percent > before
        }.map(\.role)
        return accounts.filter { account in
            (names.contains(account.name) || roles.contains(account.role))
                && account.seesFiles(at: site)
        }
    }
}

/// Whose hands a file is in.
struct Responsibility: Equatable {
    /// From which percentage on a team's lead is told besides the owner.
    static let leadPercent = 75

    let owner: String?
    let team: String?

    /// Who of them is told of a clock's point, given the lead of the team.
    func names(lead: String?, at percent: Int) -> Set<String> {
        var names: Set<String> = []
        if let owner { names.insert(owner) }
        if owner == nil || percent >= Self.leadPercent, let lead { names.insert(lead) }
        return names
    }
}

extension Account {
    /// Whether they may see files of that site, nil for files of none.
    func seesFiles(at site: Int64?) -> Bool {
        visibility(with: permissions(within: nil)).sees(site: site)
    }
}
