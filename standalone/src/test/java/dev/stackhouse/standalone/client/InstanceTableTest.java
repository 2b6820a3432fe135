package dev.stackhouse.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.proto.batch.v1.EventRate;
import dev.stackhouse.proto.batch.v1.EventType;
import dev.stackhouse.proto.batch.v1.Label;
import dev.stackhouse.proto.query.v1.Instance;
import dev.stackhouse.proto.query.v1.ListInstancesResponse;
import dev.stackhouse.proto.query.v1.RateSpan;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class InstanceTableTest {
    private static final Instance INSTANCE = Instance.newBuilder()
            .setInstanceId("i-1")
            .addLabels(label("version", "41"))
            .addFacts(label("container.cpu_limit_cores", "1.5"))
            .addFacts(label("container.memory_limit_bytes", "2147483648"))
            .addFacts(label("jvm.cores", "2"))
            .addFacts(label("jvm.gc", "G1"))
            .addFacts(label("jvm.heap_limit_bytes", "805306368"))
            .addFacts(label("jvm.started", "2026-11-23T03:00:00Z"))
            .addFacts(label("jvm.version", "17.0.9+9"))
            .setFirstSeenUnixMillis(Instant.parse("2026-11-23T03:00:10Z").toEpochMilli())
            .setLastSeenUnixMillis(Instant.parse("2026-11-23T03:12:10Z").toEpochMilli())
            .setRates(RateSpan.newBuilder()
                    .addRates(EventRate.newBuilder()
                            .setEvent(EventType.EVENT_TYPE_CPU)
                            .setInterval(40_000_000)
                            .setSlowed(4))
                    .addRates(EventRate.newBuilder()
                            .setEvent(EventType.EVENT_TYPE_ALLOC)
                            .setInterval(512 << 10)
                            .setSlowed(1))
                    .setPolicy("p-17"))
            .build();

    @Test
    void tellsTheMainFactsOfEachInstance() {
        ListInstancesResponse response = ListInstancesResponse.newBuilder()
                .addInstances(INSTANCE)
                .addInstances(Instance.newBuilder()
                        .setInstanceId("i-2")
                        .setLastSeenUnixMillis(
                                Instant.parse("2026-11-23T03:12:20Z").toEpochMilli()))
                .build();

        assertThat(InstanceTable.format(response, ZoneOffset.UTC)).isEqualTo("""
                        instance  version  jvm       gc          cores     heap  memory  started              last seen            rates                                    policy
                        i-1       41       17.0.9+9  G1  2 (limit 1.5)  768 MiB   2 GiB  2026-11-23 03:00:00  2026-11-23 03:12:10  cpu 40ms (slowed from 10ms), alloc 512k  p-17
                        i-2       -        -         -               -        -       -  -                    2026-11-23 03:12:20  -                                        -
                        """);
    }

    @Test
    void tellsEverythingOfOneInstance() {
        assertThat(InstanceTable.all(INSTANCE, ZoneOffset.UTC)).isEqualTo("""
                        instance                      i-1
                        first seen                    2026-11-23 03:00:10
                        last seen                     2026-11-23 03:12:10
                        rates                         cpu 40ms (slowed from 10ms), alloc 512k
                        policy                        p-17
                        label version                 41
                        container.cpu_limit_cores     1.5
                        container.memory_limit_bytes  2147483648
                        jvm.cores                     2
                        jvm.gc                        G1
                        jvm.heap_limit_bytes          805306368
                        jvm.started                   2026-11-23T03:00:00Z
                        jvm.version                   17.0.9+9
                        """);
    }

    @Test
    void saysIfThereIsNone() {
        assertThat(InstanceTable.format(ListInstancesResponse.getDefaultInstance(), ZoneOffset.UTC))
                .isEqualTo("No instance has data in this range.\n");
    }

    private static Label label(String name, String value) {
        return Label.newBuilder().setName(name).setValue(value).build();
    }
}
