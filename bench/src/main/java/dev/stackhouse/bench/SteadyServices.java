package dev.stackhouse.bench;

import dev.stackhouse.bench.fleet.SyntheticFrame;
import dev.stackhouse.bench.fleet.SyntheticService;
import dev.stackhouse.regression.ShiftSearch;
import dev.stackhouse.storage.engine.EmbeddedClickHouse;
import dev.stackhouse.storage.write.BlockEncoder;
import dev.stackhouse.storage.write.BlockWriter;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * Services that keep their version for weeks, in which every stack is seen in every half hour: their dictionaries as the job writes them, and
 * the totals of their half hours, which is all that a look reads where nothing has shifted.
 */
final class SteadyServices {
    private static final long HOUR_SECONDS = 3_600;
    private static final int COMPILED = 2;
    private static final int SAMPLES_A_HALF_HOUR = 180_000;
    /** A look may be due up to as many hours before the end. */
    private static final int SPARE_HOURS = 4;

    private final StoreSql sql;
    private final EmbeddedClickHouse engine;
    private final long endHour;

    SteadyServices(EmbeddedClickHouse engine, long endHour) {
        this.sql = new StoreSql(engine.address());
        this.engine = engine;
        this.endHour = endHour;
    }

    /** Writes some services with so many stacks each. */
    void write(int services, int stacks) throws IOException, InterruptedException {
        for (int i = 0; i < services; i++) {
            SyntheticService service = SyntheticService.grow("steady-" + i, stacks);
            dictionary(service);
            halfHours(service.name(), stacks);
        }
        sql.run("OPTIMIZE TABLE service_half_hours FINAL");
    }

    private void dictionary(SyntheticService service) {
        BlockEncoder encoder = new BlockEncoder();
        List<List<SyntheticFrame>> stacks = service.stacks();
        for (int stack = 0; stack < stacks.size(); stack++) {
            encoder.stack(
                    service.name(),
                    1,
                    stack,
                    stacks.get(stack).stream().mapToLong(SyntheticFrame::id).toArray());
            for (SyntheticFrame frame : stacks.get(stack)) {
                encoder.frame(frame.id(), frame.className(), frame.methodName(), frame.line(), COMPILED);
            }
        }
        try (BlockWriter writer = new BlockWriter(engine.address())) {
            writer.write(encoder.finish(UUID.randomUUID().toString()));
        }
    }

    private void halfHours(String service, int stacks) throws IOException, InterruptedException {
        int hours = ShiftSearch.HISTORY_HOURS + SPARE_HOURS;
        long from = (endHour - hours) * HOUR_SECONDS;
        // Hot stacks first, as SyntheticService picks them; load follows the day.
        sql.run(String.format(
                Locale.ROOT,
                "INSERT INTO service_half_hours SELECT '%s', 'cpu', toDateTime(%d, 'UTC') + intDiv(number, %d) * 1800 AS time,"
                        + " bitShiftLeft(toUInt128(1), 64) + toUInt128(number %% %d), '41', toUInt64(greatest(1, round("
                        + " %d * (pow((number %% %d + 1) / %d, 0.4) - pow((number %% %d) / %d, 0.4))"
                        + " * (1 + 0.4 * sin(2 * pi() * toUnixTimestamp(time) / 86400)) AS mean)"
                        + " + round(sqrt(mean) * randNormal(0, 1)))) AS n, n * 10000000 FROM numbers(%d)",
                service,
                from,
                stacks,
                stacks,
                SAMPLES_A_HALF_HOUR,
                stacks,
                stacks,
                stacks,
                stacks,
                2L * hours * stacks));
        sql.run(String.format(
                Locale.ROOT,
                "INSERT INTO versions VALUES ('%s', '41', toDateTime(%d, 'UTC'), toDateTime(%d, 'UTC'))",
                service,
                from,
                endHour * HOUR_SECONDS));
    }
}
