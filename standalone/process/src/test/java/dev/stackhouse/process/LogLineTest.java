package dev.stackhouse.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogLineTest {
    @Test
    void putsPairsAfterTheSentence() {
        assertThat(LogLine.of("ClickHouse answers again.")
                        .with("address", "http://127.0.0.1:8123")
                        .with("away_seconds", 12.5)
                        .with("tries", 4))
                .hasToString("ClickHouse answers again. address=http://127.0.0.1:8123 away_seconds=12.5 tries=4");
    }

    @Test
    void quotesWhatWouldNotBeOneWord() {
        assertThat(LogLine.of("It failed.")
                        .with("error", "no \"table\"\n\tof that = name")
                        .with("reason", ""))
                .hasToString("It failed. error=\"no 'table' of that = name\" reason=\"\"");
    }

    @Test
    void cutsWhatNobodyWouldRead() {
        assertThat(LogLine.of("It failed.").with("error", "a ".repeat(1_000)).toString())
                .hasSizeLessThan(400)
                .endsWith("…\"");
    }
}
