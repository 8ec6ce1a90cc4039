import NIOCore
import NIOHTTPTypes

/// Closes a connection whose caller takes nothing of the answers that wait for him.
final class StalledReaderHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart

    private let patience: TimeAmount
    private var check: Scheduled<Void>?

    init(patience: TimeAmount) { self.patience = patience }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        check?.cancel()
        check = nil
        if !context.channel.isWritable { watch(context) }
        context.fireChannelWritabilityChanged()
    }

    func handlerRemoved(context: ChannelHandlerContext) { check?.cancel() }

    /// Closes the connection if by then no fewer bytes wait than now.
    private func watch(_ context: ChannelHandlerContext) {
        let waiting = Self.waiting(context)
        check = context.eventLoop.assumeIsolated().scheduleTask(in: patience) {
            if Self.waiting(context) < waiting { self.watch(context) } else { context.close(promise: nil) }
        }
    }

    /// The bytes that the kernel did not take yet.
    private static func waiting(_ context: ChannelHandlerContext) -> Int {
        (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
    }
}
