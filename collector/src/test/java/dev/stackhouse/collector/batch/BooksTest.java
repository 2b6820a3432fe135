package dev.stackhouse.collector.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.proto.batch.v1.DropReason;
import dev.stackhouse.proto.batch.v1.DroppedSamples;
import dev.stackhouse.proto.batch.v1.EventLedger;
import dev.stackhouse.proto.batch.v1.EventType;
import org.junit.jupiter.api.Test;

class BooksTest {
    @Test
    void takenIsWhatWasKeptAndWhatWasDropped() {
        Books books = new Books();
        books.keep(EventType.EVENT_TYPE_CPU, 90);
        books.keep(EventType.EVENT_TYPE_CPU, 5);
        books.drop(EventType.EVENT_TYPE_CPU, DropReason.DROP_REASON_TOO_LARGE, 3);
        books.drop(EventType.EVENT_TYPE_LOCK, DropReason.DROP_REASON_QUEUE_FULL, 2);

        assertThat(books.toLedger().getEventsList())
                .containsExactly(
                        entry(EventType.EVENT_TYPE_CPU, 98, DropReason.DROP_REASON_TOO_LARGE, 3),
                        entry(EventType.EVENT_TYPE_LOCK, 2, DropReason.DROP_REASON_QUEUE_FULL, 2));
        assertThat(books.kept()).isEqualTo(95);
        assertThat(books.dropped()).isEqualTo(5);
    }

    @Test
    void whatIsGivenUpWasTakenAllTheSame() {
        Books givenUp = new Books();
        givenUp.keep(EventType.EVENT_TYPE_CPU, 7);
        givenUp.drop(EventType.EVENT_TYPE_ALLOC, DropReason.DROP_REASON_TOO_LARGE, 2);
        Books books = new Books();
        books.keep(EventType.EVENT_TYPE_CPU, 1);
        books.addGivenUp(givenUp, DropReason.DROP_REASON_RECORDING_UNREADABLE);

        assertThat(books.toLedger().getEventsList())
                .containsExactly(
                        entry(EventType.EVENT_TYPE_CPU, 8, DropReason.DROP_REASON_RECORDING_UNREADABLE, 7),
                        entry(EventType.EVENT_TYPE_ALLOC, 2, DropReason.DROP_REASON_TOO_LARGE, 2));
    }

    private static EventLedger entry(EventType event, long taken, DropReason reason, long dropped) {
        return EventLedger.newBuilder()
                .setEvent(event)
                .setSamplesTaken(taken)
                .addDropped(dropped(reason, dropped))
                .build();
    }

    private static DroppedSamples dropped(DropReason reason, long samples) {
        return DroppedSamples.newBuilder().setReason(reason).setSamples(samples).build();
    }
}
