package dev.stackhouse.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.proto.batch.v1.DropReason;
import dev.stackhouse.proto.batch.v1.DroppedSamples;
import dev.stackhouse.proto.batch.v1.EventRate;
import dev.stackhouse.proto.batch.v1.EventType;
import dev.stackhouse.proto.query.v1.GetLedgerResponse;
import dev.stackhouse.proto.query.v1.InstanceLedger;
import dev.stackhouse.proto.query.v1.LedgerEntry;
import dev.stackhouse.proto.query.v1.RateSpan;
import org.junit.jupiter.api.Test;

class LedgerTableTest {
    private static final LedgerEntry ENTRY = LedgerEntry.newBuilder()
            .setService("checkout")
            .setInstanceId("i-1")
            .setEvent("cpu")
            .setSamplesTaken(100)
            .setSamplesStored(93)
            .addDropped(DroppedSamples.newBuilder()
                    .setReason(DropReason.DROP_REASON_QUEUE_FULL)
                    .setSamples(7))
            .build();

    @Test
    void saysWhyAndTheVerdict() {
        GetLedgerResponse ledger = GetLedgerResponse.newBuilder()
                .addEntries(ENTRY)
                .setBalanced(true)
                .build();

        assertThat(LedgerTable.format(ledger)).isEqualTo("""
                        service   instance  event  taken  stored  dropped  batches missing  counted twice  why
                        checkout  i-1       cpu      100      93        7                0              0  queue_full 7

                        The books balance: 100 taken, 93 stored, 7 declared dropped.
                        """);
    }

    @Test
    void remarksOnInstances() {
        InstanceLedger.Builder instance =
                InstanceLedger.newBuilder().setService("checkout").setInstanceId("i-1");
        GetLedgerResponse ledger = GetLedgerResponse.newBuilder()
                .addEntries(ENTRY)
                .addInstances(instance.clone().setEndedWithoutNotice(true).setClockAheadMillis(58 * 60_000))
                .addInstances(instance.clone().setInstanceId("i-2").setClockAheadMillis(-900_000))
                .addInstances(instance.clone().setInstanceId("i-3"))
                .build();

        assertThat(LedgerTable.format(ledger)).contains("""

                        checkout i-1: ended without notice, at most one interval is missing; clock 58 min ahead.
                        checkout i-2: all 15 min late or more: clock behind, or Kafka was away.

                        """);
    }

    @Test
    void saysWhenRatesWereReduced() {
        GetLedgerResponse ledger = GetLedgerResponse.newBuilder()
                .addEntries(ENTRY)
                .addInstances(InstanceLedger.newBuilder()
                        .setService("checkout")
                        .setInstanceId("i-1")
                        .addChangedRates(RateSpan.newBuilder()
                                .setToUnixMillis(60_000)
                                .addRates(EventRate.newBuilder()
                                        .setEvent(EventType.EVENT_TYPE_CPU)
                                        .setInterval(40_000_000)
                                        .setSlowed(4))))
                .build();

        assertThat(LedgerTable.format(ledger))
                .contains("checkout i-1: cpu sampled every 40ms instead of 10ms from ")
                .contains(": the collector's budget.\n");
    }

    @Test
    void shoutsIfTheBooksDoNotBalance() {
        GetLedgerResponse ledger =
                GetLedgerResponse.newBuilder().addEntries(ENTRY).build();

        assertThat(LedgerTable.format(ledger)).contains("THE BOOKS DO NOT BALANCE: 100 taken");
    }
}
