internal import Complaints
internal import HTTP
internal import Platform
internal import Storage
internal import Synchronization
internal import Telemetry
internal import WebAssets

/// The running IBTool as endpoints see it: what they read, write and ask.
final class Instance: Sendable {
    let store: Store
    let assets: WebAssets
    let clock: WallClock
    let random: RandomSource
    let log: Log
    let metrics: Metrics
    let settings: WebSettings
    let credentials: CredentialCache
    let passwords: PasswordDesk
    let throttle: SignInThrottle
    /// Of attempts to sign by those who may not: what comes faster is not in the change log.
    let forbiddenSignatures: SignInThrottle
    let shelf: CatalogueShelf
    let terms = TermShelf()
    let selfChecks = SelfCheckDesk()
    let previews = PreviewDesk()
    let setupClaim = SetupClaim()
    let signaturesChecked: Counter
    let signaturesRefused: Counter
    let answers: AnswerDesk
    let events: EventHub
    let jobs: JobRunner
    let clocks: ClockKeeper
    /// The routes, for the OpenAPI document.
    let table: RouteTable
    /// The OpenAPI document.
    let document: [UInt8]
    private let draining = Atomic<Bool>(false)
    private let subscription = Lock<Subscription?>(nil)

    init(
        store: Store, catalogue: FieldCatalogue, assets: WebAssets, clock: WallClock,
        random: RandomSource, log: Log, metrics: Metrics, settings: WebSettings, jobs: JobRunner,
        table: RouteTable
    ) throws(SystemError) {
        self.store = store
        self.assets = assets
        self.clock = clock
        self.random = random
        self.log = log
        self.metrics = metrics
        self.settings = settings
        self.jobs = jobs
        self.table = table
        document = OpenAPIDocument(routes: table.routes, version: settings.version).serialized()
        shelf = CatalogueShelf(standard: catalogue)
        credentials = CredentialCache(store: store, clock: clock, idleMax: settings.sessionIdleMax)
        passwords = try PasswordDesk(cost: settings.passwordCost)
        throttle = SignInThrottle(clock: clock)
        forbiddenSignatures = SignInThrottle(clock: clock)
        let help = "Credentials given for signatures."
        signaturesChecked = metrics.counter(
            "ibtool_signature_checks_total", help: help, labels: [("outcome", "right")])
        signaturesRefused = metrics.counter(
            "ibtool_signature_checks_total", help: help, labels: [("outcome", "refused")])
        answers = try AnswerDesk()
        events = try EventHub(
            store: store, credentials: credentials, shelf: shelf,
            listenersMax: settings.eventListenersMax)
        clocks = try ClockKeeper(
            ClockWork(
                store: store, clock: clock, log: log, retention: settings.notifications),
            board: jobs.board)
        follow()
        registerMetrics()
    }

    /// From now on every commit refreshes what is kept in memory and wakes the listeners. Runs on the
    /// writer's thread before the writers are answered.
    private func follow() {
        let (credentials, shelf, events) = (self.credentials, self.shelf, self.events)
        let clocks = self.clocks
        let made = store.subscribe { notices in
            for notice in notices {
                switch notice.entity {
                case .user:
                    credentials.unwritten.removeAll(of: notice.id)
                    credentials.removeAll()
                case .session, .token: credentials.removeAll()
                case .field: shelf.forget()
                default: break
                }
            }
            clocks.note(notices)
            events.noteChange()
        }
        subscription.withLock { $0 = made }
    }

    /// Whether the server is on its way out.
    var isDraining: Bool { draining.load(ordering: .acquiring) }

    /// From now on not ready; streams of events end.
    func beginDrain() {
        draining.store(true, ordering: .releasing)
        events.close()
    }

    /// Ends the threads started here.
    func close() {
        credentials.unwritten.write(to: store)
        subscription.withLock({ $0 })?.cancel()
        clocks.close()
        events.close()
        passwords.close()
        answers.close()
    }
}
