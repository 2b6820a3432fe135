package dev.stackhouse.standalone.supervise;

import dev.stackhouse.process.LogLine;
import dev.stackhouse.storage.StorageException;
import dev.stackhouse.storage.StoreAddress;
import dev.stackhouse.storage.schema.Ageing;
import dev.stackhouse.storage.schema.SchemaOptions;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Makes old days of the store coarser once an hour, as the migrations' job does in a fleet. */
public final class AgeingTimer implements AutoCloseable {
    private final ScheduledExecutorService timer;

    private AgeingTimer(ScheduledExecutorService timer) {
        this.timer = timer;
    }

    /**
     * Begins a minute from now.
     *
     * @param onFailure is told why the store could not be asked; the next hour tries again
     */
    public static AgeingTimer start(StoreAddress store, Consumer<String> onFailure) {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "ageing");
            thread.setDaemon(true);
            return thread;
        });
        var unused = timer.scheduleAtFixedRate(() -> age(store, onFailure), 1, 60, TimeUnit.MINUTES);
        return new AgeingTimer(timer);
    }

    private static void age(StoreAddress store, Consumer<String> onFailure) {
        try {
            Ageing.run(store, SchemaOptions.DEFAULT, Instant.now());
        } catch (StorageException e) {
            onFailure.accept(LogLine.of("Old days stay as fine as they are for now.")
                    .with("next_try_seconds", 3_600)
                    .with("error", String.valueOf(e.getMessage()))
                    .toString());
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
