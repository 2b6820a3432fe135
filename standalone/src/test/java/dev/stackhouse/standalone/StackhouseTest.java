package dev.stackhouse.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stackhouse.proto.query.v1.ListServicesRequest;
import dev.stackhouse.standalone.client.CommandException;
import dev.stackhouse.standalone.client.QueryClient;
import dev.stackhouse.storage.operate.OperatingGuide;
import dev.stackhouse.storage.operate.Scrape;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything for real: Kafka, ClickHouse, the streamer and the query server. */
class StackhouseTest {
    @TempDir
    Path directory;

    @Test
    void startsAnswersHealsAndStopsWithoutLeavingAProcess() throws Exception {
        StackhouseConfig config = TestingStackhouse.config(directory);
        Set<Long> before = descendants();
        try (Stackhouse stackhouse = Stackhouse.start(config)) {
            assertThat(services(stackhouse)).isZero();
            assertThat(stackhouse.processIds()).containsOnlyKeys("broker", "engine", "streamer");

            assertThatThrownBy(() -> Stackhouse.start(config))
                    .isInstanceOf(CommandException.class)
                    .hasMessageContaining("is in use by another stackhouse");

            Map<String, Long> first = stackhouse.processIds();
            ProcessHandle.of(first.get("engine")).orElseThrow().destroyForcibly();
            awaitOther(stackhouse, "engine", first.get("engine"));
            assertThat(services(stackhouse)).isZero();

            Scrape scrape = Scrape.of(URI.create(stackhouse.metrics()));
            assertThat(scrape.names()).containsAll(OperatingGuide.metricsOf("One machine"));
            assertThat(scrape.count("stackhouse_child_restarts_total", "role=\"engine\""))
                    .isEqualTo(1);
            assertThat(scrape.count("stackhouse_child_up", "role=\"streamer\"")).isEqualTo(1);
            assertThat(scrape.count("stackhouse_child_info", "address=\"" + stackhouse.bootstrapServers() + "\""))
                    .isEqualTo(1);
            assertThat(Scrape.of(URI.create(stackhouse.streamerMetrics())).names())
                    .contains("flink_taskmanager_job_task_operator_batchesIn");
        }
        Set<Long> after = descendants();
        after.removeAll(before);
        assertThat(after).isEmpty();
    }

    private static int services(Stackhouse stackhouse) {
        return new QueryClient("127.0.0.1:" + stackhouse.queryPort())
                .ask(stub -> stub.listServices(ListServicesRequest.getDefaultInstance()))
                .getServicesCount();
    }

    private static void awaitOther(Stackhouse stackhouse, String role, long former) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (stackhouse.processIds().get(role) == former) {
            assertThat(System.nanoTime()).as(role + " is not started again").isLessThan(deadlineNanos);
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    private static Set<Long> descendants() {
        return ProcessHandle.current()
                .descendants()
                .filter(ProcessHandle::isAlive)
                .map(ProcessHandle::pid)
                .collect(Collectors.toSet());
    }
}
