package dev.stackhouse.node.breaker;

import dev.stackhouse.collector.Notices;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.UUID;

/**
 * Remembers which pairs of JDK build and profiler options a JVM died of within a minute, one file each, so that a restart, or the
 * command that lists and resets them, finds them. A JVM that ended in order did not die: then its recording is complete.
 * Thread-safe: nothing but files is kept.
 */
public final class Breaker {
    /** After which a death is not put down to the attach. */
    public static final long BLAMED_MILLIS = 60_000;

    private static final String SUFFIX = ".open";

    private final Path directory;

    public Breaker(Path directory) {
        this.directory = directory;
    }

    /** Opens a pair: it is not attached to any more until somebody resets it. */
    public void open(Pair pair, Instant died, String victim) {
        if (isOpen(pair)) {
            return;
        }
        Notices.say(
                "breaker " + pair.jdk(),
                "the circuit breaker opens, no JVM like this one is attached to until './stackhouse node breaker --reset': "
                        + victim + " died within a minute of being attached to, JDK " + pair.jdk() + ", options "
                        + pair.options());
        Properties entry = new Properties();
        entry.setProperty("jdk", pair.jdk());
        entry.setProperty("options", pair.options());
        entry.setProperty("died", died.toString());
        entry.setProperty("victim", victim);
        String name = UUID.randomUUID().toString();
        try {
            Files.createDirectories(directory);
            Path unfinished = directory.resolve(name + ".tmp");
            try (Writer writer = Files.newBufferedWriter(unfinished)) {
                entry.store(writer, null);
            }
            Files.move(unfinished, directory.resolve(name + SUFFIX), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Notices.say("breaker", "the circuit breaker cannot be kept on disk: " + e.getMessage());
        }
    }

    public boolean isOpen(Pair pair) {
        return list().stream().anyMatch(open -> open.pair().equals(pair));
    }

    /** Every pair that is not attached to. */
    public List<OpenPair> list() {
        List<OpenPair> open = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            for (Path file : files) {
                Properties entry = new Properties();
                try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                    entry.load(reader);
                    open.add(new OpenPair(
                            new Pair(entry.getProperty("jdk", ""), entry.getProperty("options", "")),
                            Instant.parse(entry.getProperty("died", "1970-01-01T00:00:00Z")),
                            entry.getProperty("victim", "")));
                } catch (IOException | RuntimeException e) {
                    Notices.say("breaker", "an entry of the circuit breaker cannot be read: " + e.getMessage());
                }
            }
        } catch (NoSuchFileException e) {
            // Nothing ever died.
        } catch (IOException e) {
            Notices.say("breaker", "the circuit breaker cannot be read: " + e.getMessage());
        }
        return open;
    }

    /**
     * Forgets all pairs.
     *
     * @return how many
     */
    public int reset() throws IOException {
        int forgotten = 0;
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
                for (Path file : files) {
                    Files.deleteIfExists(file);
                    forgotten++;
                }
            }
        }
        return forgotten;
    }
}
