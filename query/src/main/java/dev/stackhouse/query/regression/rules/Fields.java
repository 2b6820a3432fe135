package dev.stackhouse.query.regression.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A map of the file, by its keys. What is wrong with it is added to the faults, with its line. */
final class Fields {
    private final Map<String, Node> byName = new HashMap<>();
    private final String where;
    private final List<String> faults;

    private Fields(String where, List<String> faults) {
        this.where = where;
        this.faults = faults;
    }

    /**
     * Reads the keys of a map.
     *
     * @param known keys that it may have; null for any
     */
    static Fields of(@Nullable Node node, String where, @Nullable Set<String> known, List<String> faults) {
        Fields fields = new Fields(where, faults);
        if (node == null) {
            return fields;
        }
        if (!(node instanceof MappingNode map)) {
            fields.fault(node, "is not a map of names and values");
            return fields;
        }
        for (NodeTuple entry : map.getValue()) {
            String key = entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
            if (known != null && !known.contains(key)) {
                fields.fault(
                        entry.getKeyNode(),
                        "'" + key + "' is not known (known: "
                                + String.join(", ", known.stream().sorted().toList()) + ")");
            } else if (fields.byName.put(key, entry.getValueNode()) != null) {
                fields.fault(entry.getKeyNode(), "'" + key + "' is there twice");
            }
        }
        return fields;
    }

    /** Those inside one of them. */
    Fields inner(String name, @Nullable Set<String> known) {
        return of(byName.get(name), where.isEmpty() ? name : where + ": " + name, known, faults);
    }

    boolean has(String name) {
        return byName.containsKey(name);
    }

    /** Its keys, in order. */
    SortedSet<String> names() {
        return new TreeSet<>(byName.keySet());
    }

    /** The values of its keys, each of which is a text. */
    Map<String, String> texts() {
        Map<String, String> texts = new HashMap<>();
        byName.keySet().forEach(name -> texts.put(name, read(name, "", text -> text)));
        return texts;
    }

    /** The elements of a list; none if there is no such key. */
    List<Node> list(String name) {
        Node node = byName.get(name);
        if (node == null) {
            return List.of();
        }
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        fault(node, name + " is not a list");
        return List.of();
    }

    /** A list of texts; the default if there is no such key. */
    <T> List<T> readAll(String name, List<T> usual, Function<String, T> parser) {
        if (!has(name)) {
            return usual;
        }
        List<T> values = new ArrayList<>();
        for (Node element : list(name)) {
            T value = parsed(element, name, parser);
            if (value != null) {
                values.add(value);
            }
        }
        return values;
    }

    /** A text; the default if there is no such key. */
    <T> T read(String name, T usual, Function<String, T> parser) {
        Node node = byName.get(name);
        if (node == null) {
            return usual;
        }
        T value = parsed(node, name, parser);
        return value == null ? usual : value;
    }

    private <T> @Nullable T parsed(Node node, String name, Function<String, T> parser) {
        if (!(node instanceof ScalarNode scalar)) {
            fault(node, name + " is not a single value");
            return null;
        }
        try {
            return parser.apply(scalar.getValue());
        } catch (IllegalArgumentException e) {
            fault(node, name + " is '" + scalar.getValue() + "', not " + e.getMessage());
            return null;
        }
    }

    /** Adds a fault of one of the keys. */
    void fault(String name, String what) {
        Node node = byName.get(name);
        if (node != null) {
            fault(node, name + " " + what);
        }
    }

    private void fault(Node node, String what) {
        faults.add("line " + line(node) + ": " + (where.isEmpty() ? "" : where + ": ") + what);
    }

    static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }

    /** A pattern of names in which * stands for any text and ? for one character. */
    static Pattern glob(String text) {
        StringBuilder expression = new StringBuilder();
        text.chars().forEach(c -> {
            switch (c) {
                case '*' -> expression.append(".*");
                case '?' -> expression.append('.');
                default -> expression.append(Pattern.quote(Character.toString(c)));
            }
        });
        return Pattern.compile(expression.toString(), Pattern.DOTALL);
    }
}
