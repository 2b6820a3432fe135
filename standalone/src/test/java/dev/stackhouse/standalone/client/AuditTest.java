package dev.stackhouse.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.proto.batch.v1.DropReason;
import dev.stackhouse.proto.batch.v1.DroppedSamples;
import dev.stackhouse.proto.query.v1.GetLedgerResponse;
import dev.stackhouse.proto.query.v1.InstanceLedger;
import dev.stackhouse.proto.query.v1.LedgerEntry;
import org.junit.jupiter.api.Test;

class AuditTest {
    private final GetLedgerResponse.Builder ledger = GetLedgerResponse.newBuilder();

    @Test
    void sumsUpByService() {
        entries(
                entry("checkout", "i-1", "cpu", 100, 93, 7),
                entry("checkout", "i-1", "alloc", 10, 10, 0),
                entry("checkout", "i-2", "cpu", 50, 50, 0),
                entry("search", "s-1", "cpu", 1, 1, 0));
        instances(
                instance("checkout", "i-1"),
                instance("checkout", "i-2").setEndedWithoutNotice(true),
                instance("search", "s-1"));
        Audit audit = audit();

        assertThat(audit.holds()).isTrue();
        assertThat(audit.table()).isEqualTo("""
                        service   instances  batches expected  seen  taken  stored  unexplained  counted twice  ended without notice  dropped
                        checkout          2                12    12    160     153            0              0                     1  queue_full 7
                        search            1                 6     6      1       1            0              0                     0  0

                        Every sample taken is stored or declared dropped. Of 1 instance that ended without notice at most one interval is missing.
                        """);
    }

    @Test
    void tooManyDoNotMakeUpForTooFew() {
        entries(entry("checkout", "i-1", "cpu", 100, 90, 0), entry("checkout", "i-2", "cpu", 100, 110, 0));
        instances(instance("checkout", "i-1"), instance("checkout", "i-2"));
        Audit audit = audit();

        assertThat(audit.holds()).isFalse();
        assertThat(audit.json(audit.holds()))
                .isEqualTo("{\"services\":[{\"service\":\"checkout\",\"instances\":2,\"batchesExpected\":12,"
                        + "\"batchesSeen\":12,\"samplesTaken\":200,\"samplesStored\":200,\"samplesUnexplained\":20,"
                        + "\"batchesCountedTwice\":0,\"instancesEndedWithoutNotice\":0,\"holds\":false,"
                        + "\"samplesDropped\":{}}],\"holds\":false}");
    }

    @Test
    void aMissingBatchIsNotForgiven() {
        entries(entry("checkout", "i-1", "cpu", 1, 1, 0));
        instances(instance("checkout", "i-1").setBatchesMissing(1));
        Audit audit = audit();

        assertThat(audit.holds()).isFalse();
        assertThat(audit.table()).contains("NOT EVERY SAMPLE IS EXPLAINED");
    }

    @Test
    void batchesThatWereCountedTwiceFailItThoughTheSumsBalance() {
        entries(entry("checkout", "i-1", "cpu", 200, 200, 0));
        instances(instance("checkout", "i-1").setBatchesCountedTwice(6));
        Audit audit = audit();

        assertThat(audit.holds()).isFalse();
        assertThat(audit.table()).contains("BATCHES WERE COUNTED TWICE").doesNotContain("NOT EVERY SAMPLE");
        assertThat(audit.json(audit.holds())).contains("\"batchesCountedTwice\":6");
    }

    @Test
    void anInstanceThatEndedWithoutNoticeDoesNotFailIt() {
        entries(entry("checkout", "i-1", "cpu", 1, 1, 0));
        instances(instance("checkout", "i-1").setEndedWithoutNotice(true));

        assertThat(audit().holds()).isTrue();
        assertThat(audit().json(true)).contains("\"instancesEndedWithoutNotice\":1");
    }

    private void entries(LedgerEntry.Builder... entries) {
        for (LedgerEntry.Builder entry : entries) {
            ledger.addEntries(entry);
        }
    }

    private void instances(InstanceLedger.Builder... instances) {
        for (InstanceLedger.Builder instance : instances) {
            ledger.addInstances(instance);
        }
    }

    private Audit audit() {
        return Audit.of(ledger.build());
    }

    private static InstanceLedger.Builder instance(String service, String instance) {
        return InstanceLedger.newBuilder()
                .setService(service)
                .setInstanceId(instance)
                .setBatchesSeen(6);
    }

    private static LedgerEntry.Builder entry(
            String service, String instance, String event, long taken, long stored, long dropped) {
        LedgerEntry.Builder entry = LedgerEntry.newBuilder()
                .setService(service)
                .setInstanceId(instance)
                .setEvent(event)
                .setSamplesTaken(taken)
                .setSamplesStored(stored);
        if (dropped > 0) {
            entry.addDropped(DroppedSamples.newBuilder()
                    .setReason(DropReason.DROP_REASON_QUEUE_FULL)
                    .setSamples(dropped));
        }
        return entry;
    }
}
