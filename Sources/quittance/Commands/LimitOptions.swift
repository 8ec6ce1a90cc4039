import ArgumentParser

/// How many rows a table shows.
struct LimitOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The most rows listed; default: all.", valueName: "count"))
    var limit: Int?

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("A limit is at least 1.") }
    }

    /// Says below a table how many of its rows it does not show.
    func sayHowManyMore(of count: Int) {
        if let limit, limit < count { Console.write("\(count - limit) more are not shown.\n") }
    }
}
