package dev.stackhouse.policy;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What rates are counted in, and how people write amounts of it. */
enum RateUnit {
    NANOS("a duration", "10ms", Pattern.compile("(\\d{1,9})(us|ms|s|m)")) {
        @Override
        long factor(String suffix) {
            switch (suffix) {
                case "us":
                    return 1_000L;
                case "ms":
                    return 1_000_000L;
                case "s":
                    return 1_000_000_000L;
                default:
                    return 60_000_000_000L;
            }
        }

        @Override
        String format(long amount) {
            String[] suffixes = {"m", "s", "ms", "us"};
            return amount == 0 ? "0ms" : formatted(amount, suffixes, "ns");
        }
    },
    BYTES("a size", "512k", Pattern.compile("(\\d{1,9})([kKmMgG]?)")) {
        @Override
        long factor(String suffix) {
            switch (suffix) {
                case "k":
                case "K":
                    return 1L << 10;
                case "m":
                case "M":
                    return 1L << 20;
                case "g":
                case "G":
                    return 1L << 30;
                default:
                    return 1;
            }
        }

        @Override
        String format(long amount) {
            String[] suffixes = {"g", "m", "k"};
            return formatted(amount, suffixes, "");
        }
    },
    /** On or off: 0 is on. */
    SWITCH("on", "", Pattern.compile("on")) {
        @Override
        long parse(String text) {
            return text.equals("on") ? 0 : -1;
        }

        @Override
        long factor(String suffix) {
            return 1;
        }

        @Override
        String format(long amount) {
            return "on";
        }

        @Override
        String range(long least, long most) {
            return "on or off";
        }
    };

    private final String description;
    private final String example;
    private final Pattern form;

    RateUnit(String description, String example, Pattern form) {
        this.description = description;
        this.example = example;
        this.form = form;
    }

    /** The amount that a text such as "10ms" says, or -1 if it says none. */
    long parse(String text) {
        Matcher matcher = form.matcher(text);
        return matcher.matches() ? Long.parseLong(matcher.group(1)) * factor(matcher.group(2)) : -1;
    }

    /** "a duration from 1ms to 1s such as 10ms, or off". */
    String range(long least, long most) {
        return description + " from " + format(least) + " to " + format(most) + " such as " + example + ", or off";
    }

    abstract long factor(String suffix);

    /** The shortest text that says the amount. */
    abstract String format(long amount);

    /** @param suffixes of whole units, greatest first */
    String formatted(long amount, String[] suffixes, String least) {
        for (String suffix : suffixes) {
            if (amount > 0 && amount % factor(suffix) == 0) {
                return amount / factor(suffix) + suffix;
            }
        }
        return amount + least;
    }
}
