package dev.stackhouse.storage.operate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** docs/operating.md, whose tables must not name what does not exist. */
public final class OperatingGuide {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z][A-Za-z0-9_]*)`");

    private OperatingGuide() {}

    /** The metrics in the first column of the tables below a heading such as {@code Query server}. */
    public static Set<String> metricsOf(String heading) throws IOException {
        Path root = Path.of(System.getProperty("stackhouse.root", ".."));
        String guide = Files.readString(root.resolve("docs/operating.md"));
        int start = guide.indexOf("\n### " + heading + "\n");
        if (start < 0) {
            throw new AssertionError("no heading " + heading);
        }
        int end = guide.indexOf("\n#", start + 5);
        Set<String> names = new TreeSet<>();
        Matcher row = ROW.matcher(guide.substring(start, end < 0 ? guide.length() : end));
        while (row.find()) {
            names.add(row.group(1));
        }
        return names;
    }
}
