package dev.stackhouse.collector.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stackhouse.proto.batch.v1.EventType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CollectorConfigTest {
    private static final Map<String, String> HOST = Map.of("HOSTNAME", "web-1");

    @Test
    void defaultsWork() {
        CollectorConfig config = config("", Map.of(), HOST);

        assertThat(config.service()).isEqualTo("shop");
        assertThat(config.labels()).isEqualTo(Map.of("host", "web-1"));
        assertThat(config.brokers()).isEqualTo("127.0.0.1:9092");
        assertThat(config.topic()).isEqualTo("stackhouse.batches");
        assertThat(config.rates().interval(EventType.EVENT_TYPE_CPU)).isEqualTo(10_000_000);
        assertThat(config.rates().interval(EventType.EVENT_TYPE_ALLOC)).isEqualTo(512 << 10);
        assertThat(config.rates().interval(EventType.EVENT_TYPE_LOCK)).isEqualTo(1_000_000);
        assertThat(config.rates().intervals())
                .containsOnlyKeys(EventType.EVENT_TYPE_CPU, EventType.EVENT_TYPE_ALLOC, EventType.EVENT_TYPE_LOCK);
        assertThat(config.queueBytes()).isEqualTo(8 << 20);
        assertThat(config.spoolBytes()).isEqualTo(64 << 20);
        assertThat(config.spoolDirectory())
                .isEqualTo(
                        Path.of(System.getProperty("java.io.tmpdir"), "stackhouse-" + System.getProperty("user.name")));
        assertThat(config.interval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.control().policyTopic()).isEqualTo("stackhouse.policies");
        assertThat(config.control().cpuBudget()).isEqualTo(0.01);
    }

    @Test
    void argumentsBeatPropertiesWhichBeatTheEnvironment() {
        Map<String, String> environment = Map.of(
                "HOSTNAME", "h",
                "STACKHOUSE_SERVICE", "by-environment",
                "STACKHOUSE_TOPIC", "by-environment",
                "STACKHOUSE_BROKERS", "by-environment:1");
        Map<String, String> properties =
                Map.of("stackhouse.topic", "by-property", "stackhouse.brokers", "by-property:1");
        CollectorConfig config = config("brokers=a:1;b:2", properties, environment);

        assertThat(config.brokers()).isEqualTo("a:1,b:2");
        assertThat(config.topic()).isEqualTo("by-property");
        assertThat(config.service()).isEqualTo("by-environment");
    }

    @Test
    void openTelemetryNamesTheServiceAndItsLabels() {
        Map<String, String> environment = Map.of(
                "HOSTNAME", "h",
                "OTEL_SERVICE_NAME", "checkout",
                "OTEL_RESOURCE_ATTRIBUTES",
                        "service.name=other,service.version=41,k8s.pod.name=p-1,cloud.availability_zone=eu-1,team/x=pay");
        CollectorConfig config = config("labels.zone=eu-2", Map.of(), environment);

        assertThat(config.service()).isEqualTo("checkout");
        assertThat(config.labels())
                .isEqualTo(Map.of("host", "h", "version", "41", "pod", "p-1", "zone", "eu-2", "team_x", "pay"));
    }

    @Test
    void anEventCanBeSwitchedOff() {
        CollectorConfig config = config("alloc.bytes=off,lock.threshold=off,cpu.interval=20ms", Map.of(), HOST);

        assertThat(config.rates().isOn(EventType.EVENT_TYPE_ALLOC)).isFalse();
        assertThat(config.rates().isOn(EventType.EVENT_TYPE_LOCK)).isFalse();
        assertThat(config.rates().interval(EventType.EVENT_TYPE_CPU)).isEqualTo(20_000_000);
    }

    @Test
    void nothingButTheSettingsNeedDecideWhatIsSampled() {
        CollectorConfig config = config("policy.topic=off,cpu.budget=off", Map.of(), HOST);

        assertThat(config.control().policyTopic()).isEmpty();
        assertThat(config.control().cpuBudget()).isZero();
        assertThat(config("cpu.budget=0.5%", Map.of(), HOST).control().cpuBudget())
                .isEqualTo(0.005);
        for (String share : new String[] {"1", "0%", "101%", "-1%", "a%"}) {
            assertThatThrownBy(() -> config("cpu.budget=" + share, Map.of(), HOST))
                    .hasMessageContaining("STACKHOUSE_CPU_BUDGET) is '" + share + "', not a share");
        }
    }

    @Test
    void everyEventCanBeSwitchedOn() {
        CollectorConfig config = config(
                "wall.interval=50ms,live=on", Map.of("stackhouse.nativemem.bytes", "1m"), Map.of("HOSTNAME", "h"));

        assertThat(config.rates().intervals())
                .containsEntry(EventType.EVENT_TYPE_WALL, 50_000_000L)
                .containsEntry(EventType.EVENT_TYPE_LIVE, 512L << 10)
                .containsEntry(EventType.EVENT_TYPE_NATIVE_MEMORY, 1L << 20)
                .hasSize(6);
    }

    @Test
    void liveObjectsNeedAllocation() {
        assertThatThrownBy(() -> config("alloc.bytes=off,live=on", Map.of(), HOST))
                .hasMessageContaining("alloc.bytes, which is off");
        assertThatThrownBy(() -> config("live=yes", Map.of(), HOST)).hasMessageContaining("'yes', not on or off");
    }

    @Test
    void allFaultsAreReportedAtOnceWithWhatToSet() {
        assertThatThrownBy(() -> config(
                        "cpu.intervall=5ms,cpu.interval=5,alloc.bytes=much,queue.bytes=10k,labels.a-b=1",
                        Map.of(),
                        HOST))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("unknown agent argument 'cpu.intervall'")
                .hasMessageContaining("STACKHOUSE_CPU_INTERVAL) is '5'")
                .hasMessageContaining("STACKHOUSE_ALLOC_BYTES) is 'much'")
                .hasMessageContaining("STACKHOUSE_QUEUE_BYTES) is '10k', not a size from 1048576 bytes on")
                .hasMessageContaining("label name 'a-b'");
    }

    private static CollectorConfig config(
            String arguments, Map<String, String> properties, Map<String, String> environment) {
        return CollectorConfig.from(
                new ConfigSources(ConfigSources.pairs(arguments), properties, environment, "path/shop.jar"));
    }
}
