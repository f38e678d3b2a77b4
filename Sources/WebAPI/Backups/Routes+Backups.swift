internal import Complaints
internal import HTTP

/// The rows of backups.
extension Routes {
    static let backups: [Route] = [
        Route(.get, "/api/v1/backup", .permission(.backup), .loop, ReadBackup.self),
        Route(
            .get, "/api/v1/backup/timeline", .permission(.backup), .worker,
            ReadBackupTimeline.self),
        Route(
            .post, "/api/v1/backup/snapshots", .permission(.backup), .loop,
            StartBackupSnapshots.self),
        Route(
            .post, "/api/v1/backup/drills", .permission(.backup), .loop, StartBackupDrills.self),
    ]
}
