package dev.stackhouse.query.regression.rules;

import dev.stackhouse.process.LogLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of rules, read again when it has changed. A file that has faults, or is gone, leaves the rules as they were, and the log
 * says so once. Not thread-safe, but for {@link #rules} and {@link #isGood}.
 */
public final class RulesFile {
    private static final Logger LOG = LoggerFactory.getLogger(RulesFile.class);

    private final @Nullable Path file;
    private volatile WatchRules rules = WatchRules.NONE;
    private volatile boolean good = true;
    private @Nullable FileTime modified;
    private List<String> complaint = List.of();

    private RulesFile(@Nullable Path file) {
        this.file = file;
    }

    /**
     * Reads the file for the first time.
     *
     * @param file null for none: then the defaults hold for every service
     * @throws RulesException that names every fault
     * @throws IOException if it cannot be read
     */
    public static RulesFile open(@Nullable Path file) throws IOException {
        RulesFile opened = new RulesFile(file);
        if (file != null) {
            opened.modified = Files.getLastModifiedTime(file);
            opened.rules = new RulesParser().parse(Files.readString(file));
        }
        return opened;
    }

    public WatchRules rules() {
        return rules;
    }

    /** Whether the rules in force are those of the file. */
    public boolean isGood() {
        return good;
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
            rules = new RulesParser().parse(Files.readString(file));
            good = true;
            complaint = List.of();
            LOG.info(
                    "{}",
                    LogLine.of("The rules of regressions were read again.").with("file", file));
            return true;
        } catch (IOException | RulesException e) {
            good = false;
            complain(file, e instanceof RulesException faulty ? faulty.faults() : List.of(e.toString()));
            return false;
        }
    }

    private void complain(Path file, List<String> faults) {
        if (!faults.equals(complaint)) {
            complaint = faults;
            for (String fault : faults) {
                LOG.warn(
                        "{}",
                        LogLine.of("The rules of regressions cannot be used; those before stay in force.")
                                .with("file", file)
                                .with("error", fault));
            }
        }
    }
}
