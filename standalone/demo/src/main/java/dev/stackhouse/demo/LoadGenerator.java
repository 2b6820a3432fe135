package dev.stackhouse.demo;

import dev.stackhouse.demo.load.LoadLoop;
import dev.stackhouse.demo.load.TrafficShape;
import java.io.IOException;
import java.net.URI;

/**
 * Customers of the shop. Arguments: {@code --target http://HOST:PORT --rate REQUESTS_PER_SECOND --day-seconds SECONDS}; the
 * rate (default 240) is the mean of a day, and a day takes 300 s by default. Prints {@code READY target=...} once it sends, a
 * line of figures at the end, and ends when standard input closes or on SIGTERM.
 */
public final class LoadGenerator {
    private LoadGenerator() {}

    public static void main(String[] args) throws IOException {
        try {
            Arguments arguments = Arguments.parse(args, "--target", "--rate", "--day-seconds");
            URI target = URI.create(arguments.text("--target"));
            if (!"http".equals(target.getScheme()) || target.getHost() == null) {
                throw new IllegalArgumentException("Option --target must be like http://127.0.0.1:8080.");
            }
            LoadLoop loop = LoadLoop.start(
                    target,
                    new TrafficShape(
                            arguments.number("--rate", 240, 1, 2_000),
                            arguments.number("--day-seconds", 300, 10, 86_400)));
            Lifetime.atEnd(() -> {
                loop.close();
                System.out.println(loop.figures());
            });
            System.out.println("READY target=" + target);
        } catch (IllegalArgumentException e) {
            Lifetime.fail(String.valueOf(e.getMessage()));
        }
        Lifetime.awaitEnd();
    }
}
