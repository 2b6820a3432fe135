package dev.stackhouse.standalone.demo;

import dev.stackhouse.proto.query.v1.GetLedgerResponse;
import dev.stackhouse.standalone.Stackhouse;
import dev.stackhouse.standalone.client.QueryClient;
import dev.stackhouse.standalone.up.StopSignal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One run of the demo on things that were started: load, first flame graph, hottest methods, the books. Single-threaded. */
final class DemoRun {
    private static final Duration LOOK = Duration.ofMillis(300);
    /** The table is printed this long after the start, if there is a flame graph: by then the service has warmed up a little. */
    private static final Duration TABLE_AT = Duration.ofSeconds(48);

    private static final Duration LEDGER_LOOK = Duration.ofSeconds(2);
    /** The last windows of a service that ended are stored after some silence; that is shorter than this. */
    private static final int STEADY_LOOKS = 12;

    private static final int MOST_LOOKS = 45;

    private final Stackhouse stackhouse;
    private final DemoService service;
    private final StopSignal signal;
    private final Instant start;
    private final boolean json;
    private final DemoQuestions questions;
    private @Nullable Double secondsToFirstFlameGraph;

    DemoRun(Stackhouse stackhouse, DemoService service, StopSignal signal, Instant start, boolean json) {
        this.stackhouse = stackhouse;
        this.service = service;
        this.signal = signal;
        this.start = start;
        this.json = json;
        this.questions = new DemoQuestions(new QueryClient("127.0.0.1:" + stackhouse.queryPort()), start);
    }

    /** Returns when the duration, counted from the start of the command, is over or the stop signal came. */
    void runFor(Duration duration) {
        Instant end = start.plus(duration);
        service.putLoadOn();
        say("Everything runs after " + sinceStart() + " s, page: " + stackhouse.page()
                + "\nWaiting for the first flame graph.");
        awaitFirstFlameGraph(end);
        Instant tableAt = start.plus(TABLE_AT);
        if (waitUntil(tableAt.isBefore(end) ? tableAt : end)) {
            return;
        }
        if (secondsToFirstFlameGraph != null) {
            say("\n" + questions.hottestMethods() + "\nSee for yourself: " + stackhouse.page() + "?service="
                    + DemoService.NAME
                    + (end.isAfter(Instant.now().plus(Duration.ofDays(1))) ? "\nCtrl-C stops it." : ""));
        }
        if (waitUntil(end)) {
            return;
        }
        finish();
    }

    private void awaitFirstFlameGraph(Instant end) {
        while (Instant.now().isBefore(end) && !signal.await(LOOK)) {
            if (!service.isAlive()) {
                say("The demo service ended: " + service.lastWords());
                return;
            }
            if (questions.hasFlameGraph()) {
                secondsToFirstFlameGraph = sinceStart();
                say("First flame graph after " + secondsToFirstFlameGraph + " s.");
                return;
            }
        }
    }

    /** Whether the stop signal came first. */
    private boolean waitUntil(Instant time) {
        Duration rest = Duration.between(Instant.now(), time);
        return rest.isNegative() ? signal.isReceived() : signal.await(rest);
    }

    private void finish() {
        double secondsRun = sinceStart();
        Map<String, Optional<Long>> memory = memory();
        say("Stopping the load and the demo service, then waiting until its last samples are stored.");
        service.close();
        Figures figures = new Figures(secondsToFirstFlameGraph, secondsRun, steadyLedger(), memory);
        System.out.println(json ? figures.json() : figures.text());
    }

    private GetLedgerResponse steadyLedger() {
        GetLedgerResponse ledger = questions.ledger();
        int steady = 0;
        for (int i = 0; i < MOST_LOOKS && steady < STEADY_LOOKS && !signal.await(LEDGER_LOOK); i++) {
            GetLedgerResponse now = questions.ledger();
            steady = now.equals(ledger) ? steady + 1 : 0;
            ledger = now;
        }
        return ledger;
    }

    private Map<String, Optional<Long>> memory() {
        Map<String, Optional<Long>> memory = new LinkedHashMap<>();
        stackhouse.processIds().forEach((role, id) -> memory.put(role, Optional.ofNullable(ResidentMemory.bytes(id))));
        memory.put(
                "server",
                Optional.ofNullable(ResidentMemory.bytes(ProcessHandle.current().pid())));
        memory.put("demo", Optional.ofNullable(ResidentMemory.bytes(service.processId())));
        memory.put("load", Optional.ofNullable(ResidentMemory.bytes(service.loadProcessId())));
        return memory;
    }

    private double sinceStart() {
        return Math.round(Duration.between(start, Instant.now()).toMillis() / 100.0) / 10.0;
    }

    /** With JSON, standard output is for the figures alone. */
    private void say(String text) {
        (json ? System.err : System.out).println(text);
    }
}
