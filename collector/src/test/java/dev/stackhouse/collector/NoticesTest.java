package dev.stackhouse.collector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NoticesTest {
    private final List<String> lines = new ArrayList<>();
    private final Notices notices = new Notices(lines::add);

    @Test
    void saysAnOutageOnceThoughItsCauseChanges() {
        for (int second = 0; second < 60; second++) {
            notices.tell("kafka", "Kafka at k:9092 is away: no answer after " + second + " s");
            notices.tell("kafka", "Kafka at k:9092 is away: disconnected");
        }
        notices.tell("kafka", "publishing to Kafka at k:9092");
        notices.tell("kafka", "Kafka at k:9092 is away: disconnected");

        assertThat(lines)
                .containsExactly(
                        "stackhouse: Kafka at k:9092 is away: no answer after 0 s",
                        "stackhouse: publishing to Kafka at k:9092",
                        "stackhouse: Kafka at k:9092 is away: disconnected");
    }

    @Test
    void twoThingsAtATimeDoNotRemindOfEachOther() {
        for (int interval = 0; interval < 10; interval++) {
            notices.tell("recording", "an interval could not be recorded: disk full");
            notices.tell("kafka", "publishing to Kafka at k:9092");
        }

        assertThat(lines).hasSize(2);
    }

    @Test
    void saysAgainWhatCameBackAfterItWasOver() {
        notices.tell("recording", "an interval could not be recorded: disk full");
        notices.end("recording");
        notices.tell("recording", "an interval could not be recorded: disk full");

        assertThat(lines).hasSize(2);
    }
}
