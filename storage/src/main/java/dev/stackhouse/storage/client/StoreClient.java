package dev.stackhouse.storage.client;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.ServerException;
import com.clickhouse.client.api.command.CommandResponse;
import com.clickhouse.client.api.data_formats.ClickHouseBinaryFormatReader;
import com.clickhouse.client.api.insert.InsertResponse;
import com.clickhouse.client.api.insert.InsertSettings;
import com.clickhouse.client.api.query.QueryResponse;
import com.clickhouse.client.api.query.QuerySettings;
import com.clickhouse.data.ClickHouseFormat;
import dev.stackhouse.storage.StorageException;
import dev.stackhouse.storage.StorageException.Category;
import dev.stackhouse.storage.StoreAddress;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One ClickHouse server as the product's user. Thread-safe. Every failure is a {@link StorageException}. */
public final class StoreClient implements AutoCloseable {
    /** ClickHouse's error codes for time, memory, rows and concurrency limits. */
    private static final Set<Integer> LIMIT_CODES = Set.of(158, 159, 160, 202, 241, 307, 396);
    /**
     * Codes of a server that is starting, stopping, too busy, out of contact with its peers, or cannot write to its disk:
     * 75 to 76, 243 and 1001 (a file system's error).
     */
    private static final Set<Integer> UNAVAILABLE_CODES =
            Set.of(75, 76, 209, 210, 236, 242, 243, 252, 279, 285, 319, 999, 1001);

    /** How the driver's HTTP client fails on a connection that the other side has closed. */
    private static final Set<String> STALE =
            Set.of("NoHttpResponseException", "ConnectionClosedException", "SocketException");

    /** Statements carry lists of identities. */
    private static final String MAX_STATEMENT_BYTES = "4000000";

    /** An answer with more stacks would not fit into the memory of the one who asks. */
    private static final String MOST_ROWS = "1000000";

    private static final int CANCELLED_CODE = 394;

    private static final Duration PING_PATIENCE = Duration.ofSeconds(2);

    private final Client client;
    /** With less patience, which the driver has by connection and not by statement. */
    private final Client pinger;

    private final StoreAddress address;
    private final Duration limit;

    /**
     * @param limit how long a statement may take
     */
    public StoreClient(StoreAddress address, Duration limit) {
        this.address = address;
        this.limit = limit;
        this.client = driver(address, 16, Duration.ofSeconds(5), limit.plusSeconds(10));
        this.pinger = driver(address, 1, PING_PATIENCE, PING_PATIENCE);
    }

    private static Client driver(StoreAddress address, int connections, Duration connect, Duration answer) {
        return new Client.Builder()
                .addEndpoint(address.uri().toString())
                .setUsername(address.user())
                .setPassword(address.password())
                .setDefaultDatabase(address.database())
                .setMaxConnections(connections)
                .setConnectTimeout(connect.toMillis(), ChronoUnit.MILLIS)
                .setSocketTimeout(answer.toMillis(), ChronoUnit.MILLIS)
                .setMaxRetries(0)
                .build();
    }

    public StoreAddress address() {
        return address;
    }

    /** Runs a statement without a result. */
    @SuppressWarnings("try")
    public void execute(String statement) {
        try (CommandResponse ignored = await(() -> client.execute(statement))) {
            // Only that it succeeded matters.
        } catch (StorageException e) {
            throw e;
        } catch (Exception e) {
            throw translate(e);
        }
    }

    /** Inserts rows in RowBinary format compressed with zstd; repeating it with the same token changes nothing. */
    public void insert(String table, List<String> columns, byte[] packed, String token) {
        InsertSettings settings =
                new InsertSettings().setDeduplicationToken(token).appCompressedData(true, "zstd");
        settings.serverSetting("insert_deduplicate", "1");
        settings.serverSetting("async_insert", "0");
        // Rows reach their tables through views: a repeated insert must find each of these done or do it.
        settings.serverSetting("deduplicate_blocks_in_dependent_materialized_views", "1");
        // Merging a part that is merged again at once costs more than it saves.
        settings.serverSetting("optimize_on_insert", "0");
        settings.serverSetting("distributed_foreground_insert", "1");
        InsertResponse response = await(() ->
                client.insert(table, columns, new ByteArrayInputStream(packed), ClickHouseFormat.RowBinary, settings));
        response.close();
    }

    /** Handles each row of a result. A {@link Cancellation} of this thread's work can end the statement early. */
    public void query(String statement, Map<String, Object> parameters, RowHandler handler) {
        String queryId = UUID.randomUUID().toString();
        Cancellation cancellation = Cancellation.current();
        if (cancellation != null && !cancellation.begins(queryId, () -> kill(queryId))) {
            throw new StorageException(Category.CANCELLED, "Nobody waits for the answer any more.");
        }
        try {
            queryAgainIfStale(queryId, statement, parameters, handler);
        } finally {
            if (cancellation != null) {
                cancellation.ended(queryId);
            }
        }
    }

    /** A pooled connection to a server that was started again fails at its first use; nothing has been answered then. */
    private void queryAgainIfStale(
            String queryId, String statement, Map<String, Object> parameters, RowHandler handler) {
        boolean[] answered = {false};
        RowHandler watched = row -> {
            answered[0] = true;
            handler.row(row);
        };
        try {
            query(queryId, statement, parameters, watched);
        } catch (StorageException e) {
            if (answered[0] || !isStale(e)) {
                throw e;
            }
            query(queryId, statement, parameters, watched);
        }
    }

    private static boolean isStale(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (STALE.contains(t.getClass().getSimpleName())) {
                return true;
            }
        }
        return false;
    }

    private void kill(String queryId) {
        execute("KILL QUERY WHERE query_id = '" + queryId + "' ASYNC");
    }

    @SuppressWarnings("try")
    private void query(String queryId, String statement, Map<String, Object> parameters, RowHandler handler) {
        QuerySettings settings =
                new QuerySettings().setQueryId(queryId).setMaxExecutionTime((int) Math.max(1, limit.toSeconds()));
        settings.serverSetting("max_query_size", MAX_STATEMENT_BYTES);
        settings.serverSetting("max_result_rows", MOST_ROWS);
        settings.serverSetting("result_overflow_mode", "throw");
        try (QueryResponse response = await(() -> client.query(statement, parameters, settings));
                ClickHouseBinaryFormatReader reader = client.newBinaryFormatReader(response)) {
            while (reader.hasNext()) {
                reader.next();
                handler.row(reader);
            }
        } catch (StorageException e) {
            throw e;
        } catch (Exception e) {
            throw translate(e);
        }
    }

    /** What to do with a row; columns are numbered from 1. */
    public interface RowHandler {
        void row(ClickHouseBinaryFormatReader row) throws Exception;
    }

    /** Whether the server answers, within 2 s. */
    public boolean answers() {
        return pinger.ping(PING_PATIENCE.toMillis());
    }

    private <T> T await(Supplier<CompletableFuture<T>> call) {
        try {
            // The driver throws some failures at once rather than through the future.
            return call.get().get(limit.toMillis() + 10_000, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException(Category.UNAVAILABLE, "Interrupted while waiting for ClickHouse.", e);
        } catch (TimeoutException e) {
            throw new StorageException(Category.LIMIT_EXCEEDED, "ClickHouse did not answer in time.", e);
        } catch (ExecutionException | RuntimeException e) {
            throw translate(e);
        }
    }

    private StorageException translate(Throwable failure) {
        ServerException server = serverException(failure);
        if (server == null) {
            return new StorageException(
                    Category.UNAVAILABLE,
                    "ClickHouse at " + address.uri() + " is away: " + rootMessage(failure),
                    failure);
        }
        if (server.getCode() == CANCELLED_CODE) {
            return new StorageException(Category.CANCELLED, "The query was cancelled.", failure);
        }
        Category category = LIMIT_CODES.contains(server.getCode())
                ? Category.LIMIT_EXCEEDED
                : UNAVAILABLE_CODES.contains(server.getCode()) ? Category.UNAVAILABLE : Category.REFUSED;
        return new StorageException(category, String.valueOf(server.getMessage()), failure);
    }

    private static @Nullable ServerException serverException(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof ServerException server) {
                return server;
            }
        }
        return null;
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    @Override
    public void close() {
        client.close();
        pinger.close();
    }
}
