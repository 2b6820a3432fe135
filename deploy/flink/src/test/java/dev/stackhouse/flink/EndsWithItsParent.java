package dev.stackhouse.flink;

import java.io.IOException;
import java.util.Arrays;

/** Runs another main class, and ends at once when standard input closes: Flink's own processes outlive whoever started them. */
public final class EndsWithItsParent {
    private EndsWithItsParent() {}

    public static void main(String[] args) throws Exception {
        Thread watch = new Thread(EndsWithItsParent::awaitEndOfInput, "watch-parent");
        watch.setDaemon(true);
        watch.start();
        Class.forName(args[0]).getMethod("main", String[].class).invoke(null, (Object)
                Arrays.copyOfRange(args, 1, args.length));
    }

    private static void awaitEndOfInput() {
        try {
            while (System.in.read() >= 0) {
                // Only the end of the stream matters.
            }
        } catch (IOException e) {
            // As good as the end.
        }
        Runtime.getRuntime().halt(0);
    }
}
