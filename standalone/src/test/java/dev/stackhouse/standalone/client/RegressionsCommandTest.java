package dev.stackhouse.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stackhouse.query.regression.RegressionSettings;
import dev.stackhouse.query.server.QueryServer;
import dev.stackhouse.query.server.QueryServerConfig;
import dev.stackhouse.storage.TestingClickHouse;
import dev.stackhouse.storage.regression.RegressionStore;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The command against a real server. */
class RegressionsCommandTest {
    private static TestingClickHouse clickHouse;
    private static RegressionStore store;

    @BeforeAll
    static void start() {
        clickHouse = TestingClickHouse.start();
        store = new RegressionStore(clickHouse.address(), Duration.ofSeconds(30));
    }

    @AfterAll
    static void stop() {
        if (store != null) {
            store.close();
        }
        if (clickHouse != null) {
            clickHouse.close();
        }
    }

    @Test
    void listsShowsAcknowledgesAndAccepts() throws Exception {
        StoredIncidents.append(store, StoredIncidents.FIRING);
        String id = StoredIncidents.FIRING.getId();
        try (QueryServer server = server(0)) {
            String address = "127.0.0.1:" + server.start();

            assertThat(run("--server", address)).contains(id, "firing", "41 → 42");
            assertThat(run("--server", address, "--service", "search")).contains("Nothing became dearer");
            assertThat(run("--server", address, "--state", "pending,went-away")).contains("Nothing became dearer");
            assertThat(run("--server", address, "--json")).contains("\"state\":\"INCIDENT_STATE_FIRING\"");
            assertThat(run("ack", id, "--by", "ann", "--note", "mine", "--server", address))
                    .contains("firing", id);
            assertThat(run("show", id, "--server", address)).contains("Seen by ann: mine", "shop.Main.run > shop.Cart");
            assertThat(run("accept", id, "--by", "bob", "--server", address)).contains("accepted", id);
            assertThat(run("--server", address, "--state", "accepted")).contains(id, "ann");
            assertThat(run("show", "none", "--server", address)).contains("no incident 'none' in the store");
            assertThat(run("--state", "burning", "--server", address))
                    .contains("--state is burning; it must be candidate, pending, firing, resolved, went-away,"
                            + " cost-shift, accepted.");
        }
    }

    @Test
    void aWatchOutlivesItsServer() throws Exception {
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        int port;
        Thread watching;
        try (QueryServer first = server(0)) {
            port = first.start();
            RegressionWatch watch =
                    new RegressionWatch(new QueryClient("127.0.0.1:" + port), false, ZoneOffset.UTC, lines::add);
            watching = new Thread(() -> follow(watch), "watching");
            watching.start();
            // It may begin a moment after it was asked for, so there are changes until one is heard.
            int revision = 1;
            for (; lines.isEmpty(); revision++) {
                append(revision);
                Thread.sleep(200);
            }
            assertThat(lines.take()).contains("firing  watched 42, cpu: dearer");
            for (String line = ""; !line.contains("(last)"); line = lines.take()) {
                if (line.isEmpty()) {
                    StoredIncidents.append(
                            store,
                            StoredIncidents.FIRING.toBuilder()
                                    .setService("watched")
                                    .setId("last")
                                    .build());
                }
            }
        }
        StoredIncidents.append(
                store,
                StoredIncidents.FIRING.toBuilder()
                        .setService("watched")
                        .setId("missed")
                        .build());

        try (QueryServer second = server(port)) {
            second.start();
            assertThat(lines.take()).endsWith("(missed)");
            watching.interrupt();
            watching.join();
        }
    }

    private static void append(int revision) throws Exception {
        StoredIncidents.append(
                store,
                StoredIncidents.FIRING.toBuilder()
                        .setService("watched")
                        .setId("heard")
                        .setRevision(revision)
                        .build());
    }

    private static void follow(RegressionWatch watch) {
        try {
            watch.follow("watched", incident -> true);
        } catch (InterruptedException | RuntimeException e) {
            // The test is over.
        }
    }

    private static QueryServer server(int port) {
        RegressionSettings off = new RegressionSettings(false, null, Duration.ofSeconds(10));
        return new QueryServer(QueryServerConfig.of(port, clickHouse.address(), off));
    }

    /** What it prints; with the log of the server, which is in the same process. */
    private static String run(String... arguments) throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            CommandLine line = new CommandLine(new RegressionsCommand())
                    .setExecutionExceptionHandler((e, command, parsed) -> {
                        System.out.print(e.getMessage());
                        return 1;
                    });
            line.execute(arguments);
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }
}
