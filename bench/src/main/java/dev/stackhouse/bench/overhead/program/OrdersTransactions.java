package dev.stackhouse.bench.overhead.program;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/** What one terminal asks the database for, made up from a seed. For one thread. */
final class OrdersTransactions implements AutoCloseable {
    private static final int LEAST_LINES = 5;
    private static final int MORE_LINES = 11;

    private final Connection connection;
    private final Random random;
    private final int warehouse;
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    OrdersTransactions(Connection connection, int terminal) {
        this.connection = connection;
        this.random = new Random(41 + terminal);
        this.warehouse = 1 + terminal % OrdersTables.WAREHOUSES;
    }

    /** Does one transaction; false where it met another one and was taken back. */
    boolean next() throws SQLException {
        try {
            int dice = random.nextInt(100);
            if (dice < 45) {
                newOrder(district());
            } else if (dice < 88) {
                pay(district());
            } else if (dice < 92) {
                orderStatus(district());
            } else if (dice < 96) {
                deliver();
            } else {
                stockLevel(district());
            }
            connection.commit();
            return true;
        } catch (SQLException e) {
            connection.rollback();
            if (!isConflict(e)) {
                throw e;
            }
            return false;
        }
    }

    /** A deadlock, a lock that took too long, or a row that changed meanwhile. */
    private static boolean isConflict(SQLException e) {
        return e.getSQLState().equals("40001") || e.getSQLState().startsWith("HYT");
    }

    private int district() {
        return 1 + random.nextInt(OrdersTables.DISTRICTS);
    }

    private void newOrder(int district) throws SQLException {
        update("UPDATE district SET next_order = next_order + 1 WHERE w = ? AND d = ?", warehouse, district);
        int order = (int) number("SELECT next_order FROM district WHERE w = ? AND d = ?", warehouse, district) - 1;
        int[] items = random.ints(LEAST_LINES + random.nextInt(MORE_LINES), 1, OrdersTables.ITEMS + 1)
                .toArray();
        // In one order, so that two transactions do not wait for each other.
        Arrays.sort(items);
        update(
                "INSERT INTO orders VALUES (?, ?, ?, ?, CURRENT_TIMESTAMP, ?)",
                warehouse,
                district,
                order,
                1 + random.nextInt(OrdersTables.CUSTOMERS),
                items.length);
        for (int n = 0; n < items.length; n++) {
            long quantity = 1L + random.nextInt(10);
            long price = number("SELECT price FROM item WHERE i = ?", items[n]);
            update(
                    "UPDATE stock SET quantity = CASE WHEN quantity < ? + 10 THEN quantity + 91 - ? ELSE quantity - ? END,"
                            + " ytd = ytd + ?, orders = orders + 1 WHERE w = ? AND i = ?",
                    quantity,
                    quantity,
                    quantity,
                    quantity,
                    warehouse,
                    items[n]);
            update(
                    "INSERT INTO line VALUES (?, ?, ?, ?, ?, ?, ?)",
                    warehouse,
                    district,
                    order,
                    n + 1,
                    items[n],
                    quantity,
                    quantity * price);
        }
    }

    private void pay(int district) throws SQLException {
        int customer = 1 + random.nextInt(OrdersTables.CUSTOMERS);
        int cents = 100 + random.nextInt(500_000);
        update(
                "UPDATE customer SET balance = balance - ?, payments = payments + 1 WHERE w = ? AND d = ? AND c = ?",
                cents,
                warehouse,
                district,
                customer);
        number("SELECT balance FROM customer WHERE w = ? AND d = ? AND c = ?", warehouse, district, customer);
        update("UPDATE district SET ytd = ytd + ? WHERE w = ? AND d = ?", cents, warehouse, district);
        update("UPDATE warehouse SET ytd = ytd + ? WHERE w = ?", cents, warehouse);
    }

    private void orderStatus(int district) throws SQLException {
        int customer = 1 + random.nextInt(OrdersTables.CUSTOMERS);
        long order = number("SELECT MAX(o) FROM orders WHERE w = ? AND d = ? AND c = ?", warehouse, district, customer);
        number("SELECT SUM(amount) FROM line WHERE w = ? AND d = ? AND o = ?", warehouse, district, order);
    }

    /** All but the last orders of every district are delivered and forgotten. */
    private void deliver() throws SQLException {
        for (int district = 1; district <= OrdersTables.DISTRICTS; district++) {
            long last = number("SELECT next_order FROM district WHERE w = ? AND d = ?", warehouse, district)
                    - OrdersTables.FIRST_ORDERS;
            update("DELETE FROM line WHERE w = ? AND d = ? AND o < ?", warehouse, district, last);
            update("DELETE FROM orders WHERE w = ? AND d = ? AND o < ?", warehouse, district, last);
        }
    }

    private void stockLevel(int district) throws SQLException {
        long next = number("SELECT next_order FROM district WHERE w = ? AND d = ?", warehouse, district);
        number(
                "SELECT COUNT(DISTINCT s.i) FROM line l JOIN stock s ON s.w = l.w AND s.i = l.i"
                        + " WHERE l.w = ? AND l.d = ? AND l.o >= ? AND s.quantity < ?",
                warehouse,
                district,
                next - 20,
                15 + random.nextInt(10));
    }

    private void update(String sql, long... values) throws SQLException {
        prepared(sql, values).executeUpdate();
    }

    /** The number in the first row, or 0 if there is none. */
    private long number(String sql, long... values) throws SQLException {
        try (ResultSet rows = prepared(sql, values).executeQuery()) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    private PreparedStatement prepared(String sql, long... values) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        for (int i = 0; i < values.length; i++) {
            statement.setLong(i + 1, values[i]);
        }
        return statement;
    }

    @Override
    public void close() throws SQLException {
        for (PreparedStatement statement : statements.values()) {
            statement.close();
        }
    }
}
