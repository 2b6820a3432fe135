package dev.stackhouse.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.proto.query.v1.Coverage;
import dev.stackhouse.proto.query.v1.GetTopMethodsResponse;
import dev.stackhouse.proto.query.v1.MethodWeight;
import dev.stackhouse.proto.query.v1.Selection;
import dev.stackhouse.proto.query.v1.Unit;
import org.junit.jupiter.api.Test;

class TopTableTest {
    @Test
    void showsCoresAndSharesOfTheWhole() {
        GetTopMethodsResponse top = GetTopMethodsResponse.newBuilder()
                .setCoverage(coverage(Unit.UNIT_NANOSECONDS, 15_000_000_000L))
                .addMethods(method("a.B.hot", 10_000_000_000L, 15_000_000_000L))
                .addMethods(method("a.B.cool", 5_000_000L, 5_000_000L))
                .build();

        String text = TopTable.format(
                Selection.newBuilder().setService("checkout").setEvent("cpu").build(), top);

        assertThat(text).startsWith("cpu of checkout, ").contains("(10 s): 1.50 cores, 1500 samples of 2 instances");
        assertThat(text.lines().skip(2))
                .containsExactly(
                        "        self                 total           method",
                        "  1.00 cores  66.7 %    1.50 cores  100.0 %  a.B.hot",
                        "0.0005 cores   0.0 %  0.0005 cores    0.0 %  a.B.cool");
    }

    @Test
    void showsBytesPerSecond() {
        Weight weight = new Weight("alloc", coverage(Unit.UNIT_BYTES, 0));

        assertThat(weight.format(5_000)).isEqualTo("500 B/s");
        assertThat(weight.format(123_400_000)).isEqualTo("12.3 MB/s");
    }

    @Test
    void whatCameToStayIsShownPerSecondToo() {
        assertThat(new Weight("live", coverage(Unit.UNIT_BYTES, 0)).format(5_000))
                .isEqualTo("500 B/s");
        assertThat(new Weight("native-memory", coverage(Unit.UNIT_BYTES, 0)).format(5_000))
                .isEqualTo("500 B/s");
        assertThat(new Weight("wall", coverage(Unit.UNIT_NANOSECONDS, 0)).format(31_000_000_000L))
                .isEqualTo("3.10 threads");
    }

    @Test
    void showsThreadsWaiting() {
        assertThat(new Weight("lock", coverage(Unit.UNIT_NANOSECONDS, 0)).format(31_000_000_000L))
                .isEqualTo("3.10 threads waiting");
    }

    private static Coverage coverage(Unit unit, long value) {
        return Coverage.newBuilder()
                .setFromUnixMillis(1_795_403_520_000L)
                .setToUnixMillis(1_795_403_530_000L)
                .setUnit(unit)
                .setValue(value)
                .setSamples(1_500)
                .setInstances(2)
                .build();
    }

    private static MethodWeight method(String name, long self, long total) {
        return MethodWeight.newBuilder()
                .setMethod(name)
                .setSelfValue(self)
                .setTotalValue(total)
                .build();
    }
}
