package dev.stackhouse.broker;

import java.nio.file.Path;

/**
 * Where a broker keeps its data and listens.
 *
 * @param port 0 for a free one
 */
record BrokerArguments(Path directory, int port) {
    static BrokerArguments parse(String[] args) {
        Path directory = null;
        int port = 0;
        for (int i = 0; i + 1 < args.length; i += 2) {
            switch (args[i]) {
                case "--dir" -> directory = Path.of(args[i + 1]);
                case "--port" -> port = Integer.parseInt(args[i + 1]);
                default ->
                    throw new IllegalArgumentException("Unknown argument " + args[i] + "; known: --dir, --port.");
            }
        }
        if (directory == null) {
            throw new IllegalArgumentException("--dir DIRECTORY is missing.");
        }
        return new BrokerArguments(directory, port);
    }
}
