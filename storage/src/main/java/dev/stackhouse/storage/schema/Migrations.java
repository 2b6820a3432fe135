package dev.stackhouse.storage.schema;

import dev.stackhouse.storage.StoreAddress;

/** Brings a database's tables to the version that this code knows. Forward only; safe to run again. */
public final class Migrations {
    private Migrations() {}

    /** Creates the database if need be and applies what is missing, in order. Returns the version reached. */
    public static int apply(StoreAddress address) {
        throw new IllegalStateException("being written");
    }
}
