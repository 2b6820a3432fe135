package dev.stackhouse.demo;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Options of a command line, each "--name value". */
final class Arguments {
    private final Map<String, String> values;

    private Arguments(Map<String, String> values) {
        this.values = values;
    }

    /** @throws IllegalArgumentException with a sentence for the user */
    static Arguments parse(String[] args, String... known) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < args.length; i += 2) {
            if (!List.of(known).contains(args[i])) {
                throw new IllegalArgumentException(
                        "Unknown option " + args[i] + "; known: " + String.join(", ", known) + ".");
            }
            if (i + 1 == args.length) {
                throw new IllegalArgumentException("Option " + args[i] + " has no value.");
            }
            values.put(args[i], args[i + 1]);
        }
        return new Arguments(values);
    }

    String text(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("Option " + name + " is missing.");
        }
        return value;
    }

    int number(String name, int defaultValue, int min, int max) {
        String value = values.get(name);
        if (value == null) {
            return defaultValue;
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new IllegalArgumentException("Option " + name + " must be a number from " + min + " to " + max + ".");
    }
}
