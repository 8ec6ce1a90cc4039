import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Answers short requests on the event loop of their connection, and hands on every other one.
///
/// A request that is answered here starts no task and changes no thread but for what it waits for. A connection is answered
/// in the order of its requests: one is taken only when every earlier one was answered, and what comes meanwhile is held.
final class ShortRequestHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// Where the parts that come belong.
    private enum Reading {
        case onward
        case here(ShortRequests.Kind, HTTPRequest, ByteBuffer)
    }

    /// What came while an answer was awaited.
    private enum Held {
        case part(HTTPRequestPart)
        case error(any Error)
        case event(Any)
    }

    /// The parts held before the next ones wait in the socket.
    private static let mostHeld = 16

    private let requests: ShortRequests
    private var reading = Reading.onward
    /// The requests handed on whose answers have not ended.
    private var onward = 0
    /// From the end of a request until its answer is on its way.
    private var isAnswering = false
    /// Whether the last answer still waits for room.
    private var isFull = false
    private var isReleasing = false
    private var isGone = false
    private var held: [Held] = []
    private var wantsMore = false

    init(_ requests: ShortRequests) { self.requests = requests }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data)
        if isAnswering { held.append(.part(part)) } else { take(part, context) }
    }

    private func take(_ part: HTTPRequestPart, _ context: ChannelHandlerContext) {
        switch (part, reading) {
        case (.head(let head), _):
            // Between two answers; whoever waits behind another answer sends his body sooner or later anyway.
            if onward == 0, head.awaitsContinue {
                context.writeAndFlush(wrapOutboundOut(.head(HTTPResponse(status: .continue))), promise: nil)
            }
            if onward == 0, let kind = ShortRequests.kind(of: head) {
                reading = .here(kind, head, ByteBuffer())
            } else {
                reading = .onward
                onward += 1
                var head = head
                // Hummingbird knows the option only in this spelling.
                if head.closes { head.headerFields[.connection] = "close" }
                context.fireChannelRead(wrapInboundOut(.head(head)))
            }
        case (.body(var bytes), .here(let kind, let head, var body)):
            reading = .onward
            if body.readableBytes == 0 { body = bytes } else { body.writeBuffer(&bytes) }
            reading = .here(kind, head, body)
        case (.end, .here(let kind, let head, let body)):
            reading = .onward
            answer(kind, head, body, context)
        case (_, .onward): context.fireChannelRead(wrapInboundOut(part))
        }
    }

    private func answer(
        _ kind: ShortRequests.Kind, _ head: HTTPRequest, _ body: ByteBuffer, _ context: ChannelHandlerContext
    ) {
        isAnswering = true
        let here = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
        switch kind {
        case .statement: begin(kind, head, body, here)
        // A command waits for a commit anyway: questions that came together with it are answered first.
        case .command: context.eventLoop.execute { here.value.handler.begin(kind, head, body, here) }
        }
    }

    private func begin(
        _ kind: ShortRequests.Kind, _ head: HTTPRequest, _ body: ByteBuffer,
        _ here: NIOLoopBound<(handler: ShortRequestHandler, context: ChannelHandlerContext)>
    ) {
        let loop = here.value.context.eventLoop
        requests.answer(kind, head, body) { outcome in
            if loop.inEventLoop {
                here.value.handler.send(outcome(), here.value.context)
            } else {
                loop.execute { here.value.handler.send(outcome(), here.value.context) }
            }
        }
    }

    private func send(_ answer: Answer, _ context: ChannelHandlerContext) {
        guard !isGone else { return }
        let head = HTTPResponse(status: answer.status, headerFields: answer.headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(answer.body)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        isFull = !context.channel.isWritable
        if !isFull { release(context) }
    }

    /// Whoever does not read his answers gets no more of them.
    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if isFull, context.channel.isWritable {
            isFull = false
            release(context)
        }
        context.fireChannelWritabilityChanged()
    }

    /// Goes on with what came meanwhile, up to the next request that is answered here, then with reading.
    private func release(_ context: ChannelHandlerContext) {
        isAnswering = false
        guard !isReleasing else { return }
        isReleasing = true
        defer { isReleasing = false }
        if !held.isEmpty {
            var released = held[...]
            held = []
            while !isAnswering, let next = released.popFirst() {
                switch next {
                case .part(let part): take(part, context)
                case .error(let error): context.fireErrorCaught(error)
                case .event(let event): context.fireUserInboundEventTriggered(event)
                }
            }
            held = released + held
            context.fireChannelReadComplete()
        }
        if wantsMore, held.count < Self.mostHeld {
            wantsMore = false
            context.read()
        }
    }

    func read(context: ChannelHandlerContext) {
        // Reading goes on, for asking the kernel to stop and to go on costs more than holding a little.
        if held.count < Self.mostHeld { context.read() } else { wantsMore = true }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if isAnswering { held.append(.error(error)) } else { context.fireErrorCaught(error) }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        // The end of what the caller sends is not the end of what he waits for.
        if isAnswering { held.append(.event(event)) } else { context.fireUserInboundEventTriggered(event) }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) { onward = max(0, onward - 1) }
        context.write(data, promise: promise)
    }

    func handlerRemoved(context: ChannelHandlerContext) { isGone = true }
}
