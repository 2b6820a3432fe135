package dev.stackhouse.bench.overhead.program;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * H2 in memory under a mix of transactions like that of TPC-C (new order, payment, order status, delivery, stock level), by four
 * threads over two warehouses. Deliveries remove the orders that they deliver, so that the database keeps its size.
 */
public final class OrdersProgram {
    private static final int THREADS = 4;
    private static final String URL = "jdbc:h2:mem:orders;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000";

    private OrdersProgram() {}

    public static void main(String[] args) throws IOException, SQLException {
        try (Connection connection = DriverManager.getConnection(URL)) {
            OrdersTables.create(connection);
        }
        CountedProgram counted = new CountedProgram();
        for (int i = 0; i < THREADS; i++) {
            int terminal = i;
            CountedProgram.work("terminal-" + (i + 1), () -> work(terminal, counted));
        }
        counted.answer();
    }

    private static void work(int terminal, CountedProgram counted) {
        try (Connection connection = DriverManager.getConnection(URL);
                OrdersTransactions transactions = new OrdersTransactions(connection, terminal)) {
            connection.setAutoCommit(false);
            while (true) {
                if (transactions.next()) {
                    counted.count();
                }
            }
        } catch (SQLException e) {
            e.printStackTrace();
            System.exit(1);
        }
    }
}
