package dev.stackhouse.bench.chaos;

import dev.stackhouse.bench.chaos.Product.Role;
import dev.stackhouse.process.fault.Signals;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Something that goes wrong. */
enum Fault {
    BROKER_KILLED {
        @Override
        void strike(ChaosParts parts, Random random) throws InterruptedException, IOException {
            Signals.kill(parts.product().awaitProcessId(Role.BROKER));
        }
    },
    BROKER_FROZEN {
        @Override
        void strike(ChaosParts parts, Random random) throws InterruptedException, IOException {
            freeze(parts.product().awaitProcessId(Role.BROKER), 4_000 + random.nextInt(10_000));
        }
    },
    /** What it has taken meanwhile, or has not, nobody was told. */
    BROKER_KILLED_BEFORE_IT_ACKNOWLEDGES {
        @Override
        void strike(ChaosParts parts, Random random) throws InterruptedException, IOException {
            long broker = parts.product().awaitProcessId(Role.BROKER);
            Signals.freeze(broker);
            TimeUnit.MILLISECONDS.sleep(500 + random.nextInt(1_000));
            Signals.kill(broker);
        }
    },
    STREAMER_KILLED {
        @Override
        void strike(ChaosParts parts, Random random) throws InterruptedException, IOException {
            Signals.kill(parts.product().awaitProcessId(Role.STREAMER));
        }
    },
    STREAMER_FROZEN {
        @Override
        void strike(ChaosParts parts, Random random) throws InterruptedException, IOException {
            freeze(parts.product().awaitProcessId(Role.STREAMER), 3_000 + random.nextInt(8_000));
        }
    },
    /** ClickHouse answers nobody until a checkpoint waits for its commit: insert sent, acknowledgement lost. */
    STREAMER_KILLED_BEFORE_COMMIT {
        @Override
        void strike(ChaosParts parts, Random random) throws InterruptedException, IOException {
            long engine = parts.product().awaitProcessId(Role.ENGINE);
            long streamer = parts.product().awaitProcessId(Role.STREAMER);
            Signals.freeze(engine);
            try {
                TimeUnit.MILLISECONDS.sleep(3_000 + random.nextInt(3_000));
                Signals.kill(streamer);
            } finally {
                Signals.thaw(engine);
            }
        }
    },
    CLICKHOUSE_KILLED {
        @Override
        void strike(ChaosParts parts, Random random) throws InterruptedException, IOException {
            Signals.kill(parts.product().awaitProcessId(Role.ENGINE));
        }
    },
    CLICKHOUSE_KILLED_DURING_AN_INSERT {
        @Override
        void strike(ChaosParts parts, Random random) throws InterruptedException, IOException {
            long engine = parts.product().awaitProcessId(Role.ENGINE);
            Signals.freeze(engine);
            // Longer than from one checkpoint to the next: there is an insert in its socket.
            TimeUnit.MILLISECONDS.sleep(2_500);
            Signals.thaw(engine);
            TimeUnit.MILLISECONDS.sleep(random.nextInt(60));
            Signals.kill(engine);
        }
    },
    CLICKHOUSE_FROZEN {
        @Override
        void strike(ChaosParts parts, Random random) throws InterruptedException, IOException {
            freeze(parts.product().awaitProcessId(Role.ENGINE), 5_000 + random.nextInt(10_000));
        }
    },
    /** It is down whenever somebody looks, for longer than the job is patient, which gives up and starts again. */
    CLICKHOUSE_AWAY_FOR_LONG {
        @Override
        void strike(ChaosParts parts, Random random) throws InterruptedException {
            parts.product().keepDown(Role.ENGINE, Duration.ofSeconds(25));
        }
    },
    /** It answers, but hardly ever in time. */
    CLICKHOUSE_SLOW {
        @Override
        void strike(ChaosParts parts, Random random) throws InterruptedException, IOException {
            Signals.slow(parts.product().awaitProcessId(Role.ENGINE), 25, 20 + random.nextInt(30), 500);
        }
    },
    /** One that runs by itself. */
    QUERY_SERVER_KILLED {
        @Override
        void strike(ChaosParts parts, Random random) throws InterruptedException, IOException {
            parts.secondQueryServer().restart();
        }
    },
    /** And the query server that runs in it. */
    LAUNCHER_KILLED {
        @Override
        void strike(ChaosParts parts, Random random) throws InterruptedException, IOException {
            parts.product().kill();
            parts.product().start();
        }
    },
    EVERYTHING_STOPPED_IN_ORDER {
        @Override
        void strike(ChaosParts parts, Random random) throws IOException {
            parts.product().close();
            parts.product().start();
        }
    },
    /** That of Kafka, of ClickHouse, of the checkpoints and of the spool. */
    DISK_FULL {
        @Override
        void strike(ChaosParts parts, Random random) throws InterruptedException, IOException {
            parts.disk().fillFor(5_000);
        }
    },
    PROFILED_JVM_KILLED {
        @Override
        void strike(ChaosParts parts, Random random) throws InterruptedException, IOException {
            parts.programs().killOne();
        }
    },
    PROFILED_JVM_KILLED_WHILE_KAFKA_IS_AWAY {
        @Override
        void strike(ChaosParts parts, Random random) throws InterruptedException, IOException {
            long broker = parts.product().awaitProcessId(Role.BROKER);
            Signals.freeze(broker);
            try {
                TimeUnit.MILLISECONDS.sleep(12_000);
                parts.programs().killOne();
            } finally {
                Signals.thaw(broker);
            }
        }
    },
    /** Its memory and its room on the disk are too small for what it takes meanwhile. */
    KAFKA_AWAY_FOR_LONGER_THAN_A_COLLECTOR_REMEMBERS {
        @Override
        void strike(ChaosParts parts, Random random) throws InterruptedException, IOException {
            parts.programs().startForgetful();
            freeze(parts.product().awaitProcessId(Role.BROKER), 55_000);
            parts.programs().endForgetful();
        }
    },
    PROFILED_JVM_REPLACED {
        @Override
        void strike(ChaosParts parts, Random random) throws InterruptedException, IOException {
            parts.programs().replaceOne();
        }
    },
    BATCHES_TWICE {
        @Override
        void strike(ChaosParts parts, Random random) {
            parts.fleet().sendSomeTwice();
        }
    },
    BATCHES_IN_REVERSE {
        @Override
        void strike(ChaosParts parts, Random random) {
            parts.fleet().sendSomeInReverse();
        }
    },
    BATCHES_HOURS_LATE {
        @Override
        void strike(ChaosParts parts, Random random) {
            parts.fleet().sendSomeHoursLate();
        }
    },
    CLOCK_AN_HOUR_AHEAD {
        @Override
        void strike(ChaosParts parts, Random random) {
            parts.fleet().setOneClockWrong(Duration.ofHours(1));
        }
    },
    CLOCK_AN_HOUR_BEHIND {
        @Override
        void strike(ChaosParts parts, Random random) {
            parts.fleet().setOneClockWrong(Duration.ofHours(-1));
        }
    },
    BATCHES_OF_A_LATER_VERSION {
        @Override
        void strike(ChaosParts parts, Random random) {
            parts.fleet().sendSomeWithUnknownFields();
        }
    },
    POISON_AMONG_BATCHES {
        @Override
        void strike(ChaosParts parts, Random random) {
            parts.fleet().sendPoison();
        }
    };

    /** Returns when it is over, not when everything has recovered. */
    abstract void strike(ChaosParts parts, Random random) throws InterruptedException, IOException;

    private static void freeze(long processId, int millis) throws InterruptedException {
        Signals.freeze(processId);
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } finally {
            Signals.thaw(processId);
        }
    }
}
