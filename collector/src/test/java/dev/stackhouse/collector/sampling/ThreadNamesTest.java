package dev.stackhouse.collector.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThreadNamesTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "main,main",
                "http-nio-8080-exec-12,http-nio-8080-exec-#",
                "pool-3-thread-7,pool-3-thread-#",
                "GC Thread#1,GC Thread#",
                "G1 Conc#0,G1 Conc#",
                "[tid=4711],[tid=#]",
                "kafka-producer-network-thread | producer-1,kafka-producer-network-thread | producer-#",
                "C2 CompilerThread0,C2 CompilerThread#",
                "C2 CompilerThre,C2 CompilerThread#",
                "Monitor Deflati,Monitor Deflation Thread",
                "ForkJoinPool-1-worker-3,ForkJoinPool-1-worker-#",
            })
    void thePoolHasNoNumbersOfThreads(String thread, String pool) {
        assertThat(new ThreadNames().pool(thread)).isEqualTo(pool);
    }

    @Test
    void anUnknownThreadHasNoName() {
        assertThat(new ThreadNames().pool(null)).isEmpty();
        assertThat(new ThreadNames().pool(" ")).isEmpty();
    }

    @Test
    void aThousandNamesAreNotKept() {
        ThreadNames names = new ThreadNames();
        for (int i = 0; i < 1_000; i++) {
            String name = "request " + i + " of somebody";
            assertThat(names.pool(name)).isEqualTo(i < ThreadNames.MOST_NAMES ? name : "");
        }
        assertThat(names.pool("request 7 of somebody")).isEqualTo("request 7 of somebody");
    }

    @Test
    void aLongNameIsCut() {
        assertThat(new ThreadNames().pool("x".repeat(5_000))).hasSize(128);
    }
}
