package dev.stackhouse.collector.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProcessFactsTest {
    @Test
    void tellsOfThisJvm() {
        SortedMap<String, String> facts = OwnFacts.read("0.1", "4.6").byName();

        assertThat(facts)
                .containsEntry("collector.version", "0.1")
                .containsEntry("profiler.version", "4.6")
                .containsEntry("jvm.version", System.getProperty("java.runtime.version"))
                .containsEntry(
                        "process.pid", Long.toString(ProcessHandle.current().pid()))
                .containsEntry(
                        "jvm.heap_limit_bytes",
                        Long.toString(Runtime.getRuntime().maxMemory()))
                .containsKeys("jvm.vendor", "jvm.name", "jvm.gc", "jvm.cores", "jvm.main", "jvm.flags")
                .containsKeys("process.uid", "os.name", "os.arch", "os.kernel");
        assertThat(Instant.parse(facts.get("jvm.started"))).isBefore(Instant.now());
    }

    @Test
    void tellsTheSameOfAnotherJvmFromOutside() throws IOException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-Ddb.password=hunter2",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Sleeper.class.getName(),
                        "hunter2")
                .redirectErrorStream(true)
                .start();
        try {
            assertThat(child.getInputStream().read()).isEqualTo('r');

            SortedMap<String, String> facts = ProcessFacts.ofOther(
                            new ProcessFiles(Path.of("/proc", Long.toString(child.pid()))))
                    .byName();

            assertThat(facts)
                    .containsEntry("jvm.main", Sleeper.class.getName())
                    .containsEntry("jvm.gc", "Serial")
                    .containsEntry("jvm.heap_limit_bytes", Long.toString(64 << 20))
                    .containsEntry("jvm.flags", "-Xmx64m -XX:+UseSerialGC -Ddb.password=***")
                    .containsEntry("process.pid", Long.toString(child.pid()))
                    .containsEntry(
                            "jvm.cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
            assertThat(facts.get("jvm.version")).startsWith(System.getProperty("java.version"));
            assertThat(facts.values()).noneMatch(value -> value.contains("hunter2"));
            assertThat(Instant.parse(facts.get("jvm.started")))
                    .isBetween(Instant.now().minusSeconds(3_600), Instant.now().plusSeconds(5));
        } finally {
            child.destroyForcibly();
        }
    }

    @Test
    void aProcessThatIsGoneHasNoFacts() {
        assertThat(ProcessFacts.ofOther(new ProcessFiles(Path.of("/proc/none")))
                        .byName()
                        .keySet())
                .isSubsetOf("os.kernel");
    }

    @Test
    void readsWhatTheKernelWrites() {
        assertThat(ProcessFacts.cores("0-3,8")).isEqualTo(5);
        assertThat(ProcessFacts.cores("0")).isEqualTo(1);
        assertThat(ProcessFacts.cores("")).isEqualTo(-1);
        assertThat(ProcessFacts.startedMillis(
                        "7 (a) b) S 1 7 7 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 12345 9", "cpu 1\nbtime 1700000000\n"))
                .isEqualTo(1_700_000_123_450L);
        assertThat(ProcessFacts.startedMillis("", "")).isEqualTo(-1);
    }

    @Test
    void namesCollectorsByTheirFamily() {
        assertThat(ManagedFacts.family("G1 Young Generation")).isEqualTo("G1");
        assertThat(ManagedFacts.family("ZGC Major Cycles")).isEqualTo("Z");
        assertThat(ManagedFacts.family("PS Scavenge")).isEqualTo("Parallel");
        assertThat(ManagedFacts.family("MarkSweepCompact")).isEqualTo("Serial");
        assertThat(ManagedFacts.family("C4")).isEqualTo("C4");
    }

    @Test
    void aLongValueIsCutAndAnEmptyOneLeftOut() {
        Facts facts = new Facts();
        facts.put("long", "x".repeat(5_000));
        facts.put("none", " ");
        facts.put("unlimited", -1);

        assertThat(facts.byName()).containsOnlyKeys("long");
        assertThat(facts.byName().get("long")).hasSize(4_000).endsWith("x ...");
    }

    @Test
    void readsAReleaseFile() {
        assertThat(JavaRelease.parse("IMPLEMENTOR=\"Acme\"\nJAVA_VERSION=17\n# odd\n"))
                .isEqualTo(Map.of("IMPLEMENTOR", "Acme", "JAVA_VERSION", "17"));
    }

    /** A program that says that it runs, and then waits to be ended. */
    static final class Sleeper {
        public static void main(String[] arguments) throws InterruptedException {
            System.out.print('r');
            System.out.flush();
            TimeUnit.MINUTES.sleep(5);
        }
    }
}
