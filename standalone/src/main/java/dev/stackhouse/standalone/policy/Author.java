package dev.stackhouse.standalone.policy;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Who runs this command: user@host, as this machine has it. Nobody proves it. */
final class Author {
    private Author() {}

    static String ofThisProcess() {
        String author = System.getProperty("user.name", "?") + "@" + host();
        return author.length() > 200 ? author.substring(0, 200) : author;
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return System.getenv().getOrDefault("HOSTNAME", "?");
        }
    }
}
