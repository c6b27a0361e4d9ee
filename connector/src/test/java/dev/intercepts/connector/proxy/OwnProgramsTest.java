package dev.intercepts.connector.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.intercepts.testing.NoLeaks;
import dev.intercepts.tunnel.EventLoops;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.DuplexChannel;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Programs that say all they have to say before it is known whose they are. */
@ExtendWith(NoLeaks.class)
class OwnProgramsTest {

    private final EventLoops loops = EventLoops.create(1, "own-programs");
    private final CompletableFuture<Boolean> verdict = new CompletableFuture<>();
    private final CompletableFuture<Channel> accepted = new CompletableFuture<>();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private Channel server;

    @BeforeEach
    void start() {
        Assumptions.assumeTrue(
                loops.serverSocketChannel().equals(EpollServerSocketChannel.class),
                "LEFT OUT: only epoll reads what nobody has asked for");
        server = new ServerBootstrap()
                .group(loops.group())
                .channel(loops.serverSocketChannel())
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new OwnPrograms((program, us) -> verdict.join(), letIn -> {
                            letIn.pipeline().addLast(new Seeing());
                            letIn.config().setAutoRead(true);
                        }));
                        accepted.complete(channel);
                    }
                })
                .bind("127.0.0.1", 0)
                .syncUninterruptibly()
                .channel();
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close().syncUninterruptibly();
        }
        loops.group().shutdownGracefully();
    }

    private Socket saidAll() throws Exception {
        Socket program = new Socket("127.0.0.1", ((InetSocketAddress) server.localAddress()).getPort());
        program.getOutputStream().write("all of it".getBytes(StandardCharsets.US_ASCII));
        program.shutdownOutput();
        DuplexChannel ours = (DuplexChannel) accepted.join();
        await().until(ours::isInputShutdown);
        return program;
    }

    @Test
    void theirWordsAndTheirEndAreHandedOn() throws Exception {
        try (Socket program = saidAll()) {
            verdict.complete(true);

            await().until(() -> seen.contains("end"));
            assertThat(seen).containsExactly("all of it", "end");
            assertThat(program.getInputStream().read()).isEqualTo('!');
        }
    }

    @Test
    void othersWordsAreNot() throws Exception {
        try (Socket program = saidAll()) {
            verdict.complete(false);

            assertThat(program.getInputStream().read()).isEqualTo(-1);
            assertThat(seen).isEmpty();
        }
    }

    private final class Seeing extends SimpleChannelInboundHandler<ByteBuf> {

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, ByteBuf bytes) {
            seen.add(bytes.toString(StandardCharsets.US_ASCII));
            ctx.writeAndFlush(ctx.alloc().buffer().writeByte('!'));
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event.equals(io.netty.channel.socket.ChannelInputShutdownEvent.INSTANCE)) {
                seen.add("end");
            }
        }
    }
}
