package dev.stackhouse.node.attach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.node.discover.JvmProcess;
import dev.stackhouse.node.discover.JvmReader;
import dev.stackhouse.node.discover.ProcFs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The file that makes a JVM listen, of a real JVM: this one. */
class TriggerTest {
    private final ProcFs proc = new ProcFs(Path.of("/proc"));

    @Test
    void twoJvmsWithOneNumberInOneDirectoryTakeTurns() throws Exception {
        JvmProcess jvm = Objects.requireNonNull(
                new JvmReader(proc).read(ProcessHandle.current().pid()));
        Path file = Path.of("/tmp", ".attach_pid" + jvm.innerProcessId());
        CountDownLatch begun = new CountDownLatch(1);
        FutureTask<Trigger> second = new FutureTask<>(() -> {
            begun.countDown();
            return Trigger.create(proc, jvm);
        });
        try (Trigger first = Trigger.create(proc, jvm)) {
            assertThat(first).isNotNull();
            assertThat(file).exists();
            new Thread(second, "second").start();
            begun.await();
            TimeUnit.MILLISECONDS.sleep(500); // in which it would have taken the file away, if it did not wait
            assertThat(second).isNotDone();
        }
        try (Trigger now = second.get(30, TimeUnit.SECONDS)) {
            assertThat(now).isNotNull();
            assertThat(file).exists();
        }
        assertThat(Files.exists(file)).isFalse();
    }
}
