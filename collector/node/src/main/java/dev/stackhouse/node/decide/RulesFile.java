package dev.stackhouse.node.decide;

import dev.stackhouse.collector.Notices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The file of rules, read again when it has changed. A file that has faults, or is gone, leaves the rules as they were. Not
 * thread-safe.
 */
public final class RulesFile {
    private static final String SUBJECT = "rules";

    private final @Nullable Path file;
    private final Map<String, String> rates;
    private Rules rules;
    private @Nullable FileTime modified;

    private RulesFile(@Nullable Path file, Map<String, String> rates, Rules rules, @Nullable FileTime modified) {
        this.file = file;
        this.rates = rates;
        this.rules = rules;
        this.modified = modified;
    }

    /**
     * Reads the file for the first time.
     *
     * @param file null for none: then every JVM is profiled
     * @throws RulesException that names every fault
     * @throws IOException if it cannot be read
     */
    public static RulesFile open(@Nullable Path file, Map<String, String> rates) throws IOException {
        if (file == null) {
            return new RulesFile(null, rates, Rules.none(rates), null);
        }
        FileTime modified = Files.getLastModifiedTime(file);
        return new RulesFile(file, rates, new RulesParser(rates).parse(Files.readString(file)), modified);
    }

    public Rules rules() {
        return rules;
    }

    /** Whether there are other rules than before. */
    public boolean reload() {
        if (file == null) {
            return false;
        }
        try {
            // A mounted ConfigMap is a link that is put in place of another one: the time is its target's.
            FileTime now = Files.getLastModifiedTime(file);
            if (now.equals(modified)) {
                return false;
            }
            modified = now;
            rules = new RulesParser(rates).parse(Files.readString(file));
            Notices.forget(SUBJECT);
            Notices.say(SUBJECT, "the rules in " + file + " were read again");
            return true;
        } catch (IOException | RulesException e) {
            Notices.say(
                    SUBJECT, "the rules in " + file + " cannot be used, those before stay in force: " + e.getMessage());
            return false;
        }
    }
}
