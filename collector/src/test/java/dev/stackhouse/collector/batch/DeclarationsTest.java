package dev.stackhouse.collector.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.collector.config.Rates;
import dev.stackhouse.collector.facts.OwnFacts;
import dev.stackhouse.proto.batch.v1.EventRate;
import dev.stackhouse.proto.batch.v1.EventType;
import dev.stackhouse.proto.batch.v1.StackBatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DeclarationsTest {
    private static final long HOUR_MILLIS = 3_600_000;

    private final AtomicInteger asked = new AtomicInteger();
    private final Declarations declarations = new Declarations(
            Rates.NONE.with(EventType.EVENT_TYPE_LOCK, 0).with(EventType.EVENT_TYPE_CPU, 10_000_000), () -> {
                asked.incrementAndGet();
                return OwnFacts.read("0.1", "4.6");
            });

    @Test
    void ratesAreInEveryBatchAndFactsInTheFirstAndAgainAfterAnHour() {
        StackBatch first = batch(0);
        StackBatch second = batch(10_000);
        StackBatch beforeTheHour = batch(HOUR_MILLIS - 1);
        StackBatch afterTheHour = batch(HOUR_MILLIS);
        StackBatch next = batch(HOUR_MILLIS + 10_000);

        assertThat(first.getFactsList()).extracting(fact -> fact.getName()).contains("jvm.version", "jvm.gc");
        assertThat(second.getFactsList()).isEmpty();
        assertThat(beforeTheHour.getFactsList()).isEmpty();
        assertThat(afterTheHour.getFactsList()).isNotEmpty();
        assertThat(next.getFactsList()).isEmpty();
        assertThat(asked).hasValue(2);
        assertThat(next.getRatesList())
                .containsExactly(
                        EventRate.newBuilder()
                                .setEvent(EventType.EVENT_TYPE_CPU)
                                .setInterval(10_000_000)
                                .build(),
                        EventRate.newBuilder()
                                .setEvent(EventType.EVENT_TYPE_LOCK)
                                .build());
    }

    @Test
    void factsOfABatchThatWasNotMadeComeWithTheNext() {
        StackBatch.Builder failed = StackBatch.newBuilder();
        declarations.addTo(failed);

        assertThat(failed.getFactsCount()).isPositive();
        assertThat(batch(10_000).getFactsCount()).isPositive();
    }

    @Test
    void factsComeAgainWhenTheClockIsPutBack() {
        batch(HOUR_MILLIS);

        assertThat(batch(0).getFactsCount()).isPositive();
        assertThat(batch(10_000).getFactsCount()).isZero();
    }

    @Test
    void ratesThatABatchHasStay() {
        StackBatch.Builder ofAPolicy = StackBatch.newBuilder().setPolicy("silence");
        declarations.addTo(ofAPolicy);

        assertThat(ofAPolicy.getRatesCount()).isZero();
    }

    private StackBatch batch(long endMillis) {
        StackBatch.Builder batch = StackBatch.newBuilder().setEndUnixMillis(endMillis);
        declarations.addTo(batch);
        declarations.made(endMillis);
        return batch.build();
    }
}
