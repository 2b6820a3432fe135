package dev.stackhouse.node.attach;

import dev.stackhouse.node.attach.AttachException.Reason;
import dev.stackhouse.node.discover.JvmProcess;
import dev.stackhouse.node.discover.JvmReader;
import dev.stackhouse.node.discover.ProcFs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * HotSpot's attach mechanism from outside (src/hotspot/os/posix/attachListener_posix.cpp): a file {@code .attach_pidN} and SIGQUIT make the
 * JVM listen at {@code /tmp/.java_pidN}, where it takes one command a connection. N is its number in its own namespace, /tmp is its
 * own. Nothing is asked of a JVM but to load a native library with options. Thread-safe.
 */
public final class HotSpotAttach {
    private static final int LARGEST_ANSWER_BYTES = 1 << 20;

    private final ProcFs proc;
    private final long patienceMillis;
    private final CausedSockets sockets;

    public HotSpotAttach(ProcFs proc, Duration patience) {
        this.proc = proc;
        this.sockets = new CausedSockets(proc);
        this.patienceMillis = patience.toMillis();
    }

    /**
     * Has the JVM load a library, which does what the options say before the JVM answers.
     *
     * @param library path in the JVM's own mount namespace
     * @return what the library's entry answered, 0 if it is content
     * @throws AttachException that says why it could not be reached
     */
    public int load(JvmProcess jvm, String library, String options) throws AttachException {
        Path socket = inside(jvm, "root/tmp/.java_pid" + jvm.innerProcessId());
        boolean asked = false;
        try {
            if (!proc.isAlive(jvm.processId(), jvm.startTicks())) {
                throw new AttachException(Reason.GONE, "the JVM has ended");
            }
            if (!Files.isDirectory(inside(jvm, "root/tmp"), LinkOption.NOFOLLOW_LINKS)) {
                throw new AttachException(
                        Reason.NO_PLACE,
                        "its /tmp is missing or a link; there HotSpot makes the socket that it listens at");
            }
            if (!Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) {
                makeListen(jvm, socket);
            }
            asked = true;
            String answer = TargetUser.run(
                    jvm.userId(), jvm.groupId(), () -> ask(socket, List.of("1", "load", library, "true", options)));
            return status(answer);
        } catch (AttachException e) {
            throw e;
        } catch (AccessDeniedException e) {
            throw new AttachException(Reason.NOT_PERMITTED, "this daemon may not reach the JVM: " + e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            if (!proc.isAlive(jvm.processId(), jvm.startTicks())) {
                throw new AttachException(Reason.GONE, "the JVM has ended", e, asked);
            }
            throw new AttachException(Reason.NOT_ANSWERING, "the JVM does not answer: " + e.getMessage(), e, asked);
        }
    }

    private Path inside(JvmProcess jvm, String path) {
        return proc.process(jvm.processId()).resolve(path);
    }

    private void makeListen(JvmProcess jvm, Path socket) throws IOException {
        if (Mounts.of(proc, jvm.processId()).readOnly("/tmp")) {
            throw new AttachException(
                    Reason.NO_PLACE, "its /tmp is read-only; there HotSpot has to make the socket that it listens at");
        }
        // It would take the signal for a wish to see its threads, on its standard output.
        if (jvm.says("-XX:+DisableAttachMechanism")) {
            throw new AttachException(Reason.NOT_PERMITTED, "it runs with -XX:+DisableAttachMechanism");
        }
        JvmTemporary temporary = JvmTemporary.open(proc.process(jvm.processId()).resolve("root"), jvm);
        boolean listens = false;
        try (Trigger trigger = Trigger.create(proc, jvm)) {
            // Of a JVM that does not catch it yet, or never will, the signal would be the end.
            if (!new JvmReader(proc).answersQuit(jvm.processId())) {
                throw new AttachException(
                        Reason.NOT_ANSWERING,
                        "the JVM does not catch SIGQUIT, which would kill it: it is starting, or something took its handler away");
            }
            trigger.pull(jvm);
            awaitSocket(jvm, socket);
            sockets.add(jvm, temporary);
            listens = true;
        } finally {
            if (!listens) {
                if (!proc.isAlive(jvm.processId(), jvm.startTicks())) {
                    temporary.deleteAll();
                }
                temporary.close();
            }
        }
    }

    private void awaitSocket(JvmProcess jvm, Path socket) throws AttachException {
        long endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMillis);
        for (long sleepMillis = 5; !Files.exists(socket); sleepMillis = Math.min(200, sleepMillis * 2)) {
            if (!proc.isAlive(jvm.processId(), jvm.startTicks())) {
                throw new AttachException(Reason.GONE, "the JVM has ended");
            }
            if (System.nanoTime() > endNanos) {
                throw new AttachException(
                        Reason.NOT_ANSWERING, "the JVM makes no attach socket: it stands still, or is not HotSpot");
            }
            sleep(sleepMillis);
        }
    }

    /** What outlives this process of the fact that a JVM listens because of it; empty if it does because of somebody else. */
    public String socket(JvmProcess jvm) {
        return sockets.identity(jvm);
    }

    /**
     * Knows of a JVM what another process knew.
     *
     * @param socket what {@link #socket} told
     * @param sharesMounts whether the JVM has no mount namespace of its own
     */
    public void goOn(JvmProcess jvm, String socket, boolean sharesMounts) {
        sockets.add(jvm, socket, sharesMounts);
    }

    /** Deletes what a JVM that has ended left behind and would not have without this. */
    public void clean(JvmProcess jvm) {
        sockets.delete(jvm);
    }

    private String ask(Path socket, List<String> words) throws IOException {
        long endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMillis);
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
                Selector selector = Selector.open()) {
            channel.configureBlocking(false);
            channel.connect(UnixDomainSocketAddress.of(socket));
            ByteBuffer request = ByteBuffer.wrap((String.join("\0", words) + "\0").getBytes(StandardCharsets.UTF_8));
            SelectionKey key = channel.register(selector, SelectionKey.OP_WRITE);
            while (request.hasRemaining()) {
                await(selector, endNanos);
                channel.write(request);
            }
            key.interestOps(SelectionKey.OP_READ);
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            ByteBuffer part = ByteBuffer.allocate(4096);
            while (answer.size() < LARGEST_ANSWER_BYTES) {
                await(selector, endNanos);
                int read = channel.read(part);
                if (read < 0) {
                    break;
                }
                answer.write(part.array(), 0, part.position());
                part.clear();
            }
            return answer.toString(StandardCharsets.UTF_8);
        }
    }

    private static void await(Selector selector, long endNanos) throws IOException {
        long leftMillis = TimeUnit.NANOSECONDS.toMillis(endNanos - System.nanoTime());
        if (leftMillis <= 0 || selector.select(leftMillis) == 0) {
            throw new IOException("no answer in time");
        }
        selector.selectedKeys().clear();
    }

    /**
     * The first line is the command's status, the next one the library's: {@code return code: N} since JDK 9, {@code N} before;
     * since JDK 21 failures are told in words.
     */
    private static int status(String answer) throws AttachException {
        String[] lines = answer.strip().split("\n", -1);
        if (!lines[0].strip().equals("0")) {
            throw new AttachException(
                    Reason.REFUSED,
                    answer.isBlank()
                            ? "the JVM closes the connection: it talks to its own user only"
                            : "the JVM refuses: " + String.join(" ", lines));
        }
        String second = lines.length > 1 ? lines[1].strip() : "0";
        String number = second.substring(second.lastIndexOf(' ') + 1);
        try {
            return Integer.parseInt(number);
        } catch (NumberFormatException e) {
            throw new AttachException(Reason.REFUSED, "the JVM could not load the library: " + second, e);
        }
    }

    private static void sleep(long millis) throws AttachException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AttachException(Reason.NOT_ANSWERING, "interrupted", e);
        }
    }
}
