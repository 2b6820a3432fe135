package dev.stackhouse.storage.operate;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a process tells Prometheus (https://prometheus.io/docs/instrumenting/exposition_formats/). */
public final class Scrape {
    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{.*})? (\\S+)");

    private record Sample(String name, String labels, double value) {}

    private final List<Sample> samples = new ArrayList<>();

    private Scrape(String text) {
        text.lines().filter(line -> !line.startsWith("#") && !line.isBlank()).forEach(line -> {
            Matcher matcher = SAMPLE.matcher(line);
            if (!matcher.matches()) {
                throw new AssertionError("no sample: " + line);
            }
            String labels = matcher.group(2) == null ? "" : matcher.group(2);
            samples.add(new Sample(matcher.group(1), labels, Double.parseDouble(matcher.group(3))));
        });
    }

    /** Scrapes {@code http://host:port/metrics}. */
    public static Scrape of(URI uri) throws IOException, InterruptedException {
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new AssertionError(uri + " answers " + response.statusCode());
        }
        return new Scrape(response.body());
    }

    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        samples.forEach(sample -> names.add(sample.name));
        return names;
    }

    /** Sum over all samples of the name whose labels contain each of the texts, such as {@code reason="TOO_OLD"}. */
    public double sum(String name, String... labels) {
        return samples.stream()
                .filter(sample -> sample.name.equals(name))
                .filter(sample -> List.of(labels).stream().allMatch(sample.labels::contains))
                .mapToDouble(Sample::value)
                .sum();
    }

    /** The same of a counter. */
    public long count(String name, String... labels) {
        return Math.round(sum(name, labels));
    }
}
