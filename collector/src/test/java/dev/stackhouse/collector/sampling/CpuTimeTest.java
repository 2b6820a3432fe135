package dev.stackhouse.collector.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stackhouse.collector.config.Rates;
import dev.stackhouse.proto.batch.v1.EventType;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is recorded of threads of this JVM, beside the CPU time that the kernel says they took. */
class CpuTimeTest {
    /** Written so that the work is not optimised away. */
    static volatile double result;

    @TempDir
    private Path directory;

    private final Work steady = new Work("steady", 0);
    private final Work nowAndThen = new Work("now-and-then", 100_000);
    private final Map<String, Long> recordedNanos = new HashMap<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 9})
    void byPerfEventsIsAllThere(long millis) throws Exception {
        Recorder recorder = start(new OwnProfiler(), millis);

        work(recorder);
        assumeTrue(
                recorder.plan().equals(SamplingPlan.of(cpu(millis))),
                "NOT TESTED: perf events are not allowed here, sampled by " + recorder.plan());
        assertThat(share(steady)).isBetween(0.9, 1.1);
        assertThat(share(nowAndThen)).isBetween(0.9, 1.1);
    }

    /** Where there are few cores; elsewhere it goes by perf events too. */
    @ParameterizedTest
    @ValueSource(longs = {10, 25})
    void byTimersIsAllThere(long millis) throws Exception {
        Recorder recorder = start(new OwnProfiler(), millis);

        work(recorder);
        assertIsThereByTimers();
        assertThat(recorder.plan()).isEqualTo(SamplingPlan.of(cpu(millis)));
    }

    @Test
    void isNotUnderstatedWherePerfEventsAreNotAllowed() throws Exception {
        Recorder recorder = start(new WithoutPerfEvents(), 2);

        work(recorder);
        assertIsThereByTimers();
        assertThat(recorder.plan()).isEqualTo(SamplingPlan.of(cpu(10)));
    }

    @Test
    void goesByATimerWhereThatCanFollowAllCores() {
        assertThat(ProfilerEvents.of(cpu(10), 2)).isEqualTo("event=itimer,interval=10000000");
        assertThat(ProfilerEvents.of(cpu(10), 3)).isEqualTo("event=cpu,interval=10000000");
        assertThat(ProfilerEvents.of(cpu(9), 2)).isEqualTo("event=cpu-clock,interval=9000000");
    }

    @Test
    void aPolicyThatNeedsPerfEventsIsFollowedAsFarAsTimersGo() throws Exception {
        SamplingPlan finer = new SamplingPlan(cpu(5), Map.of(), "p-1");
        SamplingPlan possible = new SamplingPlan(cpu(10), Map.of(), "p-1");
        Recorder recorder = start(new WithoutPerfEvents(), 20);
        for (int i = 0; i < 2; i++) {
            recorder.cut(finer);
            assertThat(recorder.plan()).isEqualTo(possible);
        }
        recorder.stop();
    }

    /** What two threads do meanwhile: one works all the time, one never for long. */
    private void work(Recorder recorder) throws Exception {
        steady.start();
        nowAndThen.start();
        steady.join();
        nowAndThen.join();
        recorder.stop();
        for (Recording next = recorder.take(); next != null; next = recorder.take()) {
            next.samples().forEach(sample -> recordedNanos.merge(sample.thread(), sample.value(), Long::sum));
        }
    }

    /** Which of two threads a tick meets is chance, and the two have 60 samples each at 25 ms: 0.5 is off by five standard deviations. */
    private void assertIsThereByTimers() {
        assertThat((share(steady) + share(nowAndThen)) / 2).isBetween(0.75, 1.2);
        assertThat(share(steady)).isBetween(0.5, 1.5);
        assertThat(share(nowAndThen)).isBetween(0.5, 1.5);
    }

    /** What was recorded of a thread, in what the kernel says it took. */
    private double share(Work thread) {
        return (double) recordedNanos.getOrDefault(thread.getName(), 0L) / thread.cpuNanos;
    }

    private static final class Work extends Thread {
        private static final long CPU_NANOS = 1_500_000_000;

        private final long pauseNanos;
        private long cpuNanos;

        Work(String name, long pauseNanos) {
            super(name);
            this.pauseNanos = pauseNanos;
        }

        @Override
        public void run() {
            while (cpuNanos < CPU_NANOS) {
                double sum = 0;
                for (int i = 0; i < 300_000; i++) {
                    sum += Math.sqrt(i);
                }
                result = sum;
                if (pauseNanos > 0) {
                    LockSupport.parkNanos(pauseNanos);
                }
                cpuNanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            }
        }
    }

    private Recorder start(Profiler profiler, long millis) throws IOException {
        return Recorder.start(profiler, cpu(millis), () -> OwnFile.create(directory), 64 << 20, Clock.systemUTC());
    }

    private static Rates cpu(long millis) {
        return Rates.NONE.with(EventType.EVENT_TYPE_CPU, millis * 1_000_000);
    }

    /** async-profiler where a container's filter of system calls refuses perf events, as Docker's does: in its words. */
    private static final class WithoutPerfEvents implements Profiler {
        private final OwnProfiler profiler = new OwnProfiler();

        @Override
        public String execute(String arguments) throws IOException {
            if (arguments.contains("event=cpu-clock")) {
                throw new IOException("Perf events unavailable");
            }
            return profiler.execute(arguments);
        }

        @Override
        public long samples() {
            return profiler.samples();
        }

        @Override
        public int cores() {
            return profiler.cores();
        }
    }
}
