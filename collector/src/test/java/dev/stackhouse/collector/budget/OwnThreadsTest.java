package dev.stackhouse.collector.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnThreadsTest {
    private static final long BURNT_NANOS = 50_000_000;

    @Test
    void theCpuOfOwnThreadsAndOfThoseTheyStartIsCountedAndThatOfOthersIsNot() throws Exception {
        OwnThreads threads = new OwnThreads();
        long before = threads.cpuNanos();
        CountDownLatch burnt = new CountDownLatch(2);
        CountDownLatch end = new CountDownLatch(1);
        Thread own = OwnThreads.daemon(
                () -> {
                    Thread child = new Thread(() -> burn(burnt, end));
                    child.start();
                    burn(burnt, end);
                },
                "own");
        own.start();
        burnt.await();
        long after = threads.cpuNanos();
        end.countDown();
        own.join();

        assertThat(after - before).isGreaterThanOrEqualTo(2 * BURNT_NANOS);

        burn(new CountDownLatch(1), end);
        // The other two may have ended meanwhile, and have only little more.
        assertThat(threads.cpuNanos() - after).isLessThan(BURNT_NANOS);
    }

    @Test
    void theCpuOfTheProcessGrowsWithWhateverItDoes() {
        ProcessCpu process = ProcessCpu.ofThisJvm();
        long before = process.nanos();
        burn(new CountDownLatch(1), new CountDownLatch(0));

        // Counted in ticks of 10 ms.
        assertThat(process.nanos() - before).isGreaterThanOrEqualTo(BURNT_NANOS - 20_000_000);
    }

    @Test
    void withoutProcTheJvmIsAsked(@TempDir Path directory) {
        assertThat(ProcessCpu.ofThisJvm(directory).nanos()).isPositive();
        assertThat(ProcessCpu.of(directory).nanos()).isNegative();
    }

    @Test
    void theNameOfAProcessMayContainAnything(@TempDir Path directory) throws Exception {
        Files.writeString(
                directory.resolve("stat"),
                "42 (a) b (c)) S 1 42 42 0 -1 4194304 100 0 0 0 123 45 0 0 20 0 30 0 5000 1 1");

        assertThat(ProcessCpu.of(directory).nanos()).isEqualTo(1_680_000_000L);
    }

    private static void burn(CountDownLatch burnt, CountDownLatch end) {
        ThreadMXBean bean = ManagementFactory.getThreadMXBean();
        long until = bean.getCurrentThreadCpuTime() + BURNT_NANOS;
        while (bean.getCurrentThreadCpuTime() < until) {
            // Nothing but that.
        }
        burnt.countDown();
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
