package dev.stackhouse.storage.read;

import dev.stackhouse.storage.read.LabelMatcher.Operator;
import dev.stackhouse.storage.read.StackTotals.FrameRow;
import dev.stackhouse.storage.read.StackTotals.StackTotal;
import dev.stackhouse.storage.write.BlockEncoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Keeps every sample in a list and answers by adding up what lies in a range: too simple to be wrong. */
final class SampleOracle {
    static final String SERVICE = "checkout";

    private static final List<Operator> OPERATORS = List.of(Operator.values());
    private static final int STACKS = 6;
    private static final List<Map<String, String>> LABELS_OF_INSTANCE = List.of(
            Map.of("version", "40", "zone", "eu-1"),
            Map.of("version", "41", "zone", "eu-1"),
            Map.of("version", "41", "zone", "us-1"),
            Map.of("zone", "us-1"));

    record Entry(String event, int instance, long windowMillis, int stack, long value, long count) {}

    private final List<Entry> entries = new ArrayList<>();

    static String instanceId(int instance) {
        return SERVICE + "-" + instance;
    }

    /** Adds samples of random windows from a time on, and writes them too. */
    void write(Random random, long fromMillis, int windows, int number, BlockEncoder encoder) {
        for (int i = 0; i < number; i++) {
            long count = 1L + random.nextInt(9);
            boolean cpu = random.nextBoolean();
            add(
                    new Entry(
                            cpu ? "cpu" : "alloc",
                            random.nextInt(LABELS_OF_INSTANCE.size()),
                            fromMillis + random.nextInt(windows) * 10_000L,
                            random.nextInt(STACKS),
                            cpu ? count * 10_000_000 : count * 512 + random.nextInt(1_000),
                            count),
                    encoder);
        }
    }

    private void add(Entry entry, BlockEncoder encoder) {
        entries.add(entry);
        encoder.instance(
                SERVICE, instanceId(entry.instance), LABELS_OF_INSTANCE.get(entry.instance), entry.windowMillis);
        encoder.sample(
                SERVICE,
                entry.event,
                instanceId(entry.instance),
                entry.windowMillis,
                entry.stack,
                entry.stack,
                entry.value,
                entry.count);
    }

    static void writeDictionary(BlockEncoder encoder) {
        for (int stack = 0; stack < STACKS; stack++) {
            encoder.frame(stack, "shop.Cart", "method" + stack, 1, 2);
            encoder.stack(SERVICE, stack, stack, new long[] {stack});
        }
    }

    private static StackTotal total(int stack, long value, long samples) {
        return new StackTotal(List.of(new FrameRow("shop.Cart", "method" + stack, 1, 2)), value, samples);
    }

    Set<StackTotal> stacks(StackQuery query) {
        return merged(selected(query));
    }

    Map<String, Set<StackTotal>> stacksBy(StackQuery query, String label) {
        Map<String, List<Entry>> entriesByValue = new HashMap<>();
        for (Entry entry : selected(query)) {
            entriesByValue
                    .computeIfAbsent(labelValue(entry, label), value -> new ArrayList<>())
                    .add(entry);
        }
        Map<String, Set<StackTotal>> groups = new HashMap<>();
        entriesByValue.forEach((value, group) -> groups.put(value, merged(group)));
        return groups;
    }

    private static Set<StackTotal> merged(List<Entry> entries) {
        Map<Integer, long[]> sums = new HashMap<>();
        for (Entry entry : entries) {
            long[] sum = sums.computeIfAbsent(entry.stack, stack -> new long[2]);
            sum[0] += entry.value;
            sum[1] += entry.count;
        }
        Set<StackTotal> totals = new HashSet<>();
        sums.forEach((stack, sum) -> totals.add(total(stack, sum[0], sum[1])));
        return totals;
    }

    Map<Long, Long> timeLine(StackQuery query, long stepMillis) {
        Map<Long, Long> values = new TreeMap<>();
        for (Entry entry : selected(query)) {
            long step = (entry.windowMillis - query.fromMillis()) / stepMillis * stepMillis + query.fromMillis();
            values.merge(step, entry.value, Long::sum);
        }
        return values;
    }

    List<Entry> selected(StackQuery query) {
        return entries.stream()
                .filter(entry -> entry.event.equals(query.event()))
                .filter(entry -> entry.windowMillis >= query.fromMillis() && entry.windowMillis < query.toMillis())
                .filter(entry -> query.matchers().stream().allMatch(matcher -> matches(entry, matcher)))
                .toList();
    }

    private static String labelValue(Entry entry, String label) {
        return label.equals("instance")
                ? instanceId(entry.instance)
                : LABELS_OF_INSTANCE.get(entry.instance).getOrDefault(label, "");
    }

    private static boolean matches(Entry entry, LabelMatcher matcher) {
        String actual = labelValue(entry, matcher.label());
        Predicate<String> equal = matcher.value()::equals;
        Predicate<String> expression = value -> value.matches(matcher.value());
        return switch (matcher.operator()) {
            case EQUAL -> equal.test(actual);
            case NOT_EQUAL -> !equal.test(actual);
            case MATCHES -> expression.test(actual);
            case NOT_MATCHES -> !expression.test(actual);
        };
    }

    static List<LabelMatcher> randomMatchers(Random random) {
        List<LabelMatcher> matchers = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            String label = List.of("version", "zone", "instance", "absent").get(random.nextInt(4));
            Operator operator = OPERATORS.get(random.nextInt(4));
            String value = operator == Operator.EQUAL || operator == Operator.NOT_EQUAL
                    ? List.of("40", "41", "eu-1", "", instanceId(2)).get(random.nextInt(5))
                    : List.of("4.", "eu-.*|us-.*", "", ".*-[12]", "41|eu-1").get(random.nextInt(5));
            matchers.add(new LabelMatcher(label, operator, value));
        }
        return List.copyOf(matchers);
    }
}
