package dev.stackhouse.storage.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.storage.StoreAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoreContactTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final List<String> lines = new ArrayList<>();
    private final StoreContact contact = new StoreContact(
            new StoreAddress(URI.create("http://clickhouse:8123"), "stackhouse", "stackhouse", ""), lines::add, 0);

    @Test
    void saysOnceThatItWentAndOnceThatItIsBack() {
        contact.answered(SECOND);
        contact.failed(2 * SECOND, "Connection refused");
        contact.failed(3 * SECOND, "Connection reset");
        contact.failed(4 * SECOND, "Connection refused");
        contact.answered(7 * SECOND);
        contact.answered(8 * SECOND);

        assertThat(lines)
                .containsExactly(
                        "ClickHouse does not answer and is asked until it does. address=http://clickhouse:8123"
                                + " error=\"Connection refused\"",
                        "ClickHouse answers again. address=http://clickhouse:8123 away_seconds=5.0 tries=3");
    }

    @Test
    void tellsASecondOutageToo() {
        contact.failed(SECOND, "x");
        contact.answered(2 * SECOND);
        contact.failed(3 * SECOND, "x");
        contact.answered(4 * SECOND);

        assertThat(lines).hasSize(4);
    }

    @Test
    void waitsFromTheQuestionOn() {
        contact.asked(SECOND);
        contact.asked(2 * SECOND);
        assertThat(contact.waitMillis(71 * SECOND)).isEqualTo(70_000);
        assertThat(contact.isThere()).isTrue();

        contact.failed(71 * SECOND, "x");
        contact.answered(72 * SECOND);
        assertThat(lines.get(1)).contains(" away_seconds=71.0 ");
        assertThat(contact.waitMillis(73 * SECOND)).isZero();
    }

    @Test
    void knowsForHowLong() {
        contact.answered(SECOND);
        assertThat(contact.isThere()).isTrue();
        assertThat(contact.waitMillis(5 * SECOND)).isZero();
        assertThat(contact.silentMillis(5 * SECOND)).isEqualTo(4_000);

        contact.failed(6 * SECOND, "x");
        assertThat(contact.isThere()).isFalse();
        assertThat(contact.waitMillis(8 * SECOND)).isEqualTo(2_000);
        assertThat(contact.silentMillis(8 * SECOND)).isEqualTo(7_000);
    }
}
