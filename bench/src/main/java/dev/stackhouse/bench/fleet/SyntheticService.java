package dev.stackhouse.bench.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The distinct stacks of one made-up service: requests that share a server's prefix, fan out over handlers and end in
 * library code, 30 to 120 frames deep. The same for the same name. Immutable.
 */
public final class SyntheticService {
    private static final String[] PREFIX = {
        "java.lang.Thread.run",
        "java.util.concurrent.ThreadPoolExecutor$Worker.run",
        "java.util.concurrent.ThreadPoolExecutor.runWorker",
        "org.eclipse.jetty.util.thread.QueuedThreadPool.runJob",
        "org.eclipse.jetty.server.HttpConnection.onFillable",
        "org.eclipse.jetty.server.HttpChannel.handle",
        "org.eclipse.jetty.servlet.ServletHandler.doHandle",
        "org.springframework.web.servlet.FrameworkServlet.service",
        "org.springframework.web.servlet.DispatcherServlet.doDispatch",
    };
    private static final String[] LAYERS = {"web", "service", "pricing", "inventory", "cart", "search", "store", "codec"
    };
    private static final String[] VERBS = {
        "handle", "load", "compute", "merge", "encode", "validate", "resolve", "apply"
    };
    private static final String[] NOUNS = {"Order", "Cart", "Price", "Stock", "Offer", "Session", "Page", "Event"};
    private static final String[] LEAVES = {
        "java.util.HashMap.getNode",
        "java.lang.String.hashCode",
        "com.fasterxml.jackson.core.json.UTF8StreamJsonParser.nextToken",
        "java.util.TimSort.mergeHi",
        "java.util.zip.Inflater.inflateBytesBytes",
        "sun.nio.ch.SocketDispatcher.read0",
    };

    private static final int CALLS_OF_A_METHOD = 6;

    private final String name;
    private final List<List<SyntheticFrame>> stacks;

    private SyntheticService(String name, List<List<SyntheticFrame>> stacks) {
        this.name = name;
        this.stacks = stacks;
    }

    /** Grows a service with that many distinct stacks. */
    public static SyntheticService grow(String name, int distinctStacks) {
        Random random = new Random(name.hashCode());
        List<List<SyntheticFrame>> stacks = new ArrayList<>(distinctStacks);
        List<SyntheticFrame> prefix = new ArrayList<>();
        for (String method : PREFIX) {
            prefix.add(SyntheticFrame.of(method, 50 + random.nextInt(900)));
        }
        List<SyntheticFrame> callSites = callSites(name, random);
        while (stacks.size() < distinctStacks) {
            // Stacks branch off an earlier one at a random depth, as the paths of a call tree do.
            List<SyntheticFrame> base =
                    stacks.isEmpty() || random.nextInt(20) == 0 ? prefix : stacks.get(random.nextInt(stacks.size()));
            int shared = Math.min(base.size(), PREFIX.length + random.nextInt(60));
            List<SyntheticFrame> stack = new ArrayList<>(base.subList(0, shared));
            int depth = 30 + (int) (90 * Math.pow(random.nextDouble(), 2));
            while (stack.size() < depth - 1) {
                stack.add(callSites.get(random.nextInt(callSites.size())));
            }
            stack.add(SyntheticFrame.of(pick(LEAVES, random), 100 + random.nextInt(4)));
            stacks.add(List.copyOf(stack));
        }
        return new SyntheticService(name, List.copyOf(stacks));
    }

    /** The lines of the service's methods that call others: a few thousand, as in real services. */
    private static List<SyntheticFrame> callSites(String service, Random random) {
        List<SyntheticFrame> sites = new ArrayList<>();
        for (String layer : LAYERS) {
            for (String noun : NOUNS) {
                for (String verb : VERBS) {
                    String method = "com.example." + service + "." + layer + "." + noun + "Service." + verb
                            + pick(NOUNS, random);
                    for (int i = 0; i < CALLS_OF_A_METHOD; i++) {
                        sites.add(SyntheticFrame.of(method, 10 + random.nextInt(400)));
                    }
                }
            }
        }
        return sites;
    }

    private static String pick(String[] from, Random random) {
        return from[random.nextInt(from.length)];
    }

    public String name() {
        return name;
    }

    /** Each root first. Hot ones first: weight falls with the index. */
    public List<List<SyntheticFrame>> stacks() {
        return stacks;
    }

    /** An index into the stacks, low ones far more often than high ones. */
    public int pickStack(Random random) {
        return (int) (stacks.size() * Math.pow(random.nextDouble(), 2.5));
    }
}
