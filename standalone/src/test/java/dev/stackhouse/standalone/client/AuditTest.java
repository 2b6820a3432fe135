package dev.stackhouse.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.proto.batch.v1.DropReason;
import dev.stackhouse.proto.batch.v1.DroppedSamples;
import dev.stackhouse.proto.query.v1.GetLedgerResponse;
import dev.stackhouse.proto.query.v1.LedgerEntry;
import org.junit.jupiter.api.Test;

class AuditTest {
    @Test
    void sumsUpByService() {
        Audit audit = audit(
                entry("checkout", "i-1", "cpu", 100, 93, 7),
                entry("checkout", "i-1", "alloc", 10, 10, 0),
                entry("checkout", "i-2", "cpu", 50, 50, 0),
                entry("search", "s-1", "cpu", 1, 1, 0));

        assertThat(audit.holds()).isTrue();
        assertThat(audit.table()).isEqualTo("""
                        service   instances  batches expected  seen  taken  stored  unexplained  dropped
                        checkout          2                12    12    160     153            0  queue_full 7
                        search            1                 6     6      1       1            0  0

                        Every sample taken is stored or declared dropped.
                        """);
    }

    @Test
    void tooManyDoNotMakeUpForTooFew() {
        Audit audit = audit(entry("checkout", "i-1", "cpu", 100, 90, 0), entry("checkout", "i-2", "cpu", 100, 110, 0));

        assertThat(audit.holds()).isFalse();
        assertThat(audit.json())
                .isEqualTo("{\"services\":[{\"service\":\"checkout\",\"instances\":2,\"batchesExpected\":12,"
                        + "\"batchesSeen\":12,\"samplesTaken\":200,\"samplesStored\":200,\"samplesUnexplained\":20,"
                        + "\"samplesDropped\":{}}],\"holds\":false}");
    }

    @Test
    void aMissingBatchIsNotForgiven() {
        Audit audit = audit(entry("checkout", "i-1", "cpu", 1, 1, 0).setBatchesMissing(1));

        assertThat(audit.holds()).isFalse();
        assertThat(audit.table()).contains("NOT EVERY SAMPLE IS EXPLAINED");
    }

    private static Audit audit(LedgerEntry.Builder... entries) {
        GetLedgerResponse.Builder ledger = GetLedgerResponse.newBuilder();
        for (LedgerEntry.Builder entry : entries) {
            ledger.addEntries(entry);
        }
        return Audit.of(ledger.build());
    }

    private static LedgerEntry.Builder entry(
            String service, String instance, String event, long taken, long stored, long dropped) {
        LedgerEntry.Builder entry = LedgerEntry.newBuilder()
                .setService(service)
                .setInstanceId(instance)
                .setEvent(event)
                .setSamplesTaken(taken)
                .setSamplesStored(stored)
                .setBatchesSeen(6);
        if (dropped > 0) {
            entry.addDropped(DroppedSamples.newBuilder()
                    .setReason(DropReason.DROP_REASON_QUEUE_FULL)
                    .setSamples(dropped));
        }
        return entry;
    }
}
