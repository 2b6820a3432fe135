package dev.stackhouse.query.regression;

import dev.stackhouse.proto.query.v1.Incident;
import dev.stackhouse.query.compare.VersionComparison;
import dev.stackhouse.query.compare.VersionComparison.Compared;
import dev.stackhouse.regression.State;
import java.time.Clock;
import java.util.List;

/** Does a look at a deploy: compares, and moves its incidents. Thread-safe; blocks. */
public final class LookRun {
    private final VersionComparison comparison;
    private final IncidentBook book;
    private final Clock clock;

    public LookRun(VersionComparison comparison, IncidentBook book, Clock clock) {
        this.comparison = comparison;
        this.book = book;
        this.clock = clock;
    }

    /**
     * What came of a look.
     *
     * @param incidents of the deploy that are open, and those that this look has closed
     */
    public record Result(Found found, List<Incident> incidents) {}

    /** Whether there is something that a look which only confirms could confirm. */
    boolean isWorthIt(PlannedLook look) {
        return !look.confirms()
                || book.ofDeploy(look).stream()
                        .map(IncidentContent::state)
                        .anyMatch(state -> state == State.CANDIDATE || state == State.PENDING);
    }

    /** Does it. Doing it again changes nothing, unless somebody asked for it. */
    public Result run(PlannedLook look) {
        Compared compared = comparison.compare(
                look.before(), look.after(), look::lately, look.watch().rules(), look.halvings());
        Found found = Found.of(look, compared);
        IncidentMoves moves = new IncidentMoves(book, new IncidentSteps(look, clock.millis()), book.ofDeploy(look));
        String tooLittle = found.outcome().tooLittle();
        if (tooLittle.isEmpty()) {
            moves.found(found, cause -> true);
            moves.notFound()
                    .forEach(incident -> moves.missed(incident, "Not found any more" + found.instead(incident) + "."));
        } else if (look.isLast()) {
            // A candidate that too little can be said of fires no more; what fires goes on.
            moves.notFound().stream()
                    .filter(incident -> IncidentContent.state(incident) != State.FIRING)
                    .forEach(incident -> moves.missed(incident, "Not confirmed: " + tooLittle));
        }
        return new Result(found, moves.all());
    }
}
