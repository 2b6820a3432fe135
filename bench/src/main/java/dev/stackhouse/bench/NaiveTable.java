package dev.stackhouse.bench;

import java.io.IOException;
import java.io.UncheckedIOException;

/** The samples as anybody would store them first: a row per (window, instance, stack), sorted by service and time. */
final class NaiveTable {
    private final StoreSql sql;

    private NaiveTable(StoreSql sql) {
        this.sql = sql;
    }

    /** Fills the table from the product's own ones. */
    static NaiveTable fill(StoreSql sql, long fromMillis, long toMillis) throws IOException, InterruptedException {
        sql.run(
                "CREATE TABLE naive (service LowCardinality(String), event LowCardinality(String), window_start DateTime('UTC'),"
                        + " instance LowCardinality(String), stack_id UInt128, value UInt64, samples UInt32) ENGINE = MergeTree"
                        + " ORDER BY (service, event, window_start, instance, stack_id)");
        sql.run("INSERT INTO naive SELECT service, event, half_hour + slot * 10, instance, stack_id,"
                + " if(unit > 0, unit * count, sum), count FROM samples ARRAY JOIN slots AS slot, slot_samples AS count,"
                + " arrayResize(slot_values, length(slots)) AS sum WHERE service = 'checkout' AND half_hour >= "
                + fromMillis / 1000 + " AND half_hour < " + toMillis / 1000);
        sql.run("OPTIMIZE TABLE naive FINAL");
        return new NaiveTable(sql);
    }

    /** Asks for the totals of each stack; the answer is read, but no frames are looked up and no tree is made. */
    void merge(long fromMillis, long toMillis) {
        try {
            sql.run("SELECT stack_id, sum(value), sum(samples) FROM naive WHERE service = 'checkout' AND event = 'cpu'"
                    + " AND window_start >= " + fromMillis / 1000 + " AND window_start < " + toMillis / 1000
                    + " GROUP BY stack_id FORMAT RowBinary");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
