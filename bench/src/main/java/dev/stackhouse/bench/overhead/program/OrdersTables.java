package dev.stackhouse.bench.overhead.program;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** The tables of a wholesaler, and what is in them at first. */
final class OrdersTables {
    static final int WAREHOUSES = 2;
    static final int DISTRICTS = 10;
    static final int CUSTOMERS = 100;
    static final int ITEMS = 2_000;
    static final int FIRST_ORDERS = 30;

    private OrdersTables() {}

    static void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : STATEMENTS) {
                statement.execute(sql);
            }
        }
    }

    private static final String[] STATEMENTS = {
        "CREATE TABLE warehouse (w INT PRIMARY KEY, ytd BIGINT)",
        "CREATE TABLE district (w INT, d INT, next_order INT, ytd BIGINT, PRIMARY KEY (w, d))",
        "CREATE TABLE customer (w INT, d INT, c INT, name VARCHAR(40), balance BIGINT, payments INT, notes VARCHAR(200),"
                + " PRIMARY KEY (w, d, c))",
        "CREATE TABLE item (i INT PRIMARY KEY, name VARCHAR(40), price INT)",
        "CREATE TABLE stock (w INT, i INT, quantity INT, ytd BIGINT, orders INT, PRIMARY KEY (w, i))",
        "CREATE TABLE orders (w INT, d INT, o INT, c INT, entered TIMESTAMP, lines INT, PRIMARY KEY (w, d, o))",
        "CREATE INDEX orders_of_customer ON orders (w, d, c, o)",
        "CREATE TABLE line (w INT, d INT, o INT, n INT, i INT, quantity INT, amount BIGINT, PRIMARY KEY (w, d, o, n))",
        "INSERT INTO warehouse SELECT x, 0 FROM SYSTEM_RANGE(1, " + WAREHOUSES + ")",
        "INSERT INTO district SELECT w, x, " + (FIRST_ORDERS + 1) + ", 0 FROM warehouse, SYSTEM_RANGE(1, " + DISTRICTS
                + ")",
        "INSERT INTO customer SELECT w, d, x, 'customer ' || x, 0, 0, REPEAT('note ', 30) FROM district, SYSTEM_RANGE(1, "
                + CUSTOMERS + ")",
        "INSERT INTO item SELECT x, 'item ' || x, 100 + MOD(x * 7919, 9900) FROM SYSTEM_RANGE(1, " + ITEMS + ")",
        "INSERT INTO stock SELECT w, i, 50 + MOD(i * 31, 50), 0, 0 FROM warehouse, item",
        "INSERT INTO orders SELECT w, d, x, 1 + MOD(x * 37, " + CUSTOMERS
                + "), CURRENT_TIMESTAMP, 10 FROM district, SYSTEM_RANGE(1, " + FIRST_ORDERS + ")",
        "INSERT INTO line SELECT w, d, o, x, 1 + MOD(o * 131 + x * 17, " + ITEMS
                + "), 5, 5000 FROM orders, SYSTEM_RANGE(1, 10)",
    };
}
