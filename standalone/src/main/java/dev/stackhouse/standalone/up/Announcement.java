package dev.stackhouse.standalone.up;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stackhouse.standalone.Stackhouse;
import dev.stackhouse.standalone.StackhouseConfig;
import dev.stackhouse.standalone.client.DurationText;
import java.nio.file.Path;
import java.time.Duration;

/** What somebody needs to know once everything runs: where the page is and how to profile a JVM. */
final class Announcement {
    private Announcement() {}

    static String text(Stackhouse stackhouse, StackhouseConfig config, Duration taken) {
        return """
                Stackhouse is up after %s. Data: %s. Ctrl-C stops it.

                  Page     %s
                  Broker   %s
                  SQL      %s (user %s, password in %s)
                  Metrics  %s
                           %s (streamer)

                Profile a JVM with
                  java %s -jar YOUR.jar
                """.formatted(
                        DurationText.format(taken),
                        config.dataDirectory(),
                        stackhouse.page(),
                        stackhouse.bootstrapServers(),
                        stackhouse.analyst().uri(),
                        stackhouse.analyst().user(),
                        config.dataDirectory().resolve("clickhouse/analyst-password"),
                        stackhouse.metrics(),
                        stackhouse.streamerMetrics(),
                        javaAgent(config.root(), stackhouse.bootstrapServers()));
    }

    static String json(Stackhouse stackhouse, StackhouseConfig config, Duration taken) {
        ObjectNode figures = JsonNodeFactory.instance.objectNode();
        figures.put("page", stackhouse.page())
                .put("queryPort", stackhouse.queryPort())
                .put("bootstrapServers", stackhouse.bootstrapServers())
                .put("sql", stackhouse.analyst().uri().toString())
                .put("metrics", stackhouse.metrics())
                .put("streamerMetrics", stackhouse.streamerMetrics())
                .put("javaAgent", javaAgent(config.root(), stackhouse.bootstrapServers()))
                .put("secondsToStart", taken.toMillis() / 1e3);
        ObjectNode ids = figures.putObject("processIds");
        stackhouse.processIds().forEach(ids::put);
        return figures.toString();
    }

    private static String javaAgent(Path root, String bootstrapServers) {
        return "-javaagent:" + root.resolve("collector/target/stackhouse-collector.jar") + "=service=NAME,brokers="
                + bootstrapServers;
    }
}
