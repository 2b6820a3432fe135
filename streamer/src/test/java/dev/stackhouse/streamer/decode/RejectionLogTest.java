package dev.stackhouse.streamer.decode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.streamer.source.RawBatch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RejectionLogTest {
    private final List<String> lines = new ArrayList<>();
    private final RejectionLog log = new RejectionLog(lines::add);

    @Test
    void tellsTheFirstAtOnce() {
        reject(RejectReason.TOO_OLD, 7, 0);

        assertThat(lines)
                .containsExactly("Batches were rejected and put into the dead-letter topic. reason=TOO_OLD batches=1"
                        + " partition=3 offset=7 error=\"It is so.\"");
    }

    @Test
    void tellsOthersOfAReasonOnceAMinuteWithTheirNumber() {
        for (long second = 0; second <= 60; second++) {
            reject(RejectReason.TOO_OLD, second, second * 1_000);
        }

        assertThat(lines).hasSize(2);
        assertThat(lines.get(1)).contains("batches=60", "offset=60");
    }

    @Test
    void tellsEveryReasonByItself() {
        reject(RejectReason.TOO_OLD, 1, 0);
        reject(RejectReason.UNDECODABLE, 2, 1);

        assertThat(lines).hasSize(2);
    }

    @Test
    void tellsTheRestAtTheEnd() {
        reject(RejectReason.TOO_OLD, 1, 0);
        reject(RejectReason.TOO_OLD, 2, 1);
        reject(RejectReason.TOO_OLD, 3, 2);
        log.close();
        log.close();

        assertThat(lines).hasSize(2);
        assertThat(lines.get(1)).contains("batches=2", "offset=3");
    }

    private void reject(RejectReason reason, long offset, long nowMillis) {
        RawBatch batch = new RawBatch(null, new byte[0], 3, offset, false);
        log.rejected(new RejectedException(reason, "It is so."), batch, nowMillis);
    }
}
