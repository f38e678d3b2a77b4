internal import Crypto
internal import HTTP
internal import Storage
internal import Telemetry

/// `GET /metrics`: the Prometheus text.
enum ReadMetrics: Endpoint {
    static let operation = Operation(
        "Metrics in the Prometheus text format", .running,
        .init(200, "The metrics", .string, mediaTypes: ["text/plain"]))

    static func answer(_ exchange: Exchange) throws(APIFailure) -> Outcome {
        .answer(answer(exchange.instance))
    }

    static func answer(_ instance: Instance) -> Answer {
        Answer(contentType: Metrics.contentType, body: .bytes(instance.metrics.exposition()))
    }
}

extension Instance {
    /// What the parts of the application and the store may take, and take.
    func registerMemory() {
        let (store, credentials) = (self.store, self.credentials)
        metrics.memory("cached_answers", budget: store.cache.bytesMax) {
            store.cache.statistics.bytes
        }
        metrics.memory("database_pages", budget: store.pageCacheBytesMax)
        metrics.memory("waiting_writes", budget: Store.writesMax * BodyRule.jsonBytesMax)
        metrics.memory("pending_words", budget: Store.pendingWordsBytesMax)
        let credentialsMax = CredentialCache.entriesMax * CredentialCache.entryBytes
        metrics.memory("credentials", budget: credentialsMax) {
            credentials.count * CredentialCache.entryBytes
        }
        // One is checked at a time.
        metrics.memory("passwords", budget: settings.passwordCost.memoryBytes)
        metrics.memory("grid_columns", budget: store.gridBytesMax) { store.gridBytes }
    }

    /// How much is attached; not a number while the database cannot say.
    func registerAttachments() {
        let store = store
        let total: @Sendable () -> AttachmentTotal? = {
            do throws(StorageFailure) { return try store.attachmentTotal() } catch { return nil }
        }
        metrics.sampled("ibtool_attachment_files", help: "Files of attachments on the disk.") {
            total().map { Double($0.files) } ?? .nan
        }
        metrics.sampled(
            "ibtool_attachment_bytes", help: "Bytes of their contents; what the quota counts."
        ) { total().map { Double($0.bytes) } ?? .nan }
    }

    /// What the writer does for the database in idle moments.
    func registerUpkeep() {
        let store = store
        for task in UpkeepTask.allCases {
            let labels: Metrics.Labels = [("task", task.rawValue)]
            metrics.sampledCounter(
                "ibtool_upkeep_slices_total", help: "Slices of upkeep in idle moments.",
                labels: labels
            ) { Double(store.upkeep(task).slices) }
            metrics.sampledCounter(
                "ibtool_upkeep_amount_total",
                help: "Records indexed, pages merged, pages given back, logs emptied.",
                labels: labels
            ) { Double(store.upkeep(task).amount) }
            metrics.sampledCounter(
                "ibtool_upkeep_seconds_total", help: "Time of the writer spent on upkeep.",
                labels: labels
            ) { store.upkeep(task).took / .seconds(1) }
        }
    }

    /// Numbers that are asked for when the metrics are written.
    func registerMetrics() {
        let (store, passwords, events) = (self.store, self.passwords, self.events)
        let answers = answers
        metrics.sampled("ibtool_commit", help: "The last durable commit.") {
            Double(store.commit)
        }
        metrics.sampled("ibtool_writer_backlog", help: "Writes that wait for the writer.") {
            Double(store.writerBacklog)
        }
        metrics.sampled("ibtool_writes_refused", help: "1 while nothing can be saved.") {
            store.readOnlyReason == nil ? 0 : 1
        }
        metrics.sampled(
            "ibtool_database_damaged", help: "1 when the check after the start found damage."
        ) {
            if case .damaged = store.structure { 1 } else { 0 }
        }
        metrics.sampled("ibtool_passwords_waiting", help: "Passwords that wait to be checked.") {
            Double(passwords.waiting)
        }
        metrics.sampled("ibtool_answers_waiting", help: "Answers to writes that wait to be made.") {
            Double(answers.waiting)
        }
        metrics.sampled("ibtool_event_listeners", help: "Open streams of events.") {
            Double(events.listenerCount)
        }
        metrics.sampled(
            "ibtool_columns_built", help: "1 once the grid's columns are in memory."
        ) { store.hasColumns ? 1 : 0 }
        metrics.sampledCounter(
            "ibtool_columns_failures_total", help: "Readings for the columns that failed."
        ) { Double(store.columnFailures) }
        metrics.sampledCounter(
            "ibtool_columns_missed_total",
            help: "Readings that SQL answered: built columns were too many changes away."
        ) { Double(store.columnMisses) }
        registerMemory()
        registerUpkeep()
        registerAttachments()
        let cache = store.cache
        metrics.sampled("ibtool_cache_bytes", help: "Bytes of cached answers.") {
            Double(cache.statistics.bytes)
        }
        metrics.sampled("ibtool_cache_entries", help: "Cached answers.") {
            Double(cache.statistics.entries)
        }
        metrics.sampledCounter(
            "ibtool_cache_hits_total", help: "Answers from the cache since the start."
        ) { Double(cache.statistics.hits) }
        metrics.sampledCounter(
            "ibtool_cache_misses_total", help: "Answers computed since the start."
        ) { Double(cache.statistics.misses) }
        metrics.sampledCounter(
            "ibtool_cache_evictions_total", help: "Answers given up for room."
        ) { Double(cache.statistics.evictions) }
    }
}
