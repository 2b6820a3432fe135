package dev.stackhouse.query.regression.rules;

import dev.stackhouse.regression.Lifecycle;
import dev.stackhouse.regression.Rules;
import java.time.Duration;
import java.util.List;

/**
 * How a service is watched.
 *
 * @param on whether it is: its deploys, and by {@code shifts} what happens between them
 * @param events that are compared, each for itself
 * @param warmUp of a JVM, which is left out
 * @param looks when it is compared, counted from the end of the warm-up; ascending
 * @param rules what counts as a change
 * @param persistence looks in a row at which something has to be found before people are told
 * @param routes names of those who are told
 * @param shifts how it is looked at between deploys
 */
public record Watch(
        boolean on,
        List<String> events,
        Duration warmUp,
        List<Duration> looks,
        Rules rules,
        int persistence,
        List<String> routes,
        ShiftWatch shifts) {
    /** Where nobody says otherwise. What lasts for half an hour and was there at the first look has ended when the latest part of the third begins, at 38:45. */
    public static final Watch DEFAULT = new Watch(
            true,
            List.of("cpu"),
            Duration.ofMinutes(15),
            List.of(
                    Duration.ofMinutes(10),
                    Duration.ofMinutes(20),
                    Duration.ofMinutes(45),
                    Duration.ofMinutes(80),
                    Duration.ofMinutes(160)),
            Rules.DEFAULT,
            Lifecycle.DEFAULT.looks(),
            List.of(),
            ShiftWatch.DEFAULT);

    public Watch {
        events = List.copyOf(events);
        looks = List.copyOf(looks);
        routes = List.copyOf(routes);
    }

    public Lifecycle lifecycle() {
        return new Lifecycle(persistence);
    }

    /** All looks: those above, and as many more as are needed to confirm what the last of them finds first. */
    public int lookCount() {
        return looks.size() + persistence - 1;
    }

    /** When a look is due, from the start of the deploy on. Those that confirm follow at half of the last distance. */
    public Duration dueAfter(int look) {
        int last = looks.size() - 1;
        if (look <= last) {
            return warmUp.plus(looks.get(look));
        }
        Duration distance = last == 0 ? looks.get(0) : looks.get(last).minus(looks.get(last - 1));
        return warmUp.plus(looks.get(last)).plus(distance.dividedBy(2).multipliedBy(look - last));
    }
}
