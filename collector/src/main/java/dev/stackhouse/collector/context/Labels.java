package dev.stackhouse.collector.context;

import java.util.regex.Pattern;

/** What labels may be called, and how they are written: {@code name=value}. */
final class Labels {
    private static final int LONGEST_VALUE = 200;
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_.]{0,99}");

    private Labels() {}

    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** What is kept of a value while its scope is open. */
    static String shortened(String value) {
        return value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE);
    }

    /** A label on one line. */
    static String written(String name, String value) {
        StringBuilder label = new StringBuilder(name.length() + 1 + value.length());
        label.append(name).append('=');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean isHalf = Character.isSurrogate(c) && !isPaired(value, i);
            label.append(Character.isISOControl(c) ? ' ' : isHalf ? '?' : c);
        }
        return label.toString();
    }

    /** Half a character has no place in UTF-8: a value may have been cut in the middle of one. */
    private static boolean isPaired(String value, int at) {
        return Character.isHighSurrogate(value.charAt(at))
                ? at + 1 < value.length() && Character.isLowSurrogate(value.charAt(at + 1))
                : at > 0 && Character.isHighSurrogate(value.charAt(at - 1));
    }
}
