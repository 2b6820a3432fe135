package dev.stackhouse.standalone.client;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The range of time that a question is about. */
final class RangeOptions {
    @Spec(Spec.Target.MIXEE)
    @Nullable
    CommandSpec command;

    @Option(names = "--last", paramLabel = "DURATION", description = "range that ends now: 15m, 1h30m, 7d")
    @Nullable
    String last;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "start: 2026-11-23T03:12:00Z, \"2026-11-23 03:12\" (local), milliseconds, or -15m")
    @Nullable
    String from;

    @Option(names = "--to", paramLabel = "TIME", description = "end, exclusive; as --from (default: now)")
    @Nullable
    String to;

    /**
     * The range asked for.
     *
     * @param fallback length of the range if nothing is said
     * @throws ParameterException if it is unclear or empty
     */
    TimeRange range(Duration fallback, InstantSource clock, ZoneId zone) {
        Instant now = clock.instant();
        try {
            if (last != null) {
                if (from != null || to != null) {
                    throw new IllegalArgumentException("--last and --from or --to exclude each other.");
                }
                return new TimeRange(now.minus(DurationText.parse(last)), now);
            }
            Instant end = to == null ? now : TimeText.parse(to, now, zone);
            Instant start = from == null ? end.minus(fallback) : TimeText.parse(from, now, zone);
            return new TimeRange(start, end);
        } catch (IllegalArgumentException e) {
            if (command == null) {
                throw e;
            }
            throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    /** The range asked for, in the time of this machine. */
    TimeRange range(Duration fallback) {
        return range(fallback, InstantSource.system(), ZoneId.systemDefault());
    }
}
