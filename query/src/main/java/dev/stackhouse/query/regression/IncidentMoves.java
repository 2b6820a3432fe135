package dev.stackhouse.query.regression;

import dev.stackhouse.proto.query.v1.Incident;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Moves the incidents of a look by what it has found. One for a look; for one thread; blocks. */
final class IncidentMoves {
    private final IncidentBook book;
    private final IncidentSteps steps;
    private final List<Incident> known;
    private final Map<String, Incident> moved = new LinkedHashMap<>();

    /**
     * @param known incidents that may be what is found; of several the likeliest first
     */
    IncidentMoves(IncidentBook book, IncidentSteps steps, List<Incident> known) {
        this.book = book;
        this.steps = steps;
        this.known = known;
    }

    /**
     * Moves the incidents of what was found, or begins them.
     *
     * @param counts whether a cause does; what does not is as good as not found
     */
    void found(Found found, Predicate<FoundCause> counts) {
        List<FoundCause> causes = found.causes().stream()
                .filter(FoundCause::isKept)
                .filter(counts)
                .toList();
        Map<String, Double> accepted = new HashMap<>();
        if (!causes.isEmpty()) {
            book.accepted(found.look().service())
                    .forEach(incident -> accepted.merge(
                            incident.getFingerprint(), incident.getAcceptance().getShare(), Math::max));
        }
        for (FoundCause cause : causes) {
            Incident same = SameCause.among(known, cause.fingerprint(), cause.message());
            String id = same == null ? cause.id() : same.getId();
            if (!moved.containsKey(id)) { // the surest of those with the same cause comes first
                Double share = accepted.get(cause.fingerprint());
                OptionalDouble price = share == null ? OptionalDouble.empty() : OptionalDouble.of(share);
                step(id, same, current -> steps.whenFound(id, current, cause, price));
            }
        }
    }

    /** Those that are open and were not found. */
    List<Incident> notFound() {
        return known.stream()
                .filter(incident -> IncidentContent.state(incident).isOpen() && !moved.containsKey(incident.getId()))
                .toList();
    }

    /**
     * Moves one that was not found.
     *
     * @param why a sentence
     */
    void missed(Incident incident, String why) {
        step(incident.getId(), incident, current -> steps.whenMissed(current, why));
    }

    /** Moves one that was not found anew, but is still there. */
    void stillThere(Incident incident) {
        step(incident.getId(), incident, steps::whenStillThere);
    }

    private void step(String id, @Nullable Incident incident, Function<@Nullable Incident, @Nullable Incident> step) {
        Incident now = book.change(id, incident, step::apply);
        if (now != null) {
            moved.put(id, now);
        }
    }

    /** Those of the look that are open, and those that it has closed. */
    List<Incident> all() {
        return List.copyOf(moved.values());
    }
}
