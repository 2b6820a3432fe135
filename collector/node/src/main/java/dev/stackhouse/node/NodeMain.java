package dev.stackhouse.node;

import picocli.CommandLine;

/** The daemon as a process of its own, as in a DaemonSet. */
public final class NodeMain {
    private NodeMain() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new NodeCommand()).execute(args));
    }
}
