package dev.stackhouse.query.regression;

import dev.stackhouse.storage.regression.ServiceVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A new version of a service, and the one that ran until then.
 *
 * @param startMillis when the newer one was first seen, since the Unix epoch
 * @param beforeSeenMillis when the older one was last seen
 */
public record Deploy(String service, String before, String after, long startMillis, long beforeSeenMillis) {
    /** A version that ended longer before is not the one that was replaced. */
    private static final long GAP_MILLIS = Duration.ofMinutes(30).toMillis();

    /**
     * The deploys since a moment.
     *
     * @param versions by service, in the order in which they were first seen
     */
    static List<Deploy> since(long sinceMillis, List<ServiceVersion> versions) {
        List<Deploy> deploys = new ArrayList<>();
        for (int i = 1; i < versions.size(); i++) {
            ServiceVersion newer = versions.get(i);
            if (newer.firstSeenMillis() >= sinceMillis) {
                ServiceVersion older = replaced(versions, i);
                if (older != null) {
                    deploys.add(of(older, newer));
                }
            }
        }
        return deploys;
    }

    /** A deploy of two versions. */
    public static Deploy of(ServiceVersion older, ServiceVersion newer) {
        return new Deploy(
                newer.service(), older.version(), newer.version(), newer.firstSeenMillis(), older.lastSeenMillis());
    }

    /** The newest of the versions before that still ran. */
    private static @Nullable ServiceVersion replaced(List<ServiceVersion> versions, int index) {
        ServiceVersion newer = versions.get(index);
        for (int i = index - 1; i >= 0 && versions.get(i).service().equals(newer.service()); i--) {
            ServiceVersion older = versions.get(i);
            if (older.firstSeenMillis() < newer.firstSeenMillis()
                    && older.lastSeenMillis() >= newer.firstSeenMillis() - GAP_MILLIS) {
                return older;
            }
        }
        return null;
    }
}
