package dev.stackhouse.collector.budget;

import static dev.stackhouse.proto.batch.v1.EventType.EVENT_TYPE_ALLOC;
import static dev.stackhouse.proto.batch.v1.EventType.EVENT_TYPE_CPU;
import static dev.stackhouse.proto.batch.v1.EventType.EVENT_TYPE_LIVE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.collector.config.Rates;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BudgetKeeperTest {
    private static final Rates ASKED =
            Rates.NONE.with(EVENT_TYPE_CPU, 10_000_000).with(EVENT_TYPE_ALLOC, 1_024);

    private long ownMillis;
    private long jvmMillis;
    private long nowMillis;
    private final BudgetKeeper keeper = new BudgetKeeper(
            0.01, () -> ownMillis * 1_000_000, () -> jvmMillis * 1_000_000, () -> nowMillis * 1_000_000);

    @Test
    void whatPassesTheBudgetIsSlowedUntilItDoesNot() {
        intervals(7, 250, 20_000, 0);

        assertThat(keeper.slowed()).containsEntry(EVENT_TYPE_ALLOC, 2);
        assertThat(keeper.affordable(ASKED)).isEqualTo(ASKED.with(EVENT_TYPE_ALLOC, 2_048));

        intervals(3, 250, 20_000, 0);
        assertThat(keeper.slowed()).containsEntry(EVENT_TYPE_ALLOC, 4);

        intervals(CpuBudget.LEAST_REST, 90, 20_000, 0);
        assertThat(keeper.slowed()).containsEntry(EVENT_TYPE_ALLOC, 2);
        intervals(CpuBudget.LEAST_REST, 90, 20_000, 0);
        assertThat(keeper.slowed()).isEmpty();
        assertThat(keeper.affordable(ASKED)).isEqualTo(ASKED);
    }

    @Test
    void whatSamplingCostsTheApplicationCountsToo() {
        intervals(31, 100, 20_000, 4_500);
        assertThat(keeper.slowed()).isEmpty();

        // 110 ms.
        intervals(3, 100, 20_000, 5_500);
        assertThat(keeper.slowed()).containsEntry(EVENT_TYPE_ALLOC, 2);
    }

    @Test
    void whatWasSlowedBeforeIsUntilThereIsRoom() {
        keeper.goOnFrom(Map.of(EVENT_TYPE_ALLOC, 4, EVENT_TYPE_LIVE, 4));
        assertThat(keeper.slowed()).containsOnly(Map.entry(EVENT_TYPE_ALLOC, 4), Map.entry(EVENT_TYPE_LIVE, 4));

        intervals(CpuBudget.WARM_UP + CpuBudget.LEAST_REST + 1, 90, 20_000, 0);
        assertThat(keeper.slowed()).containsEntry(EVENT_TYPE_ALLOC, 2);
    }

    @Test
    void whereTheJvmDoesNotTellWhatItsThreadsUseNothingIsSlowed() {
        BudgetKeeper blind = new BudgetKeeper(0.01, () -> -1, () -> -1, () -> nowMillis * 1_000_000);
        for (int i = 0; i < 20; i++) {
            nowMillis += 10_000;
            blind.endInterval(ASKED);
        }

        assertThat(blind.slowed()).isEmpty();
    }

    private void intervals(int count, long own, long jvm, long samples) {
        for (int i = 0; i < count; i++) {
            ownMillis += own;
            jvmMillis += jvm;
            nowMillis += 10_000;
            keeper.count(EVENT_TYPE_ALLOC, samples + 1);
            keeper.endInterval(ASKED);
        }
    }
}
