package dev.stackhouse.query.server;

import com.linecorp.armeria.server.healthcheck.HealthCheckStatus;
import com.linecorp.armeria.server.healthcheck.HealthChecker;
import com.linecorp.armeria.server.healthcheck.ListenableHealthChecker;
import dev.stackhouse.storage.StorageException;
import dev.stackhouse.storage.client.StoreContact;
import dev.stackhouse.storage.read.ProfileReader;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** The server is ready while the store answers; asked every 2 s. */
final class StoreHealth {
    private static final long PERIOD_MILLIS = Duration.ofSeconds(2).toMillis();

    private StoreHealth() {}

    /**
     * Returns a checker that works once the server has started.
     *
     * @param contact is told of every answer
     * @param executor may block
     */
    static ListenableHealthChecker of(ProfileReader reader, StoreContact contact, Executor executor) {
        return HealthChecker.of(
                () -> CompletableFuture.supplyAsync(
                        () -> new HealthCheckStatus(answers(reader, contact), PERIOD_MILLIS), executor),
                Duration.ofMillis(PERIOD_MILLIS));
    }

    private static boolean answers(ProfileReader reader, StoreContact contact) {
        String error = "no answer to a ping";
        try {
            if (reader.ready()) {
                contact.answered(System.nanoTime());
                return true;
            }
        } catch (StorageException e) {
            error = String.valueOf(e.getMessage());
        }
        contact.failed(System.nanoTime(), error);
        return false;
    }
}
