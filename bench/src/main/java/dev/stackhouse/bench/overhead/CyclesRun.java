package dev.stackhouse.bench.overhead;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The collector is attached to a demo service under load and detached again, many times: does the service live, and is anything left
 * behind? Beside it runs one under the same load that is left alone. Not thread-safe.
 */
public final class CyclesRun {
    private static final int LOOKS = 100;
    private static final int ANSWER_MILLIS = 60_000;
    /** In which it takes samples. */
    private static final int ATTACHED_MILLIS = 300;

    private final Path root;
    private final Path directory;
    private final Jdk jdk;
    private final int cycles;
    private final List<Map<String, Object>> rows = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();
    private int done;
    private int batches;

    /**
     * @param root of the project, built
     * @param directory for everything that is written
     */
    public CyclesRun(Path root, Path directory, Jdk jdk, int cycles) {
        this.root = root;
        this.directory = directory;
        this.jdk = jdk;
        this.cycles = cycles;
    }

    public List<String> complaints() {
        return complaints;
    }

    public List<Map<String, Object>> rows() {
        return rows;
    }

    /** Cycles after which the service lived. */
    public int done() {
        return done;
    }

    /** Intervals of which something was published. */
    public int batches() {
        return batches;
    }

    public void run() throws Exception {
        StackhouseAgent collector =
                new StackhouseAgent("collector", root.resolve("collector/target/stackhouse-collector.jar"), "");
        try (Destinations destinations = Destinations.start(directory);
                VisitedShop shop = VisitedShop.start(jdk, root, destinations, List.of());
                VisitedShop alone = VisitedShop.start(jdk, root, destinations, List.of())) {
            Track track = new Track(jdk, shop.process().pid());
            Track trackOfAlone = new Track(jdk, alone.process().pid());
            Path answer = Files.createTempFile(directory, "answer", "");
            Set<Path> filesBefore = files();
            while (done < cycles && cycle(shop, collector, destinations, answer)) {
                done++;
                if (done % Math.max(1, cycles / LOOKS) == 0) {
                    track.look(done / 1_000.0);
                    trackOfAlone.look(done / 1_000.0);
                }
                batches += collector.sent(destinations).size();
            }
            if (done == cycles) {
                rows.addAll(track.rows("attached to", "in 1,000 cycles"));
                rows.addAll(trackOfAlone.rows("left alone", "in 1,000 cycles"));
                complaints.addAll(track.complaints(trackOfAlone.growths()));
                Set<Path> files = files();
                files.removeAll(filesBefore);
                files.forEach(file -> complaints.add("left behind: " + file.getFileName()));
            }
            if (!shop.answers()) {
                complaints.add("the service does not answer after cycle " + done);
            }
        }
    }

    private boolean cycle(VisitedShop shop, StackhouseAgent collector, Destinations destinations, Path answer)
            throws Exception {
        boolean good = ask(shop, collector, collector.settingsFor(destinations), answer);
        Thread.sleep(ATTACHED_MILLIS);
        good = good && ask(shop, collector, "detach", answer);
        if (!shop.process().isAlive()) {
            complaints.add("the service died in cycle " + (done + 1));
            return false;
        }
        return good;
    }

    private boolean ask(VisitedShop shop, StackhouseAgent collector, String request, Path answer)
            throws IOException, InterruptedException {
        Files.writeString(answer, "");
        try {
            VirtualMachine jvm =
                    VirtualMachine.attach(Long.toString(shop.process().pid()));
            try {
                jvm.loadAgent(collector.agent().toString(), "answer=" + answer + "," + request);
            } finally {
                jvm.detach();
            }
        } catch (AttachNotSupportedException | AgentLoadException | AgentInitializationException | IOException e) {
            complaints.add("cycle " + (done + 1) + ": " + e);
            return false;
        }
        for (int i = 0; i < ANSWER_MILLIS / 10; i++) {
            String said = Files.readString(answer);
            if (said.endsWith("\n")) {
                if (!said.startsWith("ok")) {
                    complaints.add("cycle " + (done + 1) + ": " + said.strip());
                }
                return said.startsWith("ok");
            }
            Thread.sleep(10);
        }
        complaints.add("cycle " + (done + 1) + ": no answer");
        return false;
    }

    /** What there is of files, but for those of Kafka. */
    private Set<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> !file.startsWith(directory.resolve("kafka")) && Files.isRegularFile(file))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
