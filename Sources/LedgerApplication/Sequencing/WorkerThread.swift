import Foundation
import Synchronization

/// One thread that runs jobs in the order they came: the home of blocking calls, off the cooperative pool.
final class WorkerThread<State>: Sendable {
    typealias Job = @Sendable (inout State) -> Void

    private struct Queue {
        var jobs: [Job] = []
        var stopped = false
    }

    private let queue = Mutex(Queue())
    private let wake = DispatchSemaphore(value: 0)
    private let finished = DispatchSemaphore(value: 0)

    /// Starts the thread.
    ///
    /// - Parameters:
    ///   - name: the thread's name, as a debugger shows it.
    ///   - makeState: makes the state on the new thread; it never leaves it.
    ///   - between: runs after each round of jobs.
    init(
        name: String, makeState: @escaping @Sendable () -> State,
        between: @escaping @Sendable (inout State) -> Void
    ) {
        let thread = Thread { [self] in
            var state = makeState()
            while let jobs = next() {
                for job in jobs { job(&state) }
                between(&state)
            }
            finished.signal()
        }
        thread.name = name
        thread.stackSize = 8 << 20
        thread.start()
    }

    /// Adds a job; jobs that wait together run in one round. False when the thread was told to stop.
    @discardableResult
    func submit(_ job: @escaping Job) -> Bool {
        let accepted = queue.withLock { queue in
            if queue.stopped { return false }
            queue.jobs.append(job)
            return true
        }
        if accepted { wake.signal() }
        return accepted
    }

    /// Lets the waiting jobs finish, then ends the thread; blocks until it has ended.
    func stop() {
        queue.withLock { $0.stopped = true }
        wake.signal()
        finished.wait()
        finished.signal()
    }

    /// Every job that waits; nil when there is none and none may come.
    private func next() -> [Job]? {
        while true {
            wake.wait()
            let (jobs, stopped) = queue.withLock { queue in
                let jobs = queue.jobs
                queue.jobs = []
                return (jobs, queue.stopped)
            }
            if !jobs.isEmpty { return jobs }
            if stopped { return nil }
        }
    }
}
