package dev.stackhouse.node.profile;

import dev.stackhouse.collector.facts.ProcessFiles;
import dev.stackhouse.collector.sampling.Profiler;
import dev.stackhouse.collector.sampling.UnansweredException;
import dev.stackhouse.node.attach.AttachException;
import dev.stackhouse.node.attach.HotSpotAttach;
import dev.stackhouse.node.attach.TargetDirectory;
import dev.stackhouse.node.discover.JvmProcess;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * async-profiler in another JVM: each command is one load of its library, which is there already after the first. What it prints
 * goes through a file of the private directory, so that nothing of it reaches the application's output. Not thread-safe.
 */
final class RemoteProfiler implements Profiler {
    static final String OUTPUT = "output";
    static final String LOG = "log";
    /** What async-profiler says of a JVM that can load libraries and no more. */
    private static final String NO_TOOLS_YET = "JVM does not support Tool Interface";

    private static final Pattern SAMPLES = Pattern.compile("(?m)^samples_total (\\d+)$");

    private final HotSpotAttach attach;
    private final JvmProcess jvm;
    private final TargetDirectory directory;
    private final ProcessFiles files;
    private final String startOptions;

    /**
     * @param files of the JVM's process
     * @param startOptions more options for a session, each after a comma
     */
    RemoteProfiler(
            HotSpotAttach attach, JvmProcess jvm, TargetDirectory directory, ProcessFiles files, String startOptions) {
        this.attach = attach;
        this.jvm = jvm;
        this.directory = directory;
        this.files = files;
        this.startOptions = startOptions;
    }

    @Override
    public String execute(String arguments) throws IOException {
        boolean hasFile = arguments.contains(",file=");
        String all = arguments + (arguments.startsWith("start,") ? startOptions : "") + ",log=" + directory.inside(LOG)
                + (hasFile ? "" : ",file=" + directory.inside(OUTPUT));
        int status = load(arguments, all);
        String log = directory.takeText(LOG);
        if (log.contains(NO_TOOLS_YET)) {
            throw new AttachException(
                    AttachException.Reason.NOT_ANSWERING, "the JVM is starting and has no tool interface yet");
        }
        if (status != 0) {
            throw new AttachException(
                    AttachException.Reason.REFUSED,
                    log.isBlank()
                            ? "async-profiler answers " + status
                            : log.strip().replace('\n', ' '));
        }
        return hasFile ? log : directory.takeText(OUTPUT);
    }

    private int load(String arguments, String all) throws IOException {
        try {
            return attach.load(jvm, directory.library(), all);
        } catch (AttachException e) {
            boolean answered =
                    e.reason() == AttachException.Reason.REFUSED || e.reason() == AttachException.Reason.GONE;
            // What runs goes on, unless it was told otherwise; what was never told to begin does not.
            boolean perhapsRuns = !arguments.startsWith("start,") || e.wasAsked();
            if (!answered && perhapsRuns) {
                throw new UnansweredException(e.getMessage(), e);
            }
            throw e;
        }
    }

    @Override
    public long samples() throws IOException {
        String metrics = execute("metrics");
        Matcher matcher = SAMPLES.matcher(metrics);
        if (!matcher.find()) {
            throw new IOException("async-profiler's counter cannot be read");
        }
        return Long.parseLong(matcher.group(1));
    }

    @Override
    public int cores() {
        return files.cores();
    }
}
