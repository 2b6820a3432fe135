package dev.stackhouse.bench.regression;

import dev.stackhouse.regression.Lifecycle;
import dev.stackhouse.regression.State;
import java.util.ArrayList;
import java.util.List;

/** What becomes of suspects from look to look: people are told of what is found at two in a row. */
final class Incidents {
    /** Somebody was told. */
    record Alert(Suspect suspect, double foundMinutes, double toldMinutes) {}

    private record Open(Suspect suspect, double foundMinutes, int looks, State state) {}

    final List<Alert> alerts = new ArrayList<>();
    private final Lifecycle lifecycle;
    private List<Open> open = new ArrayList<>();

    Incidents(Lifecycle lifecycle) {
        this.lifecycle = lifecycle;
    }

    void look(List<Suspect> suspects, double minutes) {
        List<Open> next = new ArrayList<>();
        for (Suspect suspect : suspects) {
            Open known = open.stream()
                    .filter(incident -> incident.suspect.isSameAs(suspect))
                    .findFirst()
                    .orElse(new Open(suspect, minutes, 0, State.CANDIDATE));
            State state = lifecycle.next(known.state, known.looks, true);
            if (state == State.FIRING && known.state != State.FIRING) {
                alerts.add(new Alert(suspect, known.foundMinutes, minutes));
            }
            next.add(new Open(suspect, known.foundMinutes, known.looks + 1, state));
        }
        open = next;
    }
}
