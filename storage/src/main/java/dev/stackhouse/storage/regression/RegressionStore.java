package dev.stackhouse.storage.regression;

import dev.stackhouse.storage.StoreAddress;
import dev.stackhouse.storage.client.StoreClient;
import java.time.Duration;

/**
 * What is known of regressions, in ClickHouse. The user of the address has to be allowed to insert. Thread-safe. Every method of
 * its parts throws {@link dev.stackhouse.storage.StorageException}.
 */
public final class RegressionStore implements AutoCloseable {
    private final StoreClient client;
    private final Versions versions;
    private final Looks looks;
    private final ShiftLooks shiftLooks;
    private final Incidents incidents;
    private final Leases leases;
    private final RoutePlaces routePlaces;

    /**
     * @param limit time after which a statement is given up
     */
    public RegressionStore(StoreAddress address, Duration limit) {
        this.client = new StoreClient(address, limit);
        this.versions = new Versions(client);
        this.looks = new Looks(client);
        this.shiftLooks = new ShiftLooks(client);
        this.incidents = new Incidents(client);
        this.leases = new Leases(client);
        this.routePlaces = new RoutePlaces(client);
    }

    public Versions versions() {
        return versions;
    }

    public Looks looks() {
        return looks;
    }

    public ShiftLooks shiftLooks() {
        return shiftLooks;
    }

    public Incidents incidents() {
        return incidents;
    }

    public Leases leases() {
        return leases;
    }

    public RoutePlaces routePlaces() {
        return routePlaces;
    }

    @Override
    public void close() {
        client.close();
    }
}
