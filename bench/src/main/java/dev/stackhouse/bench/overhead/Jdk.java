package dev.stackhouse.bench.overhead;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An installed Java.
 *
 * @param feature its number: 8, 17, 25
 */
public record Jdk(Path home, int feature) {
    private static final Path INSTALLED = Path.of("/usr/lib/jvm");
    private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(?:1\\.)?(\\d+)");

    /**
     * The one in a directory.
     *
     * @throws IllegalArgumentException with a sentence for the user
     */
    public static Jdk at(Path home) {
        try {
            Matcher version = VERSION.matcher(Files.readString(home.resolve("release")));
            if (Files.isExecutable(home.resolve("bin/java")) && version.find()) {
                return new Jdk(home, Integer.parseInt(version.group(1)));
            }
        } catch (IOException e) {
            // Said below.
        }
        throw new IllegalArgumentException(home + " is not the directory of a JDK.");
    }

    /** The one that this process runs on, then one of every other version from 17 on that is installed. */
    public static List<Jdk> found() {
        Jdk own = at(Path.of(System.getProperty("java.home")));
        SortedMap<Integer, Jdk> byFeature = new TreeMap<>();
        byFeature.put(own.feature, own);
        for (Path home : installed()) {
            try {
                Jdk jdk = at(home);
                if (jdk.feature >= 17) {
                    byFeature.putIfAbsent(jdk.feature, jdk);
                }
            } catch (IllegalArgumentException e) {
                // Such directories have other things in them too.
            }
        }
        byFeature.remove(own.feature);
        List<Jdk> found = new ArrayList<>(List.of(own));
        found.addAll(byFeature.values());
        return found;
    }

    private static List<Path> installed() {
        try (Stream<Path> homes = Files.list(INSTALLED)) {
            return homes.sorted().toList();
        } catch (IOException e) {
            return Collections.emptyList();
        }
    }

    String java() {
        return home.resolve("bin/java").toString();
    }

    String jcmd() {
        return home.resolve("bin/jcmd").toString();
    }

    @Override
    public String toString() {
        return "JDK " + feature;
    }
}
