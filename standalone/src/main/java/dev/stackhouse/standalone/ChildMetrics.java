package dev.stackhouse.standalone;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Figures of the supervision: which child is up, how often each was started again, and its address. */
final class ChildMetrics implements MeterBinder {
    private final Stackhouse stackhouse;
    private @Nullable MultiGauge addresses;

    ChildMetrics(Stackhouse stackhouse) {
        this.stackhouse = stackhouse;
    }

    @Override
    public synchronized void bindTo(MeterRegistry registry) {
        addresses = MultiGauge.builder("stackhouse.child.info").register(registry);
        for (String role : Stackhouse.ROLES) {
            Gauge.builder("stackhouse.child.up", stackhouse, all -> all.isUp(role) ? 1 : 0)
                    .tag("role", role)
                    .register(registry);
            FunctionCounter.builder("stackhouse.child.restarts", stackhouse, all -> all.restarts(role))
                    .tag("role", role)
                    .register(registry);
        }
    }

    /** Tells the addresses, by role, once they are known; they stay what they are. */
    synchronized void tell(Map<String, String> addressByRole) {
        if (addresses != null) {
            addresses.register(
                    addressByRole.entrySet().stream()
                            .map(child ->
                                    MultiGauge.Row.of(Tags.of("role", child.getKey(), "address", child.getValue()), 1))
                            .toList(),
                    true);
        }
    }
}
