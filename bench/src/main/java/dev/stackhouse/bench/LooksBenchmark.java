package dev.stackhouse.bench;

import dev.stackhouse.bench.fleet.SyntheticDeploy;
import dev.stackhouse.bench.fleet.SyntheticService;
import dev.stackhouse.query.regression.RegressionSettings;
import dev.stackhouse.query.regression.Regressions;
import dev.stackhouse.storage.engine.EmbeddedClickHouse;
import dev.stackhouse.storage.read.ProfileReader;
import dev.stackhouse.storage.schema.Migrations;
import dev.stackhouse.storage.write.BlockEncoder;
import dev.stackhouse.storage.write.BlockWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * What looks at deploys cost: every service of a fleet has a new version beside the old one, and the first look at each is due at
 * once. A tenth of them have a method that became dearer. And what looks between deploys cost, where nothing has shifted, as it is most of the time: of a few
 * services, since every one has weeks of history.
 */
final class LooksBenchmark implements Benchmark {
    private static final int[] SERVICES = {50, 200};
    private static final int STACKS = 1_500;
    private static final int INSTANCES_A_VERSION = 10;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    /** Of the rules that hold without a file, with what it takes data to arrive. */
    private static final Duration FIRST_LOOK = Duration.ofMinutes(26);

    private static final double LOOKS_A_DAY = 10_000 * 3 * 5;

    private static final int[] STACKS_OF_STEADY = {1_500, 5_000};
    private static final int STEADY_SERVICES = 10;
    private static final double SHIFT_LOOKS_A_DAY = 10_000 * 12;

    private final long deployedMillis = System.currentTimeMillis() / 1_800_000 * 1_800_000 - 3_600_000;

    @Override
    public String name() {
        return "looks";
    }

    @Override
    public String description() {
        return "what it costs to look at a deploy, in fleets of 50 and 200 services that all have one; and at services between deploys";
    }

    @Override
    public Report run() throws Exception {
        Report report = new Report(name());
        report.add("stacks_a_service", STACKS).add("instances_a_version", INSTANCES_A_VERSION);
        for (int services : SERVICES) {
            Path data = Files.createTempDirectory("stackhouse-bench");
            try (EmbeddedClickHouse engine = EmbeddedClickHouse.start(data, 0, Duration.ofMinutes(5))) {
                Migrations.apply(engine.address());
                load(engine, services);
                measure(engine, services, report);
            } finally {
                TemporaryFiles.delete(data);
            }
        }
        for (int stacks : STACKS_OF_STEADY) {
            Path data = Files.createTempDirectory("stackhouse-bench");
            try (EmbeddedClickHouse engine = EmbeddedClickHouse.start(data, 0, Duration.ofMinutes(5))) {
                Migrations.apply(engine.address());
                measureSteady(engine, stacks, report);
            } finally {
                TemporaryFiles.delete(data);
            }
        }
        return report;
    }

    private void measureSteady(EmbeddedClickHouse engine, int stacks, Report report) throws Exception {
        Instant end = Instant.ofEpochMilli(deployedMillis).truncatedTo(ChronoUnit.HOURS);
        new SteadyServices(engine, end.getEpochSecond() / 3_600).write(STEADY_SERVICES, stacks);
        StoreSql sql = new StoreSql(engine.address());
        Clock clock = Clock.fixed(end, ZoneOffset.UTC);
        RegressionSettings settings = new RegressionSettings(true, null, Duration.ofMillis(100));
        long cpuBefore = cpuMillis(engine);
        try (ProfileReader reader = new ProfileReader(engine.address(), LIMIT);
                Regressions regressions = Regressions.open(settings, engine.address(), LIMIT, reader, clock)) {
            regressions.start();
            while (sql.number("SELECT uniqExact(service) FROM shift_looks") < STEADY_SERVICES) {
                Thread.sleep(200);
            }
        }
        double cpuMillisALook = (double) (cpuMillis(engine) - cpuBefore) / STEADY_SERVICES;
        String of = "shifts_of_" + STEADY_SERVICES + "_services_with_" + stacks + "_stacks_";
        report.add(of + "rows_read_a_look", sql.number("SELECT count() FROM service_half_hours") / STEADY_SERVICES);
        report.add(of + "mean_millis_a_look", sql.number("SELECT avg(took_millis) FROM shift_looks"));
        report.add(of + "cpu_millis_a_look", cpuMillisALook);
        report.add(of + "compared", sql.number("SELECT countIf(verdict = 'compared') FROM shift_looks"));
        report.add(of + "suspects", sql.number("SELECT sum(suspects) FROM shift_looks"));
        report.add(
                of + "cores_for_10000_services_with_12_looks_a_day", cpuMillisALook * SHIFT_LOOKS_A_DAY / 86_400_000);
    }

    private void load(EmbeddedClickHouse engine, int services) {
        try (BlockWriter writer = new BlockWriter(engine.address())) {
            for (int i = 0; i < services; i++) {
                BlockEncoder encoder = new BlockEncoder();
                SyntheticDeploy.write(
                        SyntheticService.grow("service-" + i, STACKS),
                        encoder,
                        deployedMillis,
                        INSTANCES_A_VERSION,
                        i % 10 == 0);
                writer.write(encoder.finish(UUID.randomUUID().toString()));
            }
        }
    }

    private void measure(EmbeddedClickHouse engine, int services, Report report) throws Exception {
        StoreSql sql = new StoreSql(engine.address());
        Clock clock = Clock.fixed(Instant.ofEpochMilli(deployedMillis).plus(FIRST_LOOK), ZoneOffset.UTC);
        RegressionSettings settings = new RegressionSettings(true, null, Duration.ofMillis(100));
        long cpuBefore = cpuMillis(engine);
        long began = System.nanoTime();
        try (ProfileReader reader = new ProfileReader(engine.address(), LIMIT);
                Regressions regressions = Regressions.open(settings, engine.address(), LIMIT, reader, clock)) {
            regressions.start();
            while (sql.number("SELECT uniqExact(service) FROM looks") < services) {
                Thread.sleep(200);
            }
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        double cpuMillisALook = (double) (cpuMillis(engine) - cpuBefore) / services;
        String of = services + "_services_";
        report.add(of + "seconds_for_one_look_each", seconds);
        report.add(of + "mean_millis_a_look", sql.number("SELECT avg(took_millis) FROM looks"));
        report.add(of + "p95_millis_a_look", sql.number("SELECT quantile(0.95)(took_millis) FROM looks"));
        report.add(of + "cpu_millis_a_look", cpuMillisALook);
        report.add(of + "compared", sql.number("SELECT countIf(verdict = 'compared') FROM looks"));
        report.add(of + "with_regressions", sql.number("SELECT countIf(regressions > 0) FROM looks"));
        report.add(of + "cores_for_10000_services_with_3_deploys_a_day", cpuMillisALook * LOOKS_A_DAY / 86_400_000);
    }

    /** Of this process and the engine. */
    private static long cpuMillis(EmbeddedClickHouse engine) {
        return of(ProcessHandle.current()) + of(ProcessHandle.of(engine.pid()).orElseThrow());
    }

    private static long of(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis();
    }
}
