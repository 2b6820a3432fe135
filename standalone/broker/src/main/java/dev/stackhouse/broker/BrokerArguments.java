package dev.stackhouse.broker;

import java.nio.file.Path;

/**
 * Where a broker keeps its data and listens, and with whom.
 *
 * @param port 0 for a free one
 * @param node number of the broker, from 1
 * @param controllers of a cluster, "1@host:port,2@host:port,..."; empty for a broker that is alone
 */
record BrokerArguments(Path directory, int port, int node, String controllers) {
    static BrokerArguments parse(String[] args) {
        Path directory = null;
        int port = 0;
        int node = 1;
        String controllers = "";
        for (int i = 0; i + 1 < args.length; i += 2) {
            switch (args[i]) {
                case "--dir" -> directory = Path.of(args[i + 1]);
                case "--port" -> port = Integer.parseInt(args[i + 1]);
                case "--node" -> node = Integer.parseInt(args[i + 1]);
                case "--controllers" -> controllers = args[i + 1];
                default ->
                    throw new IllegalArgumentException(
                            "Unknown argument " + args[i] + "; known: --dir, --port, --node, --controllers.");
            }
        }
        if (directory == null) {
            throw new IllegalArgumentException("--dir DIRECTORY is missing.");
        }
        return new BrokerArguments(directory, port, node, controllers);
    }

    boolean isAlone() {
        return controllers.isEmpty();
    }

    /** Port on which this node's controller listens. */
    int controllerPort() {
        for (String controller : controllers.split(",", -1)) {
            if (controller.startsWith(node + "@")) {
                return Integer.parseInt(controller.substring(controller.lastIndexOf(':') + 1));
            }
        }
        throw new IllegalArgumentException("--controllers " + controllers + " has no node " + node + ".");
    }
}
