package dev.stackhouse.collector.sampling;

import java.util.regex.Pattern;

/**
 * Takes out of names of classes and of native libraries what differs between two starts of the same program: addresses of hidden
 * classes, the numbers of generated ones, and those that a library gets which is unpacked before it is loaded. Otherwise the same code would have another name in every instance, and its weight would never add up.
 */
final class StableNames {
    /** Hidden classes: the address follows a '/' (or '+' in newer JDKs), which async-profiler may give as '.'. */
    private static final Pattern ADDRESS = Pattern.compile("[./+]0x[0-9a-fA-F]+$");

    private static final Pattern LAMBDA_NUMBER = Pattern.compile("(\\$\\$Lambda)\\$\\d+$");
    private static final Pattern GENERATED_NUMBER = Pattern.compile(
            "(\\.\\$Proxy|^\\$Proxy|\\.Generated(?:Method|Constructor|SerializationConstructor)Accessor)\\d+$");

    private static final Pattern UNPACKED = Pattern.compile("-?\\d{6,}\\.so$");

    private StableNames() {}

    /** The name of a class with dots, as it is in every start of the program. */
    static String ofClass(String name) {
        if (name.isEmpty()) {
            return name;
        }
        if (name.endsWith(".so")) {
            return UNPACKED.matcher(name).replaceFirst(".so");
        }
        char last = name.charAt(name.length() - 1);
        if (!Character.isDigit(last) && !(last >= 'a' && last <= 'f') && !(last >= 'A' && last <= 'F')) {
            return name;
        }
        String withoutAddress = ADDRESS.matcher(name).replaceFirst("");
        String withoutLambdaNumber = LAMBDA_NUMBER.matcher(withoutAddress).replaceFirst("$1");
        return GENERATED_NUMBER.matcher(withoutLambdaNumber).replaceFirst("$1");
    }
}
