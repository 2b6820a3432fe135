package dev.stackhouse.bench.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A made-up service. Its regular stacks are drawn by a power law, each event from an order of its own; some samples fall on a
 * stack that has never been seen before and never comes again. The load follows the hour of the day. Immutable.
 */
public final class SimulatedService implements FleetService {
    private static final long DAY_MILLIS = 86_400_000;
    private static final long CPU_NANOS = 10_000_000;
    private static final long WALL_NANOS = 50_000_000;
    private static final long ALLOC_BYTES = 524_288;
    /** Stacks of threads that wait, and samples of one of them in a window. */
    private static final int WAITING_STACKS = 40;

    private static final int SAMPLES_OF_A_WAITING_THREAD = 200;

    private final SyntheticService tree;
    private final int samplesAWindow;
    private final double rareShare;
    private final double peakMillis;

    /**
     * @param samplesAWindow CPU samples of an instance in 10 s when it is busiest
     * @param rareShare share of the samples that fall on a stack of their own
     */
    public SimulatedService(SyntheticService tree, int samplesAWindow, double rareShare) {
        this.tree = tree;
        this.samplesAWindow = samplesAWindow;
        this.rareShare = rareShare;
        this.peakMillis = Math.floorMod(tree.name().hashCode(), 24) * 3_600_000.0;
    }

    @Override
    public String name() {
        return tree.name();
    }

    @Override
    public List<String> events() {
        return List.of("cpu", "wall", "alloc", "lock");
    }

    @Override
    public void sample(String event, int instance, long windowMillis, WindowSamples into) {
        into.reset(tree.stacks().size());
        Random random = new Random(
                Mix.of(tree.name().hashCode() * 31L + event.hashCode(), instance * 1_000_003L + windowMillis));
        int busy = (int) (samplesAWindow * rhythm(windowMillis));
        switch (event) {
            case "cpu" -> draw(random, busy, 0, into, CPU_NANOS);
            case "wall" -> {
                for (int thread = 0; thread < WAITING_STACKS; thread++) {
                    int idle = tree.stacks().size() - 1 - thread;
                    int awake = random.nextInt(8) == 0 ? random.nextInt(20) : 0;
                    int count = SAMPLES_OF_A_WAITING_THREAD - awake;
                    into.add(idle, count * WALL_NANOS, count);
                }
                draw(random, busy / 6, 0, into, WALL_NANOS);
            }
            case "alloc" -> {
                draw(random, busy / 3, 1, into, ALLOC_BYTES);
                if (random.nextInt(4) == 0) { // an array larger than the sampling interval
                    into.add(tree.stacks().size() / 2, ALLOC_BYTES + random.nextInt(50_000_000), 1);
                }
            }
            default -> {
                for (int i = busy / 60; i > 0; i--) {
                    into.add(common(random, 2), 10_000_000L + random.nextInt(90_000_000), 1);
                }
            }
        }
    }

    private void draw(Random random, int samples, int order, WindowSamples into, long unit) {
        for (int i = 0; i < samples; i++) {
            boolean rare = random.nextDouble() < rareShare;
            into.add(rare ? tree.stacks().size() + random.nextInt(1 << 30) : common(random, order), unit, 1);
        }
    }

    /** Events find the same stacks hot in different orders. */
    private int common(Random random, int order) {
        int rank = tree.pickStack(random);
        return order == 0
                ? rank
                : Math.floorMod(rank * 7_919 + order * 104_729, tree.stacks().size());
    }

    /** Between half of the load and all of it. */
    private double rhythm(long windowMillis) {
        return 0.75 + 0.25 * Math.cos(2 * Math.PI * (windowMillis % DAY_MILLIS - peakMillis) / DAY_MILLIS);
    }

    /** A rare stack is a regular one whose calls went another way at the end. */
    @Override
    public List<SyntheticFrame> stack(int stack) {
        if (stack < tree.stacks().size()) {
            return tree.stacks().get(stack);
        }
        Random random = new Random(Mix.of(tree.name().hashCode(), stack));
        List<SyntheticFrame> regular = tree.stacks().get(tree.pickStack(random));
        List<SyntheticFrame> other =
                tree.stacks().get(random.nextInt(tree.stacks().size()));
        int shared = Math.max(1, regular.size() - 1 - random.nextInt(15));
        List<SyntheticFrame> frames = new ArrayList<>(regular.subList(0, shared));
        int from = Math.min(other.size() - 1, shared);
        frames.addAll(other.subList(from, Math.min(other.size(), from + 1 + random.nextInt(8))));
        return List.copyOf(frames);
    }
}
