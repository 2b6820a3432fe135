package dev.stackhouse.standalone.attach;

import dev.stackhouse.standalone.client.CommandException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the agent's jar is. */
final class AgentJar {
    private AgentJar() {}

    static Path find() {
        Path root = Path.of(System.getProperty("stackhouse.root", "."))
                .toAbsolutePath()
                .normalize();
        Path jar = root.resolve("collector/target/stackhouse-collector.jar");
        if (!Files.isReadable(jar)) {
            throw new CommandException("There is no agent at " + jar + "; it is made by 'mvn -DskipTests package'.");
        }
        return jar;
    }
}
